import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createStore, type StoreError } from '../../../src/postgres'
import { poolOn } from '../support'
import { gather, leasesExpire } from './evidence'
import { violations } from './invariants'
import { handling, live, liveAll, randomFrom, someInstant, theEnd } from './lives'
import { type Fragile, fragile } from './restarting'
import { moment, stubborn } from './stubborn'
import type { Told } from './told'

describe('a PostgreSQL that goes down under load and comes up again', () => {
  let server: Fragile
  let pool: pg.Pool
  beforeAll(async () => {
    server = await fragile()
    // Commits take their time, so that many are on their way when it goes down.
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

  it('makes senders hear that it is unavailable, loses nothing and doubles nothing', async () => {
    const random = randomFrom(20261127)
    const told: Told[] = []
    const thrown: StoreError[] = []
    const store = createStore(pool)
    const senders = stubborn(store, ['unavailable', 'closed'], thrown)
    const tell = (line: Told) => told.push(line)
    const deliver = () => senders.deliver(handling(random, tell), { backoff: () => 0, tries: 1000 })

    let over = false
    let next = 0
    const untilOver = async (work: () => Promise<unknown>) => {
      while (!over) {
        await work()
        await moment()
      }
    }
    const load = Promise.all([
      liveAll(8, () => {
        if (over) return undefined
        const number = next
        next += 1
        return () => live(senders, number, 0, tell)
      }),
      untilOver(() => senders.ask(() => store.fireDeadlines({ until: someInstant(random), limit: 1 }))),
      untilOver(deliver),
    ])
    // Whatever goes wrong in the load ends the waiting.
    const until = async (holds: () => boolean) => {
      while (!holds()) await Promise.race([moment(), load])
    }

    for (const signal of ['SIGQUIT', 'SIGKILL', 'SIGINT', 'SIGKILL', 'SIGQUIT'] as const) {
      const [lines, failures] = [told.length + 40 + Math.floor(random() * 100), thrown.length]
      await until(() => told.length >= lines)
      await server.down(signal)
      await until(() => thrown.length > failures)
      await server.up()
    }
    const lines = told.length + 100
    await until(() => told.length >= lines)
    over = true
    await load
    while ((await store.fireDeadlines({ until: theEnd })) > 0);
    await leasesExpire(pool)
    while ((await deliver()) > 0);

    expect(violations(await gather(pool, told))).toEqual([])
  })
})
