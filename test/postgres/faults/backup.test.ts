import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort, until } from '../../../examples/loopback'
import { postgresOn, serverIn } from '../../../examples/store/server'
import { createStore, StoreError } from '../../../src/postgres'
import { buildIfOld } from '../../support/built'
import { type DatedStore, datedStore } from '../datedStore'
import { arrived, opening, poolOn } from '../support'
import { workProcesses } from '../workProcesses'

/** A physical backup under load, as the page on operating describes it, restored as a standby and promoted. */

const { worker } = workProcesses()

/** Copies a folder with its owners. */
const copyTo = (from: string, to: string) => once(spawn('cp', ['-a', from, to], { stdio: 'ignore' }), 'close')

describe('a backup that was made while events were decided', () => {
  const pools: pg.Pool[] = []
  const stops: (() => Promise<unknown>)[] = []
  const answered = new Map<string, number>()
  let restored: pg.Pool
  let url = ''

  /** Opens registrations and plays them, one after the other, until it is over. */
  async function load(store: DatedStore, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const id = await arrived(store, 'paying.awaiting')
      const { revision = 0 } = (await store.get(id)) ?? {}
      answered.set(id, revision)
    }
  }

  beforeAll(async () => {
    buildIfOld()
    const { server, url: source, folder } = await postgresOn(await freePort())
    await server.start()
    stops.push(() => server.stop())
    const pool = poolOn(`${source}/postgres`)
    pools.push(pool)
    const store = datedStore(pool)
    await store.migrate()
    let over = false
    const loads = Promise.all([1, 2, 3].map(() => load(store, () => over)))
    await until(async () => answered.size > 5, 'the load')

    const copy = join(tmpdir(), `baokao-copy-${randomUUID()}`)
    const session = await pool.connect()
    await session.query(`select pg_backup_start('test', true)`)
    // Files that vanish meanwhile, and what is written to them, are in the WAL.
    await copyTo(folder, copy)
    for (const name of ['postmaster.pid', 'postmaster.opts', 'pg_wal'])
      rmSync(join(copy, name), { recursive: true, force: true })
    const before = new Map(answered)
    await until(async () => answered.size > before.size + 5, 'the load during the backup')
    const last = new Map(answered)
    const { rows } = await session.query('select labelfile from pg_backup_stop()')
    session.release()
    // The WAL of the backup, as an archive would have it.
    await copyTo(join(folder, 'pg_wal'), join(copy, 'pg_wal'))
    const { uid, gid } = statSync(folder)
    const write = (name: string, text: string) => {
      writeFileSync(join(copy, name), text)
      chownSync(join(copy, name), uid, gid)
    }
    write('backup_label', (rows as { labelfile: string }[])[0]?.labelfile ?? '')
    write('standby.signal', '')
    over = true
    await loads
    answered.clear()
    for (const [id, revision] of last) answered.set(id, revision)
    await pool.end()

    const port = await freePort()
    const second = await serverIn(copy, port)
    stops.push(() => second.stop())
    // It never says that it accepts more than reads.
    second.start().catch(() => {})
    url = source.replace(/:\d+$/, `:${port}/postgres`)
    restored = poolOn(url)
    pools.push(restored)
    await until(
      () =>
        restored.query('select 1').then(
          () => true,
          () => false,
        ),
      'the standby',
    )
  }, 300_000)
  afterAll(async () => {
    await Promise.all(pools.map((pool) => (pool.ended ? undefined : pool.end())))
    for (const stop of stops) await stop()
  })

  it('has everything that was answered before its end, and a standby of it answers what reads', async () => {
    const store = datedStore(restored)
    expect(answered.size).toBeGreaterThan(9)
    await until(async () => {
      const found = await Promise.all(
        [...answered].map(async ([id, revision]) => (await store.get(id))?.revision === revision),
      )
      return found.every(Boolean)
    }, 'the WAL of the backup')
    for (const id of answered.keys()) expect(await store.replay(id)).toEqual(await store.get(id))
    expect((await store.find({ limit: 5 })).length).toBe(5)
    expect((await store.count({ by: ['state'] })).length).toBeGreaterThan(0)
    const [id = ''] = answered.keys()
    expect((await store.log(id)).length).toBeGreaterThan(1)
    const writes = [() => store.open(opening()), () => store.fireDeadlines(), () => store.deliver(() => {})]
    for (const write of writes)
      await expect(write()).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining('25006'),
      })
  })

  it('is decided on once it is promoted, by the same worker', async () => {
    const store = datedStore(restored)
    const process = worker(url)
    await process.said(/cannot be reached.*read-only/)
    await restored.query('select pg_promote(true, 60)')
    const due = opening({ at: '2024-04-08T09:00:00+08:00' })
    await until(
      () =>
        store.open(due).then(
          () => true,
          (error: unknown) => {
            if (error instanceof StoreError && error.code === 'unavailable') return false
            throw error
          },
        ),
      'the promotion',
    )
    for (let line = ''; !line.includes(`"registrationId":"${due.registrationId}"`); ) {
      line = await process.line()
      if (line === undefined) throw new Error('the worker ended')
    }
    await expect(restored.query('delete from baokao.log')).rejects.toThrow(/append-only/)
    expect(await createStore(restored).migrate()).toBeGreaterThan(0)
  })
})
