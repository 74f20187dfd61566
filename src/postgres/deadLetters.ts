import type { FactType } from '../facts'
import { parseFactId } from '../persistence/factId'
import type { DeadLetter } from '../persistence/types'
import { formatInstant } from '../time'
import { defaultConsumer } from './consumers'
import type { Database, Session, Statement } from './database'
import { type StoreDelivery, storeDeliveryOf } from './lease'
import { instantText, millisColumn, millisOf } from './millis'

/** A dead letter of the store. */
export type StoreDeadLetter = StoreDelivery & DeadLetter

/** Which dead letters to return. */
export type DeadLetterQuery = {
  /** `default` by default. */
  consumer?: string
  type?: FactType
  /** An instant in ISO 8601: those that became dead letters then or later. */
  since?: string
  /** The last dead letter of the previous page. It may have been retried since. */
  after?: Pick<StoreDeadLetter, 'deadAt' | 'position'>
  /** 100 by default. */
  limit?: number
}

/** A page of dead letters, and how many match the query on all pages. */
export type DeadLetters = { letters: StoreDeadLetter[]; total: number }

/** Which dead letters to return to the outbox: by their ids, or all that match. */
export type RetryDeadLetters =
  | { ids: readonly string[]; consumer?: string; type?: undefined; since?: undefined }
  | { ids?: undefined; consumer?: string; type?: FactType; since?: string }

const matching = `d.consumer = $1 and d.dead_at is not null and ($2::text is null or d.type = $2::text)
  and ($3::timestamptz is null or d.dead_at >= $3::timestamptz)`

const selectDeadLetters: Statement = {
  name: 'baokao_dead_letters',
  text: `
select d.registration_id, d.seq::text as seq, d.revision, d.n, o.fact::text as fact, d.tries as attempt, d.error,
  ${millisColumn('d.dead_at', 'dead_at')}, ${millisColumn('o.stored_at', 'stored_at')}
from baokao.delivery d
join baokao.outbox o on o.registration_id = d.registration_id and o.revision = d.revision and o.n = d.n
where ${matching} and ($4::timestamptz is null or (d.dead_at, d.seq) > ($4::timestamptz, $5::bigint))
order by d.dead_at, d.seq limit $6`,
}

const countDeadLetters: Statement = {
  name: 'baokao_dead_letters_count',
  text: `select count(*)::int as total from baokao.delivery d where ${matching}`,
}

const reviveDeadLetters: Statement = {
  name: 'baokao_retry',
  text: `
with dead as (
  select d.registration_id, d.seq from baokao.delivery d
  where ${matching} and ($4::text[] is null or (d.registration_id, d.revision, d.n) in (
    select * from unnest($4::text[], $5::int[], $6::int[])))
  order by d.seq for update
), touched as (
  -- A worker that is leasing later facts of these registrations does not know yet that an earlier one is back: it either
  -- has them, and this waits for it, or does not get them.
  update baokao.delivery o set lease = o.lease
  from (select distinct registration_id from dead) x
  where o.consumer = $1 and o.registration_id = x.registration_id and o.dead_at is null
)
update baokao.delivery d
set dead_at = null, tries = 0, try_after = '-infinity', error = null, lease = null, until = null
from dead x
where d.consumer = $1 and d.registration_id = x.registration_id and d.seq = x.seq
returning 1`,
}

const instantOf = (text: string | undefined): string | null => (text === undefined ? null : instantText(text))

/** Returns the dead letters, the oldest first. */
export async function deadLetters(
  session: Session,
  { consumer = defaultConsumer, type, since, after, limit = 100 }: DeadLetterQuery,
): Promise<DeadLetters> {
  const which = [consumer, type ?? null, instantOf(since)]
  const page = [instantOf(after?.deadAt), after?.position ?? null, limit]
  const rows = await session.run(selectDeadLetters, [...which, ...page])
  const [counted] = await session.run(countDeadLetters, which)
  const letters = rows.map((row) => ({
    ...storeDeliveryOf(row),
    tries: Number(row.attempt),
    error: String(row.error),
    deadAt: formatInstant(millisOf(row.dead_at)),
  }))
  return { letters, total: Number(counted?.total) }
}

/**
 * Returns dead letters to the outbox, where they precede the later facts of their registrations.
 * @returns the number of dead letters that were returned
 */
export async function retryDeadLetters(
  database: Database,
  { ids, consumer = defaultConsumer, type, since }: RetryDeadLetters,
): Promise<number> {
  const positions = ids?.flatMap((id) => parseFactId(id) ?? [])
  if (positions?.length === 0) return 0
  const rows = await database.run(reviveDeadLetters, [
    consumer,
    type ?? null,
    instantOf(since),
    positions?.map(({ registrationId }) => registrationId) ?? null,
    positions?.map(({ revision }) => revision) ?? null,
    positions?.map(({ n }) => n) ?? null,
  ])
  return rows.length
}
