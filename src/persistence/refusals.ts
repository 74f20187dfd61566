import type { Decision } from '../engine/decide'
import { buildRefusal } from '../engine/refusal'
import { isSnapshot, type Snapshot } from '../engine/snapshot'
import { senderOf } from '../events'
import type { RuleId } from '../rules'
import type { Issue } from '../schema/issues'
import { eventTypeOf } from './splitPersonalData'

/** Refusals of a snapshot that the library cannot read, or of a defect: the stores then write nothing. */
export const unreadableRules: ReadonlySet<string> = new Set(['snapshot.malformed', 'internal.defect'])

/**
 * A refusal by the store itself, whatever the state of the registration.
 * @param event `undefined` for an opening
 */
export function refuseWith<S extends Snapshot | null>(
  rule: RuleId,
  event: unknown,
  snapshot: S,
  issues?: Issue[],
): Decision<S> {
  const type = eventTypeOf(event)
  const role = type === undefined ? undefined : senderOf(type)
  const where = isSnapshot(snapshot) ? { snapshot, at: snapshot.context.at, role } : undefined
  return { accepted: false, refusal: buildRefusal(rule, where, issues), snapshot, facts: [], fired: [] }
}
