import type { Chart } from '../chart'
import { mapTexts, shortTitle } from './columns'
import {
  type MapContent,
  stateHint,
  type MapEntry,
  nextActor,
  stageOf,
  findState,
  targetTitle,
  mergeHints,
} from './mapContent'
import { chipAt, flowChips, labelAt, refusalCountAt, rowAt, smallSize, titleSize } from './mapLines'
import { type Card, type Frame, type ColumnHead, type Label, type Language, type MapRow, mapSizes } from './mapModel'
import { isWithin, leavesOf } from './stateChanges'
import { columnAt, directionOf, type Lane, type Place } from './places'

const { card: width, gap, gutter, head: headHeight, pad } = mapSizes

/** What a card, its column and its frame are laid out from. */
export type MapInput = {
  readonly chart: Chart
  readonly content: MapContent
  readonly lanes: readonly Lane[]
  readonly places: ReadonlyMap<string, Place>
  readonly lang: Language
}

/** Where a target stands: that of the first state entered, or the frame around it. */
export const placeOfTarget = (target: string, { chart, places }: MapInput): Place =>
  places.get(firstLeaf(target, chart)) as Place

/** The state that is entered first, of parallel ones that in the first region. */
function firstLeaf(path: string, chart: Chart): string {
  const { kind, initial } = findState(path, chart)
  if (kind === 'atomic') return path
  const first = initial ?? (chart.states.find(({ parent }) => parent === path)?.path as string)
  return firstLeaf(first, chart)
}

/** Where a row leads, in words: what no arrow shows, and in how many ways it forks. */
function targetText(entry: MapEntry, path: string, sheet: MapInput): string {
  const { chart, places, lang } = sheet
  const from = places.get(path) as Place
  const fork = entry.branchCount > 1 ? mapTexts.ways(entry.branchCount)[lang] : ''
  const said = entry.targets.flatMap((target) => {
    const to = placeOfTarget(target, sheet)
    const course = directionOf(from, to)
    if (course === 'down') return fork === '' ? '↓' : []
    if (course !== 'said') return []
    return `${to.lane < from.lane ? '↩' : '→'} ${targetTitle(target, chart, lang)}`
  })
  return [fork, ...said].filter(Boolean).join(' ')
}

function cardAt(path: string, x: number, y: number, index: number, sheet: MapInput): Card {
  const { chart, content, lang } = sheet
  const state = findState(path, chart)
  const rows: MapRow[] = []
  let bottom = y + 24
  for (const entry of content.rows.get(path) ?? []) {
    const row = rowAt(entry, targetText(entry, path, sheet), { x, y: bottom, width }, lang)
    rows.push(row)
    bottom += row.height
  }
  const title = shortTitle(path, state.title, lang)
  const number = labelAt(0, y + 17, String(index + 1), smallSize, 'quiet')
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
      labelAt(x + 24, y + 18, title, lang === 'zh' ? titleSize : 13, 'bold'),
      { ...number, x: x + width - 3 - number.width, atEnd: true },
    ],
    rows,
  }
}

/** The region of a parallel state that a state is in; its stretch where that is none. */
function regionOf(path: string, chart: Chart): string {
  const stretch = stageOf(path)
  return findState(stretch, chart).kind === 'parallel' ? path.split('.').slice(0, 2).join('.') : stretch
}

const isParallel = (stretch: string, chart: Chart): boolean => findState(stretch, chart).kind === 'parallel'

const stagesIn = (column: number, lanes: readonly Lane[]): string[] => [
  ...new Set(lanes.filter((lane) => lane.column === column).flatMap(({ paths }) => paths.map(stageOf))),
]

/** Entries by what they lead to. */
export const groupByTarget = (
  entries: readonly MapEntry[],
  { chart, lang }: MapInput,
): { to: string; entries: MapEntry[] }[] => {
  const groups = new Map<string, MapEntry[]>()
  for (const entry of entries) {
    const to = entry.targets.map((target) => targetTitle(target, chart, lang)).join(' / ')
    groups.set(to, [...(groups.get(to) ?? []), entry])
  }
  return [...groups].map(([to, own]) => ({ to, entries: own }))
}

/** The head of a column: its title over all its lanes, what its groups refuse, and the moves of its groups. */
function headOf(column: number, sheet: MapInput): ColumnHead {
  const { content, lanes, lang } = sheet
  const own = lanes.filter((lane) => lane.column === column)
  const x = own[0]?.x ?? 0
  const wide = own.length * width + (own.length - 1) * gutter
  const stretches = stagesIn(column, lanes)
  const entries = stretches.flatMap((stretch) => content.chips.get(stretch) ?? [])
  const flow = flowChips(groupByTarget(entries, sheet), { x, y: headHeight + 4, width: wide })
  const within = [...content.refusalsOnly.keys()].filter((path) => stretches.includes(stageOf(path)))
  const rests = mergeHints(within.map((path) => content.refusalsOnly.get(path)))
  const text = `${column + 1}  ${columnAt(column).title[lang]}`
  return {
    stages: stretches,
    x,
    y: 0,
    width: wide,
    height: headHeight,
    labels: [labelAt(x + 11, 18, text, 13, 'head')],
    notes: flow.labels,
    ...refusalCountAt(x + wide - 9, 17, rests),
    chips: flow.chips,
  }
}

const bottomOf = ({ y, height }: { y: number; height: number }): number => y + height

/** Everything above the bars but the arrows. */
export type CardArea = {
  readonly heads: readonly ColumnHead[]
  readonly frames: readonly Frame[]
  readonly cards: readonly Card[]
  readonly bottom: number
}

/** Places heads, cards and frames. */
export function cardAreaOf(sheet: MapInput): CardArea {
  const { chart, content, lanes, lang } = sheet
  const columns = [...new Set(lanes.map(({ column }) => column))]
  const heads = columns.map((column) => headOf(column, sheet))
  const framed = (column: number): boolean =>
    heads[column]?.stages.some((one) => isParallel(one, chart)) ?? false
  const below = (head: ColumnHead): number => Math.max(head.height, ...head.chips.map(bottomOf)) + 9
  const plain = Math.max(...heads.filter((_, column) => !framed(column)).map(below))
  const cards: Card[] = []
  const regionLabels = new Map<string, Label[]>()
  const dividers = new Map<string, [number, number][][]>()
  const seen = new Set<string>()
  for (const lane of lanes) {
    const inFrame = framed(lane.column)
    let y = inFrame ? below(heads[lane.column] as ColumnHead) : plain
    let region: string | undefined
    lane.paths.forEach((path, index) => {
      const here = regionOf(path, chart)
      const stretch = stageOf(path)
      if (inFrame && here !== region) {
        if (region !== undefined) {
          const line: [number, number][] = [
            [lane.x, y - 5],
            [lane.x + width, y - 5],
          ]
          dividers.set(stretch, [...(dividers.get(stretch) ?? []), line])
        }
        const again = seen.has(here) ? mapTexts.continued[lang] : ''
        const title = labelAt(lane.x + 2, y + 13, findState(here, chart).title[lang] + again, 11, 'quiet')
        regionLabels.set(stretch, [...(regionLabels.get(stretch) ?? []), title])
        y += 20
      }
      region = here
      seen.add(here)
      const card = cardAt(path, lane.x, y, index, sheet)
      cards.push(card)
      y = bottomOf(card) + gap
    })
  }
  const bottom = Math.max(...cards.map(bottomOf)) + pad
  const frames = columns.filter(framed).flatMap((column) => {
    const head = heads[column] as ColumnHead
    return head.stages.map((path): Frame => {
      const top = below(head) - 3
      const own = cards.filter((card) => isWithin(card.path, path))
      let end = Math.max(...own.map(bottomOf)) + pad
      const exits = (content.exits.get(path) ?? []).map((entry) => {
        const { width: wide, height } = chipAt(entry, 0, 0)
        const chip = chipAt(entry, head.x + head.width - wide, end + 3)
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
  return { heads, frames, cards, bottom: Math.max(bottom, ...frames.map(bottomOf)) }
}

/** Whether a path is entered as a whole, so that its arrows end at its frame. */
export const isFramed = (path: string, chart: Chart): boolean =>
  leavesOf(path, chart).length > 1 &&
  isWithin(path, stageOf(path)) &&
  findState(path, chart).kind === 'parallel'
