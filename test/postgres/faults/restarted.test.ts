import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createStore, StoreError } from '../../../src/postgres'
import { check } from '../history/check'
import { poolOn } from '../support'
import { pause } from './clients'
import { type CrashableServer, startCrashableServer } from './crashableServer'
import { localLoad } from './localLoad'
import { randomFrom } from './scenarios'

describe('a PostgreSQL server restarted under load', () => {
  let server: CrashableServer
  let pool: pg.Pool
  beforeAll(async () => {
    server = await startCrashableServer()
    // Slow commits, so that many are unfinished when the server goes down.
    pool = poolOn(
      `${server.url}?options=${encodeURIComponent('-c commit_delay=5000 -c commit_siblings=0')}`,
      12,
    )
    await createStore(pool).migrate()
  })
  afterAll(async () => {
    await pool?.end()
    await server?.stop()
  })

  it('makes sends fail as unavailable or closed; nothing is lost and nothing is decided twice', async () => {
    const random = randomFrom(20261127)
    const passed: unknown[] = []
    let over = false
    const load = await localLoad({ pool, seed: 20261127, isOver: () => over, passed })
    const answers = () => load.history.filter(({ line }) => line === 'answered').length
    // An error in the load ends the wait.
    const until = async (holds: () => boolean) => {
      while (!holds()) await Promise.race([pause(), load.running])
    }

    for (const signal of ['SIGQUIT', 'SIGKILL', 'SIGINT', 'SIGKILL', 'SIGQUIT'] as const) {
      const [lines, failures] = [answers() + 40 + Math.floor(random() * 100), passed.length]
      await until(() => answers() >= lines)
      await server.down(signal)
      await until(() => passed.length > failures)
      await server.up()
    }
    const lines = answers() + 100
    await until(() => answers() >= lines)
    over = true
    expect(check(await load.finish()).violations).toEqual([])
    const codes = passed.flatMap((error) => (error instanceof StoreError ? [error.code] : []))
    expect(codes.filter((code) => !['unavailable', 'closed', 'conflict'].includes(code))).toEqual([])
  }, 600_000)
})
