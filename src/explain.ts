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
import { certain, type Role } from './words'

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

/** A registration at a moment, for events to be judged. */
class Moment {
  private readonly active: Active
  private readonly context: Context
  private readonly at: string

  constructor(state: { value: StateValue; context: Context }, at: Millis) {
    this.active = certain(activeStates(state.value))
    this.context = state.context
    this.at = formatInstant(at)
  }

  /** How an event fares, with its fields; of a type alone, by what needs none. */
  fare(event: RegistrationEvent | { type: EventType }): Fare {
    const then = { ...event, at: this.at } as RegistrationEvent | Asked
    const found = fare(this.active, event.type, { context: this.context, event: then })
    return found ?? { accepted: false, stands: ['event.not-now'] }
  }
}

/** When each deadline is due, also one of which an open demand keeps the machine from waiting: its window closes. */
const closing = { ...instants, 'scoreReview.closes': ({ scoreReviewCloses }: Context) => scoreReviewCloses }

/** The soonest of all deadlines to come, whether or not the present state waits for it. */
function soonest(context: Context, from: Millis): { name: DeadlineName; at: Millis } | undefined {
  let first: { name: DeadlineName; at: Millis } | undefined
  for (const name of deadlineNames) {
    const at = closing[name](context)
    if (at !== undefined && at > from && (first === undefined || at < first.at)) first = { name, at }
  }
  return first
}

/** Lets nothing but time pass: each deadline to come, with the moments just before it and once it is over. */
function* passing(
  course: Course,
  from: Millis,
): Generator<{ name: DeadlineName; at: Millis; before: Moment; after: Moment }> {
  for (let due = soonest(course.state.context, from); due; due = soonest(course.state.context, due.at)) {
    const before = new Moment(course.state, due.at - 1)
    const fired = course.fired.length
    course.fireDue(due.at)
    const name = course.fired[fired]?.name ?? due.name
    yield { name, at: due.at, before, after: new Moment(course.state, due.at) }
  }
}

/** What is possible of some event types, by what needs no fields, where every due deadline has fired. */
export function possible(
  state: { value: StateValue; context: Context },
  at: Millis,
  types: readonly EventType[],
): EventType[] {
  const moment = new Moment(state, at)
  return types.filter((type) => moment.fare({ type }).accepted)
}

/**
 * Explains every event type, and lets the course run on to see until when each is possible.
 * @param course stands where every deadline due at `at` has fired
 * @param event judged with its fields; the other types are only asked about
 */
export function explainAll(course: Course, at: Millis, event?: RegistrationEvent): Explanation[] {
  const asked = eventTypes.map((type) => (event?.type === type ? event : { type }))
  const now = new Moment(course.state, at)
  const explained = asked.map((one): Explanation => {
    const { accepted, stands } = now.fare(one)
    return { type: one.type, by: senderOf(one.type), possible: accepted, rules: stands }
  })
  let open = explained.flatMap((explanation, i) =>
    explanation.possible ? [{ explanation, one: certain(asked[i]) }] : [],
  )
  for (const { name, at: due, before, after } of passing(course, at)) {
    open = open.filter(({ explanation, one }) => {
      // What ended before, ended by no deadline.
      if (!before.fare(one).accepted) return false
      if (after.fare(one).accepted) return true
      Object.assign(explanation, { until: name, untilAt: formatInstant(due) })
      return false
    })
  }
  return explained
}
