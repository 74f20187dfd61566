import type { Fact } from '../facts'
import { formatInstant } from '../time'
import { storable } from './arguments'
import type { Database, Row, Statement } from './database'

/** A fact for whoever acts on it. The same `id` may come again: act on each id once. */
export type Delivery = { id: string; registrationId: string; fact: Fact }

/**
 * Acts on a fact. What it throws counts as a failure, and so does taking longer than the time allowed: then `signal` is
 * aborted.
 */
export type FactHandler = (delivery: Delivery, signal: AbortSignal) => Promise<void> | void

/** How facts are handed out. */
export type DeliverOptions = {
  /** Hears of each failure; without it, it is only kept, and told once the fact is parked. */
  onFailure?: (failure: DeliveryFailure) => void
  /** Facts handled at the same moment, at most one of each registration; 50 unless told otherwise. */
  batch?: number
  /** How long the handler may take, in milliseconds; 30,000 unless told otherwise. */
  timeout?: number
  /**
   * After so many failures, or workers that never came back, a fact is parked, and the registration's later ones go on;
   * 10 unless told otherwise.
   */
  tries?: number
  /** Once aborted, nothing more is claimed; what is being handled is waited for. */
  signal?: AbortSignal
  /** How long to wait after so many failures, in milliseconds; from 2 seconds, twice as long each time, to 10 minutes. */
  backoff?: (tries: number) => number
}

/** A handler's failure: with which fact, for the how manieth time, and what it threw. */
export type DeliveryFailure = Delivery & { tries: number; error: string }

/** A fact whose handler failed too often. */
export type DeadLetter = Delivery & { tries: number; error: string; parkedAt: string }

/**
 * The oldest open fact of each registration that nobody is busy with, for a while: whoever dies with it loses it to the
 * next. Tries are counted on claiming, and one that was tried often enough is parked instead, so that a fact that kills
 * its worker each time is parked in the end too. Without an error and with time left, somebody is at it.
 */
const claim: Statement = {
  name: 'baokao_claim',
  text: `
with head as (
  select o.registration_id, o.revision, o.n
  from baokao.outbox o
  where o.delivered_at is null and o.parked_at is null and o.try_after <= clock_timestamp()
    and not exists (
      select from baokao.outbox e
      where e.registration_id = o.registration_id and e.delivered_at is null and e.parked_at is null
        and (e.seq < o.seq or e.error is null and e.try_after > clock_timestamp()))
  order by o.seq limit $1 for update of o skip locked
)
update baokao.outbox o
set tries = case when o.tries < $3::float8 then o.tries + 1 else o.tries end,
  try_after = clock_timestamp() + $2 * interval '1 millisecond',
  error = case when o.tries >= $3::float8 then coalesce(o.error, 'nobody came back from handling it') end,
  parked_at = case when o.tries >= $3::float8 then clock_timestamp() end
from head h
where o.registration_id = h.registration_id and o.revision = h.revision and o.n = h.n
  and o.delivered_at is null and o.parked_at is null
returning o.registration_id, o.revision, o.n, o.fact::text as fact, o.tries, o.parked_at is not null as parked`,
}

// Whoever took too long and lost the fact to another has nothing more to say about it.
const settle: Statement = {
  name: 'baokao_settle',
  text: `
update baokao.outbox o
set delivered_at = case when i.error is null then clock_timestamp() end,
  error = i.error,
  try_after = clock_timestamp() + i.wait * interval '1 millisecond',
  parked_at = case when i.error is not null and o.tries >= i.most then clock_timestamp() end
from json_to_recordset($1::json)
  as i(registration_id text, revision int, n smallint, tries smallint, error text, wait float8, most int)
where o.registration_id = i.registration_id and o.revision = i.revision and o.n = i.n
  and o.tries = i.tries and o.delivered_at is null and o.parked_at is null`,
}

const selectDeadLetters: Statement = {
  name: 'baokao_parked',
  text: `
select registration_id, revision, n, fact::text as fact, tries, error, parked_at
from baokao.outbox where parked_at is not null order by parked_at, seq limit $1`,
}

const reviveDeadLetter: Statement = {
  name: 'baokao_retry',
  text: `
update baokao.outbox set parked_at = null, tries = 0, try_after = '-infinity', error = null
where registration_id = $1 and revision = $2 and n = $3 and parked_at is not null
returning 1`,
}

const idOf = ({ registration_id, revision, n }: Row): string => `${registration_id}/${revision}/${n}`

const deliveryOf = (row: Row): Delivery => ({
  id: idOf(row),
  registrationId: row.registration_id as string,
  fact: JSON.parse(row.fact as string) as Fact,
})

const defaultBackoff = (tries: number): number => Math.min(600_000, 1000 * 2 ** tries)

/** What was thrown, as PostgreSQL can keep it: no NUL, and no half of a pair, which cutting may leave too. */
function errorText(error: unknown): string {
  try {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    return text.slice(0, 2000).replace(/\0|\p{Surrogate}/gu, '\ufffd')
  } catch {
    return 'something that cannot be read'
  }
}

/** Lets the handler act on a fact. @returns what went wrong, or `null` */
async function runHandler(handler: FactHandler, delivery: Delivery, timeout: number): Promise<string | null> {
  const abort = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the handler took longer than ${timeout} ms`)), timeout)
  })
  try {
    await Promise.race([Promise.resolve().then(() => handler(delivery, abort.signal)), late])
    return null
  } catch (error) {
    abort.abort()
    return errorText(error)
  } finally {
    clearTimeout(timer)
  }
}

/** How long to wait for what is being handled before looking for more, in milliseconds. */
const pollInterval = 1000

/** Waits until one of them is over, but no longer than a while. */
async function firstSettled(busy: Iterable<Promise<void>>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const later = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, pollInterval)
  })
  await Promise.race([...busy, later])
  clearTimeout(timer)
  // Others may be over at the same moment; they are marked together.
  await new Promise(setImmediate)
}

/**
 * Hands out what stands in the outbox now, at least once each, in order within a registration. Any number of workers
 * may do so side by side. What failed is left for a later call; one that takes long holds up nobody else's.
 * @returns how many facts were handled
 */
export async function deliver(
  database: Database,
  handler: FactHandler,
  options: DeliverOptions = {},
): Promise<number> {
  const {
    batch = 50,
    timeout = 30_000,
    tries: most = 10,
    backoff = defaultBackoff,
    signal,
    onFailure,
  } = options
  if (typeof handler !== 'function') throw new TypeError('deliver needs a handler: a function of a fact')
  const busy = new Set<Promise<void>>()
  const over: object[] = []
  let delivered = 0
  const begin = (row: Row): void => {
    const handling = runHandler(handler, deliveryOf(row), timeout)
      .then((error) => {
        if (error === null) delivered += 1
        else onFailure?.({ ...deliveryOf(row), tries: Number(row.tries), error })
        const { registration_id, revision, n, tries } = row
        over.push({ registration_id, revision, n, tries, error, wait: backoff(Number(tries)), most })
      })
      .finally(() => busy.delete(handling))
    busy.add(handling)
  }
  try {
    for (;;) {
      const room = signal?.aborted ? 0 : batch - busy.size
      // A while longer than the handler has, so that nobody else begins before it is over.
      const rows = room > 0 ? await database.run(claim, [room, timeout + 10_000, most]) : []
      for (const row of rows) if (row.parked !== true) begin(row)
      if (busy.size > 0) await firstSettled(busy)
      else if (rows.length === 0 && over.length === 0) return delivered
      if (over.length > 0) await database.run(settle, [JSON.stringify(over.splice(0))])
    }
  } finally {
    // Whatever went wrong here, nothing is still being handled afterwards.
    await Promise.allSettled(busy)
  }
}

/** Facts whose handler failed too often, the longest parked first. */
export async function deadLetters(database: Database, limit: number): Promise<DeadLetter[]> {
  const rows = await database.run(selectDeadLetters, [limit])
  return rows.map((row) => ({
    ...deliveryOf(row),
    tries: Number(row.tries),
    error: String(row.error),
    parkedAt: formatInstant(new Date(row.parked_at as string | Date).getTime()),
  }))
}

/** Gives a parked fact another chance, ahead of the registration's later ones. @returns whether there was one */
export async function retryDeadLetter(database: Database, factId: string): Promise<boolean> {
  const [, registrationId, revision, n] = /^(.+)\/(\d{1,9})\/(\d{1,4})$/s.exec(factId) ?? []
  if (!storable(registrationId)) return false
  const rows = await database.run(reviveDeadLetter, [registrationId, Number(revision), Number(n)])
  return rows.length > 0
}
