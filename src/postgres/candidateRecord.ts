import type { Fact } from '../facts'
import { type CarryOver, carryOverAfter } from '../model/carryOver'
import {
  affectsOthers,
  type CandidateRegistration,
  changedHistory,
  historyOf,
} from '../persistence/propagation'
import type { CandidateHistory } from '../schema/vocabulary'
import type { Session, Statement } from './database'
import type { UnitOfWork } from './unitOfWork'
import { writeCarryOvers } from './write'

const lock: Statement = {
  name: 'baokao_candidates',
  text: `
select id, carry_over, revision from baokao.candidate
where id in (select candidate_id from baokao.registration where id = any($1::text[]))
order by id for update`,
}

/** A locked candidate: the carry-over of each of its registrations. */
export class CandidateRecord {
  private readonly registrations: Map<string, CandidateRegistration>
  private changed = false

  /** @param carryOver the column `carry_over` @param revision the column `revision` */
  constructor(
    readonly id: string,
    carryOver: string,
    private readonly revision: number,
  ) {
    this.registrations = new Map(
      Object.entries(JSON.parse(carryOver) as Record<string, CandidateRegistration>),
    )
  }

  add(registrationId: string, carryOver: CarryOver, known: CandidateHistory | undefined): void {
    this.registrations.set(registrationId, { carryOver, ...(known && { known }) })
    this.changed = true
  }

  /** @param known the history given at the opening; by default the stored one */
  historyOf(
    registrationId: string,
    of: Pick<CarryOver, 'exam' | 'examYear'>,
    known = this.registrations.get(registrationId)?.known,
  ): CandidateHistory {
    return historyOf(this.registrations, registrationId, of, known)
  }

  /** Updates the carry-over of a registration by the facts that it emitted. */
  applyFacts(registrationId: string, facts: readonly Fact[]): void {
    const registration = this.registrations.get(registrationId)
    if (registration === undefined) return
    const carryOver = carryOverAfter(registration.carryOver, facts)
    if (carryOver === registration.carryOver) return
    this.registrations.set(registrationId, { ...registration, carryOver })
    this.changed = true
  }

  /** The row to write, if anything has changed. */
  get toWrite(): { id: string; base: number; carry_over: string }[] {
    const carryOver = JSON.stringify(Object.fromEntries(this.registrations))
    return this.changed ? [{ id: this.id, base: this.revision, carry_over: carryOver }] : []
  }
}

/**
 * Locks the candidates of registrations, in order of id. Candidates are always locked before registrations, so that
 * transactions do not deadlock.
 */
export async function lockCandidates(
  session: Session,
  registrationIds: readonly string[],
): Promise<CandidateRecord[]> {
  const rows = await session.run(lock, [registrationIds])
  return rows.map(
    ({ id, carry_over, revision }) =>
      new CandidateRecord(id as string, carry_over as string, Number(revision)),
  )
}

/**
 * Amends the history of the candidate's other registrations after one of them has emitted facts, and repeats this for
 * the facts that they emit in turn.
 * @param units all registrations of the candidate
 * @param emitted the registration that emitted the facts
 */
export function propagate(
  candidate: CandidateRecord,
  units: readonly UnitOfWork[],
  emitted: { unit: UnitOfWork; at: string; facts: readonly Fact[] },
): void {
  const before = new Map(units.map((unit) => [unit, historyOfUnit(candidate, unit)]))
  candidate.applyFacts(emitted.unit.row.id, emitted.facts)
  for (const unit of units) {
    if (unit === emitted.unit) continue
    const history = changedHistory(before.get(unit) ?? {}, historyOfUnit(candidate, unit))
    if (history === undefined) continue
    const { facts, at } = unit.applyHistory(history, emitted.at)
    if (affectsOthers(facts)) propagate(candidate, units, { unit, at, facts })
  }
}

const historyOfUnit = (candidate: CandidateRecord, { row }: UnitOfWork): CandidateHistory =>
  candidate.historyOf(row.id, { exam: row.exam, examYear: row.exam_year })

export const writeCandidates = (session: Session, candidates: readonly CandidateRecord[]): Promise<void> =>
  writeCarryOvers(
    session,
    candidates.flatMap(({ toWrite }) => toWrite),
  )
