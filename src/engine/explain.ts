import {
  type EventType,
  eventTypes,
  isEventType,
  type RegistrationEvent,
  senderOf,
  shapeOf,
  typesFor,
} from '../events'
import type { InstantName } from '../model/instants'
import type { RuleId } from '../rules'
import { read } from '../schema/issues'
import { assertPresent, instantShape } from '../schema/primitives'
import { type Role, roles } from '../schema/vocabulary'
import { formatInstant, type Millis, parseInstant } from '../time'
import type { Engine } from './engine'
import type { Evaluator } from './evaluator'
import { peek } from './readEvent'
import { isSnapshot, type Snapshot } from './snapshot'
import { type Passage, type TimeAhead, timeAheadOf, turningInstants, turningNames } from './timeAhead'

/** The explanation of an event type at an instant. */
export type Explanation<Id extends string = RuleId> = {
  type: EventType
  /** The role that may send it. */
  by: Role
  possible: boolean
  /** Every rule that refuses it. If no event is given, only the rules that need none of its fields. */
  rules: Id[]
  /**
   * Of a possible event: the deadline that makes it impossible if no other event comes first, and the instant of that
   * deadline. Absent if none does; the end of an integrity record or of an attestation, an unpublished
   * calendar, and the instant in a provision are not predicted.
   */
  until?: InstantName
  untilAt?: string
  /**
   * Of an impossible event: the deadline, or the opening of a window, from which it is possible if no other event comes
   * first, and its instant. Absent if there is none.
   */
  from?: InstantName
  fromAt?: string
}

/**
 * Returns the deadline or opening that made an event impossible or possible. If several fall on one instant, returns the
 * one that a refusing rule names in `until` or `from`; otherwise the one that fired, or else the first declared.
 */
function turningInstant(
  { rules }: Engine,
  { at, fired, before }: Passage,
  side: 'until' | 'from',
  refusedBy: readonly RuleId[],
): InstantName {
  const named = refusedBy.flatMap((id): readonly InstantName[] => {
    const rule = rules[id]
    return rule.kind === 'refusal' ? (rule[side] ?? []) : []
  })
  const names: InstantName[] = turningNames.filter((name) => turningInstants[name](before, at - 1) === at)
  return assertPresent(names.find((name) => named.includes(name)) ?? fired ?? names[0])
}

/**
 * Explains event types, and goes through the coming instants to find until when, or from when, each is possible.
 * @param event evaluated with its fields; the other types are evaluated without fields
 */
function explainTypes(
  engine: Engine,
  types: readonly EventType[],
  ahead: TimeAhead,
  event?: RegistrationEvent,
): Explanation[] {
  const sent = (type: EventType) => (event?.type === type ? event : undefined)
  const explained = types.map((type): Explanation => {
    const { accepted, refusedBy } = ahead.now.evaluate(type, sent(type))
    return { type, by: senderOf(type), possible: accepted, rules: [...refusedBy] }
  })
  let unturned = explained
  for (const passage of ahead.passages()) {
    if (unturned.length === 0) break
    const then = passage.after()
    unturned = unturned.filter((one) => {
      const at = (evaluator: Evaluator) => evaluator.evaluate(one.type, sent(one.type))
      if (at(then).accepted === one.possible) return true
      // If it had already turned just before, an integrity record or the calendar did it, and no instant of these.
      const { accepted, refusedBy } = at(passage.justBefore())
      if (accepted !== one.possible) return false
      const turned = one.possible
        ? {
            until: turningInstant(engine, passage, 'until', at(passage.unmoved()).refusedBy),
            untilAt: then.at,
          }
        : { from: turningInstant(engine, passage, 'from', refusedBy), fromAt: then.at }
      Object.assign(one, turned)
      return false
    })
  }
  return explained
}

/** @returns the instant from which a refused event is possible if no other event comes first, in ISO 8601 */
export function possibleFrom(
  engine: Engine,
  snapshot: Snapshot,
  at: Millis,
  event: RegistrationEvent,
): string | undefined {
  const ahead = timeAheadOf(engine, snapshot, at)
  return ahead && explainTypes(engine, [event.type], ahead, event)[0]?.fromAt
}

/** Explains events; see `explain`. */
export function explainWith(
  engine: Engine,
  snapshot: Snapshot,
  at: string,
  about?: RegistrationEvent | { role: Role },
): Explanation[] {
  const { type, wantedRole } = readSubject(about)
  if (wantedRole !== undefined && !roles.includes(wantedRole))
    throw new RangeError(`There is no role ${String(wantedRole)}. There are: ${roles.join(', ')}.`)
  const types = wantedRole === undefined ? eventTypes : typesFor(wantedRole)
  const allRefusedBy = (rule: RuleId): Explanation[] =>
    types.map((type) => ({ type, by: senderOf(type), possible: false, rules: [rule] }))
  try {
    if (engine.activeIn(snapshot) === undefined)
      return allRefusedBy(isSnapshot(snapshot) ? 'snapshot.law' : 'snapshot.malformed')
    if (read(instantShape(), at).issues) return allRefusedBy('event.malformed')
    const millis = Math.max(parseInstant(at), snapshot.context.at)
    const ahead = assertPresent(timeAheadOf(engine, snapshot, millis))
    if (!isEventType(type)) return explainTypes(engine, types, ahead)
    // `at` replaces the event's own instant, which may be missing.
    const { data } = read(shapeOf(type), { ...about, at: formatInstant(millis) })
    return explainTypes(engine, types, ahead, data).map((one) =>
      data === undefined && one.type === type
        ? { type, by: one.by, possible: false, rules: ['event.malformed'] }
        : one,
    )
  } catch {
    return allRefusedBy('internal.defect')
  }
}

/** Reads the type of an event, or the role, of any input, even one that is not an object. Never throws. */
function readSubject(about: unknown): { type?: unknown; wantedRole?: Role | undefined } {
  const { type } = peek(about)
  try {
    return { type, wantedRole: type === undefined ? (about as { role?: Role } | undefined)?.role : undefined }
  } catch {
    return { type }
  }
}
