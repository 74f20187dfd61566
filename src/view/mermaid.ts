import type { LocalizedText } from '../language'
import { type Chart, type ChartArrow, type ChartState, type ChartWay, chart } from './chart'
import { conditionOf, diagramTexts, refusalsOf, triggerOf } from './diagramTexts'

/** What to draw, and how. */
export type DiagramOptions = {
  /** The path of a state, such as `declaring` or `declaring.proof`; by default the whole, of which only the stretches. */
  state?: string
  /** The language of the titles: `en` unless told otherwise. */
  lang?: keyof LocalizedText
  /** Name every rule that may refuse, where otherwise `⊘3` counts them. */
  all?: boolean
}

type Drawing = { lang: keyof LocalizedText; all: boolean; states: ReadonlyMap<string, ChartState> }

/** Mermaid's ids are words. */
const idOf = (path: string): string => path.replaceAll('.', '_')

const isWithin = (path: string, outer: string): boolean => path === outer || path.startsWith(`${outer}.`)

const stretchOf = (path: string): string => path.split('.')[0] as string

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`)

const node = (path: string, title: string): string => `state "${title}" as ${idOf(path)}`

const note = (path: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? [`note right of ${idOf(path)}`, ...indented(lines), 'end note'] : []

/** What an arrow says: what sets it off, under which condition, and what may refuse it. */
function labelOf(arrow: ChartArrow, way: ChartWay, { lang, all }: Drawing): string[] {
  const refusals = all ? refusalsOf(way.refusals, lang) : []
  const count = !all && way.refusals.length > 0 ? `⊘${way.refusals.length}` : ''
  const head = [triggerOf(arrow, lang), conditionOf(arrow, way, lang), count].filter(Boolean).join(' ')
  return [head, ...refusals]
}

/** Arrows between the same two states are drawn as one, with the label of each; what stands in place has a note. */
class Labels {
  readonly #labels = new Map<string, Set<string>>()

  add(key: string, lines: readonly string[]): void {
    const labels = this.#labels.get(key) ?? new Set()
    this.#labels.set(key, labels.add(lines.join('\n')))
  }

  /** What each key has, line by line. */
  get entries(): [key: string, lines: string[]][] {
    return [...this.#labels].map(([key, labels]) => [key, [...labels].flatMap((label) => label.split('\n'))])
  }
}

const edges = (labels: Labels): string[] =>
  labels.entries.map(([ends, lines]) => {
    const [from = '', to = ''] = ends.split(' ').map(idOf)
    return `${from} --> ${to} : ${lines.join('<br/>')}`
  })

/** The colours of those who move next, as the page has them. */
const colours = {
  candidateActs: '#0072B2',
  officeActs: '#B85000',
  outsideActs: '#8A4A95',
  clockActs: '#3d4a57',
  ended: '#7a8794',
} as const

function colouring(states: readonly ChartState[]): string[] {
  return Object.entries(colours).flatMap(([tag, colour]) => {
    const own = states.filter(({ kind, tags }) => kind === 'atomic' && (tags as string[]).includes(tag))
    if (own.length === 0) return []
    return [
      `classDef ${tag} stroke:${colour},stroke-width:2px`,
      `class ${own.map(({ path }) => idOf(path))} ${tag}`,
    ]
  })
}

function text(title: string, lines: readonly string[]): string {
  return ['---', `title: ${JSON.stringify(title)}`, '---', 'stateDiagram-v2', ...indented(lines), ''].join(
    '\n',
  )
}

/** The stretches of the path, and the arrows between them. */
function whole({ states, arrows }: Chart, drawing: Drawing): string {
  const { lang } = drawing
  const stretches = states.filter(({ parent }) => parent === undefined)
  const between = new Labels()
  const anywhere = new Labels()
  for (const arrow of arrows) {
    for (const way of arrow.ways) {
      if (way.target === undefined) continue
      const to = stretchOf(way.target)
      const label = labelOf(arrow, way, drawing)
      const from = stretchOf(arrow.from)
      if (from === '') anywhere.add(to, label)
      else if (from !== to) between.add(`${from} ${to}`, label)
    }
  }
  return text(diagramTexts.registration[lang], [
    ...stretches.map(({ path, title }) => node(path, title[lang])),
    `[*] --> ${idOf((stretches[0] as ChartState).path)}`,
    ...edges(between),
    ...anywhere.entries.flatMap(([to, lines]) => note(to, [diagramTexts.anywhere[lang], ...lines])),
    ...colouring(stretches),
  ])
}

/** Where an arrow of a state with others inside is drawn: Mermaid hides one that begins or ends at a frame. */
function leafOf(path: string, drawing: Drawing): string {
  const states = [...drawing.states.values()]
  const first = drawing.states.get(path)?.initial ?? states.find(({ parent }) => parent === path)?.path
  return first === undefined ? path : leafOf(first, drawing)
}

/** Whether a way leads nowhere else. */
const stays = (arrow: ChartArrow, { target }: ChartWay): boolean =>
  target === undefined || target === arrow.from

/** What every state does in the same way says nothing about this one. */
function isUsual({ trigger }: ChartArrow, { guard }: ChartWay, everywhere: readonly ChartArrow[]): boolean {
  const same = everywhere.filter(
    (other) =>
      trigger.kind === 'event' && other.trigger.kind === 'event' && other.trigger.type === trigger.type,
  )
  return same.some((other) => other.ways.some((way) => stays(other, way) && way.guard?.id === guard?.id))
}

/** A state with those inside it. */
function frame(state: ChartState, drawing: Drawing): string[] {
  const { path, title, kind, initial } = state
  const inside = [...drawing.states.values()].filter(({ parent }) => parent === path)
  const own = node(path, title[drawing.lang])
  if (inside.length === 0) return [own]
  const parts = inside.map((child, i) => [
    ...(kind === 'parallel' && i > 0 ? ['--'] : []),
    ...frame(child, drawing),
  ])
  return [
    `${own} {`,
    ...indented([...(initial ? [`[*] --> ${idOf(leafOf(initial, drawing))}`] : []), ...parts.flat()]),
    '}',
  ]
}

/** A state, those inside it, and where its arrows lead. */
function part(root: ChartState, { states, arrows }: Chart, drawing: Drawing): string {
  const { lang, all } = drawing
  const inside = states.filter(({ path }) => isWithin(path, root.path))
  const everywhere = arrows.filter(({ from }) => from === '')
  const leading = new Labels()
  const inPlace = new Labels()
  const outside = new Set<string>()
  for (const arrow of arrows.filter(({ from }) => from !== '' && isWithin(from, root.path))) {
    const state = drawing.states.get(arrow.from) as ChartState
    const leaf = leafOf(state.path, drawing)
    const around = state === root ? diagramTexts.inside : diagramTexts.within(state.title[lang])
    const where = leaf === state.path ? '' : `${around[lang]} `
    for (const way of arrow.ways) {
      const [head = '', ...rest] = labelOf(arrow, way, drawing)
      const label = [where + head, ...rest]
      if (way.target !== undefined && !stays(arrow, way)) {
        const inner = isWithin(way.target, root.path)
        if (!inner) outside.add(way.target)
        leading.add(`${leaf} ${inner ? leafOf(way.target, drawing) : way.target}`, label)
      } else if (all || !isUsual(arrow, way, everywhere)) inPlace.add(leaf, label)
    }
    const last = arrow.refusals.slice(arrow.ways.at(-1)?.refusals.length ?? 0)
    if (all && last.length > 0) {
      inPlace.add(leaf, [where + triggerOf(arrow, lang), ...refusalsOf(last, lang)])
    }
  }
  return text(titleWithStretch(root.path, drawing), [
    ...frame(root, drawing),
    ...[...outside].map((path) => node(path, titleWithStretch(path, drawing))),
    ...edges(leading),
    ...inPlace.entries.flatMap(([path, lines]) => note(path, lines)),
    ...colouring([...inside, ...[...outside].flatMap((path) => drawing.states.get(path) ?? [])]),
  ])
}

/** The title of a state after those around it: `Declaring · Proof`. */
function titleWithStretch(path: string, drawing: Drawing): string {
  const { parent, title } = drawing.states.get(path) as ChartState
  const own = title[drawing.lang]
  return parent === undefined ? own : `${titleWithStretch(parent, drawing)} · ${own}`
}

/**
 * Draws the chart, or a part of it, as the text of a Mermaid state diagram.
 *
 * @returns the text, a front matter with the title first
 * @throws RangeError where there is no such state
 */
export function mermaid({ state, lang = 'en', all = false }: DiagramOptions = {}): string {
  const read = chart()
  const drawing = { lang, all, states: new Map(read.states.map((one) => [one.path, one])) }
  if (state === undefined) return whole(read, drawing)
  const root = drawing.states.get(state)
  if (root === undefined) throw new RangeError(`There is no state ${state}`)
  return part(root, read, drawing)
}
