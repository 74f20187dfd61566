import { type EventType, eventTypes, isEventType, type RegistrationEvent, senderOf, shapeOf } from '../events'
import type { Context } from '../model/context'
import { type DeadlineName, deadlineNames, instants } from '../model/instants'
import { type RuleId, rules } from '../rules'
import type { EventQuery } from '../rules/rule'
import { read } from '../schema/issues'
import { assertPresent, instantShape, lazy } from '../schema/primitives'
import type { Role } from '../schema/vocabulary'
import { formatInstant, type Millis, parseInstant } from '../time'
import { type Evaluation, evaluate } from './evaluate'
import { peek } from './readEvent'
import { Run } from './run'
import { activeIn, type Snapshot } from './snapshot'
import { type ActiveStates, activeStates } from './stateTree'
import type { StateValue } from './stateValue'
import { toMachineState } from './xstate'

/** The explanation of an event type at an instant. */
export type Explanation = {
  type: EventType
  /** The role that may send it. */
  by: Role
  possible: boolean
  /** Every rule that refuses it. If no event is given, only the rules that need none of its fields. */
  rules: RuleId[]
  /**
   * The deadline that makes the event impossible if no other event comes first, and the instant of that deadline.
   * Absent if no deadline does; the end of an integrity record and an unpublished calendar are not predicted.
   */
  until?: DeadlineName
  untilAt?: string
}

type StateAndContext = { value: StateValue; context: Context }

/** Evaluates events against a registration at one instant. */
class Evaluator {
  private readonly active: ActiveStates
  private readonly context: Context
  readonly at: string

  constructor({ value, context }: StateAndContext, at: Millis) {
    this.active = assertPresent(activeStates(value))
    this.context = context
    this.at = formatInstant(at)
  }

  /** Evaluates an event type; without its fields if no event is given. */
  evaluate(type: EventType, sent?: RegistrationEvent): Evaluation {
    const event: RegistrationEvent | EventQuery = sent ? { ...sent, at: this.at } : { type, at: this.at }
    // The root of the machine has transitions for every event type.
    return assertPresent(evaluate(this.active, type, { context: this.context, event }))
  }
}

/**
 * While a spot check is open, the machine does not wait for the end of the score review, but requests still close then.
 */
const closingInstants = {
  ...instants,
  'scoreReview.closes': ({ scoreReviewCloses }: Context) => scoreReviewCloses,
}

/** The next instant at which a deadline passes, even if the current state does not wait for it. */
function nextInstant(context: Context, from: Millis): Millis | undefined {
  let first: Millis | undefined
  for (const name of deadlineNames) {
    const at = closingInstants[name](context)
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

/** Advances the run without events, from one deadline to the next. */
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
 * Returns the deadline that made an event impossible. If several fall on one instant, returns the one that a refusing
 * rule names in `until`; otherwise the one that fired, or else the first declared.
 */
function endingDeadline({ at, fired, before }: Passage, refusedBy: readonly RuleId[]): DeadlineName {
  const until = refusedBy.flatMap((id) => {
    const rule = rules[id]
    return rule.kind === 'refusal' ? (rule.until ?? []) : []
  })
  const names = deadlineNames.filter((name) => closingInstants[name](before.context) === at)
  return assertPresent(names.find((name) => until.includes(name)) ?? fired ?? names[0])
}

/**
 * Returns the event types that are possible, evaluated without fields, in a state where every due deadline has fired.
 */
export function possible(state: StateAndContext, at: Millis, types: readonly EventType[]): EventType[] {
  const evaluator = new Evaluator(state, at)
  return types.filter((type) => evaluator.evaluate(type).accepted)
}

/**
 * Explains every event type, and advances the run through the coming deadlines to find until when each is possible.
 * @param run a run in which every deadline due by `now` has fired
 * @param event evaluated with its fields; the other types are evaluated without fields
 */
function explainAll(run: Run, now: Millis, event?: RegistrationEvent): Explanation[] {
  const evaluator = new Evaluator(run.state, now)
  const sent = (type: EventType) => (event?.type === type ? event : undefined)
  const explained = eventTypes.map((type): Explanation => {
    const { accepted, refusedBy } = evaluator.evaluate(type, sent(type))
    return { type, by: senderOf(type), possible: accepted, rules: refusedBy }
  })
  let open = explained.filter((one) => one.possible)
  for (const passage of passTime(run, now)) {
    const { at, before, after } = passage
    const then = new Evaluator(after, at)
    const justBefore = lazy(() => new Evaluator(before, at - 1))
    const unmoved = lazy(() => new Evaluator(before, at))
    open = open.filter((one) => {
      const at = (evaluator: Evaluator) => evaluator.evaluate(one.type, sent(one.type))
      if (at(then).accepted) return true
      // If it was impossible just before, an integrity record or the calendar ended it, and no deadline did.
      if (at(justBefore()).accepted) {
        const until = endingDeadline(passage, at(unmoved()).refusedBy)
        Object.assign(one, { until, untilAt: then.at })
      }
      return false
    })
  }
  return explained
}

const allRefusedBy = (rule: RuleId): Explanation[] =>
  eventTypes.map((type) => ({ type, by: senderOf(type), possible: false, rules: [rule] }))

/**
 * Explains which events are possible at an instant, who may send them and until when, and which rules refuse the others
 * (the export `rules` has the § of each rule). Never throws.
 *
 * @param snapshot the snapshot of the last decision
 * @param at an instant in ISO 8601 with an offset; deadlines due at or before it count as passed
 * @param event evaluated with its fields, and not possible if they are not valid; every other type is evaluated without
 * fields
 * @returns one explanation for each event type; if the snapshot or the instant is not valid, none is possible, by the
 * rule with which `decide` would refuse the event: `snapshot.malformed` or `event.malformed`
 * @example
 * ```ts
 * import { explain } from 'baokao'
 * import { given } from 'baokao/testing'
 *
 * const { snapshot, at } = given('paying')
 * explain(snapshot, at).find(({ type }) => type === 'commitment.withdraw')?.possible // true
 * ```
 */
export function explain(snapshot: Snapshot, at: string, event?: RegistrationEvent): Explanation[] {
  try {
    const active = activeIn(snapshot)
    if (active === undefined) return allRefusedBy('snapshot.malformed')
    if (read(instantShape(), at).issues) return allRefusedBy('event.malformed')
    const millis = Math.max(parseInstant(at), snapshot.context.at)
    const run = new Run(toMachineState(snapshot, active), active)
    run.fireDue(millis)
    const { type } = peek(event)
    if (!isEventType(type)) return explainAll(run, millis)
    // `at` replaces the event's own instant, which may be missing.
    const { data } = read(shapeOf(type), { ...event, at: formatInstant(millis) })
    return explainAll(run, millis, data).map((one) =>
      data === undefined && one.type === type
        ? { type, by: one.by, possible: false, rules: ['event.malformed'] }
        : one,
    )
  } catch {
    return allRefusedBy('internal.defect')
  }
}
