import type { Fact } from '../facts'
import { type CarryOver, carryOverAfter, historyFromCarryOvers, noCarryOver } from '../model/carryOver'
import type { CandidateHistory } from '../schema/vocabulary'

/** How one registration of a candidate affects the candidate's others. */

/** What is stored of each registration of a candidate. */
export type CandidateRegistration = {
  carryOver: CarryOver
  /** The history that the opening stated. */
  known?: CandidateHistory
}

const unchanged = noCarryOver('', 0)

/** Whether facts of one registration affect the candidate's others. */
export const affectsOthers = (facts: readonly Fact[]): boolean =>
  carryOverAfter(unchanged, facts) !== unchanged

/** The history of a registration: what its opening stated, and the carry-over of all others. */
export function historyOf(
  registrations: Iterable<readonly [id: string, CandidateRegistration]>,
  id: string,
  of: Pick<CarryOver, 'exam' | 'examYear'>,
  known?: CandidateHistory,
): CandidateHistory {
  const others = [...registrations].filter(([other]) => other !== id)
  return historyFromCarryOvers(
    of,
    others.map(([, { carryOver }]) => carryOver),
    known,
  )
}

/** What makes two registrations of a candidate rivals. */
export type Rival = { exam: string; examYear: number; sitting: string; ended: boolean }

/** Whether one of the candidate's other registrations is live for the same exam, year and sitting. */
export const hasRival = (
  { exam, examYear, sitting }: Omit<Rival, 'ended'>,
  others: readonly Rival[],
): boolean =>
  others.some(
    (other) =>
      !other.ended && other.exam === exam && other.examYear === examYear && other.sitting === sitting,
  )
