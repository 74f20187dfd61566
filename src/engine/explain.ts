import { type EventType, eventTypes, isEventType, type RegistrationEvent, senderOf, shapeOf } from '../events'
import type { Context } from '../model/context'
import { type DeadlineName, type InstantName, instants, openings } from '../model/instants'
import type { RuleId } from '../rules'
import { read } from '../schema/issues'
import { assertPresent, instantShape, lazy } from '../schema/primitives'
import { type Role, roles } from '../schema/vocabulary'
import { formatInstant, type Millis, parseInstant } from '../time'
import type { Engine } from './engine'
import { Evaluator, type StateAndContext } from './evaluator'
import { peek } from './readEvent'
import { Run } from './run'
import { isSnapshot, type Snapshot } from './snapshot'

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
 * The instants at which the time alone can change what is possible. While a spot check is open, the machine does not
 * wait for the end of the score review, but requests still close then.
 */
const turningInstants = {
  ...instants,
  'scoreReview.closes': ({ scoreReviewCloses }: Context) => scoreReviewCloses,
  ...openings,
}
type TurningInstant = keyof typeof turningInstants
const turningNames = Object.keys(turningInstants) as TurningInstant[]

/** The next of these instants, even if the current state does not wait for it. */
function nextInstant(context: Context, from: Millis): Millis | undefined {
  let first: Millis | undefined
  for (const name of turningNames) {
    const at = turningInstants[name](context, from)
    if (at !== undefined && at > from && (first === undefined || at < first)) first = at
  }
  return first
}

type Passage = {
  at: Millis
  /** The deadline that fired; `undefined` if the machine was not waiting for one. */
  fired: DeadlineName | undefined
  before: StateAndContext
  after: StateAndContext
}

/** Advances the run without events, from one instant to the next. */
function* passTime(run: Run, from: Millis): Generator<Passage> {
  for (
    let at = nextInstant(run.state.context, from);
    at !== undefined;
    at = nextInstant(run.state.context, at)
  ) {
    const before = run.state
    const count = run.fired.length
    run.fireDue(at)
    yield { at, fired: run.fired[count]?.name, before, after: run.state }
  }
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
  const names: InstantName[] = turningNames.filter(
    (name) => turningInstants[name](before.context, at - 1) === at,
  )
  return assertPresent(names.find((name) => named.includes(name)) ?? fired ?? names[0])
}

/**
 * Explains event types, and advances the run through the coming instants to find until when, or from when, each is
 * possible.
 * @param run a run in which every deadline due by `now` has fired
 * @param event evaluated with its fields; the other types are evaluated without fields
 */
function explainTypes(
  engine: Engine,
  types: readonly EventType[],
  run: Run,
  now: Millis,
  event?: RegistrationEvent,
): Explanation[] {
  const evaluator = new Evaluator(engine, run.state, now)
  const sent = (type: EventType) => (event?.type === type ? event : undefined)
  const explained = types.map((type): Explanation => {
    const { accepted, refusedBy } = evaluator.evaluate(type, sent(type))
    return { type, by: senderOf(type), possible: accepted, rules: [...refusedBy] }
  })
  let unturned = explained
  for (const passage of passTime(run, now)) {
    if (unturned.length === 0) break
    const { at, before, after } = passage
    const then = new Evaluator(engine, after, at)
    const justBefore = lazy(() => new Evaluator(engine, before, at - 1))
    const unmoved = lazy(() => new Evaluator(engine, before, at))
    unturned = unturned.filter((one) => {
      const at = (evaluator: Evaluator) => evaluator.evaluate(one.type, sent(one.type))
      if (at(then).accepted === one.possible) return true
      // If it had already turned just before, an integrity record or the calendar did it, and no instant of these.
      const { accepted, refusedBy } = at(justBefore())
      if (accepted !== one.possible) return false
      const turned = one.possible
        ? { until: turningInstant(engine, passage, 'until', at(unmoved()).refusedBy), untilAt: then.at }
        : { from: turningInstant(engine, passage, 'from', refusedBy), fromAt: then.at }
      Object.assign(one, turned)
      return false
    })
  }
  return explained
}

/** A run of the registration in which every deadline due by the instant has fired; `undefined` if it is not valid. */
export function runUntil(
  engine: Engine,
  snapshot: Snapshot,
  at: Millis,
  active = engine.activeIn(snapshot),
): Run | undefined {
  if (active === undefined) return undefined
  const run = new Run(engine, engine.stepper.stateOf(snapshot, active), false, active)
  run.fireDue(at)
  return run
}

/** @returns the instant from which a refused event is possible if no other event comes first, in ISO 8601 */
export function possibleFrom(
  engine: Engine,
  snapshot: Snapshot,
  at: Millis,
  event: RegistrationEvent,
): string | undefined {
  const run = runUntil(engine, snapshot, at)
  return run && explainTypes(engine, [event.type], run, at, event)[0]?.fromAt
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
  const types = eventTypes.filter((type) => wantedRole === undefined || senderOf(type) === wantedRole)
  const allRefusedBy = (rule: RuleId): Explanation[] =>
    types.map((type) => ({ type, by: senderOf(type), possible: false, rules: [rule] }))
  try {
    const active = engine.activeIn(snapshot)
    if (active === undefined)
      return allRefusedBy(isSnapshot(snapshot) ? 'snapshot.law' : 'snapshot.malformed')
    if (read(instantShape(), at).issues) return allRefusedBy('event.malformed')
    const millis = Math.max(parseInstant(at), snapshot.context.at)
    const run = assertPresent(runUntil(engine, snapshot, millis, active))
    if (!isEventType(type)) return explainTypes(engine, types, run, millis)
    // `at` replaces the event's own instant, which may be missing.
    const { data } = read(shapeOf(type), { ...about, at: formatInstant(millis) })
    return explainTypes(engine, types, run, millis, data).map((one) =>
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
