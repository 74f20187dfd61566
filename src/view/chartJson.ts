import type { RefusalId } from '../rules'
import { type Chart, type ChartArrow, type ChartWay, chart, type Trigger } from './chart'
import type { DiagramOptions } from './mermaid'

/** An arrow of the machine by itself: it leads on as a way does, or it refuses by one rule. */
export type SingleArrow = {
  readonly from: string
  readonly trigger: Trigger
  readonly refuses?: RefusalId
} & Partial<Omit<ChartWay, 'refusals'>>

const refusal = ({ from, trigger }: ChartArrow, refuses: RefusalId): SingleArrow => ({
  from,
  trigger,
  refuses,
})

/** The arrows that one answer stands for, in the order in which they are tried. */
function singles(arrow: ChartArrow): SingleArrow[] {
  let asked = 0
  const ways = arrow.ways.flatMap(({ refusals, ...way }) => {
    const own = refusals.slice(asked)
    asked = refusals.length
    return [...own.map((rule) => refusal(arrow, rule)), { from: arrow.from, trigger: arrow.trigger, ...way }]
  })
  return [...ways, ...arrow.refusals.slice(asked).map((rule) => refusal(arrow, rule))]
}

/** The chart, or a state of it with those inside. */
function partOf({ states, arrows }: Chart, state: string | undefined): Chart {
  if (state === undefined) return { states, arrows }
  const within = (path: string) => path === state || path.startsWith(`${state}.`)
  const own = states.filter(({ path }) => within(path))
  if (own.length === 0) throw new RangeError(`There is no state ${state}`)
  return { states: own, arrows: arrows.filter(({ from }) => within(from)) }
}

/**
 * The chart as JSON: its states, and what each answers to an event or a deadline, refusals folded; with `all`, every
 * arrow of the machine by itself.
 *
 * @throws RangeError where there is no such state
 */
export function chartJson({ state, all = false }: Pick<DiagramOptions, 'state' | 'all'> = {}): string {
  const { states, arrows } = partOf(chart(), state)
  return `${JSON.stringify({ states, arrows: all ? arrows.flatMap(singles) : arrows }, null, 2)}\n`
}
