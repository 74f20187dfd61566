import { findState } from '../chartQueries'
import type { Box, Point } from '../geometry'
import { groupByTarget, type MapInput } from './cards'
import { mapTexts } from './mapColumns'
import { type EarlyEnd, type MapEntry, mergeItems, stateHint } from './mapContent'
import { type ChipFlow, flowChips, iconWidth, labelAt, refusalCountAt, smallFontSize } from './mapLines'
import { type Bar, type Ending, type Label, type MapRow, mapSizes, type RefusalCount } from './mapModel'

const { card: laneWidth, edge, width: mapWidth } = mapSizes
const rowHeight = 17
const barHeight = 13

/** The part of a lane that represents one of its cards. */
function cellOf(path: string, { lanes, places }: MapInput): Box {
  const place = places.get(path)
  const lane = lanes[place?.lane ?? 0]
  const width = laneWidth / (lane?.paths.length ?? 1)
  return { x: (lane?.x ?? 0) + (place?.index ?? 0) * width, y: 0, width, height: barHeight }
}

/** The segments of a bar: one for each run of consecutive leaves, across lanes. */
function segmentsOf(covers: readonly string[], input: MapInput): Box[] {
  const all = input.lanes.flatMap(({ paths }) => paths)
  const runs: Box[] = []
  let last = -2
  all.forEach((path, i) => {
    if (!covers.includes(path)) return
    const cell = cellOf(path, input)
    const run = runs.at(-1)
    if (run !== undefined && last === i - 1) {
      runs[runs.length - 1] = { ...run, width: cell.x + cell.width - run.x }
    } else runs.push(cell)
    last = i
  })
  return runs.map((run) => ({ ...run, x: run.x + 1, width: run.width - 2 }))
}

/** A horizontal range of a row. */
type RowSpan = { left: number; right: number }

/** A bar relative to the top of its row, with the range of its segments and label. */
type PlacedBar = RowSpan & { bar: Bar }

/** Places the label of a bar inside the first segment with enough space, or else after or before all segments. */
function placeBar(earlyEnd: EarlyEnd, input: MapInput): PlacedBar {
  const { label: title, ...item } = earlyEnd
  const segments = segmentsOf(item.covers, input)
  const first = segments[0] as Box
  const last = segments.at(-1) as Box
  const text = labelAt(0, 0, title, smallFontSize)
  const { length: refusals } = item.rules
  const count = refusals > 0 ? labelAt(0, 0, String(refusals), smallFontSize, 'refusal') : undefined
  const width = iconWidth + text.width + (count ? 4 + count.width : 0)
  const wideEnough = segments.find((segment) => segment.width >= width + 12)
  const after = last.x + last.width + 5
  const fitsAfter = after + width < mapWidth - edge
  const x = wideEnough ? wideEnough.x + 6 : fitsAfter ? after : first.x - width - 6
  const y = 10
  const labels: Label[] = [{ ...text, x: x + iconWidth, y }]
  if (count) labels.push({ ...count, x: x + iconWidth + text.width + 4, y })
  return {
    bar: { ...item, segments, labels, icon: [x, y] },
    left: Math.min(first.x, x),
    right: Math.max(last.x + last.width, x + width),
  }
}

const movedDown = <T extends { readonly y: number }>(item: T, by: number): T => ({ ...item, y: item.y + by })

const barMovedDown = (bar: Bar, by: number): Bar => ({
  ...bar,
  segments: bar.segments.map((segment) => movedDown(segment, by)),
  labels: bar.labels.map((label) => movedDown(label, by)),
  icon: [bar.icon[0], bar.icon[1] + by],
})

/** Puts each item into the first row with enough space. */
function packIntoRows<T extends RowSpan>(items: readonly T[]): T[][] {
  const rows: T[][] = []
  for (const item of items) {
    const free = rows.find((row) =>
      row.every(({ left, right }) => item.right + 6 < left || right + 6 < item.left),
    )
    if (free) free.push(item)
    else rows.push([item])
  }
  return rows
}

/** Everything below the cards. */
export type BarArea = {
  readonly bars: readonly Bar[]
  readonly endings: readonly Ending[]
  readonly notes: readonly Label[]
  readonly ticks: readonly Point[][]
  readonly refusalCounts: readonly RefusalCount[]
  readonly bottom: number
}

/** The exits of an ending to one target, in a single row. */
function exitsAt(group: { to: string; entries: readonly MapEntry[] }, x: number, y: number): ChipFlow {
  return flowChips([group], { x, y, width: mapWidth })
}

const chipRowWidth = ({ chips }: ChipFlow): number => Math.max(...chips.map(({ x, width }) => x + width))

/** Lays out the band of an ending: its box, its bars, and the exits as far right as possible in the first free row. */
function placeEnding(
  path: string,
  top: number,
  earlyEnds: readonly EarlyEnd[],
  input: MapInput,
): { ending: Ending; bars: Bar[] } {
  const { chart, content, lang } = input
  const state = findState(path, chart)
  const title = state.title[lang]
  const bars = earlyEnds
    .map((earlyEnd) => placeBar(earlyEnd, input))
    .sort((a, b) => a.left - b.left || b.right - a.right)
  const text = labelAt(0, 0, title, 12, 'head')
  const width = text.width + 30
  const right = mapWidth - edge
  // If a bar reaches the right end, the ending is to the left of its bars.
  const isLeft = bars.some((bar) => bar.right > right - width - 8)
  const x = isLeft ? Math.min(...bars.map(({ left }) => left)) - width - 14 : right - width
  const rows: (RowSpan & { bar?: Bar })[][] = packIntoRows(bars)
  const exits: MapRow[] = []
  const notes: Label[] = []
  const lines: Point[][] = []
  const rowTop = (i: number): number => top + 3 + i * rowHeight
  for (const group of groupByTarget(content.endingExits.get(path) ?? [], input)) {
    const groupWidth = chipRowWidth(exitsAt(group, 0, 0))
    for (let i = 0; ; i += 1) {
      const row = rows[i] ?? []
      const end = Math.min(x, ...row.filter(({ bar }) => bar === undefined).map(({ left }) => left)) - 10
      const isFree = row.every(
        (item) => item.bar === undefined || isLeft || item.right + 10 < end - groupWidth,
      )
      if (!isFree) continue
      const flow = exitsAt(group, end - groupWidth, rowTop(i) - 1)
      exits.push(...flow.chips)
      notes.push(...flow.labels)
      rows[i] = [...row, { left: end - groupWidth, right: end }]
      break
    }
  }
  rows.forEach((row, i) => {
    const y = rowTop(i) + barHeight / 2
    const barSpans = row.filter(({ bar }) => bar !== undefined)
    if (barSpans.length === 0) return
    const exitSpans = row.filter(({ bar }) => bar === undefined)
    const from = isLeft
      ? Math.min(...barSpans.map((span) => span.left))
      : Math.max(...barSpans.map((span) => span.right)) + 4
    const to = isLeft ? x + width : Math.min(x, ...exitSpans.map(({ left }) => left - 4))
    lines.push([
      [from, y],
      [to, y],
    ])
  })
  const height = Math.max(1, rows.length) * rowHeight + 4
  const ending: Ending = {
    path,
    title,
    hint: stateHint(state, lang),
    x,
    y: top + 1.5,
    width,
    height: height - 3,
    band: { x: 0, y: top, width: mapWidth, height },
    labels: [{ ...text, x: x + 22, y: top + height / 2 + 4.5 }],
    exits,
    notes,
    lines,
  }
  return {
    ending,
    bars: rows.flatMap((row, i) => row.flatMap(({ bar }) => (bar ? [barMovedDown(bar, rowTop(i))] : []))),
  }
}

/** Lays out the bars, grouped by ending in the order of the chart. */
export function barAreaOf(input: MapInput, top: number): BarArea {
  const { chart, content, lanes, lang } = input
  const paths = chart.states.filter(({ path }) => path.startsWith('ended.')).map(({ path }) => path)
  const heading = labelAt(edge, top + 20, mapTexts.endings[lang], 13, 'bold')
  const hintX = heading.x + heading.width + 14
  const hint = labelAt(hintX, top + 20, mapTexts.barsHint[lang], smallFontSize, 'quiet')
  const notes = [heading, hint]
  const ticks: Point[][] = []
  const refusalCounts: RefusalCount[] = []
  let right = mapWidth - edge
  const counted: [string, readonly string[]][] = [
    [mapTexts.ended[lang], ['ended', ...paths]],
    [mapTexts.anywhere[lang], ['']],
  ]
  for (const [text, sources] of counted) {
    const refusals = mergeItems(sources.map((path) => content.refusalsOnly.get(path)))
    const count = refusalCountAt(right, top + 20, refusals)
    if (count === undefined) continue
    const caption = labelAt(0, top + 20, text, smallFontSize, 'quiet')
    refusalCounts.push(count)
    notes.push({ ...caption, x: count.x - caption.width - 2 })
    right = count.x - caption.width - 16
  }
  for (const lane of lanes) {
    lane.paths.forEach((path, i) => {
      const cell = cellOf(path, input)
      const number = labelAt(0, top + 35, String(i + 1), smallFontSize, 'quiet')
      notes.push({ ...number, x: cell.x + (cell.width - number.width) / 2 })
      if (i > 0)
        ticks.push([
          [cell.x, top + 26],
          [cell.x, top + 38],
        ])
    })
  }
  const bars: Bar[] = []
  const endings: Ending[] = []
  let y = top + 40
  for (const path of paths) {
    const earlyEnds = content.earlyEnds.filter((earlyEnd) => earlyEnd.ending === path)
    const { ending, bars: ownBars } = placeEnding(path, y, earlyEnds, input)
    bars.push(...ownBars)
    endings.push(ending)
    y += ending.band.height
  }
  return { bars, endings, notes, ticks, refusalCounts, bottom: y }
}
