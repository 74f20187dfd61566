import type { Chart, ChartState } from '../chart'
import { mapColumns } from '../map/columns'
import { stateHint, nextActor, stageOf, findState } from '../map/mapContent'
import known from '../map/known.json'
import type { Language, Shape } from '../map/mapModel'
import { enteredLeaves, hasGuardedSources, isWithin, type StateChange, stateChanges, sourcesOf } from '../map/stateChanges'
import { textWidth } from '../text'
import { stageDrawings } from './stageDrawings'
import {
  internalLines,
  labelSize,
  edgeLabelLines,
  sourceLines,
  type Size,
  type StageLine,
  type StageInput,
  stageSizes,
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
export type GraphEdge = Size & {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly forward: boolean
  /** The keys of the moves. */
  readonly changes: readonly string[]
  readonly lines: readonly StageLine[]
}

/** A stretch as a graph. */
export type StageGraph = { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] }

function stateNode(state: ChartState, sheet: StageInput): GraphNode {
  const { chart, lang } = sheet
  const children = chart.states.filter(({ parent }) => parent === state.path)
  const title = state.title[lang]
  const inside = children.length > 0 ? [] : internalLines(state.path, sheet)
  const lines = inside.length > 0 ? labelSize(inside) : { width: 0, height: 0 }
  return {
    id: state.path,
    kind: children.length > 0 ? 'frame' : 'state',
    shape: nextActor(state),
    title,
    hint: stateHint(state, lang),
    inside,
    children: children.map((child) => stateNode(child, sheet)),
    width: Math.max(textWidth(title, stageSizes.title) + 40, lines.width + 8),
    height: 28 + lines.height,
  }
}

function pillNode(path: string, { chart, lang }: StageInput): GraphNode {
  const state = findState(path, chart)
  const stretch = stageOf(path)
  const ending = stretch === 'ended'
  const own = state.title[lang]
  const title = ending || stretch === path ? own : `${findState(stretch, chart).title[lang]} · ${own}`
  return {
    id: path,
    kind: ending ? 'ending' : 'pill',
    shape: 'always',
    title,
    hint: stateHint(state, lang),
    inside: [],
    children: [],
    width: textWidth(title, stageSizes.event) + 38,
    height: 26,
  }
}

/** A move, from where it is drawn, and what it says; and those that are drawn with it. */
type EdgePart = {
  readonly change: StateChange
  readonly from: string
  readonly lines: readonly StageLine[]
  readonly others?: readonly StateChange[]
}

const sourcesIn = (move: StateChange, { chart, inner }: StageInput): string[] =>
  sourcesOf(move, chart, known.reach).filter(inner)

/** From where a move is drawn: the state that has it, its sources where only those have it, or the frame around all. */
function edgePartsOf(move: StateChange, sheet: StageInput): EdgePart[] {
  const { chart, inner } = sheet
  const { from } = move.transition
  const lines = edgeLabelLines(move.transition, move.branches, sheet)
  const sources = sourcesIn(move, sheet)
  if (from === '') {
    return sources.length > 0 ? [{ change: move, from: '*', lines: [...lines, ...sourceLines(sources, sheet)] }] : []
  }
  if (!inner(from)) return []
  if (!hasGuardedSources(move, chart)) return [{ change: move, from, lines }]
  const target = enteredLeaves(move.target, chart)
  const left = sources.filter((path) => target.length > 1 || target[0] !== path)
  return left.map((path) => ({ move, from: path, lines }))
}

/** What several states do alike, leading away, is drawn once, from the frame around them. */
function mergeEdgeParts(starts: readonly EdgePart[], sheet: StageInput): EdgePart[] {
  const alike = ({ change: move, lines }: EdgePart): string => JSON.stringify([move.target, lines])
  return starts.flatMap((start) => {
    const same = starts.filter((other) => alike(other) === alike(start))
    if (same.length === 1 || sheet.inner(start.change.target)) return [start]
    if (same[0] !== start) return []
    const sources = same.flatMap(({ change: move }) => sourcesIn(move, sheet))
    const others = same.slice(1).map(({ change: move }) => move)
    return [{ ...start, from: '*', lines: [...start.lines, ...sourceLines(sources, sheet)], others }]
  })
}

/** Makes a graph of a stretch: its states, and all that leads from one to another or away. */
export function stageGraph(name: string, chart: Chart, lang: Language): StageGraph {
  const drawing = stageDrawings.find((one) => one.name === name)
  if (drawing === undefined) throw new RangeError(`There is no drawing ${name}`)
  const { stages: stretches, labelWidth: widest } = drawing
  const sheet: StageInput = { chart, lang, labelWidth: widest, inner: (path) => stretches.includes(stageOf(path)) }
  const states = chart.states.filter(({ path }) => stretches.includes(path))
  const around = outerFrame(
    states.map((state) => stateNode(state, sheet)),
    sheet,
  )
  const order = chart.states.map(({ path }) => path)
  const edges = new Map<string, GraphEdge>()
  const starts = stateChanges(chart).flatMap((move) => edgePartsOf(move, sheet))
  for (const { change: move, from: start, lines: own, others = [] } of mergeEdgeParts(starts, sheet)) {
    const to = isWithin(start, move.target) ? (enteredLeaves(move.target, chart)[0] as string) : move.target
    const from = states.length === 1 && start === states[0]?.path ? '*' : start
    const id = `${from} ${to}`
    const before = edges.get(id)
    const lines = [...(before?.lines ?? []), ...own]
    const forward = !sheet.inner(to) || order.indexOf(to) > order.indexOf(from)
    const moves = [...(before?.changes ?? []), ...[move, ...others].map(({ key }) => key)]
    edges.set(id, { id, from, to, forward, changes: moves, lines, ...labelSize(lines) })
  }
  const away = [...new Set([...edges.values()].map(({ to }) => to))].filter((path) => !sheet.inner(path))
  return { nodes: [around, ...away.map((path) => pillNode(path, sheet))], edges: [...edges.values()] }
}

/** What lies around all: the stretch itself, or, of several, the column that they share. */
function outerFrame(inside: readonly GraphNode[], { lang, inner }: StageInput): GraphNode {
  const [only] = inside
  if (inside.length === 1 && only?.kind === 'frame') return { ...only, id: '*' }
  const column = mapColumns.find(({ lanes }) => lanes.flat().some(inner))
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
