import type { Decision } from '../engine/decide'
import { isSnapshot, type Snapshot } from '../engine/snapshot'
import { senderOf } from '../events'
import { nationalRegistrations, type Registrations } from '../registrations/registrations'
import type { RuleId } from '../rules'
import type { Issue } from '../schema/issues'
import { formatInstant } from '../time'
import { eventTypeOf } from './splitPersonalData'
import type { StoredDecision } from './types'

/**
 * The rules for a snapshot that the library cannot read or that other provisions decided, and for a defect. After such a
 * refusal the stores write nothing.
 */
export const unreadableRules: ReadonlySet<string> = new Set([
  'snapshot.malformed',
  'snapshot.law',
  'internal.defect',
])

/**
 * After such a refusal the stores keep no entry: the sender is a stranger, or the event cannot be read. Everyone who can reach a
 * registration could otherwise fill its log.
 */
export const unloggedRules: ReadonlySet<string> = new Set([
  ...unreadableRules,
  'event.malformed',
  'event.unknown',
  'actor.personal-act',
  'actor.role',
])

/**
 * Returns a refusal by the store itself, which does not depend on the state of the registration.
 * @param registrations what decides, which knows what is possible instead
 * @param event `undefined` for an opening
 */
export function refuseWith<S extends Snapshot | null>(
  { rules, explain }: Registrations,
  rule: RuleId,
  event: unknown,
  snapshot: S,
  issues?: Issue[],
): Decision<S> {
  const type = eventTypeOf(event)
  const about = type && { role: senderOf(type) }
  const valid = isSnapshot(snapshot) ? snapshot : undefined
  const explained = valid ? explain(valid, formatInstant(valid.context.at), about) : []
  // A rule that refused a repeated event before may be gone since.
  const { message, cites } = rules[rule] ?? { message: { zh: rule, en: rule }, cites: [] }
  const refusal = {
    rule,
    message,
    cites,
    at: valid?.value ?? null,
    possible: explained.filter(({ possible }) => possible).map(({ type }) => type),
    ...(issues && { issues }),
  }
  return { accepted: false, refusal, snapshot, facts: [], fired: [] }
}

/**
 * Converts a decision to the result of a store.
 * @param revision the log entry that recorded it; `undefined` if the registration does not exist
 * @param repeated whether it was returned before, for the same key or opening
 */
export const asStored = (
  decision: Decision<Snapshot | null>,
  revision: number | undefined,
  repeated = false,
): StoredDecision => ({ ...decision, repeated, ...(revision !== undefined && { revision }) })

/** The refusal of an event for a registration that does not exist. */
export const unknownRegistration = (event: unknown): StoredDecision =>
  asStored(
    refuseWith<Snapshot | null>(nationalRegistrations(), 'registration.unknown', event, null),
    undefined,
  )

/** The refusal of an opening. */
export const refusedOpening = (rule: RuleId, issues?: Issue[]): StoredDecision =>
  asStored(refuseWith<Snapshot | null>(nationalRegistrations(), rule, undefined, null, issues), undefined)

/** A placeholder for schemas that require an instant. The store replaces it. */
export const anyInstant = '2000-01-01T00:00:00+08:00'
