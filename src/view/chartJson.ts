import type { RefusalId } from '../rules'
import { type Chart, type ChartBranch, type ChartTransition, chart, type Trigger } from './chart'
import { isWithin } from './chartQueries'
import type { DiagramOptions } from './mermaid'

/** One transition of the machine: either a branch, or a refusal by one rule. */
export type SingleTransition = {
  readonly from: string
  readonly trigger: Trigger
  readonly refuses?: RefusalId
} & Partial<Omit<ChartBranch, 'refusals'>>

/** The machine's transitions behind a folded transition, in the order of checking. */
function unfolded({ from, trigger, refusals: all, branches }: ChartTransition): SingleTransition[] {
  const refusing = (ids: readonly RefusalId[]): SingleTransition[] =>
    ids.map((refuses) => ({ from, trigger, refuses }))
  let listed = 0
  const taken = branches.flatMap(({ refusals, ...branch }) => {
    const before = refusing(refusals.slice(listed))
    listed = refusals.length
    return [...before, { from, trigger, ...branch }]
  })
  return [...taken, ...refusing(all.slice(listed))]
}

/** The whole chart, or a state with its descendants. */
function subchart({ states, transitions }: Chart, state: string | undefined): Chart {
  if (state === undefined) return { states, transitions }
  const included = states.filter(({ path }) => isWithin(path, state))
  if (included.length === 0) throw new RangeError(`There is no state ${state}`)
  return { states: included, transitions: transitions.filter(({ from }) => isWithin(from, state)) }
}

/**
 * The statechart as JSON: `{ states, transitions }`, with refusals folded into the transitions.
 *
 * @param options `state` for one state with its descendants; `all` for every transition of the machine, unfolded
 * @throws RangeError if there is no such state
 */
export function chartJson({ state, all = false }: Pick<DiagramOptions, 'state' | 'all'> = {}): string {
  const { states, transitions } = subchart(chart(), state)
  return `${JSON.stringify({ states, transitions: all ? transitions.flatMap(unfolded) : transitions }, null, 2)}\n`
}
