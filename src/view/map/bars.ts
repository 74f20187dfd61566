import { byTarget, type CardSheet } from './cards'
import { mapTexts } from './columns'
import { type Ends, hintAt, type MapEntry, stateOf, together } from './content'
import { type Flow, flowing, iconWidth, label, restAt, small } from './mapLines'
import {
  type Bar,
  type Box,
  type Ending,
  type Label,
  type MapRow,
  measures,
  type Point,
  type Rest,
} from './model'

const { card: laneWidth, edge, width: whole } = measures
const rowHeight = 17
const barHeight = 13

/** The part of a lane that stands for one of its cards. */
function cellOf(path: string, { lanes, places }: CardSheet): Box {
  const place = places.get(path)
  const lane = lanes[place?.lane ?? 0]
  const width = laneWidth / (lane?.paths.length ?? 1)
  return { x: (lane?.x ?? 0) + (place?.index ?? 0) * width, y: 0, width, height: barHeight }
}

/** Where a bar lies: one piece for each run of cards; from lane to lane it goes on. */
function segmentsOf(covers: readonly string[], sheet: CardSheet): Box[] {
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
type Laid = { bar: Bar; left: number; right: number }

function laid(ends: Ends, sheet: CardSheet): Laid {
  const segments = segmentsOf(ends.covers, sheet)
  const first = segments[0] as Box
  const last = segments.at(-1) as Box
  const text = label(0, 0, ends.label, small)
  const count = ends.rules.length > 0 ? label(0, 0, String(ends.rules.length), small, 'refusal') : undefined
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

const movedBy = (y: number) => ({
  box: <B extends Box>(one: B): B => ({ ...one, y: one.y + y }),
  label: (one: Label): Label => ({ ...one, y: one.y + y }),
})

const lowered = (bar: Bar, y: number): Bar => ({
  ...bar,
  segments: bar.segments.map(movedBy(y).box),
  labels: bar.labels.map(movedBy(y).label),
  icon: [bar.icon[0], bar.icon[1] + y],
})

/** Packs things into rows, each into the first that has room. */
function packed<T extends { left: number; right: number }>(list: readonly T[]): T[][] {
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
export type Lower = {
  readonly bars: readonly Bar[]
  readonly endings: readonly Ending[]
  readonly notes: readonly Label[]
  readonly ticks: readonly Point[][]
  readonly rests: readonly Rest[]
  readonly bottom: number
}

/** Something in a row of a band, from where to where. */
type Taken = { left: number; right: number }

/** A group of exits as it lies: where it leads, then its chips. */
function exitAt(group: { to: string; entries: readonly MapEntry[] }, x: number, y: number): Flow {
  return flowing([group], { x, y, width: whole })
}

const flowWidth = ({ chips }: Flow): number => Math.max(...chips.map(({ x, width }) => x + width))

function endingAt(
  path: string,
  top: number,
  ends: readonly Ends[],
  sheet: CardSheet,
): { ending: Ending; bars: Bar[] } {
  const { chart, content, lang } = sheet
  const state = stateOf(path, chart)
  const title = state.title[lang]
  const bars = ends.map((one) => laid(one, sheet)).sort((a, b) => a.left - b.left || b.right - a.right)
  const text = label(0, 0, title, 12, 'head')
  const width = text.width + 30
  const right = whole - edge
  // Where a bar reaches the right end, its ending stands before it.
  const before = bars.some((one) => one.right > right - width - 8)
  const x = before ? Math.min(...bars.map(({ left }) => left)) - width - 14 : right - width
  const rows: (Taken & { bar?: Bar })[][] = packed(bars)
  const exits: MapRow[] = []
  const notes: Label[] = []
  const lines: Point[][] = []
  const rowTop = (i: number): number => top + 3 + i * rowHeight
  for (const group of byTarget(content.after.get(path) ?? [], sheet)) {
    const wide = flowWidth(exitAt(group, 0, 0))
    // As far to the right as there is room, in the first row that has it.
    for (let i = 0; ; i += 1) {
      const row = rows[i] ?? []
      const end = Math.min(x, ...row.filter(({ bar }) => bar === undefined).map(({ left }) => left)) - 10
      const free = row.every((one) => one.bar === undefined || before || one.right + 10 < end - wide)
      if (!free) continue
      const flow = exitAt(group, end - wide, rowTop(i) - 1)
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
    hint: hintAt(state, lang),
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
    bars: rows.flatMap((row, i) => row.flatMap(({ bar }) => (bar ? [lowered(bar, rowTop(i))] : []))),
  }
}

/** Places the bars below the cards, by ending, in the order in which the path meets them. */
export function lowerOf(sheet: CardSheet, top: number): Lower {
  const { chart, content, lanes, lang } = sheet
  const paths = chart.states.filter(({ path }) => path.startsWith('ended.')).map(({ path }) => path)
  const heading = label(edge, top + 20, mapTexts.endings[lang], 13, 'bold')
  const how = label(heading.x + heading.width + 14, top + 20, mapTexts.how[lang], small, 'quiet')
  const notes = [heading, how]
  const ticks: Point[][] = []
  const rests: Rest[] = []
  let right = whole - edge
  const outer: [string, readonly string[]][] = [
    [mapTexts.ended[lang], ['ended', ...paths]],
    [mapTexts.anywhere[lang], ['']],
  ]
  for (const [text, of] of outer) {
    const { rest } = restAt(right, top + 20, together(of.map((path) => content.rests.get(path))))
    if (rest === undefined) continue
    const said = label(0, top + 20, text, small, 'quiet')
    rests.push(rest)
    notes.push({ ...said, x: rest.x - said.width - 2 })
    right = rest.x - said.width - 16
  }
  for (const { paths: inLane } of lanes) {
    inLane.forEach((path, i) => {
      const cell = cellOf(path, sheet)
      const number = label(0, top + 35, String(i + 1), small, 'quiet')
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
    const ends = content.ends.filter(({ ending }) => ending === path)
    const { ending, bars: own } = endingAt(path, y, ends, sheet)
    bars.push(...own)
    endings.push(ending)
    y += ending.band.height
  }
  return { bars, endings, notes, ticks, rests, bottom: y }
}
