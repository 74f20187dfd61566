import type { FiredDeadline } from '../engine/run'
import { isSnapshot, type Snapshot } from '../engine/snapshot'
import { nextDue, storedRegistration } from '../persistence/derived'
import { mergePersonalData, type PersonalValues } from '../persistence/splitPersonalData'
import { storable } from '../persistence/storable'
import { clockAdvance } from '../persistence/storeEvents'
import type { LogQuery, LogRow, StoredRegistration } from '../persistence/types'
import type { RuleId } from '../rules'
import { formatInstant } from '../time'
import type { Row, Session, Statement } from './database'
import { StoreError } from './errors'
import { millisColumn, millisOf, nowColumn } from './millis'
import { openEntries } from './sealing'
import { type Deciding, timeOf } from './storeTime'

/** An entry of the log, and the instant at which it was stored. */
export type StoredLogRow = LogRow & {
  /** An instant of the database's clock. */
  storedAt: string
}

/** A registration as it stands at the store's time. */
export type CurrentRegistration = StoredRegistration & {
  /** The store's time in ISO 8601. */
  now: string
}

/** @throws `StoreError` with the code `unreadable` if the snapshot is damaged, or of a later version */
export function registrationFrom({ id, candidate_id, snapshot, revision }: Row): StoredRegistration {
  try {
    const stored = JSON.parse(snapshot as string) as Snapshot
    if (!isSnapshot(stored)) throw new TypeError('not a snapshot of this version')
    return storedRegistration(id as string, candidate_id as string, stored, Number(revision))
  } catch (error) {
    throw new StoreError('unreadable', `${id}: ${(error as Error).message}`)
  }
}

const selectOne: Statement = {
  name: 'baokao_get',
  text: 'select id, candidate_id, snapshot, revision from baokao.registration where id = $1',
}

export async function getRegistration(session: Session, id: string): Promise<StoredRegistration | undefined> {
  if (!storable(id)) return undefined
  const [row] = await session.run(selectOne, [id])
  return row && registrationFrom(row)
}

const selectWithNow: Statement = {
  name: 'baokao_get_now',
  text: `select id, candidate_id, snapshot, revision, ${nowColumn} from baokao.registration where id = $1`,
}

/** Returns a registration as it stands at the store's time, with all deadlines fired that are due. */
export async function getNow(
  session: Session,
  { clock, registrations }: Deciding,
  id: string,
): Promise<CurrentRegistration | undefined> {
  const [row] = storable(id) ? await session.run(selectWithNow, [id]) : []
  if (row === undefined) return undefined
  const stored = registrationFrom(row)
  const now = timeOf(clock, id, row.now)
  const due = nextDue(stored.snapshot)
  const dated = { now: formatInstant(now) }
  if (due === undefined || due > now) return { ...stored, ...dated }
  const decision = registrations.decide(
    stored.snapshot,
    clockAdvance(Math.max(now, stored.snapshot.context.at)),
  )
  if (!decision.accepted) throw new StoreError('unreadable', `${id}: ${decision.refusal.rule}`)
  return { ...storedRegistration(id, stored.candidateId, decision.snapshot, stored.revision), ...dated }
}

/** The columns that `logRowOf` reads. */
export const logColumns = `revision, ${millisColumn('at')}, ${millisColumn('stored_at')}, library, type, key, accepted, rule, fired::text as fired,
  event::text as event, personal::text as personal`

const selectLog: Statement = {
  name: 'baokao_log',
  text: `
select ${logColumns} from baokao.log where registration_id = $1 and revision > $2 order by revision limit $3`,
}

const instant = (value: unknown): string => formatInstant(millisOf(value))

const parsed = <T>(text: unknown): T | undefined =>
  text === null || text === undefined ? undefined : (JSON.parse(text as string) as T)

export function logRowOf(row: Row): StoredLogRow {
  const { key, rule } = row as { key: string | null; rule: RuleId | null }
  return {
    revision: Number(row.revision),
    at: instant(row.at),
    storedAt: instant(row.stored_at),
    library: row.library as string,
    type: row.type as string,
    ...(key !== null && { key }),
    accepted: row.accepted as boolean,
    ...(rule !== null && { rule }),
    fired: parsed<FiredDeadline[]>(row.fired) ?? [],
    event: mergePersonalData(
      parsed(row.event) ?? null,
      parsed<PersonalValues | string>(row.personal),
    ) as LogRow['event'],
  }
}

const selectRows = async (
  session: Session,
  id: string,
  { after = 0, limit = 100 }: LogQuery,
): Promise<Row[]> => (storable(id) ? session.run(selectLog, [id, after, limit]) : [])

/** @throws `StoreError` with the code `sealed` if personal data cannot be opened */
export const readLog = async (session: Session, id: string, query: LogQuery = {}): Promise<StoredLogRow[]> =>
  (await openEntries(session.sealing, id, await selectRows(session, id, query))).map(logRowOf)

/** Reads a page of the log without opening what is sealed: placeholders stand for it. */
export const readSealedLog = async (session: Session, id: string, query: LogQuery): Promise<StoredLogRow[]> =>
  (await selectRows(session, id, query)).map(logRowOf)
