// An association requires its members to have paid the fee of the year before they sign or upload anything.
import { createRegistrations, defineProvision } from 'baokao'

export const membership = defineProvision({
  id: 'association.membership',
  version: 1,
  cites: [{ document: '某协会考试办法（示例）', article: '第五条' }],
  title: { zh: '会员资格', en: 'Membership' },
  message: {
    zh: '须为本协会会员，并已缴纳当年会费。',
    en: 'You must be a member of the association and have paid the fee of this year.',
  },
  applies: ({ provider }) => provider === 'association',
  before: [
    ['declaring.commitment', 'commitment.sign'],
    ['declaring.proof.uploading', 'proof.upload'],
  ],
  attestations: ['association.member'],
  standsAgainst: ({ attested }) => attested('association.member') !== 'passed',
})

export default createRegistrations({ provisions: [membership] })
