import type { Millis } from '../time'
import { storable } from './arguments'
import {
  type Answered,
  answerKey,
  Batch,
  type KeptDecision,
  type SendItem,
  type StoredDecision,
  unknownRegistration,
} from './batch'
import { lockCandidates } from './candidateRecord'
import type { Database, Row, Session, Statement } from './database'
import { FairScheduler } from './fairScheduler'
import { type RegistrationRow, UnitOfWork } from './unitOfWork'

const columns = 'r.id, r.candidate_id, r.exam, r.exam_year, r.sitting, r.notice_id, r.revision, r.snapshot'

const readOne: Statement = {
  name: 'baokao_read',
  text: `
select ${columns}, clock_timestamp() as now, l.digest, l.answer
from baokao.registration r
left join baokao.log l on l.registration_id = r.id and l.key = $2
where r.id = $1`,
}

const lockMany: Statement = {
  name: 'baokao_lock',
  text: `
select ${columns}, clock_timestamp() as now from baokao.registration r
where r.id = any($1::text[]) order by r.id for update`,
}

const lockAll: Statement = {
  name: 'baokao_lock_all',
  text: `
select ${columns}, clock_timestamp() as now from baokao.registration r
where r.candidate_id = any($1::text[]) order by r.id for update`,
}

// Not together with the locking: that would miss a key committed while it waited.
const readKeys: Statement = {
  name: 'baokao_keys',
  text: `
select l.registration_id, l.key, l.digest, l.answer
from unnest($1::text[], $2::text[]) as k(id, key)
join baokao.log l on l.registration_id = k.id and l.key = k.key`,
}

/** When it is: the database's clock, so that many machines agree, unless the store was given another. */
export type TimeSource = (() => Millis) | undefined

export const unitOfWorkFrom = (row: Row, clock: TimeSource): UnitOfWork =>
  new UnitOfWork(row as unknown as RegistrationRow, clock?.() ?? new Date(row.now as string | Date).getTime())

async function keptDecisions(
  session: Session,
  items: readonly SendItem[],
): Promise<Map<string, KeptDecision>> {
  const keyed = items.filter(({ key }) => key !== undefined && storable(key))
  if (keyed.length === 0) return new Map()
  const rows = await session.run(readKeys, [keyed.map(({ id }) => id), keyed.map(({ key }) => key)])
  return new Map(
    rows.map(({ registration_id, key, digest, answer }) => [
      answerKey(registration_id as string, key as string),
      { digest, answer } as KeptDecision,
    ]),
  )
}

/**
 * Decides events in a transaction that is open, the candidates locked first and then all their registrations: for
 * whatever reaches past one registration, and within a caller's own transaction.
 */
export async function sendWithCandidates(
  session: Session,
  clock: TimeSource,
  items: readonly SendItem[],
): Promise<Answered[]> {
  const families = await lockCandidates(session, idsOf(items))
  const rows = await session.run(lockAll, [families.map(({ id }) => id)])
  const dockets = rows.map((row) => unitOfWorkFrom(row, clock))
  const hearing = new Batch(dockets, await keptDecisions(session, items), families)
  const answers = items.map((item) => hearing.take(item) as Answered)
  await hearing.write(session)
  return answers
}

/**
 * Decides events in a transaction that is open, their registrations locked.
 * @returns `undefined` where one of them reaches past its registration: then nothing was written
 */
export async function sendLocked(
  session: Session,
  clock: TimeSource,
  items: readonly SendItem[],
): Promise<Answered[] | undefined> {
  const rows = await session.run(lockMany, [idsOf(items)])
  const hearing = new Batch(
    rows.map((row) => unitOfWorkFrom(row, clock)),
    await keptDecisions(session, items),
  )
  const answers: Answered[] = []
  for (const item of items) {
    const answer = hearing.take(item)
    if (answer === undefined) return undefined
    answers.push(answer)
  }
  await hearing.write(session)
  return answers
}

const idsOf = (items: readonly SendItem[]): string[] => [
  ...new Set(items.map(({ id }) => id).filter(storable)),
]

/** How often an event is decided on what somebody else may be changing, before the row is locked. */
const optimisticAttempts = 3

/** Of the whole process: its event loop is what is shared. */
const scheduler = new FairScheduler()

/** Decides one event without a lock: written only if nobody was quicker. */
async function sendOptimistically(
  database: Database,
  clock: TimeSource,
  item: SendItem,
): Promise<StoredDecision | undefined> {
  for (let i = 0; i < optimisticAttempts; i += 1) {
    const key = item.key !== undefined && storable(item.key) ? item.key : null
    const [row] = storable(item.id) ? await database.run(readOne, [item.id, key]) : []
    if (row === undefined) return unknownRegistration(item.event)
    await scheduler.next()
    const answered =
      row.digest === null ? [] : [[answerKey(item.id, key ?? ''), row as KeptDecision] as const]
    const hearing = new Batch([unitOfWorkFrom(row, clock)], new Map(answered))
    const taken = hearing.take(item)
    if (taken === undefined) return undefined
    if (await hearing.write(database)) return taken.answer
  }
  return undefined
}

/** Decides one event, in the caller's transaction or in one of its own. */
export async function sendEvent(
  database: Database,
  clock: TimeSource,
  item: SendItem,
  tx: Session | undefined,
): Promise<StoredDecision> {
  const among = async (session: Session) => {
    const [taken] = await sendWithCandidates(session, clock, [item])
    return (taken as Answered).answer
  }
  if (tx !== undefined) return among(tx)
  return (await sendOptimistically(database, clock, item)) ?? database.transaction(among)
}
