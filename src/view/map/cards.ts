import type { Language } from '../../language'
import type { Chart } from '../chart'
import { findState, firstLeaf, isWithin, leavesOf, stageOf } from '../chartQueries'
import type { Point } from '../geometry'
import { mapTexts, shortTitle } from './mapColumns'
import { type MapContent, type MapEntry, mergeItems, nextActor, stateHint, targetTitle } from './mapContent'
import { chipAt, flowChips, labelAt, refusalCountAt, rowAt, smallFontSize, titleFontSize } from './mapLines'
import { type Card, type ColumnHead, type Frame, type Label, type MapRow, mapSizes } from './mapModel'
import { columnAt, directionOf, type Lane, type Place } from './places'

const { card: width, gap, gutter, head: headHeight, pad } = mapSizes

/** The input of the map's layout. */
export type MapInput = {
  readonly chart: Chart
  readonly content: MapContent
  readonly lanes: readonly Lane[]
  readonly places: ReadonlyMap<string, Place>
  readonly lang: Language
}

/** The place of the first leaf that becomes active with a target. */
export const placeOfTarget = (target: string, { chart, places }: MapInput): Place =>
  places.get(firstLeaf(target, chart)) as Place

/** The number of branches, or `↓` for a single branch to the next card, and the targets that no arrow shows. */
function targetText(entry: MapEntry, path: string, input: MapInput): string {
  const { chart, places, lang } = input
  const from = places.get(path) as Place
  const branches = entry.branchCount > 1 ? mapTexts.branches(entry.branchCount)[lang] : ''
  const targets = entry.targets.flatMap((target) => {
    const to = placeOfTarget(target, input)
    const direction = directionOf(from, to)
    if (direction === 'down') return branches === '' ? '↓' : []
    if (direction !== 'text') return []
    return `${to.lane < from.lane ? '↩' : '→'} ${targetTitle(target, chart, lang)}`
  })
  return [branches, ...targets].filter(Boolean).join(' ')
}

function cardAt(path: string, x: number, y: number, index: number, input: MapInput): Card {
  const { chart, content, lang } = input
  const state = findState(path, chart)
  const rows: MapRow[] = []
  let bottom = y + 24
  for (const entry of content.rows.get(path) ?? []) {
    const row = rowAt(entry, targetText(entry, path, input), { x, y: bottom, width }, lang)
    rows.push(row)
    bottom += row.height
  }
  const title = shortTitle(path, state.title, lang)
  const number = labelAt(0, y + 17, String(index + 1), smallFontSize, 'quiet')
  return {
    path,
    shape: nextActor(state),
    title,
    hint: stateHint(state, lang),
    x,
    y,
    width,
    height: bottom - y + (rows.length > 0 ? 4 : 2),
    labels: [
      labelAt(x + 24, y + 18, title, lang === 'zh' ? titleFontSize : 13, 'bold'),
      { ...number, x: x + width - 3 - number.width, atEnd: true },
    ],
    rows,
  }
}

const isParallel = (path: string, chart: Chart): boolean => findState(path, chart).kind === 'parallel'

/** The region of a state within a parallel stage; the stage itself if it is not parallel. */
function regionOf(path: string, chart: Chart): string {
  const stage = stageOf(path)
  return isParallel(stage, chart) ? path.split('.').slice(0, 2).join('.') : stage
}

const stagesIn = (column: number, lanes: readonly Lane[]): string[] => [
  ...new Set(lanes.filter((lane) => lane.column === column).flatMap(({ paths }) => paths.map(stageOf))),
]

/** Groups entries by the titles of their targets. */
export const groupByTarget = (
  entries: readonly MapEntry[],
  { chart, lang }: MapInput,
): { to: string; entries: MapEntry[] }[] => {
  const groups = new Map<string, MapEntry[]>()
  for (const entry of entries) {
    const to = entry.targets.map((target) => targetTitle(target, chart, lang)).join(' / ')
    groups.set(to, [...(groups.get(to) ?? []), entry])
  }
  return [...groups].map(([to, entries]) => ({ to, entries }))
}

/** The head of a column, across all its lanes. */
function headOf(column: number, input: MapInput): ColumnHead {
  const { content, lanes, lang } = input
  const columnLanes = lanes.filter((lane) => lane.column === column)
  const x = columnLanes[0]?.x ?? 0
  const headWidth = columnLanes.length * width + (columnLanes.length - 1) * gutter
  const stages = stagesIn(column, lanes)
  const entries = stages.flatMap((stage) => content.chips.get(stage) ?? [])
  const flow = flowChips(groupByTarget(entries, input), { x, y: headHeight + 4, width: headWidth })
  const refusing = [...content.refusalsOnly.keys()].filter((path) => stages.includes(stageOf(path)))
  const refusals = mergeItems(refusing.map((path) => content.refusalsOnly.get(path)))
  const refusalCount = refusalCountAt(x + headWidth - 9, 17, refusals)
  const text = `${column + 1}  ${columnAt(column).title[lang]}`
  return {
    stages,
    x,
    y: 0,
    width: headWidth,
    height: headHeight,
    labels: [labelAt(x + 11, 18, text, 13, 'head')],
    notes: flow.labels,
    ...(refusalCount && { refusalCount }),
    chips: flow.chips,
  }
}

const bottomOf = ({ y, height }: { y: number; height: number }): number => y + height

/** Everything above the bars except the arrows. */
export type CardArea = {
  readonly heads: readonly ColumnHead[]
  readonly frames: readonly Frame[]
  readonly cards: readonly Card[]
  readonly bottom: number
}

/** Lays out column heads, cards and frames. */
export function cardAreaOf(input: MapInput): CardArea {
  const { chart, content, lanes, lang } = input
  const columns = [...new Set(lanes.map(({ column }) => column))]
  const heads = columns.map((column) => headOf(column, input))
  const hasFrame = (column: number): boolean =>
    heads[column]?.stages.some((stage) => isParallel(stage, chart)) ?? false
  const below = (head: ColumnHead): number => Math.max(head.height, ...head.chips.map(bottomOf)) + 9
  const commonTop = Math.max(...heads.filter((_, column) => !hasFrame(column)).map(below))
  const cards: Card[] = []
  const regionLabels = new Map<string, Label[]>()
  const dividers = new Map<string, Point[][]>()
  const titledRegions = new Set<string>()
  for (const lane of lanes) {
    const inFrame = hasFrame(lane.column)
    let y = inFrame ? below(heads[lane.column] as ColumnHead) : commonTop
    let previous: string | undefined
    lane.paths.forEach((path, index) => {
      const region = regionOf(path, chart)
      const stage = stageOf(path)
      if (inFrame && region !== previous) {
        if (previous !== undefined) {
          const divider: Point[] = [
            [lane.x, y - 5],
            [lane.x + width, y - 5],
          ]
          dividers.set(stage, [...(dividers.get(stage) ?? []), divider])
        }
        const suffix = titledRegions.has(region) ? mapTexts.continued[lang] : ''
        const title = labelAt(lane.x + 2, y + 13, findState(region, chart).title[lang] + suffix, 11, 'quiet')
        regionLabels.set(stage, [...(regionLabels.get(stage) ?? []), title])
        y += 20
      }
      previous = region
      titledRegions.add(region)
      const card = cardAt(path, lane.x, y, index, input)
      cards.push(card)
      y = bottomOf(card) + gap
    })
  }
  const cardsBottom = Math.max(...cards.map(bottomOf)) + pad
  const frames = columns.filter(hasFrame).flatMap((column) => {
    const head = heads[column] as ColumnHead
    return head.stages.map((path): Frame => {
      const top = below(head) - 3
      const inside = cards.filter((card) => isWithin(card.path, path))
      let end = Math.max(...inside.map(bottomOf)) + pad
      const exits = (content.exits.get(path) ?? []).map((entry) => {
        const { width: chipWidth, height } = chipAt(entry, 0, 0)
        const chip = chipAt(entry, head.x + head.width - chipWidth, end + 3)
        end += height + 3 + pad
        return chip
      })
      return {
        path,
        x: head.x - pad,
        y: top,
        width: head.width + 2 * pad,
        height: end - top,
        labels: regionLabels.get(path) ?? [],
        dividers: dividers.get(path) ?? [],
        exits,
      }
    })
  })
  return { heads, frames, cards, bottom: Math.max(cardsBottom, ...frames.map(bottomOf)) }
}

/** Whether a state is drawn as a frame, so that arrows to it end at the frame. */
export const isFramed = (path: string, chart: Chart): boolean =>
  leavesOf(path, chart).length > 1 && isParallel(path, chart)
