import type pg from 'pg'
import type { Store } from '../../../src/postgres'
import type { TestClock } from '../../../src/testing/testClock'
import type { HistoryLine } from '../history/history'
import { createOwnRows, readTables, type Tables } from '../history/tables'
import { Clients, pause } from './clients'
import { Recorder } from './recorder'
import { randomFrom, runOnLanes } from './scenarios'
import { deliverEverything, leasesExpire, workerOf } from './workers'

export type LocalLoad = {
  /** Reads the tables, and is the database of the load unless another is given. */
  pool: pg.Pool
  database?: pg.Pool
  /** A pool whose answers may be lost. */
  lossy?: pg.Pool
  seed: number
  /** Scenarios that are played first, one after the other, without any chance. */
  plainly?: readonly number[]
  /** Whether no further scenario begins; gets the number of the next one. */
  isOver: (next: number) => boolean
  /** Whether the stores prepare their statements. */
  prepare?: boolean
  /** Wraps each store, for a fault on purpose. */
  wrap?: (store: Store, clock: TestClock) => Store
  /** Collects the errors that passed. */
  passed?: unknown[]
}

/** Clients and two workers in this process. `finish` waits for them, and completes what is open. */
export async function localLoad({
  pool,
  database = pool,
  seed,
  plainly = [],
  isOver,
  ...options
}: LocalLoad): Promise<{
  history: HistoryLine[]
  running: Promise<unknown>
  finish(): Promise<{ history: HistoryLine[]; tables: Tables }>
}> {
  await pool.query(createOwnRows)
  const history: HistoryLine[] = []
  const random = randomFrom(seed)
  const recorder = new Recorder('local', (line) => history.push(line))
  const given = { ...options, pool: database, recorder, random }
  const clients = new Clients(given)
  const [one, other] = [workerOf(given), workerOf(given)]
  for (const number of plainly) await clients.playPlainly(number)
  await one.fireNone()
  let [next, over] = [0, false]
  const playing = runOnLanes(6, () => {
    while (plainly.includes(next)) next += 1
    if (isOver(next)) return undefined
    const number = next
    next += 1
    return () => clients.play(number, 0)
  }).finally(() => {
    over = true
  })
  const untilOver = async (work: () => Promise<unknown>, ms: number) => {
    while (!over) {
      await work()
      await pause(ms)
    }
  }
  const running = Promise.all([
    playing,
    one.fireSometimes(() => over),
    other.fireSometimes(() => over),
    untilOver(one.deliver, 10),
    untilOver(other.deliver, 30),
  ])
  return {
    history,
    running,
    async finish() {
      await running
      await one.fireAll()
      await leasesExpire(pool)
      await deliverEverything(pool, one.deliver)
      return { history, tables: await readTables(pool) }
    },
  }
}
