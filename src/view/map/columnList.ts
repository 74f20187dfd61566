import type { Language, LocalizedText } from '../../language'
import type { Chart, ChartTransition } from '../chart'
import { findState, isWithin, stageOf } from '../chartQueries'
import { conditionText } from '../diagramTexts'
import type { Shape } from '../signs'
import known from './known.json'
import { mapColumns } from './mapColumns'
import { nextActor, targetTitle, transitionName, triggerShape } from './mapContent'
import { lanesOf } from './places'
import { type StateChange, sourcesOf, stateChanges } from './stateChanges'

/** A target of a listed transition, and the condition under which it is reached. */
type ListedBranch = {
  readonly condition: string
  readonly to: string
  readonly path: string
  readonly ends: boolean
}

/** A transition as text. */
export type ListedTransition = {
  readonly name: string
  readonly shape: Shape
  readonly title: string
  readonly refusals: number
  readonly branches: readonly ListedBranch[]
  /** The titles of its source states; empty if all states of the column are sources. */
  readonly where: readonly string[]
}

/** A leaf as text. */
type ListedState = {
  readonly path: string
  readonly shape: Shape
  readonly title: string
  /** The title of its region; empty outside a parallel stage. */
  readonly region: string
  readonly transitions: readonly ListedTransition[]
}

/** A column as text: its states, and the transitions that several of them share. */
export type ListedColumn = {
  readonly title: string
  readonly states: readonly ListedState[]
  readonly shared: readonly ListedTransition[]
}

const automatic: LocalizedText = { zh: '自动', en: 'Automatic' }

const triggerTitle = ({ trigger }: ChartTransition, lang: Language): string =>
  (trigger.kind === 'always' ? automatic : trigger.title)[lang]

/** The content of the map as lists, one for each column and one for the endings. */
export function columnList(chart: Chart, lang: Language): ListedColumn[] {
  const changes = stateChanges(chart)
  const lanes = lanesOf(chart)

  const listed = (
    transition: ChartTransition,
    own: readonly StateChange[],
    where: readonly string[],
  ): ListedTransition => ({
    name: transitionName(transition),
    shape: triggerShape(transition),
    title: triggerTitle(transition, lang),
    refusals: transition.refusals.length,
    branches: own.flatMap(({ branches, target }) =>
      branches.slice(0, 1).map((branch) => ({
        condition: conditionText(transition, branch, lang),
        to: targetTitle(target, chart, lang),
        path: target,
        ends: stageOf(target) === 'ended',
      })),
    ),
    where,
  })
  const byTransition = (
    own: readonly StateChange[],
    where: (transition: ChartTransition) => readonly string[],
  ): ListedTransition[] =>
    [...new Set(own.map(({ transition }) => transition))].map((transition) =>
      listed(
        transition,
        own.filter((change) => change.transition === transition),
        where(transition),
      ),
    )

  const listedState = (path: string): ListedState => {
    const state = findState(path, chart)
    const stage = findState(stageOf(path), chart)
    const region =
      stage.kind === 'parallel' ? findState(path.split('.').slice(0, 2).join('.'), chart).title[lang] : ''
    const own = changes.filter(({ transition }) => transition.from === path)
    const transitions = byTransition(own, () => [])
    return { path, shape: nextActor(state), title: state.title[lang], region, transitions }
  }
  const columns = mapColumns.map(({ title }, column): ListedColumn => {
    const paths = lanes.filter((lane) => lane.column === column).flatMap((lane) => lane.paths)
    const sources = (change: StateChange) =>
      sourcesOf(change, chart, known.reach).filter((path) => paths.includes(path))
    const shared = changes.filter(
      (change) => !paths.includes(change.transition.from) && sources(change).length > 0,
    )
    const where = (transition: ChartTransition): string[] => {
      const all = new Set(shared.filter((change) => change.transition === transition).flatMap(sources))
      const some = paths.filter((path) => all.has(path))
      return some.length === paths.length ? [] : some.map((path) => findState(path, chart).title[lang])
    }
    return { title: title[lang], states: paths.map(listedState), shared: byTransition(shared, where) }
  })
  const endings = chart.states.filter(({ path, kind }) => kind === 'atomic' && isWithin(path, 'ended'))
  return [
    ...columns,
    {
      title: findState('ended', chart).title[lang],
      states: endings.map(({ path }) => listedState(path)),
      shared: [],
    },
  ]
}
