import type { FiredDeadline } from '../engine/run'
import { isSnapshot, type Snapshot } from '../engine/snapshot'
import { allStateLines } from '../engine/stateTree'
import type { RegistrationEvent } from '../events'
import { mergePersonalData, type PersonalValues } from '../persistence/splitPersonalData'
import { nextDue, stateLine } from '../persistence/standing'
import type { RuleId } from '../rules'
import { formatInstant } from '../time'
import { instantArgument, storable } from './arguments'
import type { Database, Row, Session, Statement } from './database'
import { StoreError } from './errors'

/** A registration as it stands. */
export type Entry = {
  registrationId: string
  candidateId: string
  snapshot: Snapshot
  /** A dotted path for each region, with a space between. */
  state: string
  /** The instant of the next deadline that moves it. */
  nextDue: string | undefined
  /** How many entries its log has. */
  revision: number
}

/** What to find; everything that is given must fit. */
export type Query = {
  /** Ids of registrations. */
  ids?: readonly string[]
  candidateId?: string
  exam?: string
  examYear?: number
  /** The id of a notice. */
  notice?: string
  /** A dotted path: `paying`, `qualifying.check.rejected`. */
  state?: string
  /** An instant in ISO 8601 with an offset: those that a deadline moves at or before it. */
  dueBefore?: string
  /** The id of the last one of the page before. */
  after?: string
  /** 100 unless told otherwise. */
  limit?: number
}

/** An entry of the log: an event that was decided, accepted or not. */
export type LogRow = {
  /** From 1, without a gap: the order in which things were decided. */
  revision: number
  /** When it happened, as was said; what was refused may be dated before the entry that stands above it. */
  at: string
  /** When it was stored, by the database's clock. */
  storedAt: string
  /** The library that decided. */
  library: string
  type: string
  key: string | undefined
  accepted: boolean
  /** The rule that stood against it. */
  rule: RuleId | undefined
  /** Deadlines that passed before or with it. */
  fired: FiredDeadline[]
  /** As it was sent; once erased, with placeholders where something personal stood. The first is the opening. */
  event: RegistrationEvent | Record<string, unknown> | null
}

export function entryOf(
  registrationId: string,
  candidateId: string,
  snapshot: Snapshot,
  revision: number,
): Entry {
  const due = nextDue(snapshot)
  return {
    registrationId,
    candidateId,
    snapshot,
    state: stateLine(snapshot),
    nextDue: due === undefined ? undefined : formatInstant(due),
    revision,
  }
}

/** @throws `StoreError` with the code `unreadable` where the snapshot is damaged, or of a later version */
function entryFrom({ id, candidate_id, snapshot, revision }: Row): Entry {
  try {
    const stored = JSON.parse(snapshot as string) as Snapshot
    if (!isSnapshot(stored)) throw new TypeError('not a snapshot of this version')
    return entryOf(id as string, candidate_id as string, stored, Number(revision))
  } catch (error) {
    throw new StoreError('unreadable', `${id}: ${(error as Error).message}`)
  }
}

const one: Statement = {
  name: 'baokao_get',
  text: 'select id, candidate_id, snapshot, revision from baokao.registration where id = $1',
}

export async function getEntry(session: Session, id: string): Promise<Entry | undefined> {
  if (!storable(id)) return undefined
  const [row] = await session.run(one, [id])
  return row && entryFrom(row)
}

/** The lines of whoever is in a state, or in one inside it: an index finds them, where a pattern would read them all. */
const linesIn = (state: string): string[] =>
  allStateLines().filter((line) =>
    line.split(' ').some((path) => path === state || path.startsWith(`${state}.`)),
  )

export async function findEntries(database: Database, query: Query): Promise<Entry[]> {
  const { limit = 100 } = query
  if (!Number.isInteger(limit) || limit < 0)
    throw new RangeError(`limit must be a whole number, not ${limit}`)
  const values: unknown[] = []
  const conditions: string[] = []
  const add = (value: unknown, condition: (place: string) => string): void => {
    if (value === undefined) return
    values.push(value)
    conditions.push(condition(`$${values.length}`))
  }
  const { ids, candidateId, exam, examYear, notice, state, dueBefore, after } = query
  const due = dueBefore === undefined ? undefined : formatInstant(instantArgument('dueBefore', dueBefore))
  const texts = [candidateId, exam, notice, state, after].filter((text) => text !== undefined)
  if (!texts.every(storable)) return []
  add(ids?.filter(storable), (place) => `id = any(${place}::text[])`)
  add(candidateId, (place) => `candidate_id = ${place}`)
  add(exam, (place) => `exam = ${place}`)
  add(examYear, (place) => `exam_year = ${place}`)
  add(notice, (place) => `notice_id = ${place}`)
  add(state === undefined ? undefined : linesIn(state), (place) => `state = any(${place}::text[])`)
  add(due, (place) => `next_due <= ${place}`)
  add(after, (place) => `id > ${place}`)
  values.push(limit)
  const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`
  const text = `select id, candidate_id, snapshot, revision from baokao.registration ${where} order by id limit $${values.length}`
  return (await database.run({ name: '', text }, values)).map(entryFrom)
}

/** Which page of a log. */
export type LogQuery = {
  /** The revision of the last entry of the page before. */
  after?: number
  /** 100 unless told otherwise. */
  limit?: number
}

/** What an entry of the log is read from. */
export const logColumns = `revision, at, stored_at, library, type, key, accepted, rule, fired::text as fired,
  event::text as event, personal::text as personal`

const logged: Statement = {
  name: 'baokao_log',
  text: `
select ${logColumns} from baokao.log where registration_id = $1 and revision > $2 order by revision limit $3`,
}

const instant = (value: unknown): string => formatInstant(new Date(value as string | Date).getTime())

const parsed = <T>(text: unknown): T | undefined =>
  text === null || text === undefined ? undefined : (JSON.parse(text as string) as T)

export function logRowOf(row: Row): LogRow {
  return {
    revision: Number(row.revision),
    at: instant(row.at),
    storedAt: instant(row.stored_at),
    library: row.library as string,
    type: row.type as string,
    key: (row.key as string | null) ?? undefined,
    accepted: row.accepted as boolean,
    rule: (row.rule as RuleId | null) ?? undefined,
    fired: parsed<FiredDeadline[]>(row.fired) ?? [],
    event: mergePersonalData(
      parsed(row.event) ?? null,
      parsed<PersonalValues>(row.personal),
    ) as LogRow['event'],
  }
}

export async function readLog(session: Session, id: string, { after = 0, limit = 100 }: LogQuery = {}) {
  if (!storable(id)) return []
  return (await session.run(logged, [id, after, limit])).map(logRowOf)
}
