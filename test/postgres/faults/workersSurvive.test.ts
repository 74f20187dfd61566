import { beforeAll, describe, expect, it } from 'vitest'
import { createStore, StoreError, type StoreErrorCode } from '../../../src/postgres'
import { buildIfOld } from '../../support/built'
import { type DatedStore, datedStore } from '../datedStore'
import { fresh, onPostgres, opening, poolOn, sent } from '../support'
import { type WorkProcess, workProcesses } from '../workProcesses'
import { startCrashableServer } from './crashableServer'

/** A worker goes on after every failure that may pass, and stops after one that only an operator can end. */

const { worker } = workProcesses()
beforeAll(buildIfOld, 300_000)

const office = { role: 'office', id: 'office' } as const
const amend = () =>
  sent('history.amend', { at: '2024-04-09T10:00:00+08:00', by: office, history: { credits: [] } })

/** Stores a registration whose deadline is due. @returns the beginning of the line that a worker prints for its fact */
async function openDue(store: DatedStore): Promise<RegExp> {
  const input = opening({ at: '2024-04-08T09:00:00+08:00' })
  await store.open(input)
  return new RegExp(`"registrationId":"${input.registrationId}".*registration\\.abandoned`)
}

/** Reads lines of a worker until one matches. */
async function prints({ line }: WorkProcess, wanted: RegExp): Promise<void> {
  for (let printed = ''; !wanted.test(printed); ) {
    printed = await line()
    if (printed === undefined) throw new Error(`the worker ended without ${wanted}`)
  }
}

describe('baokao work', () => {
  const bench = onPostgres()

  it.each(['SIGINT', 'SIGQUIT', 'SIGKILL'] as const)(
    'goes on after its server went down (%s) and came back',
    async (signal) => {
      const server = await startCrashableServer()
      const pool = poolOn(server.url)
      try {
        const store = datedStore(pool)
        await store.migrate()
        // Without its postmaster a server may leave a statement without an answer.
        const process = worker(`${server.url}?query_timeout=2000`)
        const { said, child, ended } = process
        await prints(process, await openDue(store))
        await server.down(signal)
        await said(/cannot be reached/)
        await server.up()
        await prints(process, await openDue(store))
        child.kill('SIGTERM')
        expect((await ended).code).toBe(0)
      } finally {
        await pool.end()
        await server.stop()
      }
    },
  )

  /** A role of its own, which may do what an application does. */
  async function applicationRole() {
    const role = fresh('app').replaceAll('-', '_').toLowerCase()
    await bench().sql(`create role ${role} login superuser password 'app'`)
    return { role, url: bench().url.replace('baokao:baokao@', `${role}:app@`) }
  }

  it('goes on once it gets connections again', async () => {
    const { role, url } = await applicationRole()
    // A limit of connections does not hold for a superuser.
    await bench().sql(`alter role ${role} nosuperuser connection limit 0`)
    await bench().sql(`grant baokao to ${role}`)
    const process = worker(url)
    const { said } = process
    await said(/cannot be reached.*too many connections/)
    await bench().sql(`alter role ${role} connection limit -1`)
    await prints(process, await openDue(bench().store()))
  })

  it('goes on after its database was read-only, as a standby is', async () => {
    const { role, url } = await applicationRole()
    const end = () =>
      bench().sql('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [role])
    const process = worker(url)
    const { said } = process
    await prints(process, await openDue(bench().store()))
    await bench().sql(`alter role ${role} set default_transaction_read_only = on`)
    await end()
    const due = await openDue(bench().store())
    await said(/read-only transaction/)
    await bench().sql(`alter role ${role} reset default_transaction_read_only`)
    await end()
    await prints(process, due)
  })

  it('goes on after all its connections were killed, again and again', async () => {
    const { role, url } = await applicationRole()
    const process = worker(url)
    const { child, ended } = process
    for (let round = 0; round < 5; round += 1) {
      await prints(process, await openDue(bench().store()))
      await bench().sql('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [role])
    }
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
  })

  it('goes on after any failure of a statement, and stops if it is denied or the tables do not fit', async () => {
    const { sql } = bench()
    await sql('create table public.failing (state text)')
    await sql('insert into public.failing values (null)')
    await sql(`create function public.fail() returns trigger language plpgsql as $f$
      declare code text := (select state from public.failing);
      begin
        if code is not null then raise exception 'no' using errcode = code; end if;
        return new;
      end $f$`)
    await sql(
      'create trigger fails before update on baokao.registration for each row execute function public.fail()',
    )
    const fails = (state: string | null) => sql('update public.failing set state = $1', [state])
    for (const state of ['53100', '53200', '40001', '57014', '22P02', 'XX000', '25P02']) {
      await fails(state)
      const due = await openDue(bench().store())
      const process = worker(bench().url)
      await process.said(new RegExp(state === '40001' ? 'concurrent change' : state))
      await fails(null)
      await prints(process, due)
      process.child.kill('SIGKILL')
    }
    for (const [state, says] of [
      ['42501', 'denies access'],
      ['42P01', 'call migrate'],
    ] as const) {
      await fails(state)
      await openDue(bench().store())
      expect(await worker(bench().url).ended).toMatchObject({ code: 2, says: expect.stringContaining(says) })
    }
    await fails(null)
    await sql('update baokao.migration set version = 99, oldest = 99')
    expect(await worker(bench().url).ended).toMatchObject({
      code: 2,
      says: expect.stringContaining('upgrade baokao'),
    })
    await sql('update baokao.migration set version = 1, oldest = 1')
  })
})

describe('a poisoned connection', () => {
  const bench = onPostgres()

  it.each(['aborted', 'killed'])('that is %s fails at most one call, and then is replaced', async (how) => {
    const pool = poolOn(bench().url, 1)
    const store = datedStore(pool)
    const input = opening()
    await store.open(input)
    const poison = async () => {
      const client = await pool.connect()
      const [{ pid }] = (await client.query('select pg_backend_pid() as pid')).rows as [{ pid: number }]
      if (how === 'aborted') {
        await client.query('begin')
        await client.query('select 1 / 0').catch(() => {})
      }
      client.release()
      if (how === 'killed') await bench().sql('select pg_terminate_backend($1, 10000)', [pid])
    }
    const calls: [string, () => Promise<unknown>][] = [
      ['send', () => store.send(input.registrationId, amend())],
      ['sendAll', () => store.sendAll([{ id: input.registrationId, event: amend() }])],
      ['open', () => store.open(opening())],
      ['fireDeadlines', () => store.fireDeadlines()],
      ['deliver', () => store.deliver(() => {})],
    ]
    for (const [name, call] of calls) {
      await poison()
      const before = (await createStore(bench().database).get(input.registrationId))?.revision
      const first = await call().then(
        () => 'resolves',
        (error: unknown) => (error instanceof StoreError ? error.code : String(error)),
      )
      const allowed: (StoreErrorCode | 'resolves')[] = ['resolves', 'failed', 'unavailable']
      expect(allowed, name).toContain(first)
      const after = (await createStore(bench().database).get(input.registrationId))?.revision
      if (first !== 'resolves') expect(after, name).toBe(before)
      await call()
    }
    await pool.end()
  })
})
