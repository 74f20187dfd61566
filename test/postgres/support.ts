import { randomUUID } from 'node:crypto'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import type { OpenInput, RegistrationEvent } from '../../src'
import { createStore, type Store, type StoreOptions } from '../../src/postgres'
import type { Queries } from '../../src/postgres/database'
import { type GivenOptions, given, type StatePath } from '../../src/testing'
import { examOf, noticeOf, verified } from '../support/life'

/** A database of its own on the server of the tests. @returns its URL */
export async function freshDatabase(): Promise<string> {
  const name = `t_${randomUUID().replaceAll('-', '')}`
  const server = inject('postgres')
  const admin = new pg.Client({ connectionString: `${server}/postgres` })
  await admin.connect()
  await admin.query(`create database ${name}`)
  await admin.end()
  return `${server}/${name}`
}

/** A pool that survives the server's going away. */
export function poolOn(url: string, max = 10): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max })
  pool.on('error', () => {})
  return pool
}

/** What a test has of a database. */
export type Bench = {
  /** A store on it, made anew. */
  store(options?: StoreOptions): Store
  /** The database itself, for what the store does not show. */
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  /** The database as a caller has it. */
  database: pg.Pool | PGlite
}

const benchOn = (database: pg.Pool | PGlite): Bench => ({
  store: (options) => createStore(database, options),
  sql: async (text, values) =>
    (await (database as Queries).query(text, values)).rows as Record<string, unknown>[],
  database,
})

/** A bench on PostgreSQL, with its tables, for the tests around the call. */
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

/** The same on PGlite: PostgreSQL in the process, with a single connection. */
export function onPGlite(): () => Bench {
  let bench: Bench | undefined
  let lite: PGlite | undefined
  beforeAll(async () => {
    lite = await PGlite.create()
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
/** An id that no other test has. */
export const fresh = (prefix: string): string => `${prefix}${++counted}-${randomUUID().slice(0, 8)}`

/** An opening for the plain exam, by somebody known and verified. */
export const opening = (changes: Partial<OpenInput> = {}): OpenInput => ({
  registrationId: fresh('R'),
  candidateId: fresh('C'),
  exam: examOf('social-worker'),
  notice: noticeOf('gd-2024-social-worker'),
  candidate: verified,
  at: noticeOf('gd-2024-social-worker').windows.registration.opens,
  ...changes,
})

/** An event as a test writes it. */
export const sent = <T extends RegistrationEvent['type']>(
  type: T,
  fields: Omit<RegistrationEvent<T>, 'type'>,
): RegistrationEvent<T> => ({ type, ...fields }) as unknown as RegistrationEvent<T>

/** A registration that has come to some state, stored. @returns its id */
export async function arrived(store: Store, state: StatePath, options: GivenOptions = {}): Promise<string> {
  const input = opening({ registrationId: fresh('R') })
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
