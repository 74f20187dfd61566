import type { Fact } from '../facts'
import { type CarryOver, carryOverAfter, historyFromCarryOvers, noCarryOver } from '../model/carryOver'
import type { CandidateHistory } from '../schema/vocabulary'

/** Computes how one registration of a candidate affects the candidate's other registrations. */

/** The stored data of each registration of a candidate. */
export type CandidateRegistration = {
  carryOver: CarryOver
  /** The history given at the opening. */
  known?: CandidateHistory
}

const unchanged = noCarryOver('', 0)

/** Whether facts of one registration affect the candidate's other registrations. */
export const affectsOthers = (facts: readonly Fact[]): boolean =>
  carryOverAfter(unchanged, facts) !== unchanged

/** Returns the history of a registration: the history given at its opening, and the carry-over of all others. */
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

/**
 * Returns the history to send to a registration whose carried-over history has changed; `undefined` if it has not. A
 * forfeit that was carried over before and no longer is must be taken back by name, because an absent one stays.
 */
export function changedHistory(
  before: CandidateHistory,
  after: CandidateHistory,
): CandidateHistory | undefined {
  if (JSON.stringify(after) === JSON.stringify(before)) return undefined
  return before.commitmentForfeited ? { commitmentForfeited: false, ...after } : after
}

/** The properties that decide whether two registrations of a candidate are rivals. */
export type Rival = { exam: string; examYear: number; sitting: string; kind: string; ended: boolean }

/**
 * Whether one of the candidate's other registrations is live for the same exam, year, sitting and kind. One without a kind
 * is for all of them.
 */
export const hasRival = (
  { exam, examYear, sitting, kind }: Omit<Rival, 'ended'>,
  others: readonly Rival[],
): boolean =>
  others.some(
    (other) =>
      !other.ended &&
      other.exam === exam &&
      other.examYear === examYear &&
      other.sitting === sitting &&
      (other.kind === kind || other.kind === '' || kind === ''),
  )
