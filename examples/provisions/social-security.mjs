// Anyone who registers in Shanghai must pay social security there, and the insurance office attests it.
import { createRegistrations, defineProvision } from 'baokao'

export const socialSecurity = defineProvision({
  id: 'sh.social-security',
  version: 1,
  cites: [{ document: '某市报名公告（示例）', article: '第三条' }],
  title: { zh: '本市社会保险', en: 'Social security in the city' },
  message: {
    zh: '在上海报名的，须在本市缴纳社会保险费，并经社会保险经办机构核实。',
    en: 'To register in Shanghai you must pay social security there, and the insurance office must have confirmed it.',
  },
  // The terms are those of the notice. If a notice has places in several provinces, judge by
  // `context.application.place` instead, as quota.mjs does.
  applies: ({ places }) => places.some((place) => place.startsWith('31')),
  before: [['filling.confirmation', 'application.confirm']],
  attestations: ['sh.social-security'],
  standsAgainst: ({ attested }) => attested('sh.social-security') !== 'passed',
})

export default createRegistrations({ provisions: [socialSecurity] })
