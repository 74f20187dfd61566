import { remember } from './actions'
import { type Active, activeStates, standing } from './chart'
import type { Context } from './context'
import { type DeadlineName, instants } from './deadlines'
import { type EventType, eventTypes, type RegistrationEvent, senderOf } from './events'
import { endingDeadlines, fare, wouldEnd } from './fares'
import type { RuleId } from './rules'
import type { Asked } from './rules/rule'
import type { Snapshot } from './snapshot'
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
  /** The deadline that ends the possibility, where one does, and its instant. */
  until?: DeadlineName
  untilAt?: string
}

/** What is remembered once every deadline before the named one has passed. */
function contextBefore(active: Active, name: DeadlineName, context: Context): Context {
  const due = standing(active, context).sort((one, other) => one.at - other.at)
  let then = context
  for (const { name: passed, eventType } of due) {
    if (passed === name) break
    then = { ...then, ...remember(then, { type: eventType } as unknown as RegistrationEvent) }
  }
  return then
}

/** The deadline that, as things stand, ends the possibility of an event that is possible now. */
function untilWhen(
  active: Active,
  type: EventType,
  context: Context,
  at: Millis,
): { name: DeadlineName; due: Millis } | undefined {
  let first: { name: DeadlineName; due: Millis } | undefined
  for (const name of endingDeadlines(active, type)) {
    const due = instants[name](context)
    if (due === undefined || due <= at || (first !== undefined && first.due <= due)) continue
    if (wouldEnd(active, name, type, contextBefore(active, name, context))) first = { name, due }
  }
  return first
}

function explainOne(
  active: Active,
  context: Context,
  at: Millis,
  event: RegistrationEvent | Asked,
): Explanation {
  const { type } = event
  const { accepted, stands } = fare(active, type, { context, event }) ?? {
    accepted: false,
    stands: ['event.not-now'],
  }
  const until = accepted ? untilWhen(active, type, context, at) : undefined
  return {
    type,
    by: senderOf(type),
    possible: accepted,
    rules: stands,
    ...(until && { until: until.name, untilAt: formatInstant(until.due) }),
  }
}

/**
 * Explains every event type in a state whose due deadlines have fired.
 * @param event judged with its fields; the other types are only asked about
 */
export function explainAll(
  { value, context }: Snapshot,
  at: { iso: string; millis: Millis },
  event?: RegistrationEvent,
  types: readonly EventType[] = eventTypes,
): Explanation[] {
  const active = certain(activeStates(value))
  return types.map((type) =>
    explainOne(active, context, at.millis, event?.type === type ? event : { type, at: at.iso }),
  )
}
