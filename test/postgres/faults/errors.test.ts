import { PGlite } from '@electric-sql/pglite'
import { describe, expect, it } from 'vitest'
import { freePort } from '../../../examples/loopback'
import { type CustomDatabase, createStore, type Queryable, type StoreErrorCode } from '../../../src/postgres'
import { fresh, freshDatabase, onPostgres, opening, poolOn, sent } from '../support'
import { callNames, codesOf, everyCall } from './calls'

/** The same result for every call. */
const all = (code: StoreErrorCode) => Object.fromEntries(callNames.map((name) => [name, code]))

describe('a failing database', () => {
  const bench = onPostgres()
  const role = async (options: string) => {
    const name = fresh('role').replaceAll('-', '_').toLowerCase()
    await bench().sql(`create role ${name} login password 'secret' ${options}`)
    const url = new URL(bench().url)
    url.username = name
    url.password = 'secret'
    return { name, url: url.href }
  }

  it('rejects every call as closed if its pool is closed', async () => {
    const pool = poolOn(bench().url)
    await pool.end()
    expect(await codesOf(createStore(pool))).toEqual(all('closed'))
  })

  it('rejects every call as closed if its PGlite is closed', async () => {
    const lite = await PGlite.create()
    await lite.close()
    expect(await codesOf(createStore(lite))).toEqual(all('closed'))
  })

  it('rejects every call as unavailable if no server listens', async () => {
    const pool = poolOn(`postgres://baokao:baokao@127.0.0.1:${await freePort()}/none`)
    expect(await codesOf(createStore(pool))).toEqual(all('unavailable'))
    await pool.end()
  })

  it('rejects every call except migrate as notMigrated if the tables are missing', async () => {
    const pool = poolOn(await freshDatabase())
    const store = createStore(pool)
    const { migrate, ...others } = await codesOf(store)
    expect(migrate).toBe('resolves')
    // `migrate` ran first and created the tables.
    expect(new Set(Object.values(others))).toEqual(new Set(['resolves']))
    await pool.query('drop schema baokao cascade')
    const { migrate: _, now, waitForFacts: __, ...without } = everyCall
    // The time needs no tables.
    expect(await now(store)).toMatch(/\+08:00$/)
    for (const [name, call] of Object.entries(without)) {
      await expect(call(store), name).rejects.toMatchObject({ code: 'notMigrated' })
    }
    await pool.end()
  })

  it('rejects every call as denied if the role has no rights or a wrong password', async () => {
    const { url } = await role('')
    const pool = poolOn(url)
    expect(await codesOf(createStore(pool))).toEqual({ ...all('denied'), now: 'resolves' })
    await pool.end()
    const stranger = poolOn(url.replace('secret', 'wrong'))
    expect(await codesOf(createStore(stranger))).toEqual(all('denied'))
    await stranger.end()
  })

  it('rejects every call as unavailable while no further connection is allowed', async () => {
    const { name, url } = await role('connection limit 1')
    await bench().sql(`grant usage on schema baokao to ${name}`)
    const only = poolOn(url, 1)
    const client = await only.connect()
    const pool = poolOn(url)
    expect(await codesOf(createStore(pool))).toEqual(all('unavailable'))
    client.release()
    await only.end()
    await pool.end()
  })

  it.each([
    ['53100', 'full'],
    ['53200', 'full'],
    ['57P01', 'unavailable'],
    ['42501', 'denied'],
    ['XX001', 'failed'],
  ])(
    'stores nothing if it fails with %s half-way, reports %s, and accepts the event after the failure',
    async (state, code) => {
      const { store, sql } = bench()
      const input = opening()
      const id = input.registrationId
      await store().open(input)
      const before = await sql('select * from baokao.registration where id = $1', [id])
      const cancel = sent('registration.cancel', {
        at: '2024-04-09T10:00:00+08:00',
        by: { role: 'candidate', id: input.candidateId },
      })
      const other = opening()
      await sql(`create function fails() returns trigger language plpgsql as
        $f$ begin raise exception 'no' using errcode = '${state}'; end $f$`)
      for (const table of ['log', 'outbox']) {
        await sql(
          `create trigger fails before insert on baokao.${table} for each row execute function fails()`,
        )
        const fails = { name: 'StoreError', code }
        // A cancellation emits a fact, so it writes to both tables.
        await expect(store().send(id, cancel, { key: 'cancel' })).rejects.toMatchObject(fails)
        await expect(store().sendAll([{ id, event: cancel }])).rejects.toMatchObject(fails)
        if (table === 'log') await expect(store().open(other)).rejects.toMatchObject(fails)
        expect(await sql('select * from baokao.registration where id = $1', [id])).toEqual(before)
        expect(await store().log(id)).toHaveLength(1)
        expect(await store().get(other.registrationId)).toBeUndefined()
        await sql(`drop trigger fails on baokao.${table}`)
      }
      await sql('drop function fails')
      expect((await store().send(id, cancel, { key: 'cancel' })).accepted).toBe(true)
      expect((await store().open(other)).accepted).toBe(true)
      expect((await store().get(id))?.revision).toBe(2)
    },
  )

  it.each(['sendAll', 'sendToNotice'] as const)(
    'leaves no transaction running after %s has thrown',
    async (name) => {
      const { store, database } = bench()
      const notice = { ...opening().notice, id: fresh('N') }
      const inputs = Array.from({ length: 4 }, () => opening({ notice }))
      for (const input of inputs) await store().open(input)
      const event = sent('exam.cancel', {
        at: '2024-04-09T10:00:00+08:00',
        by: { role: 'office', id: 'office' },
        reason: 'flood',
      })
      await store().sendToNotice(notice.id, event, { signal: AbortSignal.abort() })
      let underWay = 0
      let isLooking = name === 'sendToNotice'
      let failing: (() => void) | undefined
      const failed = new Promise<void>((resolve) => {
        failing = resolve
      })
      const custom: CustomDatabase = {
        query: async (text, values) => {
          // The second page cannot be read.
          if (text.includes('order by r.id, a.n limit') && underWay > 0) {
            failing?.()
            throw new Error('no')
          }
          return (database as Queryable).query(text, values)
        },
        transaction: async (work) => {
          // It looks for the amendment, which is stored.
          if (isLooking) {
            isLooking = false
            return work({ query: custom.query })
          }
          underWay += 1
          await failed
          await new Promise(setImmediate)
          underWay -= 1
          throw new Error('no')
        },
      }
      async function* items() {
        for (const { registrationId: id } of inputs) yield { id, event }
        failing?.()
        throw new Error('the file ends too early')
      }
      const calls = {
        sendAll: () => createStore(custom).sendAll(items(), { batch: 1, inFlight: 9 }),
        sendToNotice: () => createStore(custom).sendToNotice(notice.id, event, { batch: 1 }),
      }
      await expect(calls[name]()).rejects.toThrow()
      expect(underWay).toBe(0)
    },
  )

  it('reports an error with a Chinese text and the cause', async () => {
    const pool = poolOn(bench().url)
    await pool.end()
    const error = await createStore(pool)
      .get('R')
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ text: { zh: '数据库连接已关闭。' }, cause: expect.any(Error) })
  })
})
