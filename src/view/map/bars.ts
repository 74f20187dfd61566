import { groupByTarget, type MapInput } from './cards'
import { mapTexts } from './columns'
import { type EarlyEnd, stateHint, type MapEntry, findState, mergeHints } from './mapContent'
import { type ChipFlow, flowChips, iconWidth, labelAt, refusalCountAt, smallSize } from './mapLines'
import {
  type Bar,
  type Box,
  type Ending,
  type Label,
  type MapRow,
  mapSizes,
  type Point,
  type RefusalCount,
} from './mapModel'

const { card: laneWidth, edge, width: whole } = mapSizes
const rowHeight = 17
const barHeight = 13

/** The part of a lane that stands for one of its cards. */
function cellOf(path: string, { lanes, places }: MapInput): Box {
  const place = places.get(path)
  const lane = lanes[place?.lane ?? 0]
  const width = laneWidth / (lane?.paths.length ?? 1)
  return { x: (lane?.x ?? 0) + (place?.index ?? 0) * width, y: 0, width, height: barHeight }
}

/** Where a bar lies: one piece for each run of cards; from lane to lane it goes on. */
function segmentsOf(covers: readonly string[], sheet: MapInput): Box[] {
  const all = sheet.lanes.flatMap(({ paths }) => paths)
  const runs: Box[] = []
  let last = -2
  all.forEach((path, i) => {
    if (!covers.includes(path)) return
    const cell = cellOf(path, sheet)
    const run = runs.at(-1)
    if (run !== undefined && last === i - 1) {
      runs[runs.length - 1] = { ...run, width: cell.x + cell.width - run.x }
    } else runs.push(cell)
    last = i
  })
  return runs.map((run) => ({ ...run, x: run.x + 1, width: run.width - 2 }))
}

/** A bar in a row of its own, with what it takes up: its label stands in its first piece, or behind the last. */
type PlacedBar = { bar: Bar; left: number; right: number }

function placeBar(ends: EarlyEnd, sheet: MapInput): PlacedBar {
  const segments = segmentsOf(ends.covers, sheet)
  const first = segments[0] as Box
  const last = segments.at(-1) as Box
  const text = labelAt(0, 0, ends.label, smallSize)
  const count = ends.rules.length > 0 ? labelAt(0, 0, String(ends.rules.length), smallSize, 'refusal') : undefined
  const width = iconWidth + text.width + (count ? 4 + count.width : 0)
  const roomy = segments.find((one) => one.width >= width + 12)
  const behind = last.x + last.width + 5
  const fits = behind + width < whole - edge
  const x = roomy ? roomy.x + 6 : fits ? behind : first.x - width - 6
  const y = 10
  const labels: Label[] = [{ ...text, x: x + iconWidth, y }]
  if (count) labels.push({ ...count, x: x + iconWidth + text.width + 4, y })
  const { label: _, ...shown } = ends
  return {
    bar: { ...shown, segments, labels, icon: [x, y] },
    left: Math.min(first.x, x),
    right: Math.max(last.x + last.width, x + width),
  }
}

const moveDown = (y: number) => ({
  box: <B extends Box>(one: B): B => ({ ...one, y: one.y + y }),
  label: (one: Label): Label => ({ ...one, y: one.y + y }),
})

const moveBarDown = (bar: Bar, y: number): Bar => ({
  ...bar,
  segments: bar.segments.map(moveDown(y).box),
  labels: bar.labels.map(moveDown(y).label),
  icon: [bar.icon[0], bar.icon[1] + y],
})

/** Packs things into rows, each into the first that has room. */
function packIntoRows<T extends { left: number; right: number }>(list: readonly T[]): T[][] {
  const rows: T[][] = []
  for (const one of list) {
    const free = rows.find((row) =>
      row.every(({ left, right }) => one.right + 6 < left || right + 6 < one.left),
    )
    if (free) free.push(one)
    else rows.push([one])
  }
  return rows
}

/** What is below the cards. */
export type BarArea = {
  readonly bars: readonly Bar[]
  readonly endings: readonly Ending[]
  readonly notes: readonly Label[]
  readonly ticks: readonly Point[][]
  readonly refusalCounts: readonly RefusalCount[]
  readonly bottom: number
}

/** Something in a row of a band, from where to where. */
type RowSpan = { left: number; right: number }

/** A group of exits as it lies: where it leads, then its chips. */
function exitsAt(group: { to: string; entries: readonly MapEntry[] }, x: number, y: number): ChipFlow {
  return flowChips([group], { x, y, width: whole })
}

const chipRowWidth = ({ chips }: ChipFlow): number => Math.max(...chips.map(({ x, width }) => x + width))

function placeEnding(
  path: string,
  top: number,
  ends: readonly EarlyEnd[],
  sheet: MapInput,
): { ending: Ending; bars: Bar[] } {
  const { chart, content, lang } = sheet
  const state = findState(path, chart)
  const title = state.title[lang]
  const bars = ends.map((one) => placeBar(one, sheet)).sort((a, b) => a.left - b.left || b.right - a.right)
  const text = labelAt(0, 0, title, 12, 'head')
  const width = text.width + 30
  const right = whole - edge
  // Where a bar reaches the right end, its ending stands before it.
  const before = bars.some((one) => one.right > right - width - 8)
  const x = before ? Math.min(...bars.map(({ left }) => left)) - width - 14 : right - width
  const rows: (RowSpan & { bar?: Bar })[][] = packIntoRows(bars)
  const exits: MapRow[] = []
  const notes: Label[] = []
  const lines: Point[][] = []
  const rowTop = (i: number): number => top + 3 + i * rowHeight
  for (const group of groupByTarget(content.endingExits.get(path) ?? [], sheet)) {
    const wide = chipRowWidth(exitsAt(group, 0, 0))
    // As far to the right as there is room, in the first row that has it.
    for (let i = 0; ; i += 1) {
      const row = rows[i] ?? []
      const end = Math.min(x, ...row.filter(({ bar }) => bar === undefined).map(({ left }) => left)) - 10
      const free = row.every((one) => one.bar === undefined || before || one.right + 10 < end - wide)
      if (!free) continue
      const flow = exitsAt(group, end - wide, rowTop(i) - 1)
      exits.push(...flow.chips)
      notes.push(...flow.labels)
      rows[i] = [...row, { left: end - wide, right: end }]
      break
    }
  }
  rows.forEach((row, i) => {
    const y = rowTop(i) + barHeight / 2
    const own = row.filter(({ bar }) => bar !== undefined)
    if (own.length === 0) return
    const others = row.filter(({ bar }) => bar === undefined)
    const from = before
      ? Math.min(...own.map(({ left }) => left))
      : Math.max(...own.map((one) => one.right)) + 4
    const to = before ? x + width : Math.min(x, ...others.map(({ left }) => left - 4))
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
    band: { x: 0, y: top, width: whole, height },
    labels: [{ ...text, x: x + 22, y: top + height / 2 + 4.5 }],
    exits,
    notes,
    lines,
  }
  return {
    ending,
    bars: rows.flatMap((row, i) => row.flatMap(({ bar }) => (bar ? [moveBarDown(bar, rowTop(i))] : []))),
  }
}

/** Places the bars below the cards, by ending, in the order in which the path meets them. */
export function barAreaOf(sheet: MapInput, top: number): BarArea {
  const { chart, content, lanes, lang } = sheet
  const paths = chart.states.filter(({ path }) => path.startsWith('ended.')).map(({ path }) => path)
  const heading = labelAt(edge, top + 20, mapTexts.endings[lang], 13, 'bold')
  const how = labelAt(heading.x + heading.width + 14, top + 20, mapTexts.how[lang], smallSize, 'quiet')
  const notes = [heading, how]
  const ticks: Point[][] = []
  const rests: RefusalCount[] = []
  let right = whole - edge
  const outer: [string, readonly string[]][] = [
    [mapTexts.ended[lang], ['ended', ...paths]],
    [mapTexts.anywhere[lang], ['']],
  ]
  for (const [text, of] of outer) {
    const { rest } = refusalCountAt(right, top + 20, mergeHints(of.map((path) => content.refusalsOnly.get(path))))
    if (rest === undefined) continue
    const said = labelAt(0, top + 20, text, smallSize, 'quiet')
    rests.push(rest)
    notes.push({ ...said, x: rest.x - said.width - 2 })
    right = rest.x - said.width - 16
  }
  for (const { paths: inLane } of lanes) {
    inLane.forEach((path, i) => {
      const cell = cellOf(path, sheet)
      const number = labelAt(0, top + 35, String(i + 1), smallSize, 'quiet')
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
    const ends = content.earlyEnds.filter(({ ending }) => ending === path)
    const { ending, bars: own } = placeEnding(path, y, ends, sheet)
    bars.push(...own)
    endings.push(ending)
    y += ending.band.height
  }
  return { bars, endings, notes, ticks, refusalCounts: rests, bottom: y }
}
