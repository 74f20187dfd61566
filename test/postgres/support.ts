import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import type { OpenInput, RegistrationEvent, RuleId } from '../../src'
import type { StoreOptions } from '../../src/postgres'
import type { Queryable } from '../../src/postgres/database'
import { type GivenOptions, given, type StatePath } from '../../src/testing'
import { examOf, noticeOf, verified } from '../support/scenario'
import { type DatedStore, datedStore } from './datedStore'

/** Creates a database on the test server. @returns its URL */
export async function freshDatabase(): Promise<string> {
  const name = `t_${randomUUID().replaceAll('-', '')}`
  const server = inject('postgres')
  const admin = new pg.Client({ connectionString: `${server}/postgres` })
  await admin.connect()
  await admin.query(`create database ${name}`)
  await admin.end()
  return `${server}/${name}`
}

/** A pool that ignores errors of idle connections, such as those of a stopped server. */
export function poolOn(url: string, max = 10): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max })
  pool.on('error', () => {})
  return pool
}

/** A database of a test. */
export type Bench = {
  /** Creates a store on the database, for dated events. */
  store<Id extends string = RuleId>(options?: StoreOptions<Id>): DatedStore<Id>
  /** Queries the database directly. */
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  /** The pool or PGlite that the store uses. */
  database: pg.Pool | PGlite
}

const benchOn = (database: pg.Pool | PGlite): Bench => ({
  store: (options) => datedStore(database, options),
  sql: async (text, values) =>
    (await (database as Queryable).query(text, values)).rows as Record<string, unknown>[],
  database,
})

/** Puts a fact of no meaning into the outbox. */
export async function emit(
  sql: Bench['sql'],
  registrationId: string,
  revision: number,
  consumer = 'default',
): Promise<void> {
  await sql(
    `
    with fact as (
      insert into baokao.outbox (registration_id, revision, n, type, fact) values ($1, $2, 0, 'x', '{"type":"x"}')
      returning registration_id, seq, revision, n, type
    )
    insert into baokao.delivery (consumer, registration_id, seq, revision, n, type)
    select $3, f.* from fact f`,
    [registrationId, revision, consumer],
  )
}

/** Provides a migrated database on PostgreSQL to the tests of the calling scope. */
export function onPostgres(): () => Bench & { url: string; database: pg.Pool } {
  let bench: (Bench & { url: string; database: pg.Pool }) | undefined
  beforeAll(async () => {
    const url = await freshDatabase()
    const pool = poolOn(url)
    bench = { ...benchOn(pool), url, database: pool }
    await bench.store().migrate()
  })
  afterAll(async () => {
    await bench?.database.end()
  })
  return () => bench as NonNullable<typeof bench>
}

/** Provides the same on PGlite: PostgreSQL in this process, with a single connection. */
export function onPGlite(): () => Bench {
  let bench: Bench | undefined
  let lite: PGlite | undefined
  beforeAll(async () => {
    const empty = inject('pglite')
    lite = await PGlite.create(empty === undefined ? {} : { loadDataDir: new Blob([readFileSync(empty)]) })
    bench = benchOn(lite)
    await bench.store().migrate()
  })
  afterAll(async () => {
    await lite?.close()
  })
  return () => bench as Bench
}

export const both: [name: string, on: () => () => Bench][] = [
  ['PostgreSQL', onPostgres],
  ['PGlite', onPGlite],
]

let counted = 0
/** A unique id. */
export const fresh = (prefix: string): string => `${prefix}${++counted}-${randomUUID().slice(0, 8)}`

/** An opening for the simplest exam, by a candidate whose account is verified. */
export const opening = (changes: Partial<OpenInput> = {}): OpenInput => ({
  registrationId: fresh('R'),
  candidateId: fresh('C'),
  exam: examOf('social-worker'),
  notice: noticeOf('gd-2024-social-worker'),
  candidate: verified,
  at: noticeOf('gd-2024-social-worker').windows.registration.opens,
  ...changes,
})

/** Creates an event from its type and fields. */
export const sent = <T extends RegistrationEvent['type']>(
  type: T,
  fields: Omit<RegistrationEvent<T>, 'type'>,
): RegistrationEvent<T> => ({ type, ...fields }) as unknown as RegistrationEvent<T>

/** Stores a registration in the given state. @param changes to its opening @returns its id */
export async function arrived(
  store: Pick<DatedStore, 'open' | 'send'>,
  state: StatePath,
  options: GivenOptions = {},
  changes: Partial<OpenInput> = {},
): Promise<string> {
  const input = opening({ registrationId: fresh('R'), ...changes })
  const text = JSON.stringify(given(state, options).events)
    .replaceAll('"R-', `"${input.registrationId}-`)
    .replaceAll('"id":"C"', `"id":"${input.candidateId}"`)
    .replaceAll('"transactionId":"', `"transactionId":"${input.registrationId}`)
  await store.open(input)
  for (const event of JSON.parse(text)) {
    const { accepted } = await store.send(input.registrationId, event)
    if (!accepted) throw new Error(event.type)
  }
  return input.registrationId
}
