import type { Context } from '../context'
import type { FactFields } from '../facts'
import { recordOf } from '../integrity'
import { passesWithHistory } from '../publication'
import { corrected } from '../questions'
import { applicationPart } from '../rules/filling'
import { amended } from '../terms'
import type { Millis } from '../time'
import { defined } from '../words'
import { type Effects, type Memory, only, tell } from './action'
import { notQualifying, unpublished, voidReason } from './sitting'

const fieldsOf = (changes: object): string[] =>
  Object.entries(changes).flatMap(([field, value]) => (value === undefined ? [] : [field]))

export const remembersAlways: Memory = {
  'correction.request': (_, { correctionId, changes }) => ({
    correction: defined({
      id: correctionId,
      fields: fieldsOf(changes),
      application: applicationPart(changes),
      origin: changes.education?.origin,
    }),
  }),
  'correction.reject': () => ({ correction: undefined }),
  'history.amend': (context, event) => {
    const { commitmentForfeited, integrity, credits } = event.history
    const qualifies = context.postCheckCloses === undefined || passesWithHistory(context, event)
    return {
      forfeited: context.forfeited || commitmentForfeited === true,
      ...(integrity && { integrity: integrity.map(defined) }),
      ...(credits && { credits: credits.map(defined) }),
      ...(qualifies ? {} : notQualifying),
    }
  },
  'notice.amend': ({ terms }, amendment) => ({ terms: amended(terms, amendment) }),
}

/** What an approved correction changes; a changed application is signed anew. */
function applyCorrection(context: Context): Partial<Context> {
  const { correction, education } = context
  // What showed a degree from elsewhere says nothing of this one.
  const origin = correction?.origin === education?.origin ? undefined : correction?.origin
  const application = corrected(context, correction?.application)
  return {
    correction: undefined,
    ...(origin && { education: { ...education, origin }, evidence: undefined }),
    ...(application && { application, signed: undefined }),
  }
}

/** Whether the marks must be published anew: whatever ended the registration or changed a mark is taken back. */
function marksFall({ findings = [], misconduct, identical, spotCheck }: Context, at: Millis): boolean {
  const sanctioned = findings.length > 0 || misconduct !== undefined || identical !== undefined
  return sanctioned || (spotCheck !== undefined && spotCheck <= at)
}

export const tellsAlways: Pick<
  Effects,
  | 'correction.requested'
  | 'correction.applied'
  | 'correction.rejected'
  | 'finding.recorded'
  | 'integrity.recorded'
  | 'integrity.withdrawn'
  | 'decision.overturned'
  | 'registration.abandoned'
  | 'registration.voided'
  | 'exam.cancelled'
> = {
  'correction.requested': ({ correction }) =>
    tell(...(correction ? [{ correctionId: correction.id, fields: correction.fields }] : [])),
  'correction.applied': (context) => ({
    change: applyCorrection(context),
    told: context.correction
      ? [{ correctionId: context.correction.id, fields: context.correction.fields }]
      : [],
  }),
  'correction.rejected': (_, { event }) => {
    const rejection = only('correction.reject', event)
    return tell(
      ...(rejection ? [defined({ correctionId: rejection.correctionId, reason: rejection.reason })] : []),
    )
  },
  'finding.recorded': ({ findings = [] }, { event }) => {
    const record = only('finding.record', event)
    if (record === undefined) return tell()
    const { finding, subjects, referred } = record
    return { change: { findings: [...findings, finding] }, told: [defined({ finding, subjects, referred })] }
  },
  'integrity.recorded': ({ records = [] }, { event, at }) => {
    const cause = only('finding.record', event) ?? only('misconduct.record', event)
    const record = cause && recordOf(cause, at)
    return record ? { change: { records: [...records, record] }, told: [record] } : tell()
  },
  'integrity.withdrawn': ({ records = [] }) => ({
    change: { records: undefined },
    told: records.map(({ kind, from }) => ({ kind, from })),
  }),
  'decision.overturned': (context, { at }) => ({
    change: {
      findings: undefined,
      misconduct: undefined,
      identical: undefined,
      spotCheck: undefined,
      ...(marksFall(context, at) && unpublished),
    },
    told: [{}],
  }),
  'registration.abandoned': (_, { params }) =>
    tell({ reason: (params.reason ?? 'cancelled') as FactFields<'registration.abandoned'>['reason'] }),
  'registration.voided': (_, { event }) => tell({ reason: voidReason(event) }),
  'exam.cancelled': (_, { event }) => tell({ reason: only('exam.cancel', event)?.reason ?? '' }),
}
