import { initialTransition } from 'xstate'
import { type ActiveStates, statePaths, pendingDeadlines } from './stateTree'
import { inputShape, type OpenInput } from '../model/context'
import { Run, type FiredDeadline, stepResult } from './run'
import { type DeadlineName, type ExpectationName, expectations } from '../model/instants'
import { type EventType, eventTypes, isEventType, type RegistrationEvent, senderOf, shapeOf } from '../events/index'
import { type Explanation, explainAll, possible } from './explain'
import type { Fact } from '../facts/index'
import { type Issue, read } from '../schema/issues'
import { registrationMachine } from '../machine/index'
import { type RuleId, rules } from '../rules/index'
import { activeIn, toMachineState, type Snapshot, type StateValue, snapshotShape } from './snapshot'
import type { LocalizedText } from '../model/citations'
import { formatInstant, type Millis, parseInstant } from '../time'
import { instantShape, type Role, roles } from '../schema/primitives'

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

type Accepted = { accepted: true; snapshot: Snapshot; facts: Fact[]; fired: FiredDeadline[] }
type Refused<S> = { accepted: false; refusal: Refusal; snapshot: S; facts: Fact[]; fired: FiredDeadline[] }

/**
 * What becomes of an event. Whatever it says, store `snapshot` and act on `facts`: a refusal too may have fired
 * deadlines that were due.
 */
export type Decision<S extends Snapshot | null = Snapshot> = Accepted | Refused<S>

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

const asRole = (role: unknown): Role | undefined => roles.find((known) => known === role)

/** What is said of an event that never reaches the machine. */
type IntakeRefusal = { rule: RuleId; role?: Role | undefined; issues?: Issue[] }

/** The type and the sender's role, of something that may not even be readable. */
function peek(input: unknown): { type?: unknown; role?: Role | undefined } {
  try {
    const { type, by } = (input ?? {}) as { type?: unknown; by?: { role?: unknown } }
    return { type, role: asRole(by?.role) }
  } catch {
    return {}
  }
}

function readEvent(snapshot: Snapshot, input: unknown): { event: RegistrationEvent } | IntakeRefusal {
  const { type, role } = peek(input)
  if (!isEventType(type)) return { rule: 'event.unknown', role }
  const { data: event, issues } = read(shapeOf(type), input)
  if (issues !== undefined) return { rule: 'event.malformed', role, issues }
  const sender = senderOf(type)
  if (sender === 'candidate') {
    const inPerson = event.by.role === 'candidate' && event.by.id === snapshot.context.candidateId
    if (!inPerson) return { rule: 'actor.personal-act', role }
  } else if (event.by.role !== sender) return { rule: 'actor.role', role }
  // A bank's notice is never refused for being late: it is judged at the instant that the registration has reached.
  if (sender !== 'gateway' && parseInstant(event.at) < snapshot.context.at)
    return { rule: 'clock.backwards', role }
  return { event }
}

function decideEvent(snapshot: Snapshot, active: ActiveStates, input: unknown): Decision {
  const objection = readEvent(snapshot, input)
  if (!('event' in objection)) {
    const where = { snapshot, at: snapshot.context.at, role: objection.role }
    return refused(snapshot, buildRefusal(objection.rule, where, objection.issues))
  }
  const { event } = objection
  const at = Math.max(parseInstant(event.at), snapshot.context.at)
  const course = new Run(toMachineState(snapshot, active), active)
  course.fireDue(at)
  const rule = course.take(event)
  if (rule === undefined) course.fireDue(at)
  const { facts, fired } = course
  // Without a deadline fired nothing has changed, and the clock of the registration has not moved.
  const next = rule !== undefined && fired.length === 0 ? snapshot : course.snapshot
  if (rule === undefined) return { accepted: true, snapshot: next, facts, fired }
  const why = buildRefusal(rule, { snapshot: next, at, role: event.by.role })
  return { accepted: false, refusal: why, snapshot: next, facts, fired }
}

/** What to report of a defect. */
function defectIssue(error: unknown): Issue {
  const said = error instanceof Error ? `${error.name}: ${error.message}` : 'an unknown failure'
  return { path: '', zh: said, en: said }
}

function refused<S>(snapshot: S, why: Refusal): Refused<S> {
  return { accepted: false, refusal: why, snapshot, facts: [], fired: [] }
}

/**
 * Decides an event. Pure: the same snapshot and event always give the same decision, and neither is changed.
 *
 * First every deadline due at or before `event.at` fires, in order of time; then the event is judged; then deadlines
 * that have become due fire. An event is accepted, or refused with the rule that stands against it. Never throws:
 * an event that is none is refused with `event.malformed` or `event.unknown`, a snapshot that is none with
 * `snapshot.malformed`, and comes back as it was given.
 *
 * @param snapshot the last decision's
 * @param event its `at` is an instant in ISO 8601 with an offset, not before the last event's
 * @returns the next snapshot, to be stored in either case, and the facts to act on
 */
export function decide(snapshot: Snapshot, event: RegistrationEvent): Decision {
  try {
    const active = activeIn(snapshot)
    if (active === undefined) {
      return refused(
        snapshot,
        buildRefusal('snapshot.malformed', undefined, read(snapshotShape(), snapshot).issues),
      )
    }
    return decideEvent(snapshot, active, event)
  } catch (error) {
    return refused(snapshot, buildRefusal('internal.defect', undefined, [defectIssue(error)]))
  }
}

/**
 * Opens a registration. A candidate whose account and photo stand starts at the form, or at the verification; once
 * registration has closed, the registration has ended at once. Never throws.
 *
 * @returns the first snapshot, or `null` and the refusal `input.malformed` with every mistake by path
 */
export function open(input: OpenInput): Decision<Snapshot | null> {
  try {
    const { data, issues } = read(inputShape(), input)
    if (issues !== undefined) return refused(null, buildRefusal('input.malformed', undefined, issues))
    const [first, actions] = initialTransition(registrationMachine, data)
    const { state, facts } = stepResult(first, actions as { type: string; params: unknown }[])
    const course = new Run(state)
    course.facts.push(...facts)
    course.fireDue(state.context.at)
    return { accepted: true, snapshot: course.snapshot, facts: course.facts, fired: course.fired }
  } catch (error) {
    return refused(null, buildRefusal('internal.defect', undefined, [defectIssue(error)]))
  }
}

/**
 * What can be done at an instant, by whom, until when, and what stands against the rest (§ of each rule in `rules`).
 *
 * @param at an instant in ISO 8601 with an offset; deadlines due by then count as passed
 * @param event judged with its fields; every other type is judged by what needs no fields
 * @returns one explanation for each event type; none for a snapshot or an instant that is none
 */
export function explain(snapshot: Snapshot, at: string, event?: RegistrationEvent): Explanation[] {
  try {
    const active = activeIn(snapshot)
    if (active === undefined || read(instantShape(), at).issues) return []
    const millis = Math.max(parseInstant(at), snapshot.context.at)
    const course = new Run(toMachineState(snapshot, active), active)
    course.fireDue(millis)
    const { type } = peek(event)
    const judged = isEventType(type) ? read(shapeOf(type), event).data : undefined
    return explainAll(course, millis, judged)
  } catch {
    return []
  }
}

/**
 * What the registration waits for: the deadlines of its state, and what is expected without moving anything.
 * @returns soonest first, with instants as a clock in China shows them; none for a snapshot that is none
 */
export function deadlines(snapshot: Snapshot): { name: DeadlineName | ExpectationName; at: string }[] {
  try {
    const active = activeIn(snapshot)
    if (active === undefined) return []
    const { context } = snapshot
    const expected = (Object.keys(expectations) as ExpectationName[]).flatMap((name) => {
      const at = expectations[name](context)
      return at !== undefined && at > context.at && !ended(snapshot) ? [{ name, at }] : []
    })
    return [...pendingDeadlines(active, context), ...expected]
      .sort((one, other) => one.at - other.at)
      .map(({ name, at }) => ({ name, at: formatInstant(at) }))
  } catch {
    return []
  }
}

const ended = ({ value }: Snapshot): boolean => statePaths(value).some((path) => path.startsWith('ended.'))
