import type { Snapshot } from '../engine/snapshot'
import { storable } from '../persistence/storable'
import { formatInstant } from '../time'
import { type ArchivedFact, archivedFactsOf } from './archiveEntry'
import type { Row, Session, Statement } from './database'
import { millisOf, nowColumn } from './millis'
import { readLog, type StoredLogRow } from './queries'
import { parsedSnapshot } from './unitOfWork'

/** Gives candidates what the store keeps of them (Personal Information Protection Law, article 45). */

/** A fact that a consumer has not handled, or could not. */
export type OpenDelivery = {
  consumer: string
  revision: number
  n: number
  type: string
  tries: number
  /** The class and the code of the last error. */
  error?: string
  /** Whether it is a dead letter. */
  dead: boolean
}

/** All that the store keeps of a registration. */
export type ExportedRegistration = {
  registrationId: string
  exam: string
  examYear: number
  /** The id of the notice. */
  notice: string
  state: string
  revision: number
  /** The entries up to this revision are in an archive; 0 if none are. */
  archived: number
  snapshot: Snapshot
  /** The whole log, with the personal data of each event. */
  log: StoredLogRow[]
  facts: ArchivedFact[]
  deliveries: OpenDelivery[]
}

/** All that the store keeps of a candidate, as plain JSON. */
export type CandidateExport = {
  candidateId: string
  /** When it was read, by the clock of the database, in ISO 8601. */
  exportedAt: string
  /** What each registration leaves to the others, by their ids: credits, commitments given up, records. */
  carryOver: Record<string, unknown>
  /** In the order of their ids. */
  registrations: ExportedRegistration[]
  /** The id to continue `after`, if there may be more. */
  next?: string
}

/** A page of an export. */
export type ExportPage = {
  /** The id of the last registration of the page before. */
  after?: string
  /** The number of registrations; all by default. */
  limit?: number
}

const selectCandidate: Statement = {
  name: 'baokao_export',
  text: `select carry_over, ${nowColumn} from baokao.candidate where id = $1`,
}

const selectRegistrations: Statement = {
  name: 'baokao_export_registrations',
  text: `
select id, exam, exam_year, notice_id, state, revision, archived, snapshot from baokao.registration
where candidate_id = $1 and id > $2 order by id limit $3`,
}

const selectDeliveries: Statement = {
  name: 'baokao_export_deliveries',
  text: `
select consumer, revision, n, type, tries, error, dead_at is not null as dead from baokao.delivery
where registration_id = $1 order by consumer, seq`,
}

const deliveryOf = ({ consumer, revision, n, type, tries, error, dead }: Row): OpenDelivery => ({
  consumer: consumer as string,
  revision: Number(revision),
  n: Number(n),
  type: type as string,
  tries: Number(tries),
  ...(error !== null && { error: error as string }),
  dead: dead as boolean,
})

async function wholeLog(session: Session, id: string, archived: number): Promise<StoredLogRow[]> {
  const rows: StoredLogRow[] = []
  for (let after = archived; ; ) {
    const page = await readLog(session, id, { after, limit: 500 })
    rows.push(...page)
    const last = page.at(-1)
    if (last === undefined) return rows
    after = last.revision
  }
}

/** @returns `undefined` if the store knows no such candidate */
export async function exportCandidate(
  session: Session,
  candidateId: string,
  { after = '', limit }: ExportPage = {},
): Promise<CandidateExport | undefined> {
  const [candidate] = storable(candidateId) ? await session.run(selectCandidate, [candidateId]) : []
  if (candidate === undefined) return undefined
  const registrations: ExportedRegistration[] = []
  const rows = await session.run(selectRegistrations, [candidateId, after, limit ?? null])
  for (const row of rows) {
    const id = row.id as string
    const archived = Number(row.archived)
    registrations.push({
      registrationId: id,
      exam: row.exam as string,
      examYear: Number(row.exam_year),
      notice: row.notice_id as string,
      state: row.state as string,
      revision: Number(row.revision),
      archived,
      snapshot: parsedSnapshot(row.snapshot as string),
      log: await wholeLog(session, id, archived),
      facts: await archivedFactsOf(session, id),
      deliveries: (await session.run(selectDeliveries, [id])).map(deliveryOf),
    })
  }
  return {
    candidateId,
    exportedAt: formatInstant(millisOf(candidate.now)),
    carryOver: JSON.parse(candidate.carry_over as string),
    registrations,
    ...(limit !== undefined &&
      rows.length === limit && { next: registrations.at(-1)?.registrationId ?? after }),
  }
}
