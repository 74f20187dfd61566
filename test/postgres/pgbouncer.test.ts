import { spawnSync } from 'node:child_process'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createStore } from '../../src/postgres'
import { adoptArguments, adoptList } from '../support/adoptList'
import { buildIfOld } from '../support/built'
import { inProject } from '../support/files'
import { datedStore } from './datedStore'
import { localLoad } from './faults/localLoad'
import { check } from './history/check'
import { missingPgbouncer, type Pgbouncer, startPgbouncer } from './pgbouncer'
import { arrived, freshDatabase, opening, poolOn } from './support'

const missing = missingPgbouncer()
// In CI a test that is skipped would go unnoticed.
if (missing !== undefined && !process.env.CI) process.stderr.write(`skipped: ${missing}\n`)

describe.skipIf(missing !== undefined && !process.env.CI)('behind PgBouncer in transaction mode', () => {
  let bouncer: Pgbouncer
  let pool: pg.Pool
  let direct: pg.Pool
  let url = ''
  beforeAll(async () => {
    await buildIfOld()
    if (missing !== undefined) throw new Error(missing)
    bouncer = await startPgbouncer(inject('postgres'))
    const database = await freshDatabase()
    url = bouncer.urlOf(new URL(database).pathname.slice(1))
    pool = poolOn(url, 12)
    direct = poolOn(database, 2)
    await createStore(pool, { prepare: false }).migrate()
  }, 300_000)
  afterAll(async () => {
    await Promise.all([pool?.end(), direct?.end()])
    await bouncer?.stop()
  })

  it('sends, bulk sends, transactions of the caller, deadlines and deliveries keep every guarantee', async () => {
    const passed: unknown[] = []
    const load = await localLoad({
      pool: direct,
      database: pool,
      seed: 20270108,
      isOver: (next) => next >= 24,
      passed,
      prepare: false,
    })
    const evidence = await load.finish()
    expect(check(evidence).violations).toEqual([])
    const calls = new Set(evidence.history.flatMap((line) => (line.line === 'invoked' ? [line.what] : [])))
    expect([...calls].sort()).toEqual(['fireDeadlines', 'get', 'open', 'send', 'sendToNotice'])
    expect(evidence.history.some((line) => line.line === 'invoked' && line.batch !== undefined)).toBe(true)
    expect(evidence.history.some((line) => line.line === 'committed')).toBe(true)
    expect(evidence.history.some((line) => line.line === 'handled')).toBe(true)
    const codes = passed.map((error) => (error as { code?: unknown }).code)
    expect(codes.filter((code) => code !== 'conflict' && code !== '40P01')).toEqual([])
  })

  it('the commands work with --no-prepare', async () => {
    const store = datedStore(pool, { prepare: false })
    const due = opening({ at: '2024-04-08T09:00:00+08:00' })
    await store.open(due)
    const id = await arrived(store, 'marking')
    const baokao = (args: string[], input = '') =>
      spawnSync(process.execPath, [inProject('dist/cli.js'), ...args], {
        encoding: 'utf8',
        input,
        env: { PATH: process.env.PATH ?? '', LANG: 'C', DATABASE_URL: url },
      })
    expect(baokao(['migrate'])).toMatchObject({ status: 0 })
    expect(baokao(['migrate', '--no-prepare'])).toMatchObject({ status: 0 })
    const work = baokao(['work', '--once', '--no-prepare'])
    expect(work).toMatchObject({ status: 0, stderr: expect.stringContaining('stopped') })
    expect(work.stdout).toContain(`"registrationId":"${due.registrationId}"`)
    const list = `registrationId,general,law,practice\n${id},60,60,60\n`
    const of = ['--exam', 'social-worker', '--year', '2024', '--at', '2024-08-20T10:00:00+08:00']
    expect(baokao(['import', '-', ...of, '--no-prepare'], list)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^1 accepted/),
    })
    expect(baokao(['dead-letters', '--no-prepare'])).toMatchObject({ status: 0, stdout: 'nothing\n' })
    expect(baokao(['prune', '--before', '2020-01-01', '--no-prepare'])).toMatchObject({ status: 0 })
    expect(baokao(['adopt', '-', ...adoptArguments, '--no-prepare'], adoptList(20, 'B'))).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('20 stored'),
    })
    expect(baokao(['archive', '--before', '2020-01-01', '--to', '/dev/null', '--no-prepare'])).toMatchObject({
      status: 0,
    })
    expect(baokao(['verify', '--no-prepare'])).toMatchObject({ status: 0 })
  })
})
