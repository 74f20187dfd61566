import type { RegistrationEvent } from '../events'
import type { FactFields } from '../facts'
import type { Context } from '../model/context'
import { recordOf } from '../model/integrity'
import { missingSubjects } from '../model/marks'
import { sanctionOutcome, withSanction } from '../model/outcomes'
import { assertPresent, omitUndefined } from '../schema/primitives'
import type { Millis } from '../time'
import { type Effects, forEvent, type Memory, voidReason } from './action'
import { notQualifying, unpublished } from './marking'

/** Adds the void subjects of misconduct or identical answers, and replaces their marks if they are published. */
function sanction(
  context: Context,
  event: RegistrationEvent<'misconduct.record'> | RegistrationEvent<'finding.record'>,
): Partial<Context> {
  const added = withSanction(context, event)
  if (context.marks === undefined) return added
  const { marks, passed } = sanctionOutcome(context, event)
  // A revoked certificate keeps its fields, because overturning restores it.
  return { ...added, marks, ...(passed || context.paper !== undefined ? {} : notQualifying) }
}

/** Keeps what overturning the revocation restores. Later decisions on the revoked certificate do not change it. */
function beforeRevocation(context: Context): Partial<Context> {
  const { paper, revoked, misconduct, identical } = context
  if (paper === undefined || revoked !== undefined) return {}
  const marks = assertPresent(context.marks)
  const missing = missingSubjects(context, marks)
  const questioned = missing.length > 0 ? missing : undefined
  return { revoked: omitUndefined({ marks, misconduct, identical, missing: questioned }) }
}

/** Returns the context changes that restore a revoked certificate as it stood; `certificate.questioned` follows. */
const restored = ({ marks, misconduct, identical }: NonNullable<Context['revoked']>) =>
  ({
    marks,
    misconduct,
    identical,
    // Any other finding would have ended the registration before.
    findings: identical && ['identicalAnswers'],
  }) satisfies Partial<Context>

export const decidingMemory: Memory = {
  'misconduct.record': (context, event) => ({ ...sanction(context, event), ...beforeRevocation(context) }),
  'finding.record': (context, event) => ({
    ...(event.finding === 'identicalAnswers' ? sanction(context, event) : {}),
    ...beforeRevocation(context),
  }),
}

/** Whether the marks must be published again, because the decision ended the registration or changed a mark. */
function marksMustBeRepublished(
  { findings = [], misconduct, identical, spotCheck }: Context,
  at: Millis,
): boolean {
  const sanctioned = findings.length > 0 || misconduct !== undefined || identical !== undefined
  return sanctioned || (spotCheck !== undefined && spotCheck <= at)
}

export const decidingEffects: Pick<
  Effects,
  | 'finding.recorded'
  | 'integrity.recorded'
  | 'integrity.withdrawn'
  | 'decision.overturned'
  | 'registration.abandoned'
  | 'registration.voided'
  | 'registration.terminated'
  | 'exam.cancelled'
> = {
  'finding.recorded': forEvent('finding.record', ({ findings = [] }, { finding, subjects, referred }) => ({
    change: { findings: [...findings, finding] },
    emitted: [omitUndefined({ finding, subjects, referred })],
  })),
  'integrity.recorded': ({ records = [] }, { event, at }) => {
    const record = recordOf(event as Parameters<typeof recordOf>[0], at)
    return record ? { change: { records: [...records, record] }, emitted: [record] } : { emitted: [] }
  },
  'integrity.withdrawn': ({ records = [] }) => ({
    change: { records: undefined },
    emitted: records.map(({ kind, from }) => ({ kind, from })),
  }),
  'decision.overturned': (context, { at }) => ({
    change: {
      findings: undefined,
      misconduct: undefined,
      identical: undefined,
      spotCheck: undefined,
      ...(context.revoked ? restored(context.revoked) : marksMustBeRepublished(context, at) && unpublished),
    },
    emitted: [{}],
  }),
  'registration.abandoned': {
    emit: (_, { params }) => ({
      reason: assertPresent(params.reason) as FactFields<'registration.abandoned'>['reason'],
    }),
  },
  'registration.voided': { emit: (_, { event }) => ({ reason: voidReason(event) }) },
  'registration.terminated': {
    emit: forEvent('registration.terminate', (_, { reason }) => ({ reason })),
  },
  'exam.cancelled': { emit: forEvent('exam.cancel', (_, { reason }) => ({ reason })) },
}
