import type { LocalizedText } from '../../language'
import type { Chart, ChartArrow } from '../chart'
import { conditionOf } from '../diagramTexts'
import { columns } from './columns'
import { moverOf, nameOf, stageOf, stateOf, targetTitle, triggerShape } from './content'
import known from './known.json'
import type { Language, Shape } from './model'
import { isWithin, type Move, movesOf, sourcesOf } from './moves'
import { lanesOf } from './places'

/** Where a move leads, and under which condition. */
export type ListedWay = {
  readonly condition: string
  readonly to: string
  readonly path: string
  readonly ends: boolean
}

/** A move in words. */
export type ListedMove = {
  readonly name: string
  readonly shape: Shape
  readonly title: string
  readonly refusals: number
  readonly ways: readonly ListedWay[]
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
  readonly moves: readonly ListedMove[]
}

/** A column in words: its states, and what holds in several of them. */
export type ListedColumn = {
  readonly title: string
  readonly states: readonly ListedState[]
  readonly shared: readonly ListedMove[]
}

/** Everything that the map draws, as lists. */
export function listOf(chart: Chart, lang: Language): ListedColumn[] {
  const moves = movesOf(chart)
  const lanes = lanesOf(chart)

  const listed = (arrow: ChartArrow, own: readonly Move[], where: readonly string[]): ListedMove => ({
    name: nameOf(arrow),
    shape: triggerShape(arrow),
    title: titleOf(arrow, lang),
    refusals: arrow.refusals.length,
    ways: own.flatMap(({ ways, target }) =>
      ways.slice(0, 1).map((way) => ({
        condition: conditionOf(arrow, way, lang),
        to: targetTitle(target, chart, lang),
        path: target,
        ends: stageOf(target) === 'ended',
      })),
    ),
    where,
  })
  const byArrow = (own: readonly Move[], where: (arrow: ChartArrow) => readonly string[]): ListedMove[] =>
    [...new Set(own.map(({ arrow }) => arrow))].map((arrow) =>
      listed(
        arrow,
        own.filter((move) => move.arrow === arrow),
        where(arrow),
      ),
    )

  const stateIn = (path: string): ListedState => {
    const state = stateOf(path, chart)
    const stretch = stateOf(stageOf(path), chart)
    const region =
      stretch.kind === 'parallel' ? stateOf(path.split('.').slice(0, 2).join('.'), chart).title[lang] : ''
    const own = moves.filter(({ arrow }) => arrow.from === path)
    return { path, shape: moverOf(state), title: state.title[lang], region, moves: byArrow(own, () => []) }
  }
  const living = columns.map(({ title }, column): ListedColumn => {
    const paths = lanes.filter((lane) => lane.column === column).flatMap((lane) => lane.paths)
    const sources = (move: Move) => sourcesOf(move, chart, known.reach).filter((path) => paths.includes(path))
    const shared = moves.filter((move) => !paths.includes(move.arrow.from) && sources(move).length > 0)
    const where = (arrow: ChartArrow): string[] => {
      const all = new Set(shared.filter((move) => move.arrow === arrow).flatMap(sources))
      const some = paths.filter((path) => all.has(path))
      return some.length === paths.length ? [] : some.map((path) => stateOf(path, chart).title[lang])
    }
    return { title: title[lang], states: paths.map(stateIn), shared: byArrow(shared, where) }
  })
  const ended = chart.states.filter(({ path, kind }) => kind === 'atomic' && isWithin(path, 'ended'))
  return [
    ...living,
    {
      title: stateOf('ended', chart).title[lang],
      states: ended.map(({ path }) => stateIn(path)),
      shared: [],
    },
  ]
}

const byItself: LocalizedText = { zh: '自动', en: 'By itself' }

const titleOf = ({ trigger }: ChartArrow, lang: Language): string =>
  (trigger.kind === 'always' ? byItself : trigger.title)[lang]
