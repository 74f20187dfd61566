import type { Snapshot } from '../engine/snapshot'
import { type EventType, senderOf } from '../events'
import type { Role } from '../schema/vocabulary'

/** A valid sender of an event: the candidate of the registration, or the role that may send it, with its name as id. */
export function senderFor({ context }: Snapshot, type: EventType): { role: Role; id: string } {
  const role = senderOf(type)
  return { role, id: role === 'candidate' ? context.candidateId : role }
}
