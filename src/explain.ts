import { type Active, activeStates, endingDeadlines, fare } from './chart'
import type { Context } from './context'
import { type DeadlineName, instants } from './deadlines'
import { type EventType, eventTypes, type RegistrationEvent, senderOf } from './events'
import type { RuleId } from './rules'
import type { Asked } from './rules/rule'
import type { Snapshot } from './snapshot'
import type { Millis } from './time'
import type { Role } from './words'

/** What can be said of an event type at some moment. */
export type Explanation = {
  type: EventType
  /** Who may send it. */
  by: Role
  possible: boolean
  /** Every rule that stands against it; without its fields, those that need none. */
  rules: RuleId[]
  /** The deadline that ends the possibility, where one does. */
  until?: DeadlineName
}

function soonest(names: readonly DeadlineName[], context: Context, at: Millis): DeadlineName | undefined {
  let first: { name: DeadlineName; due: Millis } | undefined
  for (const name of names) {
    const due = instants[name](context)
    if (due !== undefined && due > at && (first === undefined || due < first.due)) first = { name, due }
  }
  return first?.name
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
  const until = accepted ? soonest(endingDeadlines(active, type), context, at) : undefined
  return { type, by: senderOf(type), possible: accepted, rules: stands, ...(until && { until }) }
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
  const active = activeStates(value)
  if (active === undefined) return []
  return types.map((type) =>
    explainOne(active, context, at.millis, event?.type === type ? event : { type, at: at.iso }),
  )
}
