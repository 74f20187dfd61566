import { type ActiveStates, activeStates } from './stateTree'
import type { Context } from '../model/context'
import type { Run } from './run'
import { type DeadlineName, deadlineNames, instants } from '../model/instants'
import { type EventType, eventTypes, type RegistrationEvent, senderOf } from '../events/index'
import { type Evaluation, evaluate } from './evaluate'
import { type RuleId, rules } from '../rules/index'
import type { EventQuery } from '../rules/rule'
import type { StateValue } from './snapshot'
import { formatInstant, type Millis } from '../time'
import { assertPresent, once, type Role } from '../schema/primitives'

/** What can be said of an event type at some moment. */
export type Explanation = {
  type: EventType
  /** Who may send it. */
  by: Role
  possible: boolean
  /** Every rule that stands against it; without its fields, those that need none. */
  rules: RuleId[]
  /**
   * The deadline that ends the possibility if nothing but time passes, and its instant. None where no deadline does: what
   * a record of the candidate or an unpublished calendar bars for a while is not looked for.
   */
  until?: DeadlineName
  untilAt?: string
}

type StateAndContext = { value: StateValue; context: Context }

/** A registration at an instant, for events to be judged. */
class EvaluationPoint {
  private readonly active: ActiveStates
  private readonly context: Context
  readonly at: string

  constructor({ value, context }: StateAndContext, at: Millis) {
    this.active = assertPresent(activeStates(value))
    this.context = context
    this.at = formatInstant(at)
  }

  /** How an event type fares: by what needs no fields, or with the fields of one. */
  fare(type: EventType, sent?: RegistrationEvent): Evaluation {
    const event: RegistrationEvent | EventQuery = sent ? { ...sent, at: this.at } : { type, at: this.at }
    // The machine as a whole answers every event that no inner state does.
    return assertPresent(evaluate(this.active, type, { context: this.context, event }))
  }
}

/** While a demand is open the machine does not wait for the end of the score review, yet it can be asked for no longer. */
const closingInstants = { ...instants, 'scoreReview.closes': ({ scoreReviewCloses }: Context) => scoreReviewCloses }

/** When the next deadline passes, whether or not the present state waits for it. */
function next(context: Context, from: Millis): Millis | undefined {
  let first: Millis | undefined
  for (const name of deadlineNames) {
    const at = closingInstants[name](context)
    if (at !== undefined && at > from && (first === undefined || at < first)) first = at
  }
  return first
}

type Passed = {
  at: Millis
  /** What the machine waited for, where it did. */
  fired: DeadlineName | undefined
  before: StateAndContext
  after: StateAndContext
}

/** Lets nothing but time pass: the deadlines to come, one instant after the other. */
function* passTime(course: Run, from: Millis): Generator<Passed> {
  for (let at = next(course.state.context, from); at !== undefined; at = next(course.state.context, at)) {
    const before = course.state
    const count = course.fired.length
    course.fireDue(at)
    yield { at, fired: course.fired[count]?.name, before, after: course.state }
  }
}

/** Of deadlines that fall together the one at which a rule that now stands has turned; else the machine's own. */
function endingDeadline({ at, fired, before }: Passed, stands: readonly RuleId[]): DeadlineName {
  const turned = stands.flatMap((id) => {
    const rule = rules[id]
    return rule.kind === 'refusal' ? (rule.until ?? []) : []
  })
  const names = deadlineNames.filter((name) => closingInstants[name](before.context) === at)
  return assertPresent(names.find((name) => turned.includes(name)) ?? fired ?? names[0])
}

/** What is possible of some event types, by what needs no fields, where every due deadline has fired. */
export function possible(state: StateAndContext, at: Millis, types: readonly EventType[]): EventType[] {
  const here = new EvaluationPoint(state, at)
  return types.filter((type) => here.fare(type).accepted)
}

/**
 * Explains every event type, and lets the course run on to see until when each is possible.
 * @param course stands where every deadline due by `now` has fired
 * @param event judged with its fields; the other types are only asked about
 */
export function explainAll(course: Run, now: Millis, event?: RegistrationEvent): Explanation[] {
  const here = new EvaluationPoint(course.state, now)
  const sent = (type: EventType) => (event?.type === type ? event : undefined)
  const explained = eventTypes.map((type): Explanation => {
    const { accepted, refusedBy: stands } = here.fare(type, sent(type))
    return { type, by: senderOf(type), possible: accepted, rules: stands }
  })
  let open = explained.filter((one) => one.possible)
  for (const passed of passTime(course, now)) {
    const { at, before, after } = passed
    const then = new EvaluationPoint(after, at)
    const last = once(() => new EvaluationPoint(before, at - 1))
    const still = once(() => new EvaluationPoint(before, at))
    open = open.filter((one) => {
      const fate = (where: EvaluationPoint) => where.fare(one.type, sent(one.type))
      if (fate(then).accepted) return true
      // Where a record of the candidate or the calendar ended it before, no deadline did.
      if (fate(last()).accepted) {
        const until = endingDeadline(passed, fate(still()).refusedBy)
        Object.assign(one, { until, untilAt: then.at })
      }
      return false
    })
  }
  return explained
}
