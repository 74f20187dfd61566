import type { EventType } from '../events'
import type { GuardId, RuleId } from '../rules'
import type { Guard, GuardArgs } from '../rules/rule'
import type { ResolvedTransition } from '../xstateInternals'
import type { ActiveStates } from './stateTree'

/** Evaluates the transitions of an event without executing them. */

/** Whether an event would be accepted, and the rules that refuse it. */
export type Evaluation = { readonly accepted: boolean; readonly refusedBy: readonly RuleId[] }

/** The guards by rule id. */
export type Guards = Readonly<Record<GuardId, Guard>>

const guardOf = ({ guard }: ResolvedTransition): GuardId | undefined => guard as GuardId | undefined

const isRefusing = ({ actions }: ResolvedTransition): boolean =>
  actions.some((action) => typeof action === 'object' && action.type === 'event.refused')

/** Whether the guard of a branch holds; without the event's fields, whether it can hold for some fields. */
function mayBeTaken(judge: Guard, args: GuardArgs): boolean {
  return args.event.by === undefined && judge.mayHold ? judge.mayHold(args) : judge(args)
}

const notNow: Evaluation = Object.freeze({
  accepted: false,
  refusedBy: Object.freeze(['event.not-now'] as const),
})
const accepted: Evaluation = Object.freeze({ accepted: true, refusedBy: Object.freeze([]) })

/** Evaluates the transitions of one state. @returns `undefined` if none of them accepts or refuses the event */
function evaluateAt(
  guards: Guards,
  { transitions }: ActiveStates,
  type: EventType,
  args: GuardArgs,
): Evaluation | undefined {
  let refusedBy: RuleId[] | undefined
  for (const transition of transitions[type] ?? []) {
    const guard = guardOf(transition)
    if (isRefusing(transition)) {
      // `event.not-now` is redundant if another rule gives the reason.
      const counts = guard !== undefined && (guard !== 'event.not-now' || refusedBy === undefined)
      if (counts && guards[guard](args)) refusedBy = [...(refusedBy ?? []), guard]
    } else if (guard === undefined || mayBeTaken(guards[guard], args)) {
      return refusedBy === undefined ? accepted : { accepted: false, refusedBy }
    }
  }
  return refusedBy && { accepted: false, refusedBy }
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
  active: ActiveStates,
  type: EventType,
  args: GuardArgs,
): Evaluation | undefined {
  if (active.notNow.has(type)) return notNow
  if (!active.events.has(type)) return undefined
  let inner: Evaluation | undefined
  for (const child of active.children) {
    const found = evaluate(guards, child, type, args)
    // If one region refuses, the event is refused.
    if (found?.accepted === false) return found
    inner ??= found
  }
  return inner ?? evaluateAt(guards, active, type, args)
}
