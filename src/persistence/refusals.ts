import type { Decision } from '../engine/decide'
import { buildRefusal } from '../engine/refusal'
import { isSnapshot, type Snapshot } from '../engine/snapshot'
import { senderOf } from '../events'
import { national } from '../registrations/national'
import type { RuleId } from '../rules'
import type { Issue } from '../schema/issues'
import { eventTypeOf } from './splitPersonalData'
import type { StoredDecision } from './types'

/**
 * The rules for a snapshot that the library cannot read or that other provisions decided, and for a defect. After such a refusal the stores write
 * nothing.
 */
export const unreadableRules: ReadonlySet<string> = new Set([
  'snapshot.malformed',
  'snapshot.law',
  'internal.defect',
])

/**
 * Returns a refusal by the store itself, which does not depend on the state of the registration.
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
  return {
    accepted: false,
    refusal: buildRefusal(national(), rule, where, issues),
    snapshot,
    facts: [],
    fired: [],
  }
}

/**
 * Converts a decision to the result of a store. @param repeated whether it was returned before, for the same key or
 * opening
 */
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

/** A placeholder for schemas that require an instant. The store replaces it. */
export const anyInstant = '2000-01-01T00:00:00+08:00'
