import { setTimeout } from 'node:timers/promises'
import type { RegistrationEvent } from '../../src'
import { leadTo } from '../../src/testing/liveRegistration'
import { type DatedStore, datedStore } from '../../test/postgres/datedStore'
import { median, type Row } from './compare'
import { withProgress } from './progress'
import { seedOriginal } from './seed'
import type { Server, StoreDatabase } from './server'
import { seed } from './speed'

/** How fast facts are delivered, and how soon after their commit. */

const facts = 12_000
const ofEach = 12

/** Puts facts into the outbox: twelve of each registration, as many as a life has events, in turn with those of others. */
async function emitFacts({ pool }: StoreDatabase, run: number): Promise<void> {
  const first = run * facts
  const rows = `
    select 'R' || i % ${facts / ofEach} as registration_id, ${run + 1} as revision, (i - ${first}) / ${facts / ofEach} as n,
      'order.created' as type, '{"type":"order.created","at":"2024-04-08T10:00:00+08:00","orderNo":"O-1","amountFen":17100}'::json as fact
    from generate_series(${first}, ${first + facts - 1}) i order by i`
  const { rows: consumers } = await pool.query(`select to_regclass('baokao.delivery') is not null as there`)
  await pool.query(
    consumers[0]?.there
      ? `with r as (${rows}), o as (
          insert into baokao.outbox (registration_id, revision, n, type, fact) select * from r
          returning registration_id, seq, revision, n, type)
        insert into baokao.delivery (consumer, registration_id, seq, revision, n, type) select 'default', o.* from o`
      : `insert into baokao.outbox (registration_id, revision, n, fact) select registration_id, revision, n, fact from (${rows}) r`,
  )
  await pool.query('vacuum analyze')
}

/** Delivers all of it to a handler that does nothing, 500 registrations at once. @returns facts per second */
async function delivered(database: StoreDatabase, run: number): Promise<number> {
  await emitFacts(database, run)
  const start = performance.now()
  const count = await database.store.deliver((_delivery) => {}, { batch: 500 })
  if (count !== facts) throw new Error(`${count} facts were delivered, not ${facts}`)
  return facts / ((performance.now() - start) / 1000)
}

/** Compares the rates of `deliver`. */
export const compareDeliver = (server: Server): Promise<Row> =>
  server.withBoth((now, before) =>
    withProgress('deliver', 4, async (step) => {
      const runs: { now: number; before: number }[] = []
      for (let run = 0; run < 4; run += 1) {
        const rates = { now: await delivered(now, run), before: await delivered(before, run) }
        // The first one warms up.
        if (run > 0) runs.push(rates)
        step()
      }
      const ratio = median(runs.map((run) => run.now / run.before))
      const [rate, rateBefore] = [median(runs.map((run) => run.now)), median(runs.map((run) => run.before))]
      const asked = 10_000 / 3580
      return {
        name: 'deliver, 500 registrations at once, a handler that does nothing : before',
        target: `at least ${asked.toFixed(2)}`,
        measured: ratio.toFixed(2),
        passed: ratio >= asked,
        detail: `${rate.toFixed(0)} facts/s : ${rateBefore.toFixed(0)} facts/s`,
      }
    }),
  )

/** Sends events one by one. @returns the milliseconds from each commit to the handler of its facts */
async function latencies(
  store: DatedStore,
  wait: (signal: AbortSignal) => Promise<unknown>,
  registrations: { id: string; events: RegistrationEvent[] }[],
): Promise<number[]> {
  const abort = new AbortController()
  const handledAt = new Map<string, number>()
  const working = (async () => {
    while (!abort.signal.aborted) {
      await store.deliver(({ id }) => {
        const sent = id.slice(0, id.lastIndexOf('/'))
        if (!handledAt.has(sent)) handledAt.set(sent, performance.now())
      })
      await wait(abort.signal).catch(() => {})
    }
  })()
  const committed: [sent: string, at: number][] = []
  for (const { id, events } of registrations) {
    for (const event of events) {
      const { facts: emitted, revision, accepted } = await store.send(id, event)
      if (!accepted) throw new Error(`${id} refused ${event.type}`)
      if (emitted.length > 0) committed.push([`${id}/${revision}`, performance.now()])
    }
    // The next does not come in step with the worker.
    await setTimeout(37 + ((committed.length * 61) % 340))
  }
  while (committed.some(([sent]) => !handledAt.has(sent))) await setTimeout(10)
  abort.abort()
  await working
  // The handler may have been notified before the answer was read.
  return committed.map(([sent, at]) => Math.max(0, (handledAt.get(sent) ?? 0) - at))
}

/** Compares how soon after the commit a fact is handled, by a worker that is notified and one that polls every second. */
export const compareLatency = (server: Server): Promise<Row> =>
  server.withBoth((now, before) =>
    withProgress('commit to handler', 2, async (step) => {
      const measure = async (
        { pool, store }: StoreDatabase,
        sending: DatedStore,
        wait: (signal: AbortSignal) => Promise<unknown>,
      ) => {
        const original = await seedOriginal(store, 'filling.application')
        await store.deliver(() => {})
        const { events } = leadTo(original, 'registered')
        const take = await seed(pool, original, 30)
        const text = JSON.stringify(events)
        const ids = take(30)
        const all = ids.map((id) => {
          return {
            id,
            events: JSON.parse(text.replaceAll(original.input.registrationId, id)) as RegistrationEvent[],
          }
        })
        const result = await latencies(sending, wait, all)
        step()
        return result
      }
      const listening = datedStore(now.pool, { listen: true })
      const soon = await measure(now, listening, (signal) => listening.waitForFacts({ signal }))
      const late = await measure(before, before.store, (signal) => setTimeout(1000, undefined, { signal }))
      const [p50, p50Before] = [median(soon), median(late)]
      const asked = 50 / 543
      return {
        name: 'commit to handler, half of the facts within : before',
        target: `at most ${asked.toFixed(3)}`,
        measured: (p50 / p50Before).toFixed(3),
        passed: p50 / p50Before <= asked,
        detail: `${p50.toFixed(1)} ms : ${p50Before.toFixed(0)} ms`,
      }
    }),
  )
