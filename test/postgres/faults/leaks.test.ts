import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type CustomDatabase, createStore, StoreError } from '../../../src/postgres'
import { profile } from '../../support/scenario'
import { arrived, fresh, onPostgres } from '../support'
import { everyCall } from './calls'

/** What must not be found outside of the columns for personal data. */
const secrets = [profile.name, profile.idNumber, profile.phone]

/** All that a logger could print of an error. */
const printed = (error: unknown): string =>
  [
    inspect(error, { depth: 10, showHidden: true }),
    String(error),
    JSON.stringify(error),
    (error as Error).stack,
  ].join('\n')

/** An error as libraries wrap it: with the statement and its parameters. */
function quoting(code: string | undefined, text: string, values: readonly unknown[] = []): Error {
  const quoted = `${text} -- ${[...values, ...secrets].join(', ')}`
  const inner = Object.assign(new Error(`duplicate key: ${quoted}`), {
    ...(code !== undefined && { code }),
    detail: `Key (id)=(${quoted}) already exists.`,
    where: quoted,
    table: 'log',
    constraint: `log_pkey ${profile.idNumber}`,
    parameters: values,
  })
  return new Error(`query failed: ${quoted}`, { cause: inner })
}

describe('errors and log lines', () => {
  const bench = onPostgres()
  const warnings: string[] = []
  beforeEach(() => {
    warnings.length = 0
    for (const name of ['log', 'error', 'warn'] as const)
      vi.spyOn(console, name).mockImplementation(
        (...parts) => void warnings.push(parts.map(printed).join(' ')),
      )
    vi.spyOn(process, 'emitWarning').mockImplementation((warning) => void warnings.push(printed(warning)))
  })
  afterEach(() => vi.restoreAllMocks())

  it.each(['23505', '22P02', 'XX000', '40001', '42601', undefined])(
    'quote no parameter of a statement that fails with %s, whatever the driver puts into its error',
    async (code) => {
      const fails = async (text: string, values?: unknown[]): Promise<never> => {
        // PostgreSQL quotes values only in errors about values; in others a library may, which wraps them.
        const plain = code === '42601' || code === '40001'
        const error = quoting(code, text, values)
        if (plain) (error.cause as Error).message = 'syntax error at or near "select"'
        throw error
      }
      const database: CustomDatabase = { query: fails, transaction: (work) => work({ query: fails }) }
      const store = createStore(database, { onStuck: (stuck) => console.error(stuck) })
      for (const [name, call] of Object.entries(everyCall)) {
        const error: unknown = await call(store).then(
          () => undefined,
          (thrown: unknown) => thrown,
        )
        if (name === 'waitForFacts') continue
        expect(error, name).toBeInstanceOf(StoreError)
        for (const secret of secrets) expect(printed(error), name).not.toContain(secret)
      }
      for (const secret of secrets) expect(warnings.join('\n')).not.toContain(secret)
    },
  )

  it('keep the table and the constraint, so that an operator knows what failed', async () => {
    const fails = async (): Promise<never> => {
      throw Object.assign(new Error(`Key (id)=(${profile.idNumber})`), {
        ...{ code: '23505', table: 'log', constraint: 'log_pkey', column: `${profile.idNumber} x` },
      })
    }
    const store = createStore({ query: fails, transaction: (work) => work({ query: fails }) })
    const error = (await store.get('R').catch((thrown: unknown) => thrown)) as StoreError
    expect(error.cause).toMatchObject({
      code: '23505',
      table: 'log',
      constraint: 'log_pkey',
      message: 'Error 23505',
    })
    expect(error.cause).not.toHaveProperty('column')
  })

  it('keep nothing of what a handler threw but its class and code', async () => {
    const { store, sql } = bench()
    await arrived(store(), 'registered')
    const thrown = Object.assign(new TypeError(`no mail to ${profile.name} ${profile.phone}`), {
      code: 'ECONNREFUSED',
    })
    const failures: unknown[] = []
    const consumer = fresh('consumer')
    await store().deliver(
      () => {
        throw thrown
      },
      { consumer, onFailure: (failure) => failures.push(failure) },
    )
    expect(failures).not.toEqual([])
    expect(failures[0]).toMatchObject({ error: 'TypeError ECONNREFUSED', thrown })
    const rows = await sql('select error from baokao.delivery where consumer = $1 and error is not null', [
      consumer,
    ])
    expect(new Set(rows.map(({ error }) => error))).toEqual(new Set(['TypeError ECONNREFUSED']))
    // A remote worker gives the text itself.
    const remote = fresh('remote')
    const [fact] = await store().lease({ consumer: remote, limit: 1 })
    const { id = '', lease = '' } = fact ?? {}
    await store().settle([{ id, lease, attempt: 1, error: `no mail to ${profile.name}` }], {
      consumer: remote,
    })
    const [row] = await sql('select error from baokao.delivery where consumer = $1 and error is not null', [
      remote,
    ])
    expect(row).toEqual({ error: 'Error' })
  })
})
