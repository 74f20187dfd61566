import type { Chart, ChartState } from '../chart'
import { columns } from '../map/columns'
import { hintAt, moverOf, stageOf, stateOf } from '../map/content'
import known from '../map/known.json'
import type { Language, Shape } from '../map/model'
import { entered, isGuarded, isWithin, type Move, movesOf, sourcesOf } from '../map/moves'
import { textWidth } from '../text'
import { drawings } from './drawings'
import {
  insideOf,
  labelSize,
  linesOf,
  partOf,
  type Size,
  type StageLine,
  type StageSheet,
  sizes,
} from './stageLines'

/** A state of the stretch; or, as a pill, an ending or a state of another stretch. */
export type GraphNode = Size & {
  /** Its path; that of what lies around all is `*`. */
  readonly id: string
  readonly kind: 'state' | 'frame' | 'pill' | 'ending'
  readonly shape: Shape
  readonly title: string
  readonly hint: string
  /** What can be done in it without leaving it. */
  readonly inside: readonly StageLine[]
  readonly children: readonly GraphNode[]
}

/** All that leads from one to another. */
export type Edge = Size & {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly forward: boolean
  /** The keys of the moves. */
  readonly moves: readonly string[]
  readonly lines: readonly StageLine[]
}

/** A stretch as a graph. */
export type Graph = { readonly nodes: readonly GraphNode[]; readonly edges: readonly Edge[] }

function nodeOf(state: ChartState, sheet: StageSheet): GraphNode {
  const { chart, lang } = sheet
  const children = chart.states.filter(({ parent }) => parent === state.path)
  const title = state.title[lang]
  const inside = children.length > 0 ? [] : insideOf(state.path, sheet)
  const lines = inside.length > 0 ? labelSize(inside) : { width: 0, height: 0 }
  return {
    id: state.path,
    kind: children.length > 0 ? 'frame' : 'state',
    shape: moverOf(state),
    title,
    hint: hintAt(state, lang),
    inside,
    children: children.map((child) => nodeOf(child, sheet)),
    width: Math.max(textWidth(title, sizes.title) + 40, lines.width + 8),
    height: 28 + lines.height,
  }
}

function pillOf(path: string, { chart, lang }: StageSheet): GraphNode {
  const state = stateOf(path, chart)
  const stretch = stageOf(path)
  const ending = stretch === 'ended'
  const own = state.title[lang]
  const title = ending || stretch === path ? own : `${stateOf(stretch, chart).title[lang]} · ${own}`
  return {
    id: path,
    kind: ending ? 'ending' : 'pill',
    shape: 'always',
    title,
    hint: hintAt(state, lang),
    inside: [],
    children: [],
    width: textWidth(title, sizes.event) + 38,
    height: 26,
  }
}

/** A move, from where it is drawn, and what it says; and those that are drawn with it. */
type Start = {
  readonly move: Move
  readonly from: string
  readonly lines: readonly StageLine[]
  readonly others?: readonly Move[]
}

const sourcesIn = (move: Move, { chart, inner }: StageSheet): string[] =>
  sourcesOf(move, chart, known.reach).filter(inner)

/** From where a move is drawn: the state that has it, its sources where only those have it, or the frame around all. */
function startsOf(move: Move, sheet: StageSheet): Start[] {
  const { chart, inner } = sheet
  const { from } = move.arrow
  const lines = linesOf(move.arrow, move.ways, sheet)
  const sources = sourcesIn(move, sheet)
  if (from === '') {
    return sources.length > 0 ? [{ move, from: '*', lines: [...lines, ...partOf(sources, sheet)] }] : []
  }
  if (!inner(from)) return []
  if (!isGuarded(move, chart)) return [{ move, from, lines }]
  const target = entered(move.target, chart)
  const left = sources.filter((path) => target.length > 1 || target[0] !== path)
  return left.map((path) => ({ move, from: path, lines }))
}

/** What several states do alike, leading away, is drawn once, from the frame around them. */
function gathered(starts: readonly Start[], sheet: StageSheet): Start[] {
  const alike = ({ move, lines }: Start): string => JSON.stringify([move.target, lines])
  return starts.flatMap((start) => {
    const same = starts.filter((other) => alike(other) === alike(start))
    if (same.length === 1 || sheet.inner(start.move.target)) return [start]
    if (same[0] !== start) return []
    const sources = same.flatMap(({ move }) => sourcesIn(move, sheet))
    const others = same.slice(1).map(({ move }) => move)
    return [{ ...start, from: '*', lines: [...start.lines, ...partOf(sources, sheet)], others }]
  })
}

/** Makes a graph of a stretch: its states, and all that leads from one to another or away. */
export function graphOf(name: string, chart: Chart, lang: Language): Graph {
  const drawing = drawings.find((one) => one.name === name)
  if (drawing === undefined) throw new RangeError(`There is no drawing ${name}`)
  const { stretches, widest } = drawing
  const sheet: StageSheet = { chart, lang, widest, inner: (path) => stretches.includes(stageOf(path)) }
  const states = chart.states.filter(({ path }) => stretches.includes(path))
  const around = aroundOf(
    states.map((state) => nodeOf(state, sheet)),
    sheet,
  )
  const order = chart.states.map(({ path }) => path)
  const edges = new Map<string, Edge>()
  const starts = movesOf(chart).flatMap((move) => startsOf(move, sheet))
  for (const { move, from: start, lines: own, others = [] } of gathered(starts, sheet)) {
    const to = isWithin(start, move.target) ? (entered(move.target, chart)[0] as string) : move.target
    const from = states.length === 1 && start === states[0]?.path ? '*' : start
    const id = `${from} ${to}`
    const before = edges.get(id)
    const lines = [...(before?.lines ?? []), ...own]
    const forward = !sheet.inner(to) || order.indexOf(to) > order.indexOf(from)
    const moves = [...(before?.moves ?? []), ...[move, ...others].map(({ key }) => key)]
    edges.set(id, { id, from, to, forward, moves, lines, ...labelSize(lines) })
  }
  const away = [...new Set([...edges.values()].map(({ to }) => to))].filter((path) => !sheet.inner(path))
  return { nodes: [around, ...away.map((path) => pillOf(path, sheet))], edges: [...edges.values()] }
}

/** What lies around all: the stretch itself, or, of several, the column that they share. */
function aroundOf(inside: readonly GraphNode[], { lang, inner }: StageSheet): GraphNode {
  const [only] = inside
  if (inside.length === 1 && only?.kind === 'frame') return { ...only, id: '*' }
  const column = columns.find(({ lanes }) => lanes.flat().some(inner))
  const title = column?.title[lang] ?? ''
  return {
    id: '*',
    kind: 'frame',
    shape: 'always',
    title,
    hint: '',
    inside: [],
    children: inside,
    width: 0,
    height: 0,
  }
}
