import { type EventType, eventTypes, senderOf } from '../events'
import type { LocalizedText } from '../language'
import { type RuleId, rules } from '../rules'
import type { Issue } from '../schema/issues'
import type { Role } from '../schema/vocabulary'
import type { Millis } from '../time'
import { possible } from './explain'
import type { Snapshot } from './snapshot'
import type { StateValue } from './stateValue'

/** The refusal of an event or an opening: the rule, the reason, and the events that are possible instead. */
export type Refusal = {
  rule: RuleId
  /** For the applicant, in both languages. */
  message: LocalizedText
  /** The sections of the official text that the rule is based on, or `policy`. */
  cites: readonly string[]
  /** The active states of the registration; `null` if there is no valid snapshot, and for a defect. */
  at: StateValue | null
  /** The event types that the sender can send now. */
  possible: EventType[]
  /** The issues of an invalid event, input or snapshot, or of a defect, by path. */
  issues?: Issue[]
}

/**
 * Builds a refusal.
 * @param where the registration, the instant in milliseconds and the sender's role, to find the possible events
 */
export function buildRefusal(
  rule: RuleId,
  where: { snapshot: Snapshot; at: Millis; role?: Role | undefined } | undefined,
  issues?: Issue[],
): Refusal {
  const { message, cites } = rules[rule]
  return {
    rule,
    message,
    cites,
    at: where?.snapshot.value ?? null,
    possible: where ? possible(where.snapshot, where.at, typesOf(where.role)) : [],
    ...(issues && { issues }),
  }
}

/** The event types that a role may send; every type if the role is not known. */
const typesOf = (role: Role | undefined): readonly EventType[] =>
  role === undefined ? eventTypes : eventTypes.filter((type) => senderOf(type) === role)
