import { day, startOf, yearsEarlier } from '../time'
import type { ExamSpec } from './exam'
import type { Profile } from './profile'

/** Counts years of work as in the official text (§6.5), in days, because spans overlap and years differ in length. */

/** One of the alternative conditions of a level. */
export type EligibilityCondition = NonNullable<ExamSpec['levels'][number]['conditions']>[number]

/** A span of day numbers, both ends included. */
type DaySpan = readonly [from: number, to: number]

const dayNumber = (date: string): number => startOf(date) / day

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

/**
 * Returns the first day of work that counts: graduation or the certificate if the condition says so, and with a
 * full-time degree never a day before graduation.
 * @returns a day; `undefined` if the date of the certificate or the graduation is required and unknown
 */
export function countsFrom({ education }: Profile, { countFrom }: EligibilityCondition): string | undefined {
  if (education === undefined)
    return countFrom === undefined || countFrom === 'work' ? '1900-01-01' : undefined
  const { studyMode, graduatedOn, certificateOn } = education
  const fromDegree = studyMode === 'fullTime' || countFrom === 'graduation' ? graduatedOn : '1900-01-01'
  if (countFrom !== 'certificate') return fromDegree
  return certificateOn && [certificateOn, fromDegree].sort().pop()
}

/** Returns the number of days in that many years before a day. */
export const daysRequired = (years: number, until: string): number =>
  dayNumber(until) - dayNumber(yearsEarlier(until, years))

/**
 * Counts the days of relevant work between two days, both included. Work without an end is ongoing, overlapping work
 * counts once, and full-time release for part-time study does not count.
 */
export function daysWorked(
  education: Profile['education'],
  workHistory: NonNullable<Profile['workHistory']>,
  from: string,
  until: string,
): number {
  const [first, last] = [dayNumber(from), dayNumber(until)]
  const work = workHistory
    .filter(({ relevant }) => relevant)
    .map(
      ({ from, to }): DaySpan => [
        Math.max(first, dayNumber(from)),
        Math.min(last, to === undefined ? last : dayNumber(to)),
      ],
    )
  const released = education?.studyMode === 'partTime' ? (education.fullReleaseSpans ?? []) : []
  return daysOutside(
    mergeSpans(work),
    mergeSpans(released.map(({ from, to }): DaySpan => [dayNumber(from), dayNumber(to)])),
  )
}
