import { type Active, activeStates } from './chart'
import type { Context } from './context'
import type { Course } from './course'
import { type DeadlineName, deadlineNames, instants } from './deadlines'
import { type EventType, eventTypes, type RegistrationEvent, senderOf } from './events'
import { type Fare, fare } from './fares'
import type { RuleId } from './rules'
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
  /** The deadline that ends the possibility if nothing but time passes, where one does, and its instant. */
  until?: DeadlineName
  untilAt?: string
}

/** Where a registration stands at a moment, for events to be judged. */
class Moment {
  private readonly active: Active
  private readonly context: Context
  readonly at: string

  constructor(state: Standing, at: Millis) {
    this.active = certain(activeStates(state.value))
    this.context = state.context
    this.at = formatInstant(at)
  }

  /** How an event type fares: by what needs no fields, or with the fields of one. */
  fare(type: EventType, sent?: RegistrationEvent): Fare {
    const event: RegistrationEvent | Asked = sent ? { ...sent, at: this.at } : { type, at: this.at }
    return certain(fare(this.active, type, { context: this.context, event }))
  }
}

type Standing = { value: StateValue; context: Context }

/** When each deadline is due, also one of which an open demand keeps the machine from waiting: its window closes. */
const closing = { ...instants, 'scoreReview.closes': ({ scoreReviewCloses }: Context) => scoreReviewCloses }

type Due = { name: DeadlineName; at: Millis }

/** The soonest of all deadlines to come, whether or not the present state waits for it. */
function soonest(context: Context, from: Millis): Due | undefined {
  let first: Due | undefined
  for (const name of deadlineNames) {
    const at = closing[name](context)
    if (at !== undefined && at > from && (first === undefined || at < first.at)) first = { name, at }
  }
  return first
}

/** Lets nothing but time pass: each deadline to come, and where the registration stands just before it and at it. */
function* passing(
  course: Course,
  from: Millis,
): Generator<{ name: DeadlineName; before: () => Moment; at: Moment }> {
  for (let due = soonest(course.state.context, from); due; due = soonest(course.state.context, due.at)) {
    const [state, last, fired] = [course.state, due.at - 1, course.fired.length]
    course.fireDue(due.at)
    const name = course.fired[fired]?.name ?? due.name
    yield { name, before: once(() => new Moment(state, last)), at: new Moment(course.state, due.at) }
  }
}

/** What is possible of some event types, by what needs no fields, where every due deadline has fired. */
export function possible(state: Standing, at: Millis, types: readonly EventType[]): EventType[] {
  const moment = new Moment(state, at)
  return types.filter((type) => moment.fare(type).accepted)
}

/**
 * Explains every event type, and lets the course run on to see until when each is possible.
 * @param course stands where every deadline due by `now` has fired
 * @param event judged with its fields; the other types are only asked about
 */
export function explainAll(course: Course, now: Millis, event?: RegistrationEvent): Explanation[] {
  const moment = new Moment(course.state, now)
  const sent = (type: EventType) => (event?.type === type ? event : undefined)
  const explained = eventTypes.map((type): Explanation => {
    const { accepted, stands } = moment.fare(type, sent(type))
    return { type, by: senderOf(type), possible: accepted, rules: stands }
  })
  let open = explained.filter((one) => one.possible)
  for (const { name, before, at } of passing(course, now)) {
    open = open.filter((one) => {
      const { type } = one
      if (at.fare(type, sent(type)).accepted) return true
      // What ended before, ended by no deadline.
      if (before().fare(type, sent(type)).accepted) Object.assign(one, { until: name, untilAt: at.at })
      return false
    })
  }
  return explained
}
