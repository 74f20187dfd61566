import type { RefusalId } from '../../rules'
import type { Chart, ChartArrow, ChartState, ChartWay } from '../chart'
import { conditionOf, refusalsOf, triggerOf } from '../diagramTexts'
import { mapTexts, shortOf } from './columns'
import type { HintedText, Language, Shape } from './model'
import { entered, isWithin, leavesOf, type Move, movesOf, type Reach, sourcesOf, triggerName } from './moves'

/** What a row or a chip says, before it has a place. */
export type MapEntry = HintedText & {
  readonly shape: Shape
  readonly label: string
  /** Where it leads, without the endings that a bar shows. */
  readonly targets: readonly string[]
  /** How many ways it has. */
  readonly ways: number
}

/** An event or deadline with one ending, wherever that happens. */
export type Ends = HintedText & {
  readonly shape: Shape
  readonly label: string
  readonly ending: string
  readonly covers: readonly string[]
}

/** What the map says of a chart. */
export type Content = {
  /** By the path of a card. */
  readonly rows: ReadonlyMap<string, readonly MapEntry[]>
  /** By the path of a stretch. */
  readonly chips: ReadonlyMap<string, readonly MapEntry[]>
  /** What leads on from a parallel state by itself. */
  readonly exits: ReadonlyMap<string, readonly MapEntry[]>
  readonly ends: readonly Ends[]
  /** By the path of an ending. */
  readonly after: ReadonlyMap<string, readonly MapEntry[]>
  /** What is refused without leading anywhere: by the path of a state, empty for anywhere. */
  readonly rests: ReadonlyMap<string, HintedText>
}

/** The name of an arrow. */
export const nameOf = ({ from, trigger }: ChartArrow): string => `${from || '*'} ${triggerName(trigger)}`

export function stateOf(path: string, { states }: Chart): ChartState {
  const state = states.find((one) => one.path === path)
  if (state === undefined) throw new RangeError(`There is no state ${path}`)
  return state
}

export const stageOf = (path: string): string => path.split('.')[0] as string

const isEnded = (path: string): boolean => stageOf(path) === 'ended'

/** What a state is called where an arrow leads to it: by the one that is entered, if it is one. */
export function targetTitle(path: string, chart: Chart, lang: Language): string {
  const leaves = entered(path, chart)
  const { path: named, title } = stateOf(leaves.length === 1 ? (leaves[0] as string) : path, chart)
  return shortOf(named, title, lang)
}

/** What is said of a state to whoever points at it. */
export const hintAt = ({ title, description, cites }: ChartState, lang: Language): string =>
  `${lang === 'en' ? description : title.zh}${cites.map((cite) => (cite === 'policy' ? '' : ` §${cite}`)).join('')}`

/** Who moves next, by the tags of a state. */
export function moverOf({ tags }: ChartState): Shape {
  if (tags.includes('candidateActs')) return 'candidate'
  if (tags.includes('officeActs')) return 'office'
  if (tags.includes('outsideActs')) return 'outside'
  return tags.includes('ended') ? 'ended' : 'clock'
}

export function triggerShape({ trigger }: ChartArrow): Shape {
  if (trigger.kind === 'always') return 'always'
  if (trigger.kind === 'deadline') return 'clock'
  const { by } = trigger
  return by === 'verifier' || by === 'gateway' ? 'outside' : by
}

/** What sets an arrow off, short; what happens by itself is called by its condition. */
function labelOf(arrow: ChartArrow, way: ChartWay | undefined, lang: Language): string {
  const { trigger } = arrow
  if (trigger.kind !== 'always') return shortOf(triggerName(trigger), trigger.title, lang)
  return way?.guard === undefined ? '' : shortOf(way.guard.id, way.guard.title, lang)
}

/** An arrow in full: each way with its condition and its target, then what may refuse it. */
export function hintOf(arrow: ChartArrow, chart: Chart, lang: Language): string {
  const ways = arrow.ways.map((way) => {
    const target = way.target === undefined ? mapTexts.stays[lang] : targetTitle(way.target, chart, lang)
    return `${conditionOf(arrow, way, lang)} → ${target}`.trim()
  })
  return [triggerOf(arrow, lang), ...ways, ...refusalsOf(arrow.refusals, lang)].filter(Boolean).join('\n')
}

/** To how many states an arrow may lead away. */
const outcomes = ({ from, ways }: ChartArrow): number =>
  new Set(ways.flatMap(({ target }) => (target === undefined || target === from ? [] : target))).size

const push = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  map.set(key, [...(map.get(key) ?? []), value])
}

/** Sorts every move of the chart to where the map shows it. */
export function contentOf(chart: Chart, reach: Reach, lang: Language): Content {
  const rows = new Map<string, MapEntry[]>()
  const chips = new Map<string, MapEntry[]>()
  const exits = new Map<string, MapEntry[]>()
  const after = new Map<string, MapEntry[]>()
  const ends = new Map<string, Ends>()
  const shown = new Set<ChartArrow>()

  /** Moves of one arrow are one entry, but for those that happen by themselves: each has its own condition. */
  const add = (map: Map<string, MapEntry[]>, place: string, { arrow, key, ways, target }: Move): void => {
    const list = map.get(place) ?? []
    const name = nameOf(arrow)
    const same = arrow.trigger.kind === 'always' ? undefined : list.find((one) => one.arrows[0] === name)
    if (same === undefined) {
      push(map, place, {
        arrows: [name],
        rules: arrow.refusals,
        moves: [key],
        hint: hintOf(arrow, chart, lang),
        shape: triggerShape(arrow),
        label: labelOf(arrow, ways[0], lang),
        targets: [target],
        ways: arrow.trigger.kind === 'always' ? 1 : outcomes(arrow),
      })
    } else {
      const more = { ...same, moves: [...same.moves, key], targets: [...same.targets, target] }
      map.set(
        place,
        list.map((one) => (one === same ? more : one)),
      )
    }
  }

  const end = ({ arrow, key, ways, target }: Move, covers: readonly string[]): void => {
    const id = `${triggerName(arrow.trigger)} ${target}`
    const before = ends.get(id)
    const all = new Set([...(before?.covers ?? []), ...covers])
    ends.set(id, {
      arrows: [...new Set([...(before?.arrows ?? []), nameOf(arrow)])],
      rules: [...new Set<RefusalId>([...(before?.rules ?? []), ...arrow.refusals])],
      moves: [...(before?.moves ?? []), key],
      hint: [...new Set([before?.hint, hintOf(arrow, chart, lang)])].filter(Boolean).join('\n\n'),
      shape: triggerShape(arrow),
      label: labelOf(arrow, ways[0], lang),
      ending: target,
      covers: chart.states.flatMap(({ path }) => (all.has(path) ? [path] : [])),
    })
  }

  for (const move of movesOf(chart)) {
    const { arrow, target } = move
    const inner = entered(target, chart)
    const sources = sourcesOf(move, chart, reach).filter((leaf) => inner.length > 1 || inner[0] !== leaf)
    shown.add(arrow)
    if (isEnded(arrow.from)) for (const leaf of sources) add(after, leaf, move)
    else if (isEnded(target)) end(move, sources)
    else {
      for (const stretch of new Set(sources.map(stageOf))) {
        const here = sources.filter((leaf) => isWithin(leaf, stretch))
        const parallel = arrow.from !== '' && stateOf(arrow.from, chart).kind === 'parallel'
        if (parallel && arrow.trigger.kind === 'always') add(exits, arrow.from, move)
        else if (parallel || (here.length > 2 && here.length === leavesOf(stretch, chart).length)) {
          add(chips, stretch, move)
        } else for (const leaf of here) add(rows, leaf, move)
      }
    }
  }
  const rests = new Map<string, HintedText>()
  for (const arrow of chart.arrows) {
    if (shown.has(arrow) || arrow.refusals.length === 0) continue
    const before = rests.get(arrow.from)
    rests.set(arrow.from, {
      arrows: [...(before?.arrows ?? []), nameOf(arrow)],
      rules: [...(before?.rules ?? []), ...arrow.refusals],
      moves: [],
      hint: [before?.hint, hintOf(arrow, chart, lang)].filter(Boolean).join('\n'),
    })
  }
  return { rows, chips, exits, ends: [...ends.values()], after, rests }
}

/** Several rests as one; nothing where there is none. */
export function together(rests: readonly (HintedText | undefined)[]): HintedText | undefined {
  const some = rests.filter((rest) => rest !== undefined)
  if (some.length === 0) return undefined
  return {
    arrows: some.flatMap(({ arrows }) => arrows),
    rules: some.flatMap(({ rules }) => rules),
    moves: [],
    hint: some.map(({ hint }) => hint).join('\n'),
  }
}
