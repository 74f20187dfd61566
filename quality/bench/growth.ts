import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type pg from 'pg'
import { type Journey, type OpenInput, type RegistrationEvent, runJourney } from '../../src'
import { openInputOf } from '../../src/journey'
import { concurrently, type Row } from './compare'
import { withProgress } from './progress'
import type { Server, StoreDatabase } from './server'

/** Bytes that a registration takes in the database, over whole lives whose events were sent under keys. */

/** They have 12.7 events on average. */
const names = [
  '1-a-whole-life',
  '2-given-up-and-paid-twice',
  '3-debited-in-time',
  '4-unpaid-is-given-up',
  '5-two-years',
  '6-revoked',
]
/** How often each life is played. So many that the last page of a table or an index does not matter. */
const copies = 200

type Life = { input: OpenInput; events: RegistrationEvent[] }

/** A life under ids of its own, of the length of real ones. */
function lifeOf(name: string, number: number): Life {
  const ids = {
    registrationId: `R2027-${String(number).padStart(8, '0')}`,
    candidateId: `C${randomUUID().slice(0, 18)}`,
  }
  // From the working directory, because this module is bundled elsewhere.
  const text = readFileSync(`examples/journeys/lives/${name}.json`, 'utf8')
  const journey = JSON.parse(text.replaceAll('"R-', `"${ids.registrationId}-`)) as Journey
  const { input } = openInputOf(journey, ids)
  return { input, events: runJourney(journey, { ids }).steps.map(({ event }) => event) }
}

/** Plays all lives, with a new key for each event, and handles all facts. @returns the number of events */
function playLives({ store }: StoreDatabase): Promise<number> {
  const lives = Array.from({ length: copies }, (_, i) =>
    names.map((name, j) => lifeOf(name, i * names.length + j)),
  ).flat()
  return withProgress('whole lives', lives.length, async (step) => {
    await concurrently(8, lives, async ({ input, events }) => {
      await store.open(input)
      for (const event of events) await store.send(input.registrationId, event, { key: randomUUID() })
      step()
    })
    while ((await store.deliver(() => {})) > 0);
    return lives.reduce((sum, { events }) => sum + events.length, 0)
  })
}

const tables = ['log', 'outbox', 'delivery', 'task', 'registration', 'candidate', 'archived_key']

/** The bytes of each table a registration, with its indexes and what is stored out of line. */
async function bytesEach(pool: pg.Pool): Promise<{ table: string; bytes: number }[]> {
  await pool.query('vacuum full')
  const { rows } = await pool.query<{ table: string; bytes: number }>(
    `select t as table, pg_total_relation_size('baokao.' || t)::float8
      / (select count(*) from baokao.registration)::float8 as bytes
    from unnest($1::text[]) as t`,
    [tables],
  )
  return rows
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

function rowOf(name: string, most: number, sizes: { table: string; bytes: number }[]): Row {
  const bytes = sizes.reduce((sum, size) => sum + size.bytes, 0)
  const parts = sizes.map(({ table, bytes }) => `${table} ${kilobytes(bytes)}`)
  return {
    name,
    target: `at most ${kilobytes(most)}`,
    measured: kilobytes(bytes),
    passed: bytes <= most,
    detail: parts.join(', '),
  }
}

/** Measures what a registration takes, before and after `prune`. */
export const checkGrowth = (server: Server): Promise<Row[]> =>
  server.withDatabase(async (database) => {
    const { pool, store } = database
    const events = (await playLives(database)) / (names.length * copies)
    const before = await bytesEach(pool)
    await store.prune({ before: new Date(Date.now() + 60_000).toISOString() })
    const after = await bytesEach(pool)
    return [
      rowOf(`a registration, over lives of ${events.toFixed(1)} events under keys`, 14_000, before),
      rowOf('the same, after prune', 12_000, after),
    ]
  })
