import type { Context } from '../model/context'
import { applicationPart, correctedApplication, correctedFields } from '../model/correction'
import { assertPresent, omitUndefined } from '../schema/primitives'
import { type Effects, forEvent, type Memory } from './action'

export const correctingMemory: Memory = {
  'correction.request': (_, { correctionId, changes }) => ({
    correction: omitUndefined({
      id: correctionId,
      fields: correctedFields(changes),
      application: applicationPart(changes),
      origin: changes.education?.origin,
    }),
  }),
  'correction.reject': () => ({ correction: undefined }),
}

type Correction = NonNullable<Context['correction']>

const correctionFields = ({ id, fields }: Correction) => ({ correctionId: id, fields })

/** Returns the context changes of an approved correction. A changed application must be signed again. */
function applyCorrection(context: Context, correction: Correction): Partial<Context> {
  const { education } = context
  // Evidence of a domestic degree does not prove a degree from abroad, nor the reverse.
  const origin = correction.origin === education?.origin ? undefined : correction.origin
  const application = correctedApplication(context, correction.application)
  return {
    correction: undefined,
    ...(origin && { education: { ...education, origin }, evidence: undefined }),
    ...(application && { application, signedAt: undefined }),
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
