import { type EventType, eventTypes, senderOf } from '../events'
import type { LocalizedText } from '../language'
import { type RuleId, rules } from '../rules'
import type { Issue } from '../schema/issues'
import type { Role } from '../schema/vocabulary'
import type { Millis } from '../time'
import { possible } from './explain'
import type { Snapshot, StateValue } from './snapshot'

/** Why an event is not taken, and what can be done instead. */
export type Refusal = {
  rule: RuleId
  /** What to tell the applicant. */
  message: LocalizedText
  /** The sections of the official text it rests on, or `policy`. */
  cites: readonly string[]
  /** Where the registration stands. */
  at: StateValue | null
  /** What the sender could do now. */
  possible: EventType[]
  /** Every mistake in a malformed event or input, by path. */
  issues?: Issue[]
}

/** What is said of something that a rule stands against, and what the sender could do instead. */
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

/** The event types of a sender; of anybody, where the sender is not known. */
const typesOf = (role: Role | undefined): readonly EventType[] =>
  role === undefined ? eventTypes : eventTypes.filter((type) => senderOf(type) === role)
