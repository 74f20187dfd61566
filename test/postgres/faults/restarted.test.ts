import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createStore, type StoreError } from '../../../src/postgres'
import { datedStore } from '../datedStore'
import { poolOn } from '../support'
import { type CrashableServer, startCrashableServer } from './crashableServer'
import { gather, leasesExpire } from './evidence'
import { violations } from './invariants'
import type { Observation } from './observations'
import { pause, retryingStore } from './retryingStore'
import {
  deliverEverything,
  playScenario,
  randomFrom,
  runOnLanes,
  someInstant,
  theEnd,
  unreliableHandler,
} from './scenarios'

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
    const observations: Observation[] = []
    const thrown: StoreError[] = []
    const store = datedStore(pool)
    const sender = retryingStore(store, ['unavailable', 'closed'], thrown)
    const observe = (line: Observation) => observations.push(line)
    const deliver = () =>
      sender.deliver(unreliableHandler(random, observe), { backoff: () => 0, tries: 1000 })

    let over = false
    let next = 0
    const untilOver = async (work: () => Promise<unknown>) => {
      while (!over) {
        await work()
        await pause()
      }
    }
    const load = Promise.all([
      runOnLanes(8, () => {
        if (over) return undefined
        const number = next
        next += 1
        return () => playScenario(sender, number, 0, observe)
      }),
      untilOver(() => sender.retry(() => store.fireDeadlines({ until: someInstant(random), limit: 1 }))),
      untilOver(deliver),
    ])
    // An error in the load ends the wait.
    const until = async (holds: () => boolean) => {
      while (!holds()) await Promise.race([pause(), load])
    }

    for (const signal of ['SIGQUIT', 'SIGKILL', 'SIGINT', 'SIGKILL', 'SIGQUIT'] as const) {
      const [lines, failures] = [observations.length + 40 + Math.floor(random() * 100), thrown.length]
      await until(() => observations.length >= lines)
      await server.down(signal)
      await until(() => thrown.length > failures)
      await server.up()
    }
    const lines = observations.length + 100
    await until(() => observations.length >= lines)
    over = true
    await load
    while ((await store.fireDeadlines({ until: theEnd })) > 0);
    await leasesExpire(pool)
    await deliverEverything(pool, deliver)

    expect(violations(await gather(pool, observations))).toEqual([])
  })
})
