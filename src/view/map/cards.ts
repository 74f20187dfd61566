import type { Chart } from '../chart'
import { mapTexts, shortOf } from './columns'
import {
  type Content,
  hintAt,
  type MapEntry,
  moverOf,
  stageOf,
  stateOf,
  targetTitle,
  together,
} from './content'
import { chipAt, flowing, label, restAt, rowAt, small, titleSize } from './mapLines'
import { type Card, type Frame, type Head, type Label, type Language, type MapRow, measures } from './model'
import { isWithin, leavesOf } from './moves'
import { columnAt, directionOf, type Lane, type Place } from './places'

const { card: width, gap, gutter, head: headHeight, pad } = measures

/** What a card, its column and its frame are laid out from. */
export type CardSheet = {
  readonly chart: Chart
  readonly content: Content
  readonly lanes: readonly Lane[]
  readonly places: ReadonlyMap<string, Place>
  readonly lang: Language
}

/** Where a target stands: that of the first state entered, or the frame around it. */
export const placeOf = (target: string, { chart, places }: CardSheet): Place =>
  places.get(leadingLeaf(target, chart)) as Place

/** The state that is entered first, of parallel ones that in the first region. */
function leadingLeaf(path: string, chart: Chart): string {
  const { kind, initial } = stateOf(path, chart)
  if (kind === 'atomic') return path
  const first = initial ?? (chart.states.find(({ parent }) => parent === path)?.path as string)
  return leadingLeaf(first, chart)
}

/** Where a row leads, in words: what no arrow shows, and in how many ways it forks. */
function tailOf(entry: MapEntry, path: string, sheet: CardSheet): string {
  const { chart, places, lang } = sheet
  const from = places.get(path) as Place
  const fork = entry.ways > 1 ? mapTexts.ways(entry.ways)[lang] : ''
  const said = entry.targets.flatMap((target) => {
    const to = placeOf(target, sheet)
    const course = directionOf(from, to)
    if (course === 'down') return fork === '' ? '↓' : []
    if (course !== 'said') return []
    return `${to.lane < from.lane ? '↩' : '→'} ${targetTitle(target, chart, lang)}`
  })
  return [fork, ...said].filter(Boolean).join(' ')
}

function cardAt(path: string, x: number, y: number, index: number, sheet: CardSheet): Card {
  const { chart, content, lang } = sheet
  const state = stateOf(path, chart)
  const rows: MapRow[] = []
  let bottom = y + 24
  for (const entry of content.rows.get(path) ?? []) {
    const row = rowAt(entry, tailOf(entry, path, sheet), { x, y: bottom, width }, lang)
    rows.push(row)
    bottom += row.height
  }
  const title = shortOf(path, state.title, lang)
  const number = label(0, y + 17, String(index + 1), small, 'quiet')
  return {
    path,
    shape: moverOf(state),
    title,
    hint: hintAt(state, lang),
    x,
    y,
    width,
    height: bottom - y + (rows.length > 0 ? 4 : 2),
    labels: [
      label(x + 24, y + 18, title, lang === 'zh' ? titleSize : 13, 'bold'),
      { ...number, x: x + width - 3 - number.width, atEnd: true },
    ],
    rows,
  }
}

/** The region of a parallel state that a state is in; its stretch where that is none. */
function regionOf(path: string, chart: Chart): string {
  const stretch = stageOf(path)
  return stateOf(stretch, chart).kind === 'parallel' ? path.split('.').slice(0, 2).join('.') : stretch
}

const isParallel = (stretch: string, chart: Chart): boolean => stateOf(stretch, chart).kind === 'parallel'

const stretchesIn = (column: number, lanes: readonly Lane[]): string[] => [
  ...new Set(lanes.filter((lane) => lane.column === column).flatMap(({ paths }) => paths.map(stageOf))),
]

/** Entries by what they lead to. */
export const byTarget = (
  entries: readonly MapEntry[],
  { chart, lang }: CardSheet,
): { to: string; entries: MapEntry[] }[] => {
  const groups = new Map<string, MapEntry[]>()
  for (const entry of entries) {
    const to = entry.targets.map((target) => targetTitle(target, chart, lang)).join(' / ')
    groups.set(to, [...(groups.get(to) ?? []), entry])
  }
  return [...groups].map(([to, own]) => ({ to, entries: own }))
}

/** The head of a column: its title over all its lanes, what its groups refuse, and the moves of its groups. */
function headOf(column: number, sheet: CardSheet): Head {
  const { content, lanes, lang } = sheet
  const own = lanes.filter((lane) => lane.column === column)
  const x = own[0]?.x ?? 0
  const wide = own.length * width + (own.length - 1) * gutter
  const stretches = stretchesIn(column, lanes)
  const entries = stretches.flatMap((stretch) => content.chips.get(stretch) ?? [])
  const flow = flowing(byTarget(entries, sheet), { x, y: headHeight + 4, width: wide })
  const within = [...content.rests.keys()].filter((path) => stretches.includes(stageOf(path)))
  const rests = together(within.map((path) => content.rests.get(path)))
  const text = `${column + 1}  ${columnAt(column).title[lang]}`
  return {
    stretches,
    x,
    y: 0,
    width: wide,
    height: headHeight,
    labels: [label(x + 11, 18, text, 13, 'head')],
    notes: flow.labels,
    ...restAt(x + wide - 9, 17, rests),
    chips: flow.chips,
  }
}

const bottomOf = ({ y, height }: { y: number; height: number }): number => y + height

/** Everything above the bars but the arrows. */
export type Upper = {
  readonly heads: readonly Head[]
  readonly frames: readonly Frame[]
  readonly cards: readonly Card[]
  readonly bottom: number
}

/** Places heads, cards and frames. */
export function upperOf(sheet: CardSheet): Upper {
  const { chart, content, lanes, lang } = sheet
  const columns = [...new Set(lanes.map(({ column }) => column))]
  const heads = columns.map((column) => headOf(column, sheet))
  const framed = (column: number): boolean =>
    heads[column]?.stretches.some((one) => isParallel(one, chart)) ?? false
  const below = (head: Head): number => Math.max(head.height, ...head.chips.map(bottomOf)) + 9
  const plain = Math.max(...heads.filter((_, column) => !framed(column)).map(below))
  const cards: Card[] = []
  const regionLabels = new Map<string, Label[]>()
  const dividers = new Map<string, [number, number][][]>()
  const seen = new Set<string>()
  for (const lane of lanes) {
    const inFrame = framed(lane.column)
    let y = inFrame ? below(heads[lane.column] as Head) : plain
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
        const title = label(lane.x + 2, y + 13, stateOf(here, chart).title[lang] + again, 11, 'quiet')
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
    const head = heads[column] as Head
    return head.stretches.map((path): Frame => {
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
export const isFrame = (path: string, chart: Chart): boolean =>
  leavesOf(path, chart).length > 1 &&
  isWithin(path, stageOf(path)) &&
  stateOf(path, chart).kind === 'parallel'
