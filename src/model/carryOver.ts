import type { Fact } from '../facts'
import type { CandidateHistory, Credit, IntegrityRecord } from '../schema/vocabulary'

/** What a registration leaves behind for the candidate's others: a commitment given up, records, passes that count on. */
export type CarryOver = {
  exam: string
  examYear: number
  /** The commitment was given up for this exam and year (§5.1.4, §6.4.5). Never taken back. */
  forfeited?: true
  /** Entries of the integrity record that stand (§5, Order 31). */
  records: IntegrityRecord[]
  /** Passes of this exam that count in later years (§9.2). */
  credits: Credit[]
}

/** What a registration leaves behind before anything has happened in it. */
export const noCarryOver = (exam: string, examYear: number): CarryOver => ({
  exam,
  examYear,
  records: [],
  credits: [],
})

const effects: { [Type in Fact['type']]?: (legacy: CarryOver, fact: Fact<Type>) => CarryOver } = {
  'commitment.forfeited': (legacy) => ({ ...legacy, forfeited: true }),
  'integrity.recorded': (legacy, { kind, from, until }) => {
    const record = { kind, from, ...(until !== undefined && { until }) }
    return { ...legacy, records: [...legacy.records, record] }
  },
  'integrity.withdrawn': (legacy, { kind, from }) => ({
    ...legacy,
    records: legacy.records.filter((record) => record.kind !== kind || record.from !== from),
  }),
  // What is told replaces what was told before, and may be nothing.
  'credits.earned': (legacy, { level, specialty, subjects, examYear, validThrough }) => ({
    ...legacy,
    credits: subjects.map((subject) => ({
      subject,
      year: examYear,
      level,
      ...(specialty !== undefined && { specialty }),
      validThrough,
    })),
  }),
  'scores.voided': (legacy, { subjects }) => ({
    ...legacy,
    credits: legacy.credits.filter(({ subject }) => !subjects.includes(subject)),
  }),
}

/**
 * What a registration leaves behind after what was told of it.
 * @param legacy what it left behind before: `noLegacy(exam, examYear)` at first
 * @param facts those of each of its decisions, in order
 * @returns the same `legacy` where none of them matters to other registrations
 */
export function carryOverAfter(legacy: CarryOver, facts: readonly Fact[]): CarryOver {
  return facts.reduce((before, fact) => {
    const left = effects[fact.type] as ((legacy: CarryOver, fact: Fact) => CarryOver) | undefined
    return left === undefined ? before : left(before, fact)
  }, legacy)
}

/** Each once, the first kept. */
function distinct<T extends object>(all: readonly T[]): T[] {
  const seen = new Set<string>()
  return all.filter((one) => {
    const text = JSON.stringify(Object.entries(one).sort())
    return seen.size < seen.add(text).size
  })
}

/**
 * The history with which a candidate's registration is opened: what the caller knows, and what the candidate's other
 * registrations leave behind. A commitment given up bars the same exam and year only, passes count for the same exam,
 * the integrity record reaches everywhere (§5, §9.2).
 *
 * @param legacies of the candidate's other registrations
 * @param known what happened where no registration here tells of it
 */
export function historyFor(
  { exam, examYear }: { exam: string; examYear: number },
  legacies: readonly CarryOver[],
  known: CandidateHistory = {},
): CandidateHistory {
  const same = legacies.filter((legacy) => legacy.exam === exam)
  const forfeited =
    known.commitmentForfeited === true ||
    same.some((legacy) => legacy.examYear === examYear && legacy.forfeited === true)
  const integrity = distinct([...(known.integrity ?? []), ...legacies.flatMap(({ records }) => records)])
  const credits = distinct([...(known.credits ?? []), ...same.flatMap((legacy) => legacy.credits)])
  return {
    ...(forfeited && { commitmentForfeited: true }),
    ...(integrity.length > 0 && { integrity }),
    ...(credits.length > 0 && { credits }),
  }
}
