import type { Snapshot } from '../engine/snapshot'
import { type EventType, senderOf } from '../events'
import type { Role } from '../schema/vocabulary'

/** The right person for an event: the candidate himself, or somebody of the role that may send it. */
export function senderFor({ context }: Snapshot, type: EventType): { role: Role; id: string } {
  const role = senderOf(type)
  return { role, id: role === 'candidate' ? context.candidateId : role }
}
