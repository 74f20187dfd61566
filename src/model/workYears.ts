import { day, yearsEarlier } from '../time'
import type { EligibilityCondition } from './condition'
import type { HeldDegree } from './heldDegrees'
import type { Profile } from './profile'

/** Counts years of work as in the official text (§6.5), in days, because spans overlap and years differ in length. */

type WorkHistory = NonNullable<Profile['workHistory']>

/** A span of day numbers, both ends included. */
type DaySpan = readonly [from: number, to: number]

/** Days since 1970-01-01. In UTC every day has 24 hours, so that the number is an integer. */
const dayNumber = (date: string): number => Date.parse(date) / day

/** Earlier than any work, so that all of it counts. */
const always = '1900-01-01'

/** Sorts spans and merges overlapping ones. Drops spans that end before they begin. */
function mergeSpans(spans: readonly DaySpan[]): DaySpan[] {
  const union: DaySpan[] = []
  for (const [from, to] of [...spans].filter(([a, b]) => a <= b).sort(([a], [b]) => a - b)) {
    const last = union.at(-1)
    if (last && from <= last[1]) union[union.length - 1] = [last[0], Math.max(last[1], to)]
    else union.push([from, to])
  }
  return union
}

/** Counts the days of `union` that lie outside `other`. Both lists must be merged. */
function daysOutside(union: readonly DaySpan[], other: readonly DaySpan[]): number {
  const shared = ([from, to]: DaySpan) =>
    other.reduce((sum, [a, b]) => sum + Math.max(0, Math.min(to, b) - Math.max(from, a) + 1), 0)
  return union.reduce((sum, span) => sum + span[1] - span[0] + 1 - shared(span), 0)
}

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

/**
 * Returns the last day of the work that counts: up to it, a whole number of years is a whole number of years, whatever
 * leap day lies between it and `until`.
 * @returns `until` if there is no work
 */
export const lastDayWorked = (workHistory: readonly WorkHistory[number][], until: string): string =>
  workHistory
    .map(({ to = until }) => (to < until ? to : until))
    .sort()
    .at(-1) ?? until

/** Counts the days from one day to another, both included; 0 if the first is later. */
export const daysFrom = (from: string, until: string): number =>
  Math.max(0, dayNumber(until) - dayNumber(from) + 1)

/**
 * Counts the days of work between two days, both included. Work without an end is ongoing, overlapping work counts
 * once, and full-time release for part-time study does not count.
 */
export function daysWorked(
  degree: HeldDegree | undefined,
  workHistory: readonly WorkHistory[number][],
  from: string,
  until: string,
): number {
  const [first, last] = [dayNumber(from), dayNumber(until)]
  const work = workHistory.map(
    ({ from, to }): DaySpan => [
      Math.max(first, dayNumber(from)),
      Math.min(last, to === undefined ? last : dayNumber(to)),
    ],
  )
  const released = degree?.studyMode === 'partTime' ? (degree.fullReleaseSpans ?? []) : []
  return daysOutside(
    mergeSpans(work),
    mergeSpans(released.map(({ from, to }): DaySpan => [dayNumber(from), dayNumber(to)])),
  )
}
