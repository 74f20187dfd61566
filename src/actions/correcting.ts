import type { Context } from '../model/context'
import { applicationPart, correctedApplication, correctedFields } from '../model/correction'
import { degreeStatus } from '../model/degree'
import { withoutWithdrawals } from '../model/orders'
import { assertPresent, omitUndefined } from '../schema/primitives'
import { type Effects, forEvent, type Memory } from './action'

export const correctingMemory: Memory = {
  'correction.request': (_, { correctionId, changes }) => ({
    correction: omitUndefined({
      id: correctionId,
      fields: correctedFields(changes),
      application: applicationPart(changes),
      education: changes.education && degreeStatus(changes.education),
    }),
  }),
  'correction.reject': () => ({ correction: undefined }),
}

type Correction = NonNullable<Context['correction']>

const correctionFields = ({ id, fields }: Correction) => ({ correctionId: id, fields })

/** Returns the context changes of an approved correction. A changed application must be signed again. */
function applyCorrection(context: Context, correction: Correction): Partial<Context> {
  const { education } = correction
  // Neither the result nor the evidence of a degree holds for a degree of another kind.
  const otherKind =
    education !== undefined &&
    (education.origin !== context.education?.origin || education.higher !== context.education.higher)
  const application = correctedApplication(context, correction.application)
  return {
    correction: undefined,
    ...(otherKind && { education, evidence: undefined }),
    ...(application && { application, signedAt: undefined }),
    ...((application || education) && { orders: withoutWithdrawals(context) }),
  }
}

export const correctingEffects: Pick<
  Effects,
  'correction.requested' | 'correction.applied' | 'correction.rejected'
> = {
  'correction.requested': { emit: ({ correction }) => correctionFields(assertPresent(correction)) },
  'correction.applied': (context) => ({
    change: applyCorrection(context, assertPresent(context.correction)),
    emitted: [correctionFields(assertPresent(context.correction))],
  }),
  'correction.rejected': {
    emit: forEvent('correction.reject', (_, { correctionId, reason }) =>
      omitUndefined({ correctionId, reason }),
    ),
  },
}
