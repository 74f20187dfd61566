import type { Terms } from '../../terms'
import { day, formatInstant, type Millis } from '../../time'

/** Time along a line: gaps grow with the root of their days, so that a week and a year both stay legible. */
export type Axis = {
  /** Where an instant lies; before the first and after the last it is held at the edge. */
  x: (at: Millis) => number
  /** Where each event lies: those of one instant side by side, from where it begins. */
  events: number[]
  /** The first days of months, for a scale. */
  months: { at: Millis; month: number; year: number }[]
  width: number
}

/** How far two things are apart at least, and two events, of which each is a dot to be pressed. */
const apart = { any: 4, events: 12 }

/**
 * @param instants in any order; each gets a place of its own
 * @param events the instants of events, in order; each has room for as many as fall on it
 */
export function axisOf(instants: readonly Millis[], events: readonly Millis[], width: number): Axis {
  const counts = new Map<Millis, number>()
  for (const at of events) counts.set(at, (counts.get(at) ?? 0) + 1)
  const marks = [...new Set([...instants, ...events])].sort((a, b) => a - b)
  const begins: number[] = []
  const ends: number[] = []
  for (const [i, at] of marks.entries()) {
    const last = marks[i - 1]
    const bare = counts.has(at) && counts.has(last ?? at) ? apart.events : apart.any
    const gap = last === undefined ? 0 : Math.max(bare, apart.any + 9 * Math.sqrt((at - last) / day))
    begins.push((ends[i - 1] ?? 0) + gap)
    ends.push((begins[i] ?? 0) + apart.events * Math.max(0, (counts.get(at) ?? 0) - 1))
  }
  const total = Math.max(1, ends.at(-1) ?? 1)
  const scale = (place: number): number => (place / total) * width
  const x = (at: Millis): number => {
    const next = marks.findIndex((mark) => mark >= at)
    if (next < 0) return width
    const [to, from] = [marks[next] ?? at, marks[next - 1]]
    if (from === undefined || to === at) return scale(begins[next] ?? 0)
    const [a, b] = [ends[next - 1] ?? 0, begins[next] ?? 0]
    return scale(a + ((b - a) * (at - from)) / (to - from))
  }
  const nth = (i: number) => i - events.indexOf(events[i] ?? 0)
  return {
    x,
    events: events.map((at, i) => x(at) + scale(nth(i) * apart.events)),
    months: monthsOf(marks, x),
    width,
  }
}

/** The months between the first and the last mark, where there is room for their names. */
function monthsOf(marks: readonly Millis[], x: (at: Millis) => number): Axis['months'] {
  const [first, last] = [marks[0], marks.at(-1)]
  if (first === undefined || last === undefined) return []
  const months: Axis['months'] = []
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
export const windowsOf = (terms: Terms) =>
  [
    { name: 'registration', from: terms.registration[0], to: terms.registration[1] },
    { name: 'proofReview', from: terms.registration[0], to: terms.proofReview },
    { name: 'payment', from: terms.payment[0], to: terms.payment[1] },
    { name: 'admitCard', from: terms.admitCard[0], to: terms.admitCard[1] },
    { name: 'exam', from: terms.sessions[0], to: terms.sessions[1] },
  ] as const
