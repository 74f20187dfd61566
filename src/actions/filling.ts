import { defined } from '../words'
import { type Effects, type Memory, tell } from './action'

export const remembersFilling: Memory = {
  'application.save': (_, { application }) => ({ application: defined(application) }),
  // Whoever turns to proof no longer stands by a commitment signed before (§6.4.5).
  'route.choose': (_, { route }) => (route === 'proof' ? { route, signed: undefined } : { route }),
}

export const tellsFilling: Pick<Effects, 'application.confirmed' | 'commitment.forfeited'> = {
  'application.confirmed': ({ application }) => tell(...(application ? [application] : [])),
  'commitment.forfeited': ({ forfeited, terms }) => ({
    change: { forfeited: true },
    told: forfeited ? [] : [{ exam: terms.exam, examYear: terms.year }],
  }),
}
