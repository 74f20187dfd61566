import { hasForfeited } from '../model/commitment'
import { assertPresent, omitUndefined } from '../schema/primitives'
import type { Effects, Memory } from './action'

export const fillingMemory: Memory = {
  'application.save': (_, { application }) => ({ application: omitUndefined(application) }),
  'route.choose': (_, { route }) => (route === 'commitment' ? { route } : {}),
}

export const fillingEffects: Pick<Effects, 'application.confirmed' | 'commitment.forfeited'> = {
  'application.confirmed': { emit: ({ application }) => assertPresent(application) },
  // Only this fact changes the route to proof. It clears the signature and the evidence (§6.4.5).
  'commitment.forfeited': (context) => ({
    change: { route: 'proof', signedAt: undefined, evidence: undefined },
    emitted: hasForfeited(context) ? [] : [{ exam: context.terms.exam, examYear: context.terms.year }],
  }),
}
