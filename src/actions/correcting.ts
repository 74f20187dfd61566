import type { Context, Correction } from '../model/context'
import { applicationPart, correctedApplication, correctedFields, correctionOf } from '../model/correction'
import { degreeStatus, withCorrectedDegree } from '../model/degree'
import { withoutWithdrawals } from '../model/orders'
import { assertPresent, omitUndefined } from '../schema/primitives'
import { type Effects, forEvent, type Memory } from './action'

export const correctingMemory: Memory = {
  'correction.request': ({ corrections = [] }, { correctionId, changes }) => ({
    corrections: [
      ...corrections,
      omitUndefined({
        id: correctionId,
        fields: correctedFields(changes),
        application: applicationPart(changes),
        education: changes.education && degreeStatus(changes.education),
      }),
    ],
  }),
  'correction.withdraw': (context, { correctionId }) => without(context, correctionId),
  'correction.reject': (context, { correctionId }) => without(context, correctionId),
}

function without({ corrections = [] }: Context, decided: string): Pick<Context, 'corrections'> {
  const left = corrections.filter(({ id }) => id !== decided)
  return { corrections: left.length > 0 ? left : undefined }
}

/** Returns the context changes of an approved correction. A changed application must be signed again. */
function applyCorrection(context: Context, correction: Correction): Partial<Context> {
  const { education } = correction
  const application = correctedApplication(context, correction.application)
  return {
    ...without(context, correction.id),
    ...(education && withCorrectedDegree(context, education)),
    ...(application && { application, signedAt: undefined }),
    ...((application || education) && { orders: withoutWithdrawals(context) }),
  }
}

export const correctingEffects: Pick<
  Effects,
  | 'correction.requested'
  | 'correction.withdrawn'
  | 'correction.applied'
  | 'correction.rejected'
  | 'photo.replaced'
> = {
  'correction.requested': {
    emit: forEvent('correction.request', (_, { correctionId, changes }) => ({
      correctionId,
      fields: correctedFields(changes),
    })),
  },
  'correction.withdrawn': {
    emit: forEvent('correction.withdraw', (_, { correctionId }) => ({ correctionId })),
  },
  'correction.applied': forEvent('correction.approve', (context, { correctionId }) => {
    const correction = assertPresent(correctionOf(context, correctionId))
    return {
      change: applyCorrection(context, correction),
      emitted: [{ correctionId, fields: correction.fields }],
    }
  }),
  'correction.rejected': {
    emit: forEvent('correction.reject', (_, { correctionId, reason }) =>
      omitUndefined({ correctionId, reason }),
    ),
  },
  'photo.replaced': { emit: () => ({}) },
}
