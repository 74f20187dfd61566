import { day, startOf, yearsEarlier } from '../time'
import type { ExamSpec } from './exam'
import type { Profile } from './profile'

/** Years of work by the official counting (§6.5), in days: spans may overlap, and years may have 366. */

/** A condition of a level, of which any one suffices. */
export type EligibilityCondition = NonNullable<ExamSpec['levels'][number]['conditions']>[number]

/** Days, both included, as numbers of days. */
type Days = readonly [from: number, to: number]

const numberOf = (date: string): number => startOf(date) / day

/** Spans as a union, in order; those that end before they begin are none. */
function united(spans: readonly Days[]): Days[] {
  const union: Days[] = []
  for (const [from, to] of [...spans].filter(([a, b]) => a <= b).sort(([a], [b]) => a - b)) {
    const last = union.at(-1)
    if (last && from <= last[1]) union[union.length - 1] = [last[0], Math.max(last[1], to)]
    else union.push([from, to])
  }
  return union
}

/** How many days of a union do not lie within another. */
function outside(union: readonly Days[], other: readonly Days[]): number {
  const shared = ([from, to]: Days) =>
    other.reduce((sum, [a, b]) => sum + Math.max(0, Math.min(to, b) - Math.max(from, a) + 1), 0)
  return union.reduce((sum, span) => sum + span[1] - span[0] + 1 - shared(span), 0)
}

/**
 * From when work counts: a condition that names graduation or a certificate counts from there, and a full-time degree
 * never counts work before graduation.
 * @returns a day, or `undefined` where the date is not known
 */
export function countsFrom({ education }: Profile, { countFrom }: EligibilityCondition): string | undefined {
  const { studyMode, graduatedOn, certificateOn } = education
  const fromDegree = studyMode === 'fullTime' || countFrom === 'graduation' ? graduatedOn : '1900-01-01'
  if (countFrom !== 'certificate') return fromDegree
  return certificateOn && [certificateOn, fromDegree].sort().pop()
}

/** How many days are asked for, by a day: those from so many years earlier until it. */
export const daysRequired = (years: number, until: string): number =>
  numberOf(until) - numberOf(yearsEarlier(until, years))

/**
 * How many days of relevant work there are from one day to another, both included. Work without an end goes on; what
 * overlaps counts once; time released for part-time study does not count.
 */
export function daysWorked(
  { studyMode, fullReleaseSpans = [] }: Profile['education'],
  workHistory: NonNullable<Profile['workHistory']>,
  from: string,
  until: string,
): number {
  const [first, last] = [numberOf(from), numberOf(until)]
  const work = workHistory
    .filter(({ relevant }) => relevant)
    .map(
      ({ from, to }): Days => [
        Math.max(first, numberOf(from)),
        Math.min(last, to === undefined ? last : numberOf(to)),
      ],
    )
  const released = studyMode === 'partTime' ? fullReleaseSpans : []
  return outside(united(work), united(released.map(({ from, to }): Days => [numberOf(from), numberOf(to)])))
}
