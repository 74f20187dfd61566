import type { Snapshot } from '../engine/snapshot'
import type { RegistrationEvent } from '../events'
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
