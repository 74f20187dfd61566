import { type EventType, eventTypes, senderOf } from '../events'
import type { LocalizedText } from '../language'
import { type RuleId, rules } from '../rules'
import type { Issue } from '../schema/issues'
import type { Role } from '../schema/vocabulary'
import type { Millis } from '../time'
import { possible } from './explain'
import type { Snapshot } from './snapshot'
import type { StateValue } from './stateValue'

/** Why an event is refused, and what can be done instead. */
export type Refusal = {
  rule: RuleId
  /** For the applicant, in both languages. */
  message: LocalizedText
  /** The sections of the official text it rests on, or `policy`. */
  cites: readonly string[]
  /** The states of the registration; `null` if there is none. */
  at: StateValue | null
  /** The event types that the sender could send now. */
  possible: EventType[]
  /** The mistakes in an unknown or malformed event, or in an input, by path. */
  issues?: Issue[]
}

/**
 * The refusal of an event by a rule.
 * @param where the registration, the instant in milliseconds and the sender's role, for what is possible instead
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

/** The event types that a role may send; all if the role is not known. */
const typesOf = (role: Role | undefined): readonly EventType[] =>
  role === undefined ? eventTypes : eventTypes.filter((type) => senderOf(type) === role)
