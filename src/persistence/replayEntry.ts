import type { Decision } from '../engine/decide'
import type { Snapshot } from '../engine/snapshot'
import type { RegistrationEvent } from '../events'
import type { Registrations } from '../registrations/registrations'
import { parseInstant } from '../time'
import { clockAdvance } from './storeEvents'
import type { LogRow } from './types'

/** The part of a log entry that is replayed. */
export type ReplayableRow = Pick<LogRow, 'revision' | 'accepted' | 'fired' | 'event'>

/**
 * Replays a log entry other than the opening. A refused event has changed the snapshot only by the deadlines that fired.
 * @returns what this version decides; `undefined` if the entry has changed nothing
 */
export function replayEntry(
  { decide }: Registrations,
  snapshot: Snapshot,
  { accepted, fired, event }: ReplayableRow,
): Decision | undefined {
  if (accepted) return decide(snapshot, event as RegistrationEvent)
  const last = fired.at(-1)
  return last && decide(snapshot, clockAdvance(parseInstant(last.at)))
}
