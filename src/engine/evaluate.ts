import type { AnyStateNode } from 'xstate'
import type { EventType } from '../events'
import { type GuardId, guards, type RuleId } from '../rules'
import type { GuardArgs } from '../rules/rule'
import type { ActiveStates } from './stateTree'

/** Evaluates the transitions of an event without taking them. */

/** Whether an event would be accepted, and the rules that stand against it. */
export type Evaluation = { accepted: boolean; refusedBy: RuleId[] }

type Transition = AnyStateNode['on'][string][number]

const guardOf = ({ guard }: Transition): GuardId | undefined => guard as GuardId | undefined

const isRefusing = ({ actions }: Transition): boolean =>
  actions.some((action) => typeof action === 'object' && action.type === 'event.refused')

/** Whether a branch is taken; if its guard needs fields that are not given, whether it may be for some event. */
function mayBeTaken(guard: GuardId, args: GuardArgs): boolean {
  const judge = guards[guard]
  return args.event.by === undefined && judge.mayHold ? judge.mayHold(args) : judge(args)
}

/** Evaluates the transitions of one state. @returns `undefined` if none of them takes or refuses the event */
function evaluateAt(node: AnyStateNode, type: EventType, args: GuardArgs): Evaluation | undefined {
  const refusedBy: RuleId[] = []
  for (const transition of node.on[type] ?? []) {
    const guard = guardOf(transition)
    if (isRefusing(transition)) {
      // `event.not-now` adds nothing if another rule says why.
      const counts = guard !== undefined && (guard !== 'event.not-now' || refusedBy.length === 0)
      if (counts && guards[guard](args)) refusedBy.push(guard)
    } else if (guard === undefined || mayBeTaken(guard, args)) {
      return { accepted: refusedBy.length === 0, refusedBy }
    }
  }
  return refusedBy.length > 0 ? { accepted: false, refusedBy } : undefined
}

/**
 * Evaluates an event the way XState selects transitions: the innermost state first, an outer one only if no inner one has
 * an answer. XState stops at the first rule that refuses; this names all of that state's.
 * @param args without a sender (`event.by`) the event is evaluated by what needs no fields
 */
export function evaluate(
  { node, children, events }: ActiveStates,
  type: EventType,
  args: GuardArgs,
): Evaluation | undefined {
  if (!events.has(type)) return undefined
  const inner: Evaluation[] = []
  for (const child of children) {
    const found = evaluate(child, type, args)
    if (found !== undefined) inner.push(found)
  }
  // If one region refuses, the event is refused.
  return inner.find(({ accepted }) => !accepted) ?? inner[0] ?? evaluateAt(node, type, args)
}
