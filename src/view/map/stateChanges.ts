import type { Chart, ChartTransition, ChartBranch, Trigger } from '../chart'

/** An arrow's way that leads to another state. */
export type StateChange = {
  /** Its state, what sets it off, and where it leads: several ways of one arrow to the same state are one move. */
  readonly key: string
  readonly transition: ChartTransition
  readonly branches: readonly ChartBranch[]
  readonly target: string
}

/** From which innermost states moves are taken where only their guards know, by the key of the move. */
export type Reach = Readonly<Record<string, readonly string[]>>

/** What a trigger is called in a key. */
export const triggerName = (trigger: Trigger): string =>
  trigger.kind === 'event' ? trigger.type : trigger.kind === 'deadline' ? trigger.name : 'always'

export const isWithin = (path: string, outer: string): boolean =>
  outer === '' || path === outer || path.startsWith(`${outer}.`)

/** The innermost states that a path stands for when entered: several where it is parallel. */
export function enteredLeaves(path: string, chart: Chart): string[] {
  const state = chart.states.find((one) => one.path === path)
  if (state === undefined || state.kind === 'atomic') return [path]
  if (state.initial !== undefined) return enteredLeaves(state.initial, chart)
  return chart.states.filter(({ parent }) => parent === path).flatMap((child) => enteredLeaves(child.path, chart))
}

/** The innermost states inside a path, or the path itself. */
export const leavesOf = (path: string, { states }: Chart): string[] =>
  states.filter((one) => one.kind === 'atomic' && isWithin(one.path, path)).map((one) => one.path)

/**
 * Every move of a chart that changes the state: whatever stays, and whatever only enters the same state anew, is none.
 * A state with others inside is left for its first one, so that leading to itself changes something.
 */
export function stateChanges(chart: Chart): StateChange[] {
  return chart.transitions.flatMap((arrow) => {
    const byTarget = new Map<string, ChartBranch[]>()
    for (const way of arrow.branches) {
      const { target } = way
      const leaf = chart.states.some((one) => one.path === arrow.from && one.kind === 'atomic')
      if (target === undefined || (target === arrow.from && leaf)) continue
      byTarget.set(target, [...(byTarget.get(target) ?? []), way])
    }
    return [...byTarget].map(([target, ways]) => ({
      key: changeKey(arrow, target),
      arrow,
      ways,
      target,
    }))
  })
}

export const changeKey = ({ from, trigger }: Pick<ChartTransition, 'from' | 'trigger'>, target: string): string =>
  `${from || '*'} ${triggerName(trigger)} ${target}`

/** Whether only its guards tell where a move is taken: it holds everywhere, or leads about inside its own state. */
export const hasGuardedSources = ({ transition: { from }, target }: StateChange, chart: Chart): boolean =>
  from === '' || (isWithin(target, from) && leavesOf(from, chart)[0] !== from)

/** Where a move is taken: in its state, anywhere inside it, or as far as it reaches. */
export const sourcesOf = (move: StateChange, chart: Chart, reach: Reach): readonly string[] =>
  hasGuardedSources(move, chart) ? (reach[move.key] ?? []) : leavesOf(move.transition.from, chart)
