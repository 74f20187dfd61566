import type { Terms } from '../../model/terms'
import { day, formatInstant, type Millis } from '../../time'

/** A time axis. Distances grow with the square root of days, so that a week and a year are both legible. */
export type TimeAxis = {
  /** The position of an instant, clamped to the axis. */
  x: (at: Millis) => number
  /** The position of each event; events of one instant are next to each other. */
  events: number[]
  /** The first days of months, as a scale. */
  months: { at: Millis; month: number; year: number }[]
  width: number
}

/** Minimum distances; each event is a dot that the user can press. */
const minimumGap = { marks: 4, events: 12 }

/** An instant: its minimum position, the additional distance for time, and the minimum position of its last event. */
type Mark = { at: Millis; minimum: number; time: number; end: number }

function marksOf(instants: readonly Millis[], events: readonly Millis[]): Mark[] {
  const counts = new Map<Millis, number>()
  for (const at of events) counts.set(at, (counts.get(at) ?? 0) + 1)
  let lastEvent = Number.NEGATIVE_INFINITY
  let last: Mark | undefined
  return [...new Set([...instants, ...events])]
    .sort((a, b) => a - b)
    .map((at) => {
      const count = counts.get(at) ?? 0
      const afterMark = last === undefined ? 0 : last.end + minimumGap.marks
      const minimum = count === 0 ? afterMark : Math.max(afterMark, lastEvent + minimumGap.events)
      const time = last === undefined ? 0 : last.time + Math.sqrt((at - last.at) / day)
      last = { at, minimum, time, end: minimum + minimumGap.events * Math.max(0, count - 1) }
      if (count > 0) lastEvent = last.end
      return last
    })
}

/**
 * @param instants further instants, in any order
 * @param events the instants of events, in order
 * @param width in px
 */
export function timeAxis(instants: readonly Millis[], events: readonly Millis[], width: number): TimeAxis {
  const marks = marksOf(instants, events)
  const total = marks.at(-1) ?? { end: 0, time: 0 }
  // Minimum distances shrink only if the marks do not fit otherwise.
  const minimumScale = Math.min(1, width / Math.max(1, total.end))
  const timeScale = total.time === 0 ? 0 : (width - minimumScale * total.end) / total.time
  const startOf = ({ minimum, time }: Mark): number => minimumScale * minimum + timeScale * time
  const x = (at: Millis): number => {
    const next = marks.find((mark) => mark.at >= at)
    if (next === undefined) return width
    const before = marks[marks.indexOf(next) - 1]
    if (before === undefined || next.at === at) return startOf(next)
    const from = minimumScale * before.end + timeScale * before.time
    return from + ((startOf(next) - from) * (at - before.at)) / (next.at - before.at)
  }
  const indexAtInstant = (i: number) => i - events.indexOf(events[i] ?? 0)
  return {
    x,
    events: events.map((at, i) => x(at) + minimumScale * indexAtInstant(i) * minimumGap.events),
    months: monthsOf(
      marks.map(({ at }) => at),
      x,
    ),
    width,
  }
}

/** The months between the first and last mark, if there is space for their names. */
function monthsOf(marks: readonly Millis[], x: (at: Millis) => number): TimeAxis['months'] {
  const [first, last] = [marks[0], marks.at(-1)]
  if (first === undefined || last === undefined) return []
  const months: TimeAxis['months'] = []
  const start = formatInstant(first)
  let [year, month] = [Number(start.slice(0, 4)), Number(start.slice(5, 7))]
  for (let right = -60; ; ) {
    month = (month % 12) + 1
    if (month === 1) year += 1
    const at = Date.parse(`${year}-${String(month).padStart(2, '0')}-01T00:00:00+08:00`)
    if (at > last) return months
    if (x(at) - right < 44) continue
    months.push({ at, month, year })
    right = x(at)
  }
}

/** The windows of a notice as instants. */
export const noticeWindows = (terms: Terms) =>
  [
    { name: 'registration', from: terms.registration[0], to: terms.registration[1] },
    { name: 'proofReview', from: terms.registration[0], to: terms.proofReview },
    { name: 'payment', from: terms.payment[0], to: terms.payment[1] },
    { name: 'admitCard', from: terms.admitCard[0], to: terms.admitCard[1] },
    { name: 'exam', from: terms.sessions[0], to: terms.sessions[1] },
  ] as const
