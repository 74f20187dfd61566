import type { LocalizedText } from '../../language'
import type { Chart, ChartTransition } from '../chart'
import { conditionText } from '../diagramTexts'
import { mapColumns } from './columns'
import { nextActor, transitionName, stageOf, findState, targetTitle, triggerShape } from './mapContent'
import known from './known.json'
import type { Language, Shape } from './mapModel'
import { isWithin, type StateChange, stateChanges, sourcesOf } from './stateChanges'
import { lanesOf } from './places'

/** Where a move leads, and under which condition. */
export type ListedBranch = {
  readonly condition: string
  readonly to: string
  readonly path: string
  readonly ends: boolean
}

/** A move in words. */
export type ListedTransition = {
  readonly name: string
  readonly shape: Shape
  readonly title: string
  readonly refusals: number
  readonly branches: readonly ListedBranch[]
  /** The states where it is taken, if not in all of its column. */
  readonly where: readonly string[]
}

/** A state in words. */
export type ListedState = {
  readonly path: string
  readonly shape: Shape
  readonly title: string
  /** The region that it is in, where several go side by side. */
  readonly region: string
  readonly transitions: readonly ListedTransition[]
}

/** A column in words: its states, and what holds in several of them. */
export type ListedColumn = {
  readonly title: string
  readonly states: readonly ListedState[]
  readonly shared: readonly ListedTransition[]
}

/** Everything that the map draws, as lists. */
export function stageList(chart: Chart, lang: Language): ListedColumn[] {
  const moves = stateChanges(chart)
  const lanes = lanesOf(chart)

  const listed = (arrow: ChartTransition, own: readonly StateChange[], where: readonly string[]): ListedTransition => ({
    name: transitionName(arrow),
    shape: triggerShape(arrow),
    title: triggerTitle(arrow, lang),
    refusals: arrow.refusals.length,
    branches: own.flatMap(({ branches: ways, target }) =>
      ways.slice(0, 1).map((way) => ({
        condition: conditionText(arrow, way, lang),
        to: targetTitle(target, chart, lang),
        path: target,
        ends: stageOf(target) === 'ended',
      })),
    ),
    where,
  })
  const byArrow = (own: readonly StateChange[], where: (arrow: ChartTransition) => readonly string[]): ListedTransition[] =>
    [...new Set(own.map(({ transition: arrow }) => arrow))].map((arrow) =>
      listed(
        arrow,
        own.filter((move) => move.transition === arrow),
        where(arrow),
      ),
    )

  const stateIn = (path: string): ListedState => {
    const state = findState(path, chart)
    const stretch = findState(stageOf(path), chart)
    const region =
      stretch.kind === 'parallel' ? findState(path.split('.').slice(0, 2).join('.'), chart).title[lang] : ''
    const own = moves.filter(({ transition: arrow }) => arrow.from === path)
    return { path, shape: nextActor(state), title: state.title[lang], region, transitions: byArrow(own, () => []) }
  }
  const living = mapColumns.map(({ title }, column): ListedColumn => {
    const paths = lanes.filter((lane) => lane.column === column).flatMap((lane) => lane.paths)
    const sources = (move: StateChange) => sourcesOf(move, chart, known.reach).filter((path) => paths.includes(path))
    const shared = moves.filter((move) => !paths.includes(move.transition.from) && sources(move).length > 0)
    const where = (arrow: ChartTransition): string[] => {
      const all = new Set(shared.filter((move) => move.transition === arrow).flatMap(sources))
      const some = paths.filter((path) => all.has(path))
      return some.length === paths.length ? [] : some.map((path) => findState(path, chart).title[lang])
    }
    return { title: title[lang], states: paths.map(stateIn), shared: byArrow(shared, where) }
  })
  const ended = chart.states.filter(({ path, kind }) => kind === 'atomic' && isWithin(path, 'ended'))
  return [
    ...living,
    {
      title: findState('ended', chart).title[lang],
      states: ended.map(({ path }) => stateIn(path)),
      shared: [],
    },
  ]
}

const automatic: LocalizedText = { zh: '自动', en: 'By itself' }

const triggerTitle = ({ trigger }: ChartTransition, lang: Language): string =>
  (trigger.kind === 'always' ? automatic : trigger.title)[lang]
