import type { Language } from '../language'
import { type Chart, type ChartBranch, type ChartState, type ChartTransition, chart } from './chart'
import { findState, firstLeaf, isWithin, stageOf } from './chartQueries'
import { conditionText, diagramTexts, refusalTexts, triggerText } from './diagramTexts'

/** The options of a diagram. */
export type DiagramOptions = {
  /** The path of a state, such as `declaring` or `declaring.proof`; by default all stages without their states. */
  state?: string
  /** The language of the titles; `en` by default. */
  lang?: Language
  /** Whether to name every rule that may refuse; by default `⊘3` counts them. */
  all?: boolean
}

type DiagramInput = { readonly lang: Language; readonly all: boolean; readonly chart: Chart }

/** Mermaid allows no dots in ids. */
const idOf = (path: string): string => path.replaceAll('.', '_')

const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`)

const stateLine = (path: string, title: string): string => `state "${title}" as ${idOf(path)}`

const noteLines = (path: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? [`note right of ${idOf(path)}`, ...indent(lines), 'end note'] : []

/** The label of a branch: its trigger, its condition, and the rules that may refuse. */
function labelLines(transition: ChartTransition, branch: ChartBranch, { lang, all }: DiagramInput): string[] {
  const refusals = all ? refusalTexts(branch.refusals, lang) : []
  const count = !all && branch.refusals.length > 0 ? `⊘${branch.refusals.length}` : ''
  const texts = [triggerText(transition, lang), conditionText(transition, branch, lang), count]
  return [texts.filter(Boolean).join(' '), ...refusals]
}

/** The different labels of each arrow or note, by its key. All transitions between two states share one arrow. */
class LabelMap {
  readonly #labels = new Map<string, Set<string>>()

  add(key: string, lines: readonly string[]): void {
    const labels = this.#labels.get(key) ?? new Set()
    this.#labels.set(key, labels.add(lines.join('\n')))
  }

  get entries(): [key: string, lines: string[]][] {
    return [...this.#labels].map(([key, labels]) => [key, [...labels].flatMap((label) => label.split('\n'))])
  }
}

const arrowLines = (labels: LabelMap): string[] =>
  labels.entries.map(([ends, lines]) => {
    const [from = '', to = ''] = ends.split(' ').map(idOf)
    return `${from} --> ${to} : ${lines.join('<br/>')}`
  })

/** The page uses the same colours, except for `ended`. */
const tagColours = {
  candidateActs: '#0072B2',
  officeActs: '#B85000',
  outsideActs: '#8A4A95',
  clockActs: '#3d4a57',
  ended: '#7a8794',
} as const

function colourLines(states: readonly ChartState[]): string[] {
  return Object.entries(tagColours).flatMap(([tag, colour]) => {
    const tagged = states.filter(({ kind, tags }) => kind === 'atomic' && (tags as string[]).includes(tag))
    if (tagged.length === 0) return []
    return [
      `classDef ${tag} stroke:${colour},stroke-width:2px`,
      `class ${tagged.map(({ path }) => idOf(path))} ${tag}`,
    ]
  })
}

function diagramText(title: string, lines: readonly string[]): string {
  return ['---', `title: ${JSON.stringify(title)}`, '---', 'stateDiagram-v2', ...indent(lines), ''].join('\n')
}

/** The stages, and the transitions between them. */
function overviewDiagram(input: DiagramInput): string {
  const { lang, chart } = input
  const stages = chart.states.filter(({ parent }) => parent === undefined)
  const betweenStages = new LabelMap()
  const anywhere = new LabelMap()
  for (const transition of chart.transitions) {
    for (const branch of transition.branches) {
      if (branch.target === undefined) continue
      const to = stageOf(branch.target)
      const label = labelLines(transition, branch, input)
      const from = stageOf(transition.from)
      if (from === '') anywhere.add(to, label)
      else if (from !== to) betweenStages.add(`${from} ${to}`, label)
    }
  }
  return diagramText(diagramTexts.registration[lang], [
    ...stages.map(({ path, title }) => stateLine(path, title[lang])),
    `[*] --> ${idOf((stages[0] as ChartState).path)}`,
    ...arrowLines(betweenStages),
    ...anywhere.entries.flatMap(([to, lines]) => noteLines(to, [diagramTexts.anywhere[lang], ...lines])),
    ...colourLines(stages),
  ])
}

/** Whether a branch stays in its source state. */
const isInternal = ({ from }: ChartTransition, { target }: ChartBranch): boolean =>
  target === undefined || target === from

/** Whether the root responds to the event in the same way. A state diagram omits such a branch, except with `all`. */
function isInherited(
  { trigger }: ChartTransition,
  { guard }: ChartBranch,
  rootTransitions: readonly ChartTransition[],
): boolean {
  const same = rootTransitions.filter(
    (other) =>
      trigger.kind === 'event' && other.trigger.kind === 'event' && other.trigger.type === trigger.type,
  )
  return same.some((other) =>
    other.branches.some((branch) => isInternal(other, branch) && branch.guard?.id === guard?.id),
  )
}

/** A state with its descendants. */
function stateBlock(state: ChartState, input: DiagramInput): string[] {
  const { lang, chart } = input
  const { path, title, kind, initial } = state
  const children = chart.states.filter(({ parent }) => parent === path)
  const own = stateLine(path, title[lang])
  if (children.length === 0) return [own]
  const parts = children.map((child, i) => [
    ...(kind === 'parallel' && i > 0 ? ['--'] : []),
    ...stateBlock(child, input),
  ])
  return [
    `${own} {`,
    ...indent([...(initial ? [`[*] --> ${idOf(firstLeaf(initial, chart))}`] : []), ...parts.flat()]),
    '}',
  ]
}

/** A state with its descendants and transitions. Arrows join atomic states: Mermaid hides those of composite states. */
function stateDiagram(root: ChartState, input: DiagramInput): string {
  const { lang, all, chart } = input
  const inside = chart.states.filter(({ path }) => isWithin(path, root.path))
  const rootTransitions = chart.transitions.filter(({ from }) => from === '')
  const arrows = new LabelMap()
  const notes = new LabelMap()
  const outside = new Set<string>()
  for (const transition of chart.transitions) {
    if (transition.from === '' || !isWithin(transition.from, root.path)) continue
    const state = findState(transition.from, chart)
    const leaf = firstLeaf(state.path, chart)
    const scope = state === root ? diagramTexts.inside : diagramTexts.within(state.title[lang])
    const prefix = leaf === state.path ? '' : `${scope[lang]} `
    for (const branch of transition.branches) {
      const [firstLine = '', ...others] = labelLines(transition, branch, input)
      const label = [prefix + firstLine, ...others]
      if (branch.target !== undefined && !isInternal(transition, branch)) {
        const isInside = isWithin(branch.target, root.path)
        if (!isInside) outside.add(branch.target)
        arrows.add(`${leaf} ${isInside ? firstLeaf(branch.target, chart) : branch.target}`, label)
      } else if (all || !isInherited(transition, branch, rootTransitions)) notes.add(leaf, label)
    }
    const lastRefusals = transition.refusals.slice(transition.branches.at(-1)?.refusals.length ?? 0)
    if (all && lastRefusals.length > 0) {
      notes.add(leaf, [prefix + triggerText(transition, lang), ...refusalTexts(lastRefusals, lang)])
    }
  }
  return diagramText(fullTitle(root.path, input), [
    ...stateBlock(root, input),
    ...[...outside].map((path) => stateLine(path, fullTitle(path, input))),
    ...arrowLines(arrows),
    ...notes.entries.flatMap(([path, lines]) => noteLines(path, lines)),
    ...colourLines([...inside, ...[...outside].map((path) => findState(path, chart))]),
  ])
}

/** The titles of a state and its ancestors: `Declaring · Proof`. */
function fullTitle(path: string, input: DiagramInput): string {
  const { parent, title } = findState(path, input.chart)
  const own = title[input.lang]
  return parent === undefined ? own : `${fullTitle(parent, input)} · ${own}`
}

/**
 * Draws the statechart, or one state with its descendants, as a Mermaid state diagram.
 *
 * @returns the diagram text, with the title as front matter
 * @throws RangeError if there is no such state
 */
export function mermaid({ state, lang = 'en', all = false }: DiagramOptions = {}): string {
  const input = { lang, all, chart: chart() }
  return state === undefined ? overviewDiagram(input) : stateDiagram(findState(state, input.chart), input)
}
