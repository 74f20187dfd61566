import type { FactType } from '../facts'
import { formatInstant } from '../time'
import type { Database, Session, Statement } from './database'
import { millisColumn, millisOf } from './millis'

/** Who handles the facts of a store, each with a position of its own. */

/** The consumer of a delivery that names none. It exists from the beginning. */
export const defaultConsumer = 'default'

/** A consumer of facts. */
export type Consumer = {
  name: string
  /** The types of the facts that it gets; absent if it gets all. */
  types?: FactType[]
  /** The number of facts that it has not handled, without dead letters. */
  open: number
  dead: number
  /** Every fact up to here is handled, or is a dead letter. */
  position: number
  /** When the oldest open fact was stored. */
  waitingSince?: string
}

/** The options of a new consumer. */
export type ConsumerOptions = {
  /** The types of facts that it gets; all by default. */
  types?: readonly FactType[]
  /**
   * Whether it gets the facts that the store still has (`start`, the default) or only those from now on (`now`).
   */
  from?: 'start' | 'now'
}

const findConsumer: Statement = {
  name: 'baokao_consumer',
  text: 'select 1 from baokao.consumer where name = $1',
}

/** Waits for the writes that do not see the consumer yet, and holds new ones up until it is there. */
const lockOutbox: Statement = {
  name: 'baokao_lock_outbox',
  text: 'lock table baokao.outbox in share row exclusive mode',
}

const insertConsumer: Statement = {
  name: 'baokao_add_consumer',
  text: 'insert into baokao.consumer (name, types) values ($1, $2::text[]) on conflict (name) do nothing returning name',
}

const queueFormer: Statement = {
  name: 'baokao_queue_former',
  text: `
insert into baokao.delivery (consumer, registration_id, seq, revision, n, type)
select $1, o.registration_id, o.seq, o.revision, o.n, o.type from baokao.outbox o
where $2::text[] is null or o.type = any($2::text[])`,
}

/** Adds a consumer. @returns whether it is new */
export function addConsumer(
  database: Database,
  name: string,
  { types, from = 'start' }: ConsumerOptions = {},
): Promise<boolean> {
  return database.transaction(async (tx) => {
    await tx.run(lockOutbox)
    const [added] = await tx.run(insertConsumer, [name, types ?? null])
    if (added === undefined) return false
    if (from === 'start') await tx.run(queueFormer, [name, types ?? null])
    return true
  })
}

const deleteConsumer: Statement = {
  name: 'baokao_remove_consumer',
  text: `
with deliveries as (delete from baokao.delivery where consumer = $1),
  leases as (delete from baokao.lease where consumer = $1)
delete from baokao.consumer where name = $1 returning name`,
}

/** Removes a consumer, and what it has not handled. @returns whether there was one */
export function removeConsumer(database: Database, name: string): Promise<boolean> {
  return database.transaction(async (tx) => {
    // A write that still sees the consumer must not add to it afterwards.
    await tx.run(lockOutbox)
    return (await tx.run(deleteConsumer, [name])).length > 0
  })
}

/** Adds a consumer from the start if there is none of the name. */
export async function ensureConsumer(database: Database, name: string): Promise<void> {
  const [row] = await database.run(findConsumer, [name])
  if (row === undefined) await addConsumer(database, name)
}

const selectConsumers: Statement = {
  name: 'baokao_consumers',
  text: `
select c.name, c.types, count(d.seq) filter (where d.dead_at is null)::int as open,
  count(d.dead_at)::int as dead,
  coalesce(min(d.seq) filter (where d.dead_at is null) - 1, (select last_value from baokao.outbox_seq_seq))::float8
    as position,
  (select ${millisColumn('o.stored_at', 'since')} from baokao.delivery f
    join baokao.outbox o on o.registration_id = f.registration_id and o.revision = f.revision and o.n = f.n
    where f.consumer = c.name and f.dead_at is null order by f.seq limit 1) as since
from baokao.consumer c left join baokao.delivery d on d.consumer = c.name
group by c.name order by c.name`,
}

/** Lists the consumers, in the order of their names. */
export async function listConsumers(session: Session): Promise<Consumer[]> {
  const rows = await session.run(selectConsumers)
  return rows.map(({ name, types, open, dead, position, since }) => ({
    name: name as string,
    ...(types !== null && { types: types as FactType[] }),
    open: Number(open),
    dead: Number(dead),
    position: Number(position),
    ...(since !== null && { waitingSince: formatInstant(millisOf(since)) }),
  }))
}
