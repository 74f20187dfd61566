import type { AnyStateNode } from 'xstate'
import type { EventType } from '../events'
import { type GuardId, guards, type RuleId } from '../rules'
import type { GuardArgs } from '../rules/rule'
import type { ActiveStates } from './stateTree'

/** Reads off the chart how an event fares in a state. */

/** How an event fares in some state: taken or not, and the rules that stand against it. */
export type Evaluation = { accepted: boolean; refusedBy: RuleId[] }

type Arrow = AnyStateNode['on'][string][number]

const guardOf = ({ guard }: Arrow): GuardId | undefined => guard as GuardId | undefined

const refuses = ({ actions }: Arrow): boolean =>
  actions.some((action) => typeof action === 'object' && action.type === 'event.refused')

function fareAt(node: AnyStateNode, type: EventType, moment: GuardArgs): Evaluation | undefined {
  const stands: RuleId[] = []
  for (const arrow of node.on[type] ?? []) {
    const guard = guardOf(arrow)
    if (refuses(arrow)) {
      // That it is not the time says nothing where a rule says why.
      const says = guard !== undefined && (guard !== 'event.not-now' || stands.length === 0)
      if (says && guards[guard](moment)) stands.push(guard)
    } else if (guard === undefined || mayHold(guard, moment)) {
      return { accepted: stands.length === 0, refusedBy: stands }
    }
  }
  return stands.length > 0 ? { accepted: false, refusedBy: stands } : undefined
}

/** A fork that turns on fields may go this way for some event, so one that is only asked about is possible. */
function mayHold(guard: GuardId, moment: GuardArgs): boolean {
  const judge = guards[guard]
  return moment.event.by === undefined && judge.mayHold ? judge.mayHold(moment) : judge(moment)
}

/**
 * Judges an event the way XState selects arrows: the innermost state first, an outer one only where no inner one has
 * an answer. Where XState stops at the first rule that stands, this names all of that state's.
 */
export function evaluate(
  { node, children, events }: ActiveStates,
  type: EventType,
  moment: GuardArgs,
): Evaluation | undefined {
  if (!events.has(type)) return undefined
  const inner: Evaluation[] = []
  for (const child of children) {
    const found = evaluate(child, type, moment)
    if (found !== undefined) inner.push(found)
  }
  // A region that refuses refuses for all.
  return inner.find(({ accepted }) => !accepted) ?? inner[0] ?? fareAt(node, type, moment)
}
