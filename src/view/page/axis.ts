import type { Terms } from '../../model/terms'
import { day, formatInstant, type Millis } from '../../time'

/** Time along a line: gaps grow with the root of their days, so that a week and a year both stay legible. */
export type TimeAxis = {
  /** Where an instant lies; before the first and after the last it is held at the edge. */
  x: (at: Millis) => number
  /** Where each event lies: those of one instant side by side, from where it begins. */
  events: number[]
  /** The first days of months, for a scale. */
  months: { at: Millis; month: number; year: number }[]
  width: number
}

/** How far two marks are apart at least, and two events, of which each is a dot to be pressed. */
const minimumGap = { marks: 4, events: 12 }

/** Where a mark stands: what it must have before it, and what time adds to that. Behind it stand its other events. */
type Mark = { at: Millis; least: number; time: number; end: number }

function marksOf(instants: readonly Millis[], events: readonly Millis[]): Mark[] {
  const counts = new Map<Millis, number>()
  for (const at of events) counts.set(at, (counts.get(at) ?? 0) + 1)
  let lastEvent = Number.NEGATIVE_INFINITY
  let last: Mark | undefined
  return [...new Set([...instants, ...events])]
    .sort((a, b) => a - b)
    .map((at) => {
      const count = counts.get(at) ?? 0
      const bare = last === undefined ? 0 : last.end + minimumGap.marks
      const least = count === 0 ? bare : Math.max(bare, lastEvent + minimumGap.events)
      const time = last === undefined ? 0 : last.time + Math.sqrt((at - last.at) / day)
      last = { at, least, time, end: least + minimumGap.events * Math.max(0, count - 1) }
      if (count > 0) lastEvent = last.end
      return last
    })
}

/**
 * @param instants in any order; each gets a place of its own
 * @param events the instants of events, in order; each has room for as many as fall on it
 */
export function timeAxis(instants: readonly Millis[], events: readonly Millis[], width: number): TimeAxis {
  const marks = marksOf(instants, events)
  const whole = marks.at(-1) ?? { end: 0, time: 0 }
  // Only where there are more than fit must what is least give way.
  const tight = Math.min(1, width / Math.max(1, whole.end))
  const wide = whole.time === 0 ? 0 : (width - tight * whole.end) / whole.time
  const begin = ({ least, time }: Mark): number => tight * least + wide * time
  const x = (at: Millis): number => {
    const next = marks.find((mark) => mark.at >= at)
    if (next === undefined) return width
    const before = marks[marks.indexOf(next) - 1]
    if (before === undefined || next.at === at) return begin(next)
    const from = tight * before.end + wide * before.time
    return from + ((begin(next) - from) * (at - before.at)) / (next.at - before.at)
  }
  const nth = (i: number) => i - events.indexOf(events[i] ?? 0)
  return {
    x,
    events: events.map((at, i) => x(at) + tight * nth(i) * minimumGap.events),
    months: monthsOf(
      marks.map(({ at }) => at),
      x,
    ),
    width,
  }
}

/** The months between the first and the last mark, where there is room for their names. */
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

/** The windows of a notice, as it stands. */
export const noticeWindows = (terms: Terms) =>
  [
    { name: 'registration', from: terms.registration[0], to: terms.registration[1] },
    { name: 'proofReview', from: terms.registration[0], to: terms.proofReview },
    { name: 'payment', from: terms.payment[0], to: terms.payment[1] },
    { name: 'admitCard', from: terms.admitCard[0], to: terms.admitCard[1] },
    { name: 'exam', from: terms.sessions[0], to: terms.sessions[1] },
  ] as const
