import type { Context } from '../context'
import { fieldsOf } from '../events/always'
import type { FactFields } from '../facts'
import { recordOf } from '../integrity'
import { passesWithHistory } from '../publication'
import { corrected } from '../questions'
import { applicationPart } from '../rules/filling'
import { amended } from '../terms'
import type { Millis } from '../time'
import { certain, defined } from '../words'
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
  const application = corrected(context, correction.application)
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
  'correction.requested': { tell: ({ correction }) => named(certain(correction)) },
  'correction.applied': (context) => ({
    change: applyCorrection(context, certain(context.correction)),
    told: [named(certain(context.correction))],
  }),
  'correction.rejected': {
    tell: by('correction.reject', (_, { correctionId, reason }) => defined({ correctionId, reason })),
  },
  'finding.recorded': by('finding.record', ({ findings = [] }, { finding, subjects, referred }) => ({
    change: { findings: [...findings, finding] },
    told: [defined({ finding, subjects, referred })],
  })),
  'integrity.recorded': ({ records = [] }, { event, at }) => {
    const record = recordOf(event as Parameters<typeof recordOf>[0], at)
    return record ? { change: { records: [...records, record] }, told: [record] } : { told: [] }
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
  'registration.abandoned': {
    tell: (_, { params }) => ({ reason: params.reason as FactFields<'registration.abandoned'>['reason'] }),
  },
  'registration.voided': { tell: (_, { event }) => ({ reason: voidReason(event) }) },
  'exam.cancelled': { tell: by('exam.cancel', (_, { reason }) => ({ reason })) },
}
