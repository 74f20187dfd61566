import { type Active, activeStates } from './chart'
import type { Context } from './context'
import type { Course } from './course'
import { type DeadlineName, deadlineNames, instants } from './deadlines'
import { type EventType, eventTypes, type RegistrationEvent, senderOf } from './events'
import { type Fare, fare } from './fares'
import { type RuleId, rules } from './rules'
import type { Asked } from './rules/rule'
import type { StateValue } from './snapshot'
import { formatInstant, type Millis } from './time'
import { certain, once, type Role } from './words'

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

type State = { value: StateValue; context: Context }

/** A registration at an instant, for events to be judged. */
class Standpoint {
  private readonly active: Active
  private readonly context: Context
  readonly at: string

  constructor({ value, context }: State, at: Millis) {
    this.active = certain(activeStates(value))
    this.context = context
    this.at = formatInstant(at)
  }

  /** How an event type fares: by what needs no fields, or with the fields of one. */
  fare(type: EventType, sent?: RegistrationEvent): Fare {
    const event: RegistrationEvent | Asked = sent ? { ...sent, at: this.at } : { type, at: this.at }
    // The machine as a whole answers every event that no inner state does.
    return certain(fare(this.active, type, { context: this.context, event }))
  }
}

/** While a demand is open the machine does not wait for the end of the score review, yet it can be asked for no longer. */
const closing = { ...instants, 'scoreReview.closes': ({ scoreReviewCloses }: Context) => scoreReviewCloses }

/** When the next deadline passes, whether or not the present state waits for it. */
function next(context: Context, from: Millis): Millis | undefined {
  let first: Millis | undefined
  for (const name of deadlineNames) {
    const at = closing[name](context)
    if (at !== undefined && at > from && (first === undefined || at < first)) first = at
  }
  return first
}

type Passed = {
  at: Millis
  /** What the machine waited for, where it did. */
  fired: DeadlineName | undefined
  before: State
  after: State
}

/** Lets nothing but time pass: the deadlines to come, one instant after the other. */
function* passing(course: Course, from: Millis): Generator<Passed> {
  for (let at = next(course.state.context, from); at !== undefined; at = next(course.state.context, at)) {
    const before = course.state
    const count = course.fired.length
    course.fireDue(at)
    yield { at, fired: course.fired[count]?.name, before, after: course.state }
  }
}

/** Of deadlines that fall together the one at which a rule that now stands has turned; else the machine's own. */
function turning({ at, fired, before }: Passed, stands: readonly RuleId[]): DeadlineName {
  const turned = stands.flatMap((id) => {
    const rule = rules[id]
    return rule.kind === 'refusal' ? (rule.until ?? []) : []
  })
  const names = deadlineNames.filter((name) => closing[name](before.context) === at)
  return certain(names.find((name) => turned.includes(name)) ?? fired ?? names[0])
}

/** What is possible of some event types, by what needs no fields, where every due deadline has fired. */
export function possible(state: State, at: Millis, types: readonly EventType[]): EventType[] {
  const here = new Standpoint(state, at)
  return types.filter((type) => here.fare(type).accepted)
}

/**
 * Explains every event type, and lets the course run on to see until when each is possible.
 * @param course stands where every deadline due by `now` has fired
 * @param event judged with its fields; the other types are only asked about
 */
export function explainAll(course: Course, now: Millis, event?: RegistrationEvent): Explanation[] {
  const here = new Standpoint(course.state, now)
  const sent = (type: EventType) => (event?.type === type ? event : undefined)
  const explained = eventTypes.map((type): Explanation => {
    const { accepted, stands } = here.fare(type, sent(type))
    return { type, by: senderOf(type), possible: accepted, rules: stands }
  })
  let open = explained.filter((one) => one.possible)
  for (const passed of passing(course, now)) {
    const { at, before, after } = passed
    const then = new Standpoint(after, at)
    const last = once(() => new Standpoint(before, at - 1))
    const still = once(() => new Standpoint(before, at))
    open = open.filter((one) => {
      const fate = (where: Standpoint) => where.fare(one.type, sent(one.type))
      if (fate(then).accepted) return true
      // Where a record of the candidate or the calendar ended it before, no deadline did.
      if (fate(last()).accepted) {
        const until = turning(passed, fate(still()).stands)
        Object.assign(one, { until, untilAt: then.at })
      }
      return false
    })
  }
  return explained
}
