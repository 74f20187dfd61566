// A quota counts across registrations, which no provision can see: an office counts, and grants each place as an
// attestation that holds until its day ends. The provision only checks for it.
import { createRegistrations, defineProvision } from 'baokao'

export const quota = defineProvision({
  id: 'city.quota',
  version: 1,
  cites: [{ document: '某市考点容量规定（示例）', article: '第二条' }],
  title: { zh: '考位', en: 'A place in the quota' },
  message: {
    zh: '本市考位有限，请您先申请考位；逾期未确认的，须重新申请。',
    en: 'Places are limited in this city. Apply for one first. If you did not use it in time, apply again.',
  },
  before: [['filling.confirmation', 'application.confirm']],
  attestations: ['city.place'],
  standsAgainst: ({ context, attested }) =>
    context.application?.place === '440300' && attested('city.place') !== 'passed',
})

export default createRegistrations({ provisions: [quota] })
