import { unknownRegistration } from '../persistence/refusals'
import { storable } from '../persistence/storable'
import type { StoredDecision } from '../persistence/types'
import type { Registrations } from '../registrations/registrations'
import { assertPresent } from '../schema/primitives'
import type { Millis } from '../time'
import { answerKey, Batch, type KeptDecision, type SendItem } from './batch'
import { lockCandidates } from './candidateRecord'
import type { Database, Row, Session, Statement } from './database'
import { FairScheduler } from './fairScheduler'
import { type RegistrationRow, UnitOfWork } from './unitOfWork'

const columns =
  'r.id, r.candidate_id, r.exam, r.exam_year, r.sitting, r.kind, r.notice_id, r.revision, r.snapshot'

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

// A separate statement: in a join with the locking statement it would miss keys committed while that one waits for
// locks.
const readKeys: Statement = {
  name: 'baokao_keys',
  text: `
select l.registration_id, l.key, l.digest, l.answer
from unnest($1::text[], $2::text[]) as k(id, key)
join baokao.log l on l.registration_id = k.id and l.key = k.key`,
}

/** The store's clock; `undefined` for the database's, which is the same for all machines. */
export type TimeSource = (() => Millis) | undefined

/** What a store decides with: its clock, and the registrations, with or without provisions. */
export type Deciding = { clock: TimeSource; registrations: Registrations }

export const unitOfWorkFrom = (row: Row, { clock, registrations }: Deciding): UnitOfWork =>
  new UnitOfWork(
    row as unknown as RegistrationRow,
    clock?.() ?? new Date(row.now as string | Date).getTime(),
    registrations,
  )

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
 * Decides events in an open transaction. Locks their candidates first, then all registrations of these candidates. Used
 * for events that affect other registrations, and in transactions of the caller.
 */
export async function sendWithCandidates(
  session: Session,
  deciding: Deciding,
  items: readonly SendItem[],
): Promise<StoredDecision[]> {
  const candidates = await lockCandidates(session, idsOf(items))
  const rows = await session.run(lockAll, [candidates.map(({ id }) => id)])
  const units = rows.map((row) => unitOfWorkFrom(row, deciding))
  const batch = new Batch(units, await keptDecisions(session, items), candidates)
  const decisions = items.map((item) => assertPresent(batch.take(item)))
  await batch.write(session)
  return decisions
}

/**
 * Decides events in an open transaction. Locks only their registrations.
 * @returns `undefined` if one of the events affects other registrations; nothing is then written
 */
export async function sendLocked(
  session: Session,
  deciding: Deciding,
  items: readonly SendItem[],
): Promise<StoredDecision[] | undefined> {
  const rows = await session.run(lockMany, [idsOf(items)])
  const units = rows.map((row) => unitOfWorkFrom(row, deciding))
  const batch = new Batch(units, await keptDecisions(session, items))
  const decisions: StoredDecision[] = []
  for (const item of items) {
    const decision = batch.take(item)
    if (decision === undefined) return undefined
    decisions.push(decision)
  }
  await batch.write(session)
  return decisions
}

const idsOf = (items: readonly SendItem[]): string[] => [
  ...new Set(items.map(({ id }) => id).filter(storable)),
]

/** The number of attempts to decide an event without a lock before the row is locked. */
const optimisticAttempts = 3

/** One scheduler for the process, because all stores share its event loop. */
const scheduler = new FairScheduler()

/**
 * Decides an event without a lock, and writes it if the revision has not changed in the meantime.
 * @returns `undefined` if the event needs locks, or if every attempt conflicted
 */
async function sendOptimistically(
  database: Database,
  deciding: Deciding,
  item: SendItem,
): Promise<StoredDecision | undefined> {
  for (let i = 0; i < optimisticAttempts; i += 1) {
    const key = item.key !== undefined && storable(item.key) ? item.key : null
    const [row] = storable(item.id) ? await database.run(readOne, [item.id, key]) : []
    if (row === undefined) return unknownRegistration(item.event)
    await scheduler.next()
    const kept = row.digest === null ? [] : [[answerKey(item.id, key ?? ''), row as KeptDecision] as const]
    const batch = new Batch([unitOfWorkFrom(row, deciding)], new Map(kept))
    const decision = batch.take(item)
    if (decision === undefined) return undefined
    if (await batch.write(database)) return decision
  }
  return undefined
}

/** Decides an event, in the caller's transaction or in a new one. */
export async function sendEvent(
  database: Database,
  deciding: Deciding,
  item: SendItem,
  tx: Session | undefined,
): Promise<StoredDecision> {
  const sendInTransaction = async (session: Session) => {
    const [decision] = await sendWithCandidates(session, deciding, [item])
    return assertPresent(decision)
  }
  if (tx !== undefined) return sendInTransaction(tx)
  return (await sendOptimistically(database, deciding, item)) ?? database.transaction(sendInTransaction)
}
