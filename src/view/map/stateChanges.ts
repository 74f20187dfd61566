import type { Chart, ChartBranch, ChartTransition } from '../chart'
import { isWithin, leavesOf, triggerName } from '../chartQueries'

/** The branches of a transition that lead to the same other state. */
export type StateChange = {
  /** Source state, trigger and target: `paying.awaiting payment.settle registered`. */
  readonly key: string
  readonly transition: ChartTransition
  readonly branches: readonly ChartBranch[]
  readonly target: string
}

/** The leaves where a guard-dependent state change can occur, by its key. */
export type Reach = Readonly<Record<string, readonly string[]>>

/**
 * All state changes of a chart. Branches without a target, and those of an atomic state to itself, are left out; a
 * compound state that targets itself changes to its initial state.
 */
export function stateChanges(chart: Chart): StateChange[] {
  return chart.transitions.flatMap((transition) => {
    const { from } = transition
    const isLeaf = chart.states.some(({ path, kind }) => path === from && kind === 'atomic')
    const byTarget = new Map<string, ChartBranch[]>()
    for (const branch of transition.branches) {
      const { target } = branch
      if (target === undefined || (target === from && isLeaf)) continue
      byTarget.set(target, [...(byTarget.get(target) ?? []), branch])
    }
    return [...byTarget].map(([target, branches]) => ({
      key: changeKey(transition, target),
      transition,
      branches,
      target,
    }))
  })
}

const changeKey = ({ from, trigger }: Pick<ChartTransition, 'from' | 'trigger'>, target: string): string =>
  `${from || '*'} ${triggerName(trigger)} ${target}`

/** Whether guards decide in which leaves it can occur: a transition of the root, or within its own source state. */
export const isGuardDependent = ({ transition: { from }, target }: StateChange, chart: Chart): boolean =>
  from === '' || (isWithin(target, from) && leavesOf(from, chart)[0] !== from)

/** The leaves where a state change can occur: all leaves of its source state, or the leaves that `reach` lists. */
export const sourcesOf = (change: StateChange, chart: Chart, reach: Reach): readonly string[] =>
  isGuardDependent(change, chart) ? (reach[change.key] ?? []) : leavesOf(change.transition.from, chart)
