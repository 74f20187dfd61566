import { forfeitsByProof } from '../model/commitment'
import { assertPresent, omitUndefined } from '../schema/primitives'
import type { Effects, Memory } from './action'

export const fillingMemory: Memory = {
  'application.save': (_, { application }) => ({ application: omitUndefined(application) }),
  // Evidence of the degree stays: proof asks for the same (§6.4.1(3)).
  'route.choose': (_, { route }) => ({ route }),
}

export const fillingEffects: Pick<Effects, 'application.confirmed' | 'commitment.forfeited'> = {
  'application.confirmed': { emit: ({ application }) => assertPresent(application) },
  // A withdrawal always forfeits the commitment, a choice only if the commitment was open to the candidate (§5.1).
  'commitment.forfeited': (context, { event, at }) => {
    const { terms, forfeited } = context
    const forfeits = event.type === 'commitment.withdraw' ? !forfeited : forfeitsByProof(context, at)
    return forfeits
      ? { change: { forfeited: true }, emitted: [{ exam: terms.exam, examYear: terms.year }] }
      : { emitted: [] }
  },
}
