import type { Language } from '../../language'
import type { RefusalId } from '../../rules'
import type { Chart, ChartBranch, ChartState, ChartTransition } from '../chart'
import { enteredLeaves, findState, isWithin, leavesOf, stageOf, triggerName } from '../chartQueries'
import { conditionText, refusalTexts, triggerText } from '../diagramTexts'
import type { Shape } from '../signs'
import { mapTexts, shortTitle } from './mapColumns'
import type { MapItem } from './mapModel'
import { type Reach, type StateChange, sourcesOf, stateChanges } from './stateChanges'

/** The content of a row or chip, without a position. */
export type MapEntry = MapItem & {
  readonly shape: Shape
  readonly label: string
  /** The target states except endings, which the bars show. */
  readonly targets: readonly string[]
  /** The number of different states that the transition can lead to. */
  readonly branchCount: number
}

/** The content of a bar: a trigger with one ending, in all states where it can occur. */
export type EarlyEnd = MapItem & {
  readonly shape: Shape
  readonly label: string
  readonly ending: string
  readonly covers: readonly string[]
}

/** All transitions of a chart, by the place where the map shows them. */
export type MapContent = {
  /** By the path of a leaf. */
  readonly rows: ReadonlyMap<string, readonly MapEntry[]>
  /** By the path of a stage. */
  readonly chips: ReadonlyMap<string, readonly MapEntry[]>
  /** Eventless transitions that leave a parallel stage, by the path of the stage. */
  readonly exits: ReadonlyMap<string, readonly MapEntry[]>
  readonly earlyEnds: readonly EarlyEnd[]
  /** By the path of an ending. */
  readonly endingExits: ReadonlyMap<string, readonly MapEntry[]>
  /** Transitions that only refuse, by the path of their source state. */
  readonly refusalsOnly: ReadonlyMap<string, MapItem>
}

/** Source state and trigger of a transition. */
export const transitionName = ({ from, trigger }: ChartTransition): string =>
  `${from || '*'} ${triggerName(trigger)}`

const isEnded = (path: string): boolean => stageOf(path) === 'ended'

/** The title of a target: that of the entered leaf, or of the state itself if it enters several leaves. */
export function targetTitle(path: string, chart: Chart, lang: Language): string {
  const leaves = enteredLeaves(path, chart)
  const { path: named, title } = findState(leaves.length === 1 ? (leaves[0] as string) : path, chart)
  return shortTitle(named, title, lang)
}

/** The tooltip of a state. */
export const stateHint = ({ title, description, cites }: ChartState, lang: Language): string =>
  `${lang === 'en' ? description : title.zh}${cites.map((cite) => (cite === 'policy' ? '' : ` §${cite}`)).join('')}`

/** Who acts next, by the tags of a state. */
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

/** The short title of a trigger; for an eventless transition, that of its guard. */
function shortLabel({ trigger }: ChartTransition, branch: ChartBranch | undefined, lang: Language): string {
  if (trigger.kind !== 'always') return shortTitle(triggerName(trigger), trigger.title, lang)
  return branch?.guard === undefined ? '' : shortTitle(branch.guard.id, branch.guard.title, lang)
}

/** The tooltip of a transition: the trigger, each branch with its condition and target, the rules that may refuse. */
function transitionHint(transition: ChartTransition, chart: Chart, lang: Language): string {
  const branches = transition.branches.map((branch) => {
    const target =
      branch.target === undefined ? mapTexts.stays[lang] : targetTitle(branch.target, chart, lang)
    return `${conditionText(transition, branch, lang)} → ${target}`.trim()
  })
  const refusals = refusalTexts(transition.refusals, lang)
  return [triggerText(transition, lang), ...branches, ...refusals].filter(Boolean).join('\n')
}

/** The number of other states that a transition can lead to. */
const targetCount = ({ from, branches }: ChartTransition): number =>
  new Set(branches.flatMap(({ target }) => (target === undefined || target === from ? [] : target))).size

type EntryMap = Map<string, MapEntry[]>

/** Assigns every state change of a chart, and every refusal, to the place where the map shows it. */
export function mapContent(chart: Chart, reach: Reach, lang: Language): MapContent {
  const rows: EntryMap = new Map()
  const chips: EntryMap = new Map()
  const exits: EntryMap = new Map()
  const endingExits: EntryMap = new Map()
  const earlyEnds = new Map<string, EarlyEnd>()
  const shown = new Set<ChartTransition>()

  /** Adds one entry for all state changes of a transition, but one entry for each change of an eventless transition. */
  const addEntry = (map: EntryMap, place: string, change: StateChange): void => {
    const { transition, key, branches, target } = change
    const isEventless = transition.trigger.kind === 'always'
    const entries = map.get(place) ?? []
    const name = transitionName(transition)
    const existing = isEventless ? undefined : entries.find((entry) => entry.transitions[0] === name)
    if (existing !== undefined) {
      const extended: MapEntry = {
        ...existing,
        changes: [...existing.changes, key],
        targets: [...existing.targets, target],
      }
      map.set(
        place,
        entries.map((entry) => (entry === existing ? extended : entry)),
      )
      return
    }
    const entry: MapEntry = {
      transitions: [name],
      rules: transition.refusals,
      changes: [key],
      hint: transitionHint(transition, chart, lang),
      shape: triggerShape(transition),
      label: shortLabel(transition, branches[0], lang),
      targets: [target],
      branchCount: isEventless ? 1 : targetCount(transition),
    }
    map.set(place, [...entries, entry])
  }

  /** Adds an exit of a parallel stage. Regions or leaves that leave it under the same condition share one entry. */
  const addExit = (stage: string, change: StateChange): void => {
    const { transition, key, branches, target } = change
    const entries = exits.get(stage) ?? []
    const label = shortLabel(transition, branches[0], lang)
    const existing = entries.find((entry) => entry.label === label && entry.targets[0] === target)
    if (existing === undefined) {
      addEntry(exits, stage, change)
      return
    }
    const extended: MapEntry = {
      ...existing,
      transitions: [...existing.transitions, transitionName(transition)],
      rules: [...existing.rules, ...transition.refusals],
      changes: [...existing.changes, key],
      hint: `${existing.hint}\n\n${transitionHint(transition, chart, lang)}`,
    }
    exits.set(
      stage,
      entries.map((entry) => (entry === existing ? extended : entry)),
    )
  }

  const addEarlyEnd = (
    { transition, key, branches, target }: StateChange,
    sources: readonly string[],
  ): void => {
    const id = `${triggerName(transition.trigger)} ${target}`
    const existing = earlyEnds.get(id)
    const covers = new Set([...(existing?.covers ?? []), ...sources])
    const hints = new Set([existing?.hint, transitionHint(transition, chart, lang)])
    earlyEnds.set(id, {
      transitions: [...new Set([...(existing?.transitions ?? []), transitionName(transition)])],
      rules: [...new Set<RefusalId>([...(existing?.rules ?? []), ...transition.refusals])],
      changes: [...(existing?.changes ?? []), key],
      hint: [...hints].filter(Boolean).join('\n\n'),
      shape: triggerShape(transition),
      label: shortLabel(transition, branches[0], lang),
      ending: target,
      covers: chart.states.flatMap(({ path }) => (covers.has(path) ? [path] : [])),
    })
  }

  for (const change of stateChanges(chart)) {
    const { transition, target } = change
    const { from, trigger } = transition
    const entered = enteredLeaves(target, chart)
    const sources = sourcesOf(change, chart, reach).filter(
      (leaf) => entered.length > 1 || entered[0] !== leaf,
    )
    shown.add(transition)
    if (isEnded(from)) for (const leaf of sources) addEntry(endingExits, leaf, change)
    else if (isEnded(target)) addEarlyEnd(change, sources)
    else {
      for (const stage of new Set(sources.map(stageOf))) {
        const inStage = sources.filter((leaf) => isWithin(leaf, stage))
        const isParallel = findState(stage, chart).kind === 'parallel'
        const inAllLeaves = inStage.length > 2 && inStage.length === leavesOf(stage, chart).length
        if (isParallel && trigger.kind === 'always' && !isWithin(target, stage)) addExit(stage, change)
        else if ((isParallel && from === stage) || inAllLeaves) addEntry(chips, stage, change)
        else for (const leaf of inStage) addEntry(rows, leaf, change)
      }
    }
  }
  const refusalsOnly = new Map<string, MapItem>()
  for (const transition of chart.transitions) {
    if (shown.has(transition) || transition.refusals.length === 0) continue
    const existing = refusalsOnly.get(transition.from)
    refusalsOnly.set(transition.from, {
      transitions: [...(existing?.transitions ?? []), transitionName(transition)],
      rules: [...(existing?.rules ?? []), ...transition.refusals],
      changes: [],
      hint: [existing?.hint, transitionHint(transition, chart, lang)].filter(Boolean).join('\n'),
    })
  }
  return { rows, chips, exits, earlyEnds: [...earlyEnds.values()], endingExits, refusalsOnly }
}

/** Merges items into one; `undefined` if there are none. */
export function mergeItems(items: readonly (MapItem | undefined)[]): MapItem | undefined {
  const present = items.filter((item) => item !== undefined)
  if (present.length === 0) return undefined
  return {
    transitions: present.flatMap(({ transitions }) => transitions),
    rules: present.flatMap(({ rules }) => rules),
    changes: [],
    hint: present.map(({ hint }) => hint).join('\n'),
  }
}
