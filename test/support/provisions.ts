import { createRegistrations, defineProvision, type RegistrationEvent, type Snapshot } from '../../src'
import { on, scenario } from './scenario'

/** A provision that reads an attestation, its registrations, and events about it. */

/** The texts of a provision. */
export const localTexts = {
  cites: [{ document: '某市报名公告（示例）', article: '第三条' }],
  title: { zh: '社会保险', en: 'Social security' },
  message: { zh: '在本市报名的，须在本市缴纳社会保险费。', en: 'You must pay social security in the city.' },
} as const

export const socialSecurity = defineProvision({
  ...localTexts,
  id: 'sh.social-security',
  version: 2,
  before: [['filling.confirmation', 'application.confirm']],
  standsAgainst: ({ attested }) => attested('social-security') !== 'passed',
  attestations: ['social-security'],
})
export const localRegistrations = createRegistrations({ provisions: [socialSecurity] })

/** A registration led to a state under the national text, as the snapshot of these provisions. */
export const localAt = (
  state: 'filling.confirmation' | 'paying.awaiting' | 'registered.waiting',
): Snapshot => ({
  ...scenario().to(state).snapshot,
  law: localRegistrations.law,
})
export const candidate = { role: 'candidate', id: 'C' } as const
export const confirm = { type: 'application.confirm', at: on('04-08 10:00'), by: candidate } as const
export const attest = (
  result: 'passed' | 'failed',
  more: { at?: string; kind?: string; validUntil?: string } = {},
): RegistrationEvent => ({
  type: 'attestation.record',
  at: on('04-08 09:30'),
  by: { role: 'verifier', id: 'verifier' },
  kind: 'social-security',
  result,
  ...more,
})
