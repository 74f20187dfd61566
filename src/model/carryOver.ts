import type { Fact } from '../facts'
import type { CandidateHistory, Credit, IntegrityRecord } from '../schema/vocabulary'

/** What a registration carries over to the candidate's others: a forfeited commitment, integrity records, credits. */
export type CarryOver = {
  exam: string
  examYear: number
  /** The commitment was forfeited for this exam and year (§5.1.4, §6.4.5). Never taken back. */
  forfeited?: true
  /** Entries of the integrity record that were not withdrawn (§5, Order 31). */
  records: IntegrityRecord[]
  /** Passes of this exam that count in later years (§9.2). */
  credits: Credit[]
}

/** The carry-over of a new registration. */
export const noCarryOver = (exam: string, examYear: number): CarryOver => ({
  exam,
  examYear,
  records: [],
  credits: [],
})

const reducers: { [Type in Fact['type']]?: (carryOver: CarryOver, fact: Fact<Type>) => CarryOver } = {
  'commitment.forfeited': (carryOver) => ({ ...carryOver, forfeited: true }),
  'integrity.recorded': (carryOver, { kind, from, until }) => {
    const record = { kind, from, ...(until !== undefined && { until }) }
    return { ...carryOver, records: [...carryOver.records, record] }
  },
  'integrity.withdrawn': (carryOver, { kind, from }) => ({
    ...carryOver,
    records: carryOver.records.filter((record) => record.kind !== kind || record.from !== from),
  }),
  // Replaces earlier credits, and may be empty.
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
 * @param carryOver the carry-over so far; `noCarryOver(exam, examYear)` at first
 * @param facts the facts of each decision, in order
 * @returns the same `carryOver` if no fact concerns other registrations
 */
export function carryOverAfter(carryOver: CarryOver, facts: readonly Fact[]): CarryOver {
  return facts.reduce((before, fact) => {
    const reduce = reducers[fact.type] as ((carryOver: CarryOver, fact: Fact) => CarryOver) | undefined
    return reduce === undefined ? before : reduce(before, fact)
  }, carryOver)
}

/** Removes duplicates; the first of each is kept. */
function distinct<T extends object>(all: readonly T[]): T[] {
  const seen = new Set<string>()
  return all.filter((one) => {
    const text = JSON.stringify(Object.entries(one).sort())
    return seen.size < seen.add(text).size
  })
}

/**
 * Builds the `history` for opening a registration from the candidate's other registrations and from what the caller
 * knows. A forfeited commitment counts for the same exam and year, credits for the same exam, integrity records for
 * every exam (§5, §9.2).
 *
 * @param carryOvers of the candidate's other registrations
 * @param known what happened in registrations that this system does not have
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
