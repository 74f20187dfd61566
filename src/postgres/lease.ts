import type { Fact } from '../facts'
import { factId, parseFactId } from '../persistence/factId'
import type { Delivery } from '../persistence/types'
import { formatInstant, type Millis } from '../time'
import type { Row, Session, Statement } from './database'
import { millisColumn, millisOf } from './millis'

/** Leases facts to workers, and stores what became of them. */

/** A fact of the store. */
export type StoreDelivery = Delivery & {
  /** Its place among all facts of the store: of one registration, later facts have higher positions. */
  position: number
  /** The number of this attempt, from 1. */
  attempt: number
  /** When the fact was stored, by the database's clock. */
  storedAt: string
}

/** A fact that is leased to a worker: nobody else gets it, or a later one of its registration, until the lease ends. */
export type LeasedFact = StoreDelivery & {
  /** Names the lease, for `settle`. */
  lease: string
}

/** What to lease. */
export type Lease = {
  consumer: string
  lease: string
  /** The largest number of registrations, and of facts of each. */
  registrations: number
  factsOfEach: number
  leaseMs: Millis
  /** The number of attempts after which a fact becomes a dead letter. */
  tries: number
  /** Facts after this position are left for later. */
  upTo: string
  /** Positions of facts to leave out. */
  except: readonly string[]
  /** Types of facts that may overtake others of their registration, and be overtaken. */
  anyOrder: readonly string[]
}

/**
 * Leases the oldest open fact of each registration, and those that follow it. Only one worker handles facts of a
 * registration. Leasing counts the attempt of the oldest: if it ends every worker, it becomes a dead letter in the end.
 * It is leased alone if it was leased before, so that the attempts of those that follow are not counted for it.
 */
const leaseFacts: Statement = {
  name: 'baokao_lease',
  text: `
with head as (
  select d.registration_id, d.seq, d.tries = 0 and d.lease is null and d.type <> all($9::text[]) as leads
  from baokao.delivery d
  where d.consumer = $1 and d.dead_at is null and d.try_after <= clock_timestamp()
    and d.seq <= $2::bigint and d.seq <> all($3::bigint[])
    and (d.type = any($9::text[]) or not exists (
      select from baokao.delivery e
      where e.consumer = d.consumer and e.registration_id = d.registration_id and e.dead_at is null
        and e.type <> all($9::text[])
        and (e.seq < d.seq or e.seq > d.seq and e.lease is not null and e.try_after > clock_timestamp())))
  order by d.try_after, d.seq limit $4 for update of d skip locked
), taken as (
  select registration_id, seq, true as first from head
  union all
  select f.registration_id, f.seq, false
  from head h cross join lateral (
    select d.registration_id, d.seq from baokao.delivery d
    where d.consumer = $1 and d.registration_id = h.registration_id and d.seq > h.seq and d.seq <= $2::bigint
      and d.dead_at is null and d.lease is null and d.tries = 0 and d.type <> all($9::text[])
    order by d.seq limit $5) f
  where h.leads
), leased as (
  update baokao.delivery d
  set lease = $6::uuid,
    tries = case when t.first and d.tries < $8::float8 then d.tries + 1 else d.tries end,
    try_after = clock_timestamp() + $7 * interval '1 millisecond',
    error = case when d.tries >= $8::float8 then coalesce(d.error, 'no worker finished handling it') else d.error end,
    dead_at = case when d.tries >= $8::float8 then clock_timestamp() end
  from taken t
  where d.consumer = $1 and d.registration_id = t.registration_id and d.seq = t.seq and d.dead_at is null
  returning d.registration_id, d.seq, d.revision, d.n, greatest(d.tries, 1) as attempt, d.dead_at
)
select l.registration_id, l.seq::text as seq, l.revision, l.n, l.attempt, l.dead_at is not null as dead,
  o.fact::text as fact,
  ${millisColumn('o.stored_at', 'stored_at')}
from leased l
join baokao.outbox o on o.registration_id = l.registration_id and o.revision = l.revision and o.n = l.n
order by l.seq`,
}

/**
 * Deletes the deliveries that succeeded, and stores the errors of the others, unless another worker has leased them in the
 * meantime. The facts that follow a failed one wait with it, also if they were leased together.
 */
const settleFacts: Statement = {
  name: 'baokao_settle',
  text: `
with input as materialized (
  select * from json_to_recordset($2::text::json)
    as i(registration_id text, revision int, n smallint, lease uuid, outcome text, tries smallint, error text,
      wait float8, dead boolean)
), handled as (
  delete from baokao.delivery d using input i
  where i.outcome = 'handled' and d.consumer = $1 and d.registration_id = i.registration_id
    and d.revision = i.revision and d.n = i.n and d.lease = i.lease and d.dead_at is null
  returning 1
), failed as (
  update baokao.delivery d
  set lease = null, tries = coalesce(i.tries, d.tries), error = i.error,
    try_after = clock_timestamp() + i.wait * interval '1 millisecond',
    dead_at = case when i.dead then clock_timestamp() end
  from input i
  where i.outcome <> 'handled' and d.consumer = $1 and d.registration_id = i.registration_id
    and d.revision = i.revision and d.n = i.n and d.lease = i.lease and d.dead_at is null
  returning d.registration_id, d.seq, d.type, d.try_after, d.dead_at, i.lease, i.outcome
), following as (
  update baokao.delivery d
  set lease = null, try_after = case when f.dead_at is null then f.try_after else '-infinity' end
  from failed f
  where f.outcome = 'failed' and f.type <> all($3::text[]) and d.consumer = $1
    and d.registration_id = f.registration_id and d.seq > f.seq and d.dead_at is null
    and (d.lease is null or d.lease = f.lease) and d.type <> all($3::text[])
    and not exists (
      select from input i
      where i.registration_id = d.registration_id and i.revision = d.revision and i.n = d.n and i.lease = d.lease)
)
select (select count(*) from handled)::int + (select count(*) from failed)::int as settled`,
}

/**
 * Lets the facts that arrived behind a failed one wait with it. Otherwise every lease would look at them again during an
 * outage.
 */
const holdBlocked: Statement = {
  name: 'baokao_hold',
  text: `
with blocked as (
  select d.registration_id, d.seq, e.try_after
  from baokao.delivery d
  cross join lateral (
    select max(e.try_after) as try_after from baokao.delivery e
    where e.consumer = d.consumer and e.registration_id = d.registration_id and e.seq < d.seq and e.dead_at is null
      and e.lease is null and e.type <> all($2::text[]) and e.try_after > clock_timestamp()) e
  where d.consumer = $1 and d.dead_at is null and d.try_after <= clock_timestamp() and d.lease is null
    and d.type <> all($2::text[]) and e.try_after is not null
  limit 10000 for update of d skip locked
)
update baokao.delivery d set try_after = b.try_after
from blocked b
where d.consumer = $1 and d.registration_id = b.registration_id and d.seq = b.seq`,
}

/** The last fact that was stored: a call takes what stands when it begins, or it would not return while facts keep coming. */
const selectLast: Statement = {
  name: 'baokao_last',
  text: 'select last_value::text as last from baokao.outbox_seq_seq',
}

export const lastPosition = async (session: Session): Promise<string> =>
  String((await session.run(selectLast))[0]?.last ?? 0)

const deliveryOf = (row: Row): Delivery => {
  const registrationId = row.registration_id as string
  return {
    id: factId({ registrationId, revision: Number(row.revision), n: Number(row.n) }),
    registrationId,
    fact: JSON.parse(row.fact as string) as Fact,
  }
}

/** The delivery of a row of facts. */
export const storeDeliveryOf = (row: Row): StoreDelivery => ({
  ...deliveryOf(row),
  position: Number(row.seq),
  attempt: Number(row.attempt),
  storedAt: formatInstant(millisOf(row.stored_at)),
})

/**
 * Leases facts, in the order of their positions.
 * @returns the facts, and whether there may be more: one that has ended every worker became a dead letter instead
 */
export async function leaseFrom(
  session: Session,
  { consumer, lease, registrations, factsOfEach, leaseMs, tries, upTo, except, anyOrder }: Lease,
): Promise<{ facts: LeasedFact[]; mayBeMore: boolean }> {
  const values = [consumer, upTo, except, registrations, factsOfEach - 1, lease, leaseMs, tries, anyOrder]
  const rows = await session.run(leaseFacts, values)
  const facts = rows.filter(({ dead }) => dead !== true).map((row) => ({ ...storeDeliveryOf(row), lease }))
  return { facts, mayBeMore: rows.length > 0 }
}

/** What became of a leased fact. A released one was not tried. */
export type Settlement = {
  registration_id: string
  revision: number
  n: number
  lease: string
  outcome: 'handled' | 'failed' | 'released'
  tries?: number
  error?: string
  /** The pause until it may be leased again, in milliseconds. */
  wait?: Millis
  dead?: boolean
}

/** The result of a settlement, without whose it is. */
export type Outcome = Omit<Settlement, 'registration_id' | 'revision' | 'n' | 'lease'>

/** @returns nothing if the id is not that of a fact */
export function settlementOf(id: string, lease: string, outcome: Outcome): Settlement[] {
  const place = parseFactId(id)
  if (place === undefined) return []
  const { registrationId, revision, n } = place
  return [{ registration_id: registrationId, revision, n, lease, ...outcome }]
}

/** @returns the number of facts that were still leased under the same name */
export async function settleIn(
  session: Session,
  consumer: string,
  settlements: readonly Settlement[],
  anyOrder: readonly string[],
): Promise<number> {
  if (settlements.length === 0) return 0
  const [row] = await session.run(settleFacts, [consumer, JSON.stringify(settlements), anyOrder])
  return Number(row?.settled)
}

export const hold = (session: Session, consumer: string, anyOrder: readonly string[]): Promise<unknown> =>
  session.run(holdBlocked, [consumer, anyOrder])
