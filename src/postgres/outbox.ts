import type { Fact } from '../facts'
import { callHandler } from '../persistence/callHandler'
import { factId } from '../persistence/factId'
import { waitAfter } from '../persistence/retries'
import type { Delivery, FactHandler } from '../persistence/types'
import { isUndeliverable } from '../persistence/undeliverable'
import type { Database, Row, Statement } from './database'
import { notify } from './notify'
import { leaseMargin } from './options'

/** The options of a delivery. */
export type DeliverOptions = {
  /** Called for each failed delivery. By default a failure is only stored. */
  onFailure?: (failure: DeliveryFailure) => void
  /** The number of facts handled concurrently, at most one of each registration; 50 by default. */
  batch?: number
  /** The largest number of facts that the call takes; no limit by default. */
  limit?: number
  /** After this many milliseconds no further fact is claimed; running handlers are awaited. No limit by default. */
  maxMs?: number
  /** The time limit of the handler, in milliseconds; 30,000 by default. */
  timeout?: number
  /**
   * The number of failures or crashed workers after which a fact becomes a dead letter, and the later facts of its
   * registration are delivered; 10 by default.
   */
  tries?: number
  /** Once aborted, no further fact is claimed; running handlers are awaited. */
  signal?: AbortSignal
  /**
   * The pause after a number of failures, in milliseconds; by default 2 seconds, doubled each time, up to 10 minutes.
   */
  backoff?: (tries: number) => number
}

/** A failed delivery: the fact, the attempt number and the error. */
export type DeliveryFailure = Delivery & { tries: number; error: string }

/**
 * Claims the oldest open fact of each registration unless it is being handled. A claim is a lease: if its worker
 * crashes, another worker claims the fact after the lease expires. Claiming counts the attempt, so that a fact that
 * crashes every worker also becomes a dead letter. A row with no error and an unexpired lease is being handled.
 */
const claim: Statement = {
  name: 'baokao_claim',
  text: `
with head as (
  select o.registration_id, o.revision, o.n
  from baokao.outbox o
  where o.delivered_at is null and o.dead_at is null and o.try_after <= clock_timestamp()
    and o.seq <= $4 and o.seq <> all($5::bigint[])
    and not exists (
      select from baokao.outbox e
      where e.registration_id = o.registration_id and e.delivered_at is null and e.dead_at is null
        and (e.seq < o.seq or e.error is null and e.try_after > clock_timestamp()))
  order by o.seq limit $1 for update of o skip locked
)
update baokao.outbox o
set tries = case when o.tries < $3::float8 then o.tries + 1 else o.tries end,
  try_after = clock_timestamp() + $2 * interval '1 millisecond',
  error = case when o.tries >= $3::float8 then coalesce(o.error, 'no worker finished handling it') end,
  dead_at = case when o.tries >= $3::float8 then clock_timestamp() end
from head h
where o.registration_id = h.registration_id and o.revision = h.revision and o.n = h.n
  and o.delivered_at is null and o.dead_at is null
returning o.registration_id, o.revision, o.n, o.seq::text as seq, o.fact::text as fact, o.tries,
  o.dead_at is not null as dead`,
}

/** The last open fact: a call takes what is open when it begins, or it would never return while facts keep coming. */
const selectLast: Statement = {
  name: 'baokao_last',
  text: `
select coalesce(max(seq), 0)::text as last from baokao.outbox where delivered_at is null and dead_at is null`,
}

// The number of tries identifies the claim: a worker whose lease has expired must not overwrite its successor's result.
const settle: Statement = {
  name: 'baokao_settle',
  text: `
update baokao.outbox o
set delivered_at = case when i.error is null then clock_timestamp() end,
  error = i.error,
  try_after = clock_timestamp() + i.wait * interval '1 millisecond',
  dead_at = case when i.error is not null and o.tries >= i.most then clock_timestamp() end
from json_to_recordset($1::text::json)
  as i(registration_id text, revision int, n smallint, tries smallint, error text, wait float8, most int)
where o.registration_id = i.registration_id and o.revision = i.revision and o.n = i.n
  and o.tries = i.tries and o.delivered_at is null and o.dead_at is null`,
}

/** The delivery of a row of the outbox. */
export function deliveryOf({ registration_id, revision, n, fact }: Row): Delivery {
  const registrationId = registration_id as string
  return {
    id: factId({ registrationId, revision: Number(revision), n: Number(n) }),
    registrationId,
    fact: JSON.parse(fact as string) as Fact,
  }
}

const longestWait = 600_000
const storeBackoff = (tries: number): number => Math.min(longestWait, 1000 * 2 ** tries)

/**
 * The text of a thrown value. Replaces NUL and lone surrogates, which PostgreSQL cannot store; slicing may leave a lone
 * surrogate.
 */
function errorText(error: unknown): string {
  try {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    return text.slice(0, 2000).replace(/\0|\p{Surrogate}/gu, '\ufffd')
  } catch {
    return 'something that cannot be read'
  }
}

/** The result of a handler: the error, `null` if it succeeded, and whether no retry will help. */
type Handled = { error: string | null; final: boolean }

const runHandler = (handler: FactHandler, delivery: Delivery, timeout: number): Promise<Handled> =>
  callHandler(handler, delivery, timeout).then(
    () => ({ error: null, final: false }),
    (error) => ({ error: errorText(error), final: isUndeliverable(error) }),
  )

/** The maximum wait for running handlers before the outbox is polled again, in milliseconds. */
const pollInterval = 1000

/** Waits until one of the handlers has settled, but no longer than the poll interval. */
async function firstSettled(running: Iterable<Promise<void>>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const later = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, pollInterval)
  })
  await Promise.race([...running, later])
  clearTimeout(timer)
  // Handlers that settle in the same turn are written together.
  await new Promise(setImmediate)
}

/** @returns whether a call must claim no more: it was aborted, or its time is over */
function endOf(signal: AbortSignal | undefined, maxMs: number | undefined): () => boolean {
  const over = maxMs === undefined ? undefined : AbortSignal.timeout(Math.ceil(maxMs))
  return () => signal?.aborted === true || over?.aborted === true
}

/**
 * Delivers the facts that are open when the call begins, in order within a registration. Each is handled once in a call:
 * a failed one is retried after its backoff, by a later call. Any number of workers may deliver concurrently. A slow
 * handler delays only its own registration.
 * @returns the number of facts whose handler succeeded
 */
export async function deliver(
  database: Database,
  handler: FactHandler,
  options: DeliverOptions = {},
): Promise<number> {
  const {
    batch = 50,
    limit = Number.POSITIVE_INFINITY,
    maxMs,
    timeout = 30_000,
    tries: most = 10,
    backoff = storeBackoff,
    signal,
    onFailure,
  } = options
  if (typeof handler !== 'function') throw new TypeError('deliver needs a handler: a function of a fact')
  const running = new Set<Promise<void>>()
  const settled: object[] = []
  const failed: string[] = []
  let [delivered, started] = [0, 0]
  const start = (row: Row): void => {
    started += 1
    const handling = runHandler(handler, deliveryOf(row), timeout)
      .then(({ error, final }) => {
        const { registration_id, revision, n, tries } = row
        settled.push({
          registration_id,
          revision,
          n,
          tries,
          error,
          wait: waitAfter(Number(tries), backoff, storeBackoff),
          most: final ? 0 : most,
        })
        if (error === null) delivered += 1
        else {
          failed.push(row.seq as string)
          notify(onFailure, { ...deliveryOf(row), tries: Number(tries), error })
        }
      })
      .finally(() => running.delete(handling))
    running.add(handling)
  }
  const [open] = await database.run(selectLast)
  const ends = endOf(signal, maxMs)
  try {
    for (;;) {
      const free = ends() ? 0 : Math.min(batch - running.size, limit - started)
      // The lease outlasts the handler's time limit, so that no other worker claims the fact in the meantime.
      const claimed = [free, timeout + leaseMargin, most, open?.last, failed]
      const rows = free > 0 ? await database.run(claim, claimed) : []
      for (const row of rows) if (row.dead !== true) start(row)
      if (running.size > 0) await firstSettled(running)
      else if (rows.length === 0 && settled.length === 0) return delivered
      if (settled.length > 0) await database.run(settle, [JSON.stringify(settled.splice(0))])
    }
  } finally {
    // Waits until every running handler has settled or timed out, even if the database has failed.
    await Promise.allSettled(running)
  }
}
