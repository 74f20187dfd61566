import type pg from 'pg'
import { createStore } from '../../src/postgres'
import type { LiveRegistration } from '../../src/testing/liveRegistration'
import { type RecordedStatement, recordingPool } from './baseline'
import type { Row } from './compare'
import { checkDesk } from './desk'
import { actualPlan, explainAnalyze, genericPlan } from './plans'
import { withProgress } from './progress'
import { seedCopies, seedOriginal } from './seed'
import type { Server, StoreDatabase } from './server'
import { checkPlans } from './statements'

/** The store with a million registrations. */

const million = 1_000_000
const hundredThousand = 100_000
const chunk = 20_000

/** Spreads the copies over two hundred notices, with deadlines far in the future. */
const overrides = {
  notice: `'notice-' || i % 200`,
  place: `'place-' || i % 31`,
  since: `timestamptz '2024-01-01' + i * interval '1 second'`,
  due: `timestamptz '2100-01-01' + i * interval '1 minute'`,
}

/** Seeds registrations: one in twenty waits for its marks, the others for their payment. */
function fill(
  pool: pg.Pool,
  unpaid: LiveRegistration,
  marking: LiveRegistration,
  [from, to]: [number, number],
): Promise<void> {
  return withProgress(`${to} registrations`, to - from, async (step) => {
    for (let i = from; i < to; i += chunk) {
      const firstUnpaid = i + chunk / 20
      await seedCopies(pool, marking, [i, firstUnpaid], overrides)
      await seedCopies(pool, unpaid, [firstUnpaid, i + chunk], overrides)
      step(chunk)
    }
    await pool.query('vacuum analyze')
  })
}

const dueCount = 500
let nextCopy = 2 * million

/** Fires the due deadlines, then polls repeatedly with nothing due. @returns the highest resident memory, in bytes */
async function peakMemory(
  { pool, store }: StoreDatabase,
  unpaid: LiveRegistration,
  past: string,
): Promise<number> {
  let peak = 0
  for (let round = 0; round < 4; round += 1) {
    await seedCopies(pool, unpaid, [nextCopy, nextCopy + dueCount], { due: `timestamptz '${past}'` })
    nextCopy += dueCount
    const moved = await store.fireDeadlines()
    if (moved !== dueCount) throw new Error(`${moved} registrations moved, not ${dueCount}`)
    for (let i = 0; i < 200; i += 1) {
      await store.fireDeadlines()
      peak = Math.max(peak, process.memoryUsage.rss())
    }
  }
  return peak
}

/** The plan of `fireDeadlines` when nothing is due. */
async function checkIdlePlan(pool: pg.Pool): Promise<Row> {
  const recorded: RecordedStatement[] = []
  await createStore(recordingPool(pool, (statement) => recorded.push(statement))).fireDeadlines()
  const claim = recorded.find(({ name }) => name === 'baokao_due')
  if (claim === undefined) throw new Error('fireDeadlines sent no statement baokao_due')
  console.log(`${(await explainAnalyze<string>(pool, claim, 'text')).join('\n')}\n`)
  const [actual, generic] = [await actualPlan(pool, claim), await genericPlan(pool, claim)]
  const byIndex = [actual, generic].every(({ scans }) => scans.join() === 'Index Scan registration_due')
  return {
    name: 'fireDeadlines, nothing due among a million',
    target: 'index, 0 rows, no heap',
    measured: `${actual.scans.join()}, ${actual.rows} rows, ${actual.pages} pages`,
    // An index on a million instants has three levels; a page of the heap would be the fourth.
    passed: byIndex && actual.rows === 0 && actual.pages <= 3,
    detail: '',
  }
}

const megabytes = (bytes: number): number => Math.round(bytes / 2 ** 20)

export function checkMillion(server: Server): Promise<Row[]> {
  return server.withDatabase(async (database) => {
    const { pool, store } = database
    const unpaid = await seedOriginal(store, 'paying.awaiting')
    const marking = await seedOriginal(store, 'marking', { level: 'junior' })
    const past = (await store.get(unpaid.input.registrationId))?.nextDue ?? ''
    // Both originals are due, but must keep their state.
    await pool.query(`update baokao.registration set next_due = '2100-01-01'`)
    await fill(pool, unpaid, marking, [0, hundredThousand])
    // The first round warms up.
    await peakMemory(database, unpaid, past)
    const few = await peakMemory(database, unpaid, past)
    await fill(pool, unpaid, marking, [hundredThousand, million])
    const many = await peakMemory(database, unpaid, past)
    const growth = megabytes(many - few)
    const memory: Row = {
      name: 'resident memory of fireDeadlines, 100,000 to a million',
      target: 'at most 50 MB more',
      measured: `${growth} MB`,
      passed: growth <= 50,
      detail: `${megabytes(few)} MB, ${megabytes(many)} MB`,
    }
    const desk = await checkDesk(pool)
    return [await checkIdlePlan(pool), memory, ...desk, ...(await checkPlans(pool, marking))]
  })
}
