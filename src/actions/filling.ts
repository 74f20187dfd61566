import { assertPresent, defined } from '../schema/primitives'
import type { Effects, Memory } from './action'

/** On the proof route nothing stands of a commitment: neither the signature nor what stood in for a report (§6.4.5). */
export const turnedToProof = { route: 'proof', signed: undefined, evidence: undefined } as const

export const fillingMemory: Memory = {
  'application.save': (_, { application }) => ({ application: defined(application) }),
  'route.choose': (_, { route }) => (route === 'proof' ? turnedToProof : { route }),
}

export const fillingEffects: Pick<Effects, 'application.confirmed' | 'commitment.forfeited'> = {
  'application.confirmed': { emit: ({ application }) => assertPresent(application) },
  'commitment.forfeited': ({ forfeited, terms }) => ({
    change: { forfeited: true },
    emitted: forfeited ? [] : [{ exam: terms.exam, examYear: terms.year }],
  }),
}
