import type { Fact } from '../facts'
import { historyFor, type Legacy, legacyAfter } from '../history'
import { matters } from '../keeping/standing'
import type { History } from '../words'
import type { Session, Statement } from './database'
import type { Docket } from './docket'
import { writeLegacies } from './writing'

/** A candidate's registrations among themselves: what one leaves behind reaches the others. */

type Member = {
  legacy: Legacy
  /** What the caller knew when the registration was opened. */
  known?: History
}

const lock: Statement = {
  name: 'baokao_candidates',
  text: `
select id, legacies from baokao.candidate
where id in (select candidate_id from baokao.registration where id = any($1::text[]))
order by id for update`,
}

/** A candidate, locked: what each registration leaves behind. */
export class Family {
  private readonly members: Map<string, Member>
  private changed = false

  constructor(
    readonly id: string,
    legacies: string,
  ) {
    this.members = new Map(Object.entries(JSON.parse(legacies) as Record<string, Member>))
  }

  add(registrationId: string, legacy: Legacy, known: History | undefined): void {
    this.members.set(registrationId, { legacy, ...(known && { known }) })
    this.changed = true
  }

  /** The history of a registration: what the caller knew, and what all others leave behind. */
  historyOf(registrationId: string, of: { exam: string; examYear: number }, known?: History): History {
    const others = [...this.members].filter(([id]) => id !== registrationId).map(([, { legacy }]) => legacy)
    return historyFor(of, others, known ?? this.members.get(registrationId)?.known)
  }

  /** Takes in what was told of a registration. */
  hear(registrationId: string, facts: readonly Fact[]): void {
    const member = this.members.get(registrationId)
    if (member === undefined) return
    const legacy = legacyAfter(member.legacy, facts)
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
export async function lockFamilies(session: Session, registrationIds: readonly string[]): Promise<Family[]> {
  const rows = await session.run(lock, [registrationIds])
  return rows.map(({ id, legacies }) => new Family(id as string, legacies as string))
}

/**
 * Tells the candidate's other registrations what one of them has changed, and again, until nothing changes any more.
 * @param told the registration of which something was told, and what
 */
export function spread(
  family: Family,
  dockets: readonly Docket[],
  told: { docket: Docket; at: string; facts: readonly Fact[] },
): void {
  const before = new Map(dockets.map((docket) => [docket, historyOf(family, docket)]))
  family.hear(told.docket.row.id, told.facts)
  for (const docket of dockets) {
    if (docket === told.docket) continue
    const history = historyOf(family, docket)
    if (JSON.stringify(history) === JSON.stringify(before.get(docket))) continue
    const { facts, at } = docket.bring(history, told.at)
    if (matters(facts)) spread(family, dockets, { docket, at, facts })
  }
}

const historyOf = (family: Family, { row }: Docket): History =>
  family.historyOf(row.id, { exam: row.exam, examYear: row.exam_year })

export const writeFamilies = (session: Session, families: readonly Family[]): Promise<void> =>
  writeLegacies(
    session,
    families.flatMap(({ toWrite }) => toWrite),
  )
