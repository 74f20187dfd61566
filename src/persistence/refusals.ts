import type { Decision } from '../engine/decide'
import { buildRefusal } from '../engine/refusal'
import { isSnapshot, type Snapshot } from '../engine/snapshot'
import { senderOf } from '../events'
import type { RuleId } from '../rules'
import type { Issue } from '../schema/issues'
import { eventTypeOf } from './splitPersonalData'
import type { StoredDecision } from './types'

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

/** A decision as a store returns it. @param repeated whether it was returned before, under the same key or opening */
export const asStored = (decision: Decision<Snapshot | null>, repeated = false): StoredDecision => ({
  ...decision,
  repeated,
})

/** The refusal of an event for a registration that does not exist. */
export const unknownRegistration = (event: unknown): StoredDecision =>
  asStored(refuseWith<Snapshot | null>('registration.unknown', event, null))

/** The refusal of an opening. */
export const refusedOpening = (rule: RuleId, issues?: Issue[]): StoredDecision =>
  asStored(refuseWith<Snapshot | null>(rule, undefined, null, issues))

/** An instant for schemas that require one, until the store sets its own. */
export const anyInstant = '2000-01-01T00:00:00+08:00'
