import type { Fact } from '../facts'
import { type CarryOver, carryOverAfter, historyFor } from '../model/carryOver'
import { affectsOthers } from '../persistence/standing'
import type { CandidateHistory } from '../schema/vocabulary'
import type { Session, Statement } from './database'
import type { UnitOfWork } from './unitOfWork'
import { writeCarryOvers } from './write'

/** A candidate's registrations among themselves: what one leaves behind reaches the others. */

type Member = {
  legacy: CarryOver
  /** What the caller knew when the registration was opened. */
  known?: CandidateHistory
}

const lock: Statement = {
  name: 'baokao_candidates',
  text: `
select id, legacies from baokao.candidate
where id in (select candidate_id from baokao.registration where id = any($1::text[]))
order by id for update`,
}

/** A candidate, locked: what each registration leaves behind. */
export class CandidateRecord {
  private readonly members: Map<string, Member>
  private changed = false

  constructor(
    readonly id: string,
    legacies: string,
  ) {
    this.members = new Map(Object.entries(JSON.parse(legacies) as Record<string, Member>))
  }

  add(registrationId: string, legacy: CarryOver, known: CandidateHistory | undefined): void {
    this.members.set(registrationId, { legacy, ...(known && { known }) })
    this.changed = true
  }

  /** The history of a registration: what the caller knew, and what all others leave behind. */
  historyOf(
    registrationId: string,
    of: { exam: string; examYear: number },
    known?: CandidateHistory,
  ): CandidateHistory {
    const others = [...this.members].filter(([id]) => id !== registrationId).map(([, { legacy }]) => legacy)
    return historyFor(of, others, known ?? this.members.get(registrationId)?.known)
  }

  /** Takes in what was told of a registration. */
  applyFacts(registrationId: string, facts: readonly Fact[]): void {
    const member = this.members.get(registrationId)
    if (member === undefined) return
    const legacy = carryOverAfter(member.legacy, facts)
    if (legacy === member.legacy) return
    this.members.set(registrationId, { ...member, legacy })
    this.changed = true
  }

  /** What has to be written of it. */
  get toWrite(): { id: string; legacies: string }[] {
    const legacies = JSON.stringify(Object.fromEntries(this.members))
    return this.changed ? [{ id: this.id, legacies }] : []
  }
}

/** Locks the candidates of registrations, in order of id: whoever locks both takes them first. */
export async function lockCandidates(
  session: Session,
  registrationIds: readonly string[],
): Promise<CandidateRecord[]> {
  const rows = await session.run(lock, [registrationIds])
  return rows.map(({ id, legacies }) => new CandidateRecord(id as string, legacies as string))
}

/**
 * Tells the candidate's other registrations what one of them has changed, and again, until nothing changes any more.
 * @param told the registration of which something was told, and what
 */
export function propagate(
  family: CandidateRecord,
  dockets: readonly UnitOfWork[],
  told: { docket: UnitOfWork; at: string; facts: readonly Fact[] },
): void {
  const before = new Map(dockets.map((docket) => [docket, historyOf(family, docket)]))
  family.applyFacts(told.docket.row.id, told.facts)
  for (const docket of dockets) {
    if (docket === told.docket) continue
    const history = historyOf(family, docket)
    if (JSON.stringify(history) === JSON.stringify(before.get(docket))) continue
    const { facts, at } = docket.applyHistory(history, told.at)
    if (affectsOthers(facts)) propagate(family, dockets, { docket, at, facts })
  }
}

const historyOf = (family: CandidateRecord, { row }: UnitOfWork): CandidateHistory =>
  family.historyOf(row.id, { exam: row.exam, examYear: row.exam_year })

export const writeCandidates = (session: Session, families: readonly CandidateRecord[]): Promise<void> =>
  writeCarryOvers(
    session,
    families.flatMap(({ toWrite }) => toWrite),
  )
