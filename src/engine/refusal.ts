import { type EventType, eventTypes, type RegistrationEvent, typesFor } from '../events'
import type { LocalizedText } from '../language'
import type { StateValue } from '../machine/states'
import type { RuleId } from '../rules'
import type { Issue } from '../schema/issues'
import type { Role } from '../schema/vocabulary'
import type { Millis } from '../time'
import type { Engine } from './engine'
import { possibleFrom } from './explain'
import { type RefusalParams, refusalMessage } from './refusalMessage'
import type { Snapshot } from './snapshot'
import { timeAheadOf } from './timeAhead'

/** The refusal of an event or an opening: the rule, the reason, and the events that are possible instead. */
export type Refusal<Id extends string = RuleId> = {
  rule: Id
  /** For the applicant, in both languages, with its values. */
  message: LocalizedText
  /** The values of the message, for those who write their own texts; absent if it has none. */
  params?: RefusalParams
  /** The sections of the official text that the rule is based on, or `policy`; of a provision, passages of local law. */
  cites: readonly string[]
  /** The active states of the registration; `null` for a snapshot that is not valid or of another law, and for a defect. */
  at: StateValue | null
  /** The event types that the sender can send now. */
  possible: EventType[]
  /** The issues of an invalid event, input or snapshot, or of a defect, by path. */
  issues?: Issue[]
}

/** Where an event was refused: the registration, the instant, the sender's role, and the event if it could be read. */
type Place = { snapshot: Snapshot; at: Millis; role?: Role | undefined; event?: RegistrationEvent }

/** The message of a rule with the values of the case; without values if no valid event was refused. */
function messageIn(
  engine: Engine,
  rule: RuleId,
  place: Place | undefined,
): Pick<Refusal, 'message' | 'params'> {
  if (place?.event === undefined) return { message: engine.rules[rule].message }
  const { snapshot, at, event } = place
  const from = rule === 'event.not-now' ? possibleFrom(engine, snapshot, at, event) : undefined
  const { message, params } = refusalMessage(engine.rules, rule, snapshot, event, at, from)
  return Object.keys(params).length > 0 ? { message, params } : { message }
}

/** Builds a refusal. The place is used to find the values of the message and the possible events. */
export function buildRefusal(
  engine: Engine,
  rule: RuleId,
  place: Place | undefined,
  issues?: Issue[],
): Refusal {
  return {
    rule,
    ...messageIn(engine, rule, place),
    cites: engine.rules[rule].cites,
    at: place?.snapshot.value ?? null,
    possible: place ? possibleAt(engine, place) : [],
    ...(issues && { issues }),
  }
}

/** The event types that the sender can send, judged without fields; of all types if its role is not known. */
function possibleAt(engine: Engine, { snapshot, at, role }: Place): EventType[] {
  const now = timeAheadOf(engine, snapshot, at)?.now
  const types = role === undefined ? eventTypes : typesFor(role)
  return now === undefined ? [] : types.filter((type) => now.evaluate(type).accepted)
}
