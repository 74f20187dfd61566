import { day, yearsEarlier } from '../time'
import type { EligibilityCondition } from './condition'
import type { HeldDegree } from './heldDegrees'
import type { Profile } from './profile'

/**
 * Counts years of work as in the official text (§6.5): in days, because spans overlap, and whole years by the calendar,
 * because years differ in length.
 */

type WorkHistory = NonNullable<Profile['workHistory']>

/** A span of day numbers, both ends included. */
export type DaySpan = readonly [from: number, to: number]

/** Days since 1970-01-01. In UTC every day has 24 hours, so that the number is an integer. */
const dayNumber = (date: string): number => Date.parse(date) / day

const dateOf = (number: number): string => new Date(number * day).toISOString().slice(0, 10)

/** Earlier than any work, so that all of it counts. */
const always = '1900-01-01'

/** Sorts spans and merges those that overlap or follow upon one another. Drops spans that end before they begin. */
function mergeSpans(spans: readonly DaySpan[]): DaySpan[] {
  const union: DaySpan[] = []
  for (const [from, to] of [...spans].filter(([a, b]) => a <= b).sort(([a], [b]) => a - b)) {
    const last = union.at(-1)
    if (last && from <= last[1] + 1) union[union.length - 1] = [last[0], Math.max(last[1], to)]
    else union.push([from, to])
  }
  return union
}

/** Returns the parts of `union` that lie outside `other`. Both lists must be merged. */
const spansOutside = (union: readonly DaySpan[], other: readonly DaySpan[]): DaySpan[] =>
  other.reduce<DaySpan[]>(
    (left, [a, b]) =>
      left.flatMap(([from, to]): DaySpan[] =>
        (
          [
            [from, Math.min(to, a - 1)],
            [Math.max(from, b + 1), to],
          ] as const
        ).filter(([first, last]) => first <= last),
      ),
    [...union],
  )

const lengthOf = ([from, to]: DaySpan): number => to - from + 1

/** Returns the first day of work that counts with a degree: with a full-time degree never before graduation. */
export const degreeCountsFrom = (degree: HeldDegree | undefined): string =>
  degree?.studyMode === 'fullTime' ? degree.graduatedOn : always

/**
 * Returns the first day of relevant work that counts: graduation or the certificate if the condition says so, and with
 * a full-time degree never a day before graduation.
 * @param heldSince the day of the certificate that the condition names
 * @returns a day; `undefined` if the date of the certificate or the graduation is required and unknown
 */
export function countsFrom(
  degree: HeldDegree | undefined,
  { countFrom, certificate }: EligibilityCondition,
  heldSince: string | undefined,
): string | undefined {
  const fromDegree = degreeCountsFrom(degree)
  if (countFrom === 'graduation') return degree?.graduatedOn
  if (countFrom !== 'certificate') return fromDegree
  const certificateOn = certificate === undefined ? degree?.certificateOn : heldSince
  return certificateOn && [certificateOn, fromDegree].sort().pop()
}

/** Returns the number of days in that many years before a day. */
export const daysRequired = (years: number, until: string): number =>
  dayNumber(until) - dayNumber(yearsEarlier(until, years))

/** Counts the days from one day to another, both included; 0 if the first is later. */
export const daysFrom = (from: string, until: string): number =>
  Math.max(0, dayNumber(until) - dayNumber(from) + 1)

/**
 * Returns the work between two days, both included, as continuous spans in order. Work without an end is ongoing,
 * overlapping work counts once, and full-time release for part-time study does not count.
 */
export function workedSpans(
  degree: HeldDegree | undefined,
  workHistory: readonly WorkHistory[number][],
  from: string,
  until: string,
): DaySpan[] {
  const [first, last] = [dayNumber(from), dayNumber(until)]
  const work = workHistory.map(
    ({ from, to }): DaySpan => [
      Math.max(first, dayNumber(from)),
      Math.min(last, to === undefined ? last : dayNumber(to)),
    ],
  )
  const released = degree?.studyMode === 'partTime' ? (degree.fullReleaseSpans ?? []) : []
  return spansOutside(
    mergeSpans(work),
    mergeSpans(released.map(({ from, to }): DaySpan => [dayNumber(from), dayNumber(to)])),
  )
}

/** Counts the days of spans. */
export const daysIn = (spans: readonly DaySpan[]): number =>
  spans.reduce((sum, span) => sum + lengthOf(span), 0)

/**
 * Returns the number of days in that many years from a day on, which is the first of them. The years end on the day
 * before the same date, or with the month if that has no such date.
 */
function daysInYearsFrom(first: number, years: number): number {
  const [start, next] = [dateOf(first), yearsEarlier(dateOf(first), -years)]
  return dayNumber(next) - first + (next.slice(8) === start.slice(8) ? 0 : 1)
}

/**
 * Returns the days of work that make that many years. Work that has ended makes whole years by the calendar, whatever
 * leap day lies between it and `until`: 2021-01-01 to 2023-12-31 are three years, with 1095 days. Work that lasts until
 * `until` is compared with the years before that day.
 * @param spans continuous spans, in order
 */
export function daysOfYears(years: number, spans: readonly DaySpan[], until: string): number {
  const usual = daysRequired(years, until)
  const ended = spans.filter(([, to]) => to < dayNumber(until))
  let [days, left, first] = [0, years, 0]
  for (const [from, to] of ended) {
    first = from
    while (left >= 1 && first + daysInYearsFrom(first, 1) - 1 <= to) {
      days += daysInYearsFrom(first, 1)
      first += daysInYearsFrom(first, 1)
      left -= 1
    }
  }
  if (left > 0 && ended.length < Math.max(spans.length, 1)) return usual
  return Math.min(usual, days + daysInYearsFrom(first, left))
}
