import type { RefusalId } from '../../rules'
import type { Chart, ChartTransition, ChartState, ChartBranch } from '../chart'
import { conditionText, refusalTexts, triggerText } from '../diagramTexts'
import { mapTexts, shortTitle } from './columns'
import type { HintedText, Language, Shape } from './mapModel'
import { enteredLeaves, isWithin, leavesOf, type StateChange, stateChanges, type Reach, sourcesOf, triggerName } from './stateChanges'

/** What a row or a chip says, before it has a place. */
export type MapEntry = HintedText & {
  readonly shape: Shape
  readonly label: string
  /** Where it leads, without the endings that a bar shows. */
  readonly targets: readonly string[]
  /** How many ways it has. */
  readonly branchCount: number
}

/** An event or deadline with one ending, wherever that happens. */
export type EarlyEnd = HintedText & {
  readonly shape: Shape
  readonly label: string
  readonly ending: string
  readonly covers: readonly string[]
}

/** What the map says of a chart. */
export type MapContent = {
  /** By the path of a card. */
  readonly rows: ReadonlyMap<string, readonly MapEntry[]>
  /** By the path of a stretch. */
  readonly chips: ReadonlyMap<string, readonly MapEntry[]>
  /** What leads on from a parallel state by itself. */
  readonly exits: ReadonlyMap<string, readonly MapEntry[]>
  readonly earlyEnds: readonly EarlyEnd[]
  /** By the path of an ending. */
  readonly endingExits: ReadonlyMap<string, readonly MapEntry[]>
  /** What is refused without leading anywhere: by the path of a state, empty for anywhere. */
  readonly refusalsOnly: ReadonlyMap<string, HintedText>
}

/** The name of an arrow. */
export const transitionName = ({ from, trigger }: ChartTransition): string => `${from || '*'} ${triggerName(trigger)}`

export function findState(path: string, { states }: Chart): ChartState {
  const state = states.find((one) => one.path === path)
  if (state === undefined) throw new RangeError(`There is no state ${path}`)
  return state
}

export const stageOf = (path: string): string => path.split('.')[0] as string

const isEnded = (path: string): boolean => stageOf(path) === 'ended'

/** What a state is called where an arrow leads to it: by the one that is entered, if it is one. */
export function targetTitle(path: string, chart: Chart, lang: Language): string {
  const leaves = enteredLeaves(path, chart)
  const { path: named, title } = findState(leaves.length === 1 ? (leaves[0] as string) : path, chart)
  return shortTitle(named, title, lang)
}

/** What is said of a state to whoever points at it. */
export const stateHint = ({ title, description, cites }: ChartState, lang: Language): string =>
  `${lang === 'en' ? description : title.zh}${cites.map((cite) => (cite === 'policy' ? '' : ` §${cite}`)).join('')}`

/** Who moves next, by the tags of a state. */
export function nextActor({ tags }: ChartState): Shape {
  if (tags.includes('candidateActs')) return 'candidate'
  if (tags.includes('officeActs')) return 'office'
  if (tags.includes('outsideActs')) return 'outside'
  return tags.includes('ended') ? 'ended' : 'clock'
}

export function triggerShape({ trigger }: ChartTransition): Shape {
  if (trigger.kind === 'always') return 'always'
  if (trigger.kind === 'deadline') return 'clock'
  const { by } = trigger
  return by === 'verifier' || by === 'gateway' ? 'outside' : by
}

/** What sets an arrow off, short; what happens by itself is called by its condition. */
function shortLabel(arrow: ChartTransition, way: ChartBranch | undefined, lang: Language): string {
  const { trigger } = arrow
  if (trigger.kind !== 'always') return shortTitle(triggerName(trigger), trigger.title, lang)
  return way?.guard === undefined ? '' : shortTitle(way.guard.id, way.guard.title, lang)
}

/** An arrow in full: each way with its condition and its target, then what may refuse it. */
export function transitionHint(arrow: ChartTransition, chart: Chart, lang: Language): string {
  const ways = arrow.branches.map((way) => {
    const target = way.target === undefined ? mapTexts.stays[lang] : targetTitle(way.target, chart, lang)
    return `${conditionText(arrow, way, lang)} → ${target}`.trim()
  })
  return [triggerText(arrow, lang), ...ways, ...refusalTexts(arrow.refusals, lang)].filter(Boolean).join('\n')
}

/** To how many states an arrow may lead away. */
const targetCount = ({ from, branches: ways }: ChartTransition): number =>
  new Set(ways.flatMap(({ target }) => (target === undefined || target === from ? [] : target))).size

const pushTo = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  map.set(key, [...(map.get(key) ?? []), value])
}

/** Sorts every move of the chart to where the map shows it. */
export function mapContent(chart: Chart, reach: Reach, lang: Language): MapContent {
  const rows = new Map<string, MapEntry[]>()
  const chips = new Map<string, MapEntry[]>()
  const exits = new Map<string, MapEntry[]>()
  const after = new Map<string, MapEntry[]>()
  const ends = new Map<string, EarlyEnd>()
  const shown = new Set<ChartTransition>()

  /** Moves of one arrow are one entry, but for those that happen by themselves: each has its own condition. */
  const add = (map: Map<string, MapEntry[]>, place: string, { transition: arrow, key, branches: ways, target }: StateChange): void => {
    const list = map.get(place) ?? []
    const name = transitionName(arrow)
    const same = arrow.trigger.kind === 'always' ? undefined : list.find((one) => one.transitions[0] === name)
    if (same === undefined) {
      pushTo(map, place, {
        transitions: [name],
        rules: arrow.refusals,
        changes: [key],
        hint: transitionHint(arrow, chart, lang),
        shape: triggerShape(arrow),
        label: shortLabel(arrow, ways[0], lang),
        targets: [target],
        branchCount: arrow.trigger.kind === 'always' ? 1 : targetCount(arrow),
      })
    } else {
      const more = { ...same, moves: [...same.changes, key], targets: [...same.targets, target] }
      map.set(
        place,
        list.map((one) => (one === same ? more : one)),
      )
    }
  }

  const end = ({ transition: arrow, key, branches: ways, target }: StateChange, covers: readonly string[]): void => {
    const id = `${triggerName(arrow.trigger)} ${target}`
    const before = ends.get(id)
    const all = new Set([...(before?.covers ?? []), ...covers])
    ends.set(id, {
      transitions: [...new Set([...(before?.transitions ?? []), transitionName(arrow)])],
      rules: [...new Set<RefusalId>([...(before?.rules ?? []), ...arrow.refusals])],
      changes: [...(before?.changes ?? []), key],
      hint: [...new Set([before?.hint, transitionHint(arrow, chart, lang)])].filter(Boolean).join('\n\n'),
      shape: triggerShape(arrow),
      label: shortLabel(arrow, ways[0], lang),
      ending: target,
      covers: chart.states.flatMap(({ path }) => (all.has(path) ? [path] : [])),
    })
  }

  for (const move of stateChanges(chart)) {
    const { transition: arrow, target } = move
    const inner = enteredLeaves(target, chart)
    const sources = sourcesOf(move, chart, reach).filter((leaf) => inner.length > 1 || inner[0] !== leaf)
    shown.add(arrow)
    if (isEnded(arrow.from)) for (const leaf of sources) add(after, leaf, move)
    else if (isEnded(target)) end(move, sources)
    else {
      for (const stretch of new Set(sources.map(stageOf))) {
        const here = sources.filter((leaf) => isWithin(leaf, stretch))
        const parallel = arrow.from !== '' && findState(arrow.from, chart).kind === 'parallel'
        if (parallel && arrow.trigger.kind === 'always') add(exits, arrow.from, move)
        else if (parallel || (here.length > 2 && here.length === leavesOf(stretch, chart).length)) {
          add(chips, stretch, move)
        } else for (const leaf of here) add(rows, leaf, move)
      }
    }
  }
  const rests = new Map<string, HintedText>()
  for (const arrow of chart.transitions) {
    if (shown.has(arrow) || arrow.refusals.length === 0) continue
    const before = rests.get(arrow.from)
    rests.set(arrow.from, {
      transitions: [...(before?.transitions ?? []), transitionName(arrow)],
      rules: [...(before?.rules ?? []), ...arrow.refusals],
      changes: [],
      hint: [before?.hint, transitionHint(arrow, chart, lang)].filter(Boolean).join('\n'),
    })
  }
  return { rows, chips, exits, earlyEnds: [...ends.values()], endingExits: after, refusalsOnly: rests }
}

/** Several rests as one; nothing where there is none. */
export function mergeHints(rests: readonly (HintedText | undefined)[]): HintedText | undefined {
  const some = rests.filter((rest) => rest !== undefined)
  if (some.length === 0) return undefined
  return {
    transitions: some.flatMap(({ transitions: arrows }) => arrows),
    rules: some.flatMap(({ rules }) => rules),
    changes: [],
    hint: some.map(({ hint }) => hint).join('\n'),
  }
}
