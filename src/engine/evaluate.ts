import type { AnyStateNode } from 'xstate'
import type { EventType } from '../events'
import type { GuardId, RuleId } from '../rules'
import type { Guard, GuardArgs } from '../rules/rule'
import { type ResolvedTransition, transitionsByEvent } from '../xstateInternals'
import type { ActiveStates } from './stateTree'

/** Evaluates the transitions of an event without executing them. */

/** Whether an event would be accepted, and the rules that refuse it. */
export type Evaluation = { accepted: boolean; refusedBy: RuleId[] }

/** The guards by rule id. */
export type Guards = Readonly<Record<GuardId, Guard>>

const guardOf = ({ guard }: ResolvedTransition): GuardId | undefined => guard as GuardId | undefined

const isRefusing = ({ actions }: ResolvedTransition): boolean =>
  actions.some((action) => typeof action === 'object' && action.type === 'event.refused')

/** Whether the guard of a branch holds; without the event's fields, whether it can hold for some fields. */
function mayBeTaken(judge: Guard, args: GuardArgs): boolean {
  return args.event.by === undefined && judge.mayHold ? judge.mayHold(args) : judge(args)
}

/** Evaluates the transitions of one state. @returns `undefined` if none of them accepts or refuses the event */
function evaluateAt(
  guards: Guards,
  node: AnyStateNode,
  type: EventType,
  args: GuardArgs,
): Evaluation | undefined {
  const refusedBy: RuleId[] = []
  for (const transition of transitionsByEvent(node)[type] ?? []) {
    const guard = guardOf(transition)
    if (isRefusing(transition)) {
      // `event.not-now` is redundant if another rule gives the reason.
      const counts = guard !== undefined && (guard !== 'event.not-now' || refusedBy.length === 0)
      if (counts && guards[guard](args)) refusedBy.push(guard)
    } else if (guard === undefined || mayBeTaken(guards[guard], args)) {
      return { accepted: refusedBy.length === 0, refusedBy }
    }
  }
  return refusedBy.length > 0 ? { accepted: false, refusedBy } : undefined
}

/**
 * Evaluates an event the way XState selects transitions: the innermost state first, an outer state only if no inner
 * state accepts or refuses the event. XState stops at the first rule that refuses; this function returns all of that
 * state's.
 * @param args without a sender (`event.by`) the event is evaluated without its fields
 * @returns `undefined` if no active state accepts or refuses the event
 */
export function evaluate(
  guards: Guards,
  { node, children, events }: ActiveStates,
  type: EventType,
  args: GuardArgs,
): Evaluation | undefined {
  if (!events.has(type)) return undefined
  const inner: Evaluation[] = []
  for (const child of children) {
    const found = evaluate(guards, child, type, args)
    if (found !== undefined) inner.push(found)
  }
  // If one region refuses, the event is refused.
  return inner.find(({ accepted }) => !accepted) ?? inner[0] ?? evaluateAt(guards, node, type, args)
}
