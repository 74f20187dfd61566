import type pg from 'pg'
import { createStore } from '../../src/postgres'
import type { LiveRegistration } from '../../src/testing/liveRegistration'
import { copy, settled } from './crowd'
import { overheard, type Sent } from './ghost'
import type { Row } from './pairs'
import { plan, planForAll, planned } from './plans'
import { watched } from './progress'
import type { Place, Server } from './server'
import { statements } from './statements'

/** The store among a million registrations. */

const million = 1_000_000
const first = 100_000
const chunk = 20_000

/** In two hundred notices, and nothing due in our time. */
const own = { notice: `'notice-' || i % 200`, due: `timestamptz '2100-01-01' + i * interval '1 minute'` }

/** One in twenty waits for marks; the others have not paid. */
function fill(
  pool: pg.Pool,
  unpaid: LiveRegistration,
  marking: LiveRegistration,
  [from, to]: [number, number],
): Promise<void> {
  return watched(`${to} registrations`, to - from, async (step) => {
    for (let i = from; i < to; i += chunk) {
      const waiting = i + chunk / 20
      await copy(pool, marking, [i, waiting], own)
      await copy(pool, unpaid, [waiting, i + chunk], own)
      step(chunk)
    }
    await pool.query('vacuum analyze')
  })
}

const due = 500
let copied = 2 * million

/** Fires what is due and then finds nothing, again and again. @returns the most memory that this took, in bytes */
async function resident({ pool, store }: Place, unpaid: LiveRegistration, past: string): Promise<number> {
  let most = 0
  for (let round = 0; round < 4; round += 1) {
    await copy(pool, unpaid, [copied, copied + due], { due: `timestamptz '${past}'` })
    copied += due
    const moved = await store.fireDeadlines()
    if (moved !== due) throw new Error(`${moved} registrations moved, not ${due}`)
    for (let i = 0; i < 200; i += 1) {
      await store.fireDeadlines()
      most = Math.max(most, process.memoryUsage.rss())
    }
  }
  return most
}

/** What `runDue` asks when nothing is due. */
async function idle(pool: pg.Pool): Promise<Row> {
  const heard: Sent[] = []
  await createStore(overheard(pool, (statement) => heard.push(statement))).fireDeadlines()
  const claim = heard.find(({ name }) => name === 'baokao_due')
  if (claim === undefined) throw new Error('runDue claims nothing')
  console.log(`${(await planned<string>(pool, claim, 'text')).join('\n')}\n`)
  const [now, ever] = [await plan(pool, claim), await planForAll(pool, claim)]
  const byIndex = [now, ever].every(({ ways }) => ways.join() === 'Index Scan registration_due')
  return {
    what: 'runDue, nothing due among a million',
    wanted: 'index, 0 rows, no heap',
    measured: `${now.ways.join()}, ${now.rows} rows, ${now.pages} pages`,
    // The pages of an index of a million instants from its root to a leaf; a page of the heap would be one more.
    fine: byIndex && now.rows === 0 && now.pages <= 3,
    detail: '',
  }
}

const megabytes = (bytes: number): number => Math.round(bytes / 2 ** 20)

export function amongAMillion(server: Server): Promise<Row[]> {
  return server.in(async (place) => {
    const { pool, store } = place
    const unpaid = await settled(store, 'paying.awaiting')
    const marking = await settled(store, 'marking', { level: 'junior' })
    const past = (await store.get(unpaid.input.registrationId))?.nextDue ?? ''
    // The two themselves are due, and have to stay as they are.
    await pool.query(`update baokao.registration set next_due = '2100-01-01'`)
    await fill(pool, unpaid, marking, [0, first])
    await resident(place, unpaid, past)
    const few = await resident(place, unpaid, past)
    await fill(pool, unpaid, marking, [first, million])
    const many = await resident(place, unpaid, past)
    const grown = megabytes(many - few)
    const memory: Row = {
      what: 'resident memory of runDue, 100,000 to a million',
      wanted: 'at most 50 MB more',
      measured: `${grown} MB`,
      fine: grown <= 50,
      detail: `${megabytes(few)} MB, ${megabytes(many)} MB`,
    }
    return [await idle(pool), memory, ...(await statements(pool, marking))]
  })
}
