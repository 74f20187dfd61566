import type { Language } from '../../language'
import type { Chart, ChartState } from '../chart'
import { enteredLeaves, findState, isWithin, stageOf } from '../chartQueries'
import type { Size } from '../geometry'
import known from '../map/known.json'
import { mapColumns } from '../map/mapColumns'
import { nextActor, stateHint } from '../map/mapContent'
import { isGuardDependent, type StateChange, sourcesOf, stateChanges } from '../map/stateChanges'
import type { Shape } from '../signs'
import { textWidth } from '../text'
import { stageDrawings } from './stageDrawings'
import {
  edgeLabelLines,
  internalLines,
  labelSize,
  type StageInput,
  type StageLine,
  sourceLines,
  stageSizes,
} from './stageLines'

/** A node of a drawing: a state, a frame around child states, or a pill for an ending or a state of another stage. */
export type GraphNode = Size & {
  /** The path of the state; `*` for the outer frame. */
  readonly id: string
  readonly kind: 'state' | 'frame' | 'pill' | 'ending'
  readonly shape: Shape
  readonly title: string
  readonly hint: string
  /** The transitions that do not leave the state. */
  readonly inside: readonly StageLine[]
  readonly children: readonly GraphNode[]
}

/** An edge of a drawing: all transitions from one node to another. */
export type GraphEdge = Size & {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly forward: boolean
  /** The keys of its state changes. */
  readonly changes: readonly string[]
  readonly lines: readonly StageLine[]
}

/** The graph of a drawing, without positions. */
export type StageGraph = { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] }

function stateNode(state: ChartState, input: StageInput): GraphNode {
  const { chart, lang } = input
  const children = chart.states.filter(({ parent }) => parent === state.path)
  const title = state.title[lang]
  const inside = children.length > 0 ? [] : internalLines(state.path, input)
  const lines = inside.length > 0 ? labelSize(inside) : { width: 0, height: 0 }
  return {
    id: state.path,
    kind: children.length > 0 ? 'frame' : 'state',
    shape: nextActor(state),
    title,
    hint: stateHint(state, lang),
    inside,
    children: children.map((child) => stateNode(child, input)),
    width: Math.max(textWidth(title, stageSizes.title) + 40, lines.width + 8),
    height: 28 + lines.height,
  }
}

function pillNode(path: string, { chart, lang }: StageInput): GraphNode {
  const state = findState(path, chart)
  const stage = stageOf(path)
  const isEnding = stage === 'ended'
  const own = state.title[lang]
  const title = isEnding || stage === path ? own : `${findState(stage, chart).title[lang]} · ${own}`
  return {
    id: path,
    kind: isEnding ? 'ending' : 'pill',
    shape: 'always',
    title,
    hint: stateHint(state, lang),
    inside: [],
    children: [],
    width: textWidth(title, stageSizes.event) + 38,
    height: 26,
  }
}

/** A state change with the node that its edge starts from and its label. */
type EdgePart = {
  readonly change: StateChange
  readonly from: string
  readonly lines: readonly StageLine[]
  /** Further state changes with the same target and label. */
  readonly others?: readonly StateChange[]
}

const sourcesInside = (change: StateChange, { chart, isInside }: StageInput): string[] =>
  sourcesOf(change, chart, known.reach).filter(isInside)

/** A state change starts from its source state, from each leaf where its guard can hold, or from the outer frame. */
function edgePartsOf(change: StateChange, input: StageInput): EdgePart[] {
  const { chart, isInside } = input
  const { from } = change.transition
  const lines = edgeLabelLines(change.transition, change.branches, input)
  const sources = sourcesInside(change, input)
  if (from === '') {
    return sources.length > 0
      ? [{ change, from: '*', lines: [...lines, ...sourceLines(sources, input)] }]
      : []
  }
  if (!isInside(from)) return []
  if (!isGuardDependent(change, chart)) return [{ change, from, lines }]
  const entered = enteredLeaves(change.target, chart)
  const leaving = sources.filter((path) => entered.length > 1 || entered[0] !== path)
  return leaving.map((path) => ({ change, from: path, lines }))
}

/** Merges equal parts that leave the drawing into one part that starts from the outer frame. */
function mergeEdgeParts(parts: readonly EdgePart[], input: StageInput): EdgePart[] {
  const mergeKey = ({ change, lines }: EdgePart): string => JSON.stringify([change.target, lines])
  return parts.flatMap((part) => {
    const equal = parts.filter((other) => mergeKey(other) === mergeKey(part))
    if (equal.length === 1 || input.isInside(part.change.target)) return [part]
    if (equal[0] !== part) return []
    const sources = equal.flatMap(({ change }) => sourcesInside(change, input))
    const others = equal.slice(1).map(({ change }) => change)
    return [{ ...part, from: '*', lines: [...part.lines, ...sourceLines(sources, input)], others }]
  })
}

/**
 * Builds the graph of a drawing: its states, and the edges between them and to other stages.
 * @throws RangeError if there is no such drawing
 */
export function stageGraph(name: string, chart: Chart, lang: Language): StageGraph {
  const drawing = stageDrawings.find((one) => one.name === name)
  if (drawing === undefined) throw new RangeError(`There is no drawing ${name}`)
  const { stages, labelWidth } = drawing
  const isInside = (path: string): boolean => stages.includes(stageOf(path))
  const input: StageInput = { chart, lang, labelWidth, isInside }
  // One pill for all states of a region of another stage.
  const seenFromHere = (path: string): string =>
    isInside(path) ? path : path.split('.').slice(0, 2).join('.')
  const states = chart.states.filter(({ path }) => stages.includes(path))
  const frame = outerFrame(
    states.map((state) => stateNode(state, input)),
    input,
  )
  const order = chart.states.map(({ path }) => path)
  const edges = new Map<string, GraphEdge>()
  const parts = stateChanges(chart).flatMap((change) => edgePartsOf(change, input))
  for (const { change, from: start, lines: own, others = [] } of mergeEdgeParts(parts, input)) {
    const { target } = change
    const to = isWithin(start, target) ? (enteredLeaves(target, chart)[0] as string) : seenFromHere(target)
    const from = states.length === 1 && start === states[0]?.path ? '*' : start
    const id = `${from} ${to}`
    const existing = edges.get(id)
    const lines = [...(existing?.lines ?? []), ...own]
    const forward = !isInside(to) || order.indexOf(to) > order.indexOf(from)
    const changes = [...(existing?.changes ?? []), ...[change, ...others].map(({ key }) => key)]
    edges.set(id, { id, from, to, forward, changes, lines, ...labelSize(lines) })
  }
  const targets = [...new Set([...edges.values()].map(({ to }) => to))]
  const pills = targets.filter((path) => !isInside(path)).map((path) => pillNode(path, input))
  return { nodes: [frame, ...pills], edges: [...edges.values()] }
}

/** The frame around a drawing: the only stage, or the column that several stages share. */
function outerFrame(children: readonly GraphNode[], { lang, isInside }: StageInput): GraphNode {
  const [only] = children
  if (children.length === 1 && only?.kind === 'frame') return { ...only, id: '*' }
  const column = mapColumns.find(({ lanes }) => lanes.flat().some(isInside))
  const title = column?.title[lang] ?? ''
  return {
    id: '*',
    kind: 'frame',
    shape: 'always',
    title,
    hint: '',
    inside: [],
    children,
    width: 0,
    height: 0,
  }
}
