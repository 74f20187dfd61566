import type { Fact } from '../facts'
import type { CandidateHistory, Credit, IntegrityRecord } from '../schema/vocabulary'

/** Data of a registration for the candidate's other registrations: forfeited commitment, integrity records, credits. */
export type CarryOver = {
  exam: string
  examYear: number
  /** Whether the commitment was forfeited for this exam and year (§5.1.4, §6.4.5). Reset only if its withdrawal was void. */
  forfeited?: true
  /** Entries of the integrity record that were not withdrawn (§5, Order 31). */
  records: IntegrityRecord[]
  /** Passes of this exam that count in later years (§9.2). */
  credits: Credit[]
}

/**
 * Returns the carry-over of a new registration.
 * @example
 * ```ts
 * import { noCarryOver } from 'baokao'
 *
 * noCarryOver('social-worker', 2024) // { exam: 'social-worker', examYear: 2024, records: [], credits: [] }
 * ```
 */
export const noCarryOver = (exam: string, examYear: number): CarryOver => ({
  exam,
  examYear,
  records: [],
  credits: [],
})

const reducers: { [Type in Fact['type']]?: (carryOver: CarryOver, fact: Fact<Type>) => CarryOver } = {
  'commitment.forfeited': (carryOver) => ({ ...carryOver, forfeited: true }),
  'commitment.restored': ({ forfeited: _, ...carryOver }) => carryOver,
  'integrity.recorded': (carryOver, { kind, from, until }) => {
    const record = { kind, from, ...(until !== undefined && { until }) }
    return { ...carryOver, records: [...carryOver.records, record] }
  },
  'integrity.withdrawn': (carryOver, { kind, from }) => ({
    ...carryOver,
    records: carryOver.records.filter((record) => record.kind !== kind || record.from !== from),
  }),
  // Replaces earlier credits; the list may be empty.
  'credits.earned': (carryOver, { level, specialty, subjects, examYear, validThrough }) => ({
    ...carryOver,
    credits: subjects.map((subject) => ({
      subject,
      year: examYear,
      level,
      ...(specialty !== undefined && { specialty }),
      validThrough,
    })),
  }),
  'scores.voided': (carryOver, { subjects }) => ({
    ...carryOver,
    credits: carryOver.credits.filter(({ subject }) => !subjects.includes(subject)),
  }),
}

/**
 * Applies the facts of a registration to its carry-over.
 * @param carryOver the current carry-over; `noCarryOver(exam, examYear)` for a new registration
 * @param facts the facts of each decision, in order
 * @returns the new carry-over; the same object if no fact concerns other registrations
 * @example
 * ```ts
 * import { carryOverAfter, noCarryOver } from 'baokao'
 * import { event, given } from 'baokao/testing'
 *
 * const { decision } = given('filling.route').when(event.route.choose('proof'))
 * carryOverAfter(noCarryOver('social-worker', 2024), decision.facts).forfeited // true
 * ```
 */
export function carryOverAfter(carryOver: CarryOver, facts: readonly Fact[]): CarryOver {
  return facts.reduce((before, fact) => {
    const reduce = reducers[fact.type] as ((carryOver: CarryOver, fact: Fact) => CarryOver) | undefined
    return reduce === undefined ? before : reduce(before, fact)
  }, carryOver)
}

/** Removes duplicates and keeps the first of each. */
function distinct<T extends object>(all: readonly T[]): T[] {
  const seen = new Set<string>()
  return all.filter((one) => {
    const text = JSON.stringify(Object.entries(one).sort())
    return seen.size < seen.add(text).size
  })
}

/**
 * Builds the `history` for `open` from the carry-overs of the candidate's other registrations and the history that the
 * caller supplies. A forfeited commitment applies to the same exam and year, credits to the same exam, integrity
 * records to every exam (§5, §9.2).
 *
 * @param carryOvers the carry-overs of the candidate's other registrations
 * @param known the history of registrations outside this system
 * @example
 * ```ts
 * import { historyFromCarryOvers } from 'baokao'
 *
 * const other = { exam: 'social-worker', examYear: 2024, forfeited: true, records: [], credits: [] } as const
 * historyFromCarryOvers({ exam: 'social-worker', examYear: 2024 }, [{ ...other, records: [], credits: [] }]) // { commitmentForfeited: true }
 * ```
 */
export function historyFromCarryOvers(
  { exam, examYear }: { exam: string; examYear: number },
  carryOvers: readonly CarryOver[],
  known: CandidateHistory = {},
): CandidateHistory {
  const sameExam = carryOvers.filter((carryOver) => carryOver.exam === exam)
  const forfeited =
    known.commitmentForfeited === true ||
    sameExam.some((carryOver) => carryOver.examYear === examYear && carryOver.forfeited === true)
  const integrity = distinct([...(known.integrity ?? []), ...carryOvers.flatMap(({ records }) => records)])
  const credits = distinct([...(known.credits ?? []), ...sameExam.flatMap((carryOver) => carryOver.credits)])
  return {
    ...(forfeited && { commitmentForfeited: true }),
    ...(integrity.length > 0 && { integrity }),
    ...(credits.length > 0 && { credits }),
  }
}
