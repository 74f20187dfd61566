import type { Snapshot } from '../engine/snapshot'
import { type EventType, senderOf } from '../events'
import type { Role } from '../schema/vocabulary'

/** A sender whom the event accepts: the candidate of the registration, or the role that may send it, as its own id. */
export function senderFor({ context }: Snapshot, type: EventType): { role: Role; id: string } {
  const role = senderOf(type)
  return { role, id: role === 'candidate' ? context.candidateId : role }
}
