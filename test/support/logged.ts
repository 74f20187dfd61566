import type { Decision } from '../../src'
import { unloggedRules } from '../../src/persistence/refusals'

/** Whether the stores keep an entry of a decision: not of what a stranger sends, and not of what cannot be read. */
export const isLogged = (decision: Decision): boolean =>
  decision.accepted || !unloggedRules.has(decision.refusal.rule)
