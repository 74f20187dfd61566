import type pg from 'pg'
import { createStore, type Store } from '../../../src/postgres'
import { TestClock } from '../../../src/testing/testClock'
import { mayPass, pause } from './clients'
import type { Recorder } from './recorder'
import { theEnd } from './scenarios'

/** Workers under load: they fire deadlines, and deliver facts to a handler that sometimes fails. */

/** A random instant, mostly early in the periods of the two exams of the scenarios, so that not all end early. */
function someInstant(random: () => number): string {
  const from = random() < 0.5 ? '2023-02-20T00:00:00Z' : '2024-03-30T00:00:00Z'
  const days = random() < 0.8 ? 20 : 300
  return new Date(Date.parse(from) + random() * days * 86_400_000).toISOString()
}

export type WorkerOptions = {
  pool: pg.Pool
  recorder: Recorder
  random: () => number
  /** Whether the store prepares its statements. */
  prepare?: boolean
  wrap?: (store: Store, clock: TestClock) => Store
  /** Collects the errors that passed. */
  passed?: unknown[]
}

/** Creates a worker with a clock of its own, so that two can fire deadlines until two instants at once. */
export function workerOf({
  pool,
  recorder,
  random,
  passed,
  prepare = true,
  wrap = (store) => store,
}: WorkerOptions) {
  const clock = new TestClock()
  const store = wrap(createStore(pool, { now: clock.now, prepare }), clock)
  const handler = recorder.handler(async () => {
    for (let i = Math.floor(random() * 4); i > 0; i -= 1) await new Promise(setImmediate)
    if (random() < 0.1) throw new Error('not now')
  })
  const fire = (until: string, limit?: number): Promise<number> => {
    clock.set('', until)
    return recorder.fireDeadlines(store, until, limit)
  }
  async function patiently(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!mayPass(error)) throw error
      passed?.push(error)
      await pause()
    }
  }
  return {
    /** Fires deadlines of one or two registrations now and then, until the clients are done. */
    async fireSometimes(isOver: () => boolean): Promise<void> {
      while (!isOver()) {
        // As often as the clients call, however fast the machine is, so that not all scenarios end early.
        const enough = recorder.calls + 50
        while (recorder.calls < enough && !isOver()) await pause(5)
        await patiently(() => fire(someInstant(random), random() < 0.7 ? 1 : 2))
      }
    },
    deliver: () => patiently(() => store.deliver(handler, { batch: 10, tries: 1000, backoff: () => 0 })),
    /** Claims a fact and never finishes handling it. */
    stick: (claimed: () => void) =>
      store.deliver(
        recorder.handler(() => {
          claimed()
          return new Promise(() => {})
        }),
        { batch: 1, tries: 3 },
      ),
    /** Fires deadlines until just before the next one: none of them is due. */
    async fireNone(): Promise<void> {
      const { rows } = await pool.query(
        'select (extract(epoch from min(next_due)) * 1000)::float8 as due from baokao.registration',
      )
      const [row] = rows as { due: number | null }[]
      if (typeof row?.due === 'number') await fire(new Date(row.due - 1).toISOString())
    },
    fireAll: async () => {
      while ((await fire(theEnd)) > 0);
    },
  }
}

/** Delivers until no fact is open: a call tries each fact once, and the handler may fail. */
export async function deliverEverything(pool: pg.Pool, deliver: () => Promise<unknown>): Promise<void> {
  const open = 'select from baokao.delivery where dead_at is null limit 1'
  do await deliver()
  while ((await pool.query(open)).rowCount !== 0)
}

/** Expires the leases of killed workers: every open fact can be claimed at once. */
export async function leasesExpire(pool: pg.Pool): Promise<void> {
  await pool.query(`
    update baokao.delivery set until = case when lease is not null then '-infinity'::timestamptz end,
      try_after = '-infinity'
    where dead_at is null`)
}
