import type { FiredDeadline } from '../engine/run'
import { isSnapshot, type Snapshot, snapshotIssues } from '../engine/snapshot'
import type { LocalizedText } from '../language'
import { allStateLines } from '../machine/states'
import { nextDue, storedRegistration } from '../persistence/derived'
import { mergePersonalData, type PersonalValues } from '../persistence/splitPersonalData'
import { storable } from '../persistence/storable'
import { clockAdvance } from '../persistence/storeEvents'
import type { LogQuery, LogRow, StoredRegistration } from '../persistence/types'
import type { RuleId } from '../rules'
import { formatInstant, parseInstant } from '../time'
import type { Database, Row, Session, Statement } from './database'
import { StoreError } from './errors'
import { millisColumn, millisOf, nowColumn } from './millis'
import { type Deciding, timeOf } from './storeTime'
import { parsedSnapshot } from './unitOfWork'

/** A search for registrations that match all given fields. */
export type RegistrationQuery = {
  /** Registration ids. */
  ids?: readonly string[]
  candidateId?: string
  exam?: string
  examYear?: number
  /** The id of a notice. */
  notice?: string
  /** A dotted path, such as `paying` or `qualifying.check.rejected`; includes the states inside it. */
  state?: string
  /** An instant in ISO 8601 with an offset: registrations whose next deadline is at or before it. */
  dueBefore?: string
  /** The id of the last registration of the previous page. */
  after?: string
  /** 100 by default. */
  limit?: number
}

/** An entry of the log, and the instant at which it was stored. */
export type StoredLogRow = LogRow & {
  /** An instant of the database's clock. */
  storedAt: string
}

/** A registration whose row is damaged: its snapshot cannot be read. The other fields are those of the row. */
export type DamagedRegistration = {
  registrationId: string
  candidateId: string
  state: string
  revision: number
  /** What is wrong, and what helps. */
  damaged: LocalizedText
  snapshot?: undefined
  nextDue?: undefined
}

/** A registration of a page: look at `damaged` before you use the snapshot. */
export type FoundRegistration = (StoredRegistration & { damaged?: undefined }) | DamagedRegistration

/** @throws `StoreError` with the code `unreadable` if the snapshot is damaged, or of a later version */
function registrationFrom({ id, candidate_id, snapshot, revision }: Row): StoredRegistration {
  try {
    const stored = JSON.parse(snapshot as string) as Snapshot
    if (!isSnapshot(stored)) throw new TypeError('not a snapshot of this version')
    return storedRegistration(id as string, candidate_id as string, stored, Number(revision))
  } catch (error) {
    throw new StoreError('unreadable', `${id}: ${(error as Error).message}`)
  }
}

/** What is wrong with a snapshot that cannot be read. */
function damageOf(text: string): LocalizedText {
  const snapshot = parsedSnapshot(text)
  const [issue] = 'version' in snapshot ? (snapshotIssues(snapshot) ?? []) : []
  const { path, zh, en } = issue ?? { path: '', zh: '内容不是快照', en: 'it is no snapshot' }
  const where = path && `${path}: `
  return {
    zh: `快照无法读取（${where}${zh}）。已损坏的，repair() 可由日志重建。`,
    en: `The snapshot cannot be read (${where}${en}). If it is damaged, repair() rebuilds it from the log.`,
  }
}

/** A registration, marked if it is damaged: one row must not break a page. */
function foundFrom(row: Row): FoundRegistration {
  try {
    return registrationFrom(row)
  } catch {
    return {
      registrationId: row.id as string,
      candidateId: row.candidate_id as string,
      state: row.state as string,
      revision: Number(row.revision),
      damaged: damageOf(row.snapshot as string),
    }
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
): Promise<StoredRegistration | undefined> {
  const [row] = storable(id) ? await session.run(selectWithNow, [id]) : []
  if (row === undefined) return undefined
  const stored = registrationFrom(row)
  const now = timeOf(clock, id, row.now)
  const due = nextDue(stored.snapshot)
  if (due === undefined || due > now) return stored
  const decision = registrations.decide(
    stored.snapshot,
    clockAdvance(Math.max(now, stored.snapshot.context.at)),
  )
  if (!decision.accepted) throw new StoreError('unreadable', `${id}: ${decision.refusal.rule}`)
  return storedRegistration(id, stored.candidateId, decision.snapshot, stored.revision)
}

/** All values of the column `state` that include a state. Equality uses the index, but a pattern would not. */
const linesIn = (state: string): string[] =>
  allStateLines().filter((line) =>
    line.split(' ').some((path) => path === state || path.startsWith(`${state}.`)),
  )

export async function findRegistrations(
  database: Database,
  query: RegistrationQuery,
): Promise<FoundRegistration[]> {
  const { limit = 100 } = query
  const values: unknown[] = []
  const conditions: string[] = []
  const add = (value: unknown, condition: (parameter: string) => string): void => {
    if (value === undefined) return
    values.push(value)
    conditions.push(condition(`$${values.length}`))
  }
  const { ids, candidateId, exam, examYear, notice, state, dueBefore, after } = query
  const due = dueBefore === undefined ? undefined : formatInstant(parseInstant(dueBefore))
  const texts = [candidateId, exam, notice, state, after].filter((text) => text !== undefined)
  if (!texts.every(storable)) return []
  add(ids?.filter(storable), (parameter) => `id = any(${parameter}::text[])`)
  add(candidateId, (parameter) => `candidate_id = ${parameter}`)
  add(exam, (parameter) => `exam = ${parameter}`)
  add(examYear, (parameter) => `exam_year = ${parameter}`)
  add(notice, (parameter) => `notice_id = ${parameter}`)
  add(state === undefined ? undefined : linesIn(state), (parameter) => `state = any(${parameter}::text[])`)
  add(due, (parameter) => `next_due <= ${parameter}`)
  add(after, (parameter) => `id > ${parameter}`)
  values.push(limit)
  const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`
  const text = `select id, candidate_id, snapshot, revision, state from baokao.registration ${where} order by id limit $${values.length}`
  return (await database.run({ name: '', text }, values)).map(foundFrom)
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
      parsed<PersonalValues>(row.personal),
    ) as LogRow['event'],
  }
}

export async function readLog(
  session: Session,
  id: string,
  { after = 0, limit = 100 }: LogQuery = {},
): Promise<StoredLogRow[]> {
  if (!storable(id)) return []
  return (await session.run(selectLog, [id, after, limit])).map(logRowOf)
}
