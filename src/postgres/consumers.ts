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
  /** Of the facts that are committed, every one up to here is handled or a dead letter. */
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
  text: 'select removed_at is not null as removed from baokao.consumer where name = $1',
}

/** Waits for the writes that do not see the change of the consumers yet, and holds new ones up until it is there. */
const lockOutbox: Statement = {
  name: 'baokao_lock_outbox',
  text: 'lock table baokao.outbox in share row exclusive mode',
}

/** Makes the writes of transactions fail that began before, and that their isolation level keeps from seeing the change. */
const touchConsumers: Statement = {
  name: 'baokao_touch_consumers',
  text: 'update baokao.consumer set created_at = created_at',
}

const insertConsumer: Statement = {
  name: 'baokao_add_consumer',
  text: `
insert into baokao.consumer (name, types) values ($1, $2::text[])
on conflict (name) do update set types = excluded.types, removed_at = null, created_at = clock_timestamp()
where consumer.removed_at is not null
returning name`,
}

const queueStoredFacts: Statement = {
  name: 'baokao_queue_stored',
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
    await tx.run(touchConsumers)
    const [added] = await tx.run(insertConsumer, [name, types ?? null])
    if (added === undefined) return false
    if (from === 'start') await tx.run(queueStoredFacts, [name, types ?? null])
    return true
  })
}

/** The row stays, so that a worker that still runs does not add the consumer again. */
const dropConsumer: Statement = {
  name: 'baokao_remove_consumer',
  text: `
with deliveries as (
  delete from baokao.delivery where consumer = $1
)
update baokao.consumer set removed_at = clock_timestamp() where name = $1 and removed_at is null returning name`,
}

/** Removes a consumer, and what it has not handled. @returns whether there was one */
export function removeConsumer(database: Database, name: string): Promise<boolean> {
  return database.transaction(async (tx) => {
    await tx.run(lockOutbox)
    await tx.run(touchConsumers)
    return (await tx.run(dropConsumer, [name])).length > 0
  })
}

/**
 * Adds a consumer from the start if the store does not know the name.
 * @throws `RangeError` if the consumer was removed
 */
export async function ensureConsumer(database: Database, name: string): Promise<void> {
  const [row] = await database.run(findConsumer, [name])
  if (row === undefined) await addConsumer(database, name)
  else if (row.removed === true)
    throw new RangeError(`the consumer ${name} was removed; addConsumer adds it again`)
}

const selectConsumers: Statement = {
  name: 'baokao_consumers',
  text: `
select c.name, c.types, count(d.seq) filter (where d.dead_at is null)::int as open,
  count(d.dead_at)::int as dead,
  coalesce(min(d.seq) filter (where d.dead_at is null) - 1, (select case when is_called then last_value else 0 end from baokao.outbox_seq_seq))::float8
    as position,
  (select ${millisColumn('o.stored_at', 'since')} from baokao.delivery f
    join baokao.outbox o on o.registration_id = f.registration_id and o.revision = f.revision and o.n = f.n
    where f.consumer = c.name and f.dead_at is null order by f.seq limit 1) as since
from baokao.consumer c left join baokao.delivery d on d.consumer = c.name
where c.removed_at is null
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
