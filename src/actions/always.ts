import type { Context } from '../model/context'
import { fieldsOf } from '../events/always'
import type { FactFields } from '../facts'
import { recordOf } from '../model/integrity'
import { passesWithHistory } from '../model/outcomes'
import { correctedApplication } from '../model/questions'
import { applicationPart } from '../rules/filling'
import { amended } from '../model/terms'
import type { Millis } from '../time'
import { assertPresent, defined } from '../schema/primitives'
import { by, type Effects, type Memory } from './action'
import { notQualifying, unpublished, voidReason } from './sitting'

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

type Correction = NonNullable<Context['correction']>

const named = ({ id, fields }: Correction) => ({ correctionId: id, fields })

/** What an approved correction changes; a changed application is signed anew. */
function applyCorrection(context: Context, correction: Correction): Partial<Context> {
  const { education } = context
  // What showed a degree from elsewhere says nothing of this one.
  const origin = correction.origin === education?.origin ? undefined : correction.origin
  const application = correctedApplication(context, correction.application)
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
  'correction.requested': { emit: ({ correction }) => named(assertPresent(correction)) },
  'correction.applied': (context) => ({
    change: applyCorrection(context, assertPresent(context.correction)),
    emitted: [named(assertPresent(context.correction))],
  }),
  'correction.rejected': {
    emit: by('correction.reject', (_, { correctionId, reason }) => defined({ correctionId, reason })),
  },
  'finding.recorded': by('finding.record', ({ findings = [] }, { finding, subjects, referred }) => ({
    change: { findings: [...findings, finding] },
    emitted: [defined({ finding, subjects, referred })],
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
      ...(marksFall(context, at) && unpublished),
    },
    emitted: [{}],
  }),
  'registration.abandoned': {
    emit: (_, { params }) => ({ reason: params.reason as FactFields<'registration.abandoned'>['reason'] }),
  },
  'registration.voided': { emit: (_, { event }) => ({ reason: voidReason(event) }) },
  'exam.cancelled': { emit: by('exam.cancel', (_, { reason }) => ({ reason })) },
}
