import type { Decision } from '../engine/decide'
import type { Snapshot } from '../engine/snapshot'
import type { RegistrationEvent } from '../events'
import { decide } from '../registrations/national'
import type { CandidateHistory } from '../schema/vocabulary'
import { formatInstant, type Millis, parseInstant } from '../time'

/** The events that the stores send themselves. */

/** The event that fires the deadlines that are due at an instant. */
export const clockAdvance = (at: Millis): RegistrationEvent<'clock.advance'> => ({
  type: 'clock.advance',
  at: formatInstant(at),
  by: { role: 'clock', id: 'baokao' },
})

/** The event that replaces the history of a registration after another registration of the candidate has changed it. */
export const historyEvent = (
  snapshot: Snapshot,
  history: CandidateHistory,
  at: string,
): RegistrationEvent<'history.amend'> => ({
  type: 'history.amend',
  at: formatInstant(Math.max(parseInstant(at), snapshot.context.at)),
  by: { role: 'office', id: 'baokao' },
  // Empty lists are included, because an absent list would keep the old entries.
  history: { integrity: [], credits: [], ...history },
})

/**
 * Decides the history that another registration of the candidate has changed, whatever provisions decide the
 * registration: they never refuse what an office records, so that the national text alone decides it. A commitment given
 * up under one law is given up under every other.
 */
export function decideHistory(snapshot: Snapshot, event: RegistrationEvent<'history.amend'>): Decision {
  const { version, law, value, context } = snapshot
  if (law === undefined) return decide(snapshot, event)
  const decision = decide({ version, value, context }, event)
  const { value: nextValue, context: nextContext } = decision.snapshot
  return { ...decision, snapshot: { version, law, value: nextValue, context: nextContext } }
}
