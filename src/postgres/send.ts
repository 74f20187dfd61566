import { unknownRegistration } from '../persistence/refusals'
import { storable } from '../persistence/storable'
import type { StoredDecision } from '../persistence/types'
import { assertPresent } from '../schema/primitives'
import { Batch, type ItemResult, type SendItem } from './batch'
import { type CandidateRecord, lockCandidates } from './candidateRecord'
import type { Database, Row, Session, Statement } from './database'
import { isConflict } from './errors'
import { FairScheduler } from './fairScheduler'
import { type KeptDecision, keptDecisions } from './keptDecisions'
import { nowColumn } from './millis'
import { type Deciding, timeOf } from './storeTime'
import { type RegistrationRow, registrationColumns, UnitOfWork } from './unitOfWork'

const readOne: Statement = {
  name: 'baokao_read',
  text: `
select ${registrationColumns}, ${nowColumn}, l.revision as answered
from baokao.registration r
left join baokao.log l on l.registration_id = r.id and l.key = $2
where r.id = $1`,
}

const lockMany: Statement = {
  name: 'baokao_lock',
  text: `
select ${registrationColumns}, ${nowColumn} from baokao.registration r
where r.id = any($1::text[]) order by r.id for update`,
}

const lockAll: Statement = {
  name: 'baokao_lock_all',
  text: `
select ${registrationColumns}, ${nowColumn} from baokao.registration r
where r.candidate_id = any($1::text[]) order by r.id for update`,
}

export const unitOfWorkFrom = (row: Row, { clock, maxAhead, registrations, chain }: Deciding): UnitOfWork =>
  new UnitOfWork(
    row as unknown as RegistrationRow,
    { now: timeOf(clock, row.id as string, row.now), maxAhead },
    registrations,
    chain,
  )

/** The decisions already stored under the keys of events. */
const keptOf = (
  session: Session,
  items: readonly SendItem[],
  units: readonly UnitOfWork[],
): Promise<Map<string, KeptDecision>> =>
  keptDecisions(
    session,
    items.flatMap(({ id, key }) => (key === undefined ? [] : [{ id, key }])),
    new Set(units.filter(({ row }) => row.archived > 0).map(({ row }) => row.id)),
  )

/** Locks all registrations of candidates that are locked. */
export async function lockRegistrations(
  session: Session,
  deciding: Deciding,
  candidateIds: readonly string[],
): Promise<UnitOfWork[]> {
  const rows = await session.run(lockAll, [candidateIds])
  return rows.map((row) => unitOfWorkFrom(row, deciding))
}

/** Locks the candidates of registrations, then all registrations of these candidates. */
export async function lockWithCandidates(
  session: Session,
  deciding: Deciding,
  ids: readonly string[],
): Promise<{ candidates: CandidateRecord[]; units: UnitOfWork[] }> {
  const candidates = await lockCandidates(session, ids)
  const units = await lockRegistrations(
    session,
    deciding,
    candidates.map(({ id }) => id),
  )
  return { candidates, units }
}

/**
 * Decides events in an open transaction. Locks their candidates first, then all registrations of these candidates. Used
 * for events that affect other registrations, and in transactions of the caller.
 */
export async function sendWithCandidates(
  session: Session,
  deciding: Deciding,
  items: readonly SendItem[],
): Promise<ItemResult[]> {
  const { candidates, units } = await lockWithCandidates(session, deciding, idsOf(items))
  const batch = new Batch(units, await keptOf(session, items, units), candidates)
  const taken = items.map((item) => assertPresent(batch.decideWithChanges(item)))
  await batch.write(session)
  return taken
}

/**
 * Decides events in an open transaction. Locks only their registrations.
 * @returns `undefined` if one of the events affects other registrations; nothing is then written
 */
export async function sendLocked(
  session: Session,
  deciding: Deciding,
  items: readonly SendItem[],
): Promise<ItemResult[] | undefined> {
  const rows = await session.run(lockMany, [idsOf(items)])
  const units = rows.map((row) => unitOfWorkFrom(row, deciding))
  const batch = new Batch(units, await keptOf(session, items, units))
  const all: ItemResult[] = []
  for (const item of items) {
    const taken = batch.decideWithChanges(item)
    if (taken === undefined) return undefined
    all.push(taken)
  }
  await batch.write(session)
  return all
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
    const unit = unitOfWorkFrom(row, deciding)
    // A repeat is rare, so that only it reads the answer.
    const mayBeKept = key !== null && (row.answered !== null || unit.row.archived > 0)
    const kept = mayBeKept
      ? await keptDecisions(database, [{ id: item.id, key }], new Set([item.id]))
      : new Map()
    const batch = new Batch([unit], kept)
    const decision = batch.take(item)
    if (decision === undefined) return undefined
    try {
      await batch.write(database)
      return decision
    } catch (error) {
      if (!isConflict(error)) throw error
    }
  }
  return undefined
}

/** Decides an event in an open transaction. */
export async function sendInTransaction(
  session: Session,
  deciding: Deciding,
  item: SendItem,
): Promise<StoredDecision> {
  const [taken] = await sendWithCandidates(session, deciding, [item])
  return assertPresent(taken).decision
}

/** Decides an event without a lock, or in a transaction of its own if it needs locks. */
export const sendEvent = async (
  database: Database,
  deciding: Deciding,
  item: SendItem,
): Promise<StoredDecision> =>
  (await sendOptimistically(database, deciding, item)) ??
  database.transaction((session) => sendInTransaction(session, deciding, item))
