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
import { certain, type Role } from './words'

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
    return certain(fare(this.active, type, { context: this.context, event }))
  }
}

/** While a demand is open the machine does not wait for the end of the score review, yet it can be asked for no longer. */
const closing = { ...instants, 'scoreReview.closes': ({ scoreReviewCloses }: Context) => scoreReviewCloses }

/** The deadlines to come that are the soonest, whether or not the present state waits for them. */
function soonest(context: Context, from: Millis): { at: Millis; names: DeadlineName[] } | undefined {
  let first: { at: Millis; names: DeadlineName[] } | undefined
  for (const name of deadlineNames) {
    const at = closing[name](context)
    if (at === undefined || at <= from) continue
    if (first === undefined || at < first.at) first = { at, names: [name] }
    else if (at === first.at) first.names.push(name)
  }
  return first
}

type Passed = { at: Millis; names: DeadlineName[]; before: State; after: State }

/** Lets nothing but time pass: the deadlines to come, one instant after the other; what the machine waited for first. */
function* passing(course: Course, from: Millis): Generator<Passed> {
  for (let due = soonest(course.state.context, from); due; due = soonest(course.state.context, due.at)) {
    const before = course.state
    const count = course.fired.length
    course.fireDue(due.at)
    const fired = course.fired.slice(count).map(({ name }) => name)
    yield { at: due.at, names: [...fired, ...due.names], before, after: course.state }
  }
}

/** Of deadlines that fall together the one at which a rule that now stands has turned; else the first. */
function turning(names: readonly DeadlineName[], stands: readonly RuleId[]): DeadlineName {
  const turned = stands.flatMap((id) => {
    const rule = rules[id]
    return rule.kind === 'refusal' ? (rule.until ?? []) : []
  })
  return certain(names.find((name) => turned.includes(name)) ?? names[0])
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
  for (const { at, names, before, after } of passing(course, now)) {
    const then = new Standpoint(after, at)
    open = open.filter((one) => {
      const fate = (where: Standpoint) => where.fare(one.type, sent(one.type))
      if (fate(then).accepted) return true
      // Where a record of the candidate or the calendar ended it before, no deadline did.
      if (fate(new Standpoint(before, at - 1)).accepted) {
        const until = turning(names, fate(new Standpoint(before, at)).stands)
        Object.assign(one, { until, untilAt: then.at })
      }
      return false
    })
  }
  return explained
}
