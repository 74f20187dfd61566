import type { Snapshot } from '../engine/snapshot'
import type { RegistrationEvent } from '../events'
import type { Registrations } from '../registrations/registrations'
import { parseInstant } from '../time'
import { clockAdvance } from './storeEvents'
import type { LogRow } from './types'

/**
 * Replays a log entry other than the opening. A refused event has changed the snapshot only by the deadlines that fired.
 */
export function replayEntry(
  { decide }: Registrations,
  snapshot: Snapshot,
  { accepted, fired, event }: LogRow,
): Snapshot {
  if (accepted) return decide(snapshot, event as RegistrationEvent).snapshot
  const last = fired.at(-1)
  return last === undefined ? snapshot : decide(snapshot, clockAdvance(parseInstant(last.at))).snapshot
}
