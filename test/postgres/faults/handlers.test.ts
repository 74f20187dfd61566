import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Delivery } from '../../../src/postgres'
import type { DatedStore } from '../datedStore'
import { check } from '../history/check'
import type { HistoryLine } from '../history/history'
import { createOwnRows, readTables } from '../history/tables'
import { onPostgres } from '../support'
import { Clients } from './clients'
import { Recorder } from './recorder'
import { randomFrom, scenarioOf } from './scenarios'
import { bundled, Worker } from './workerProcess'
import { deliverEverything, leasesExpire, workerOf } from './workers'

describe('a fact handler', () => {
  const bench = onPostgres()
  let bundle = ''
  beforeAll(async () => {
    bundle = await bundled()
  })
  afterAll(() => rm(bundle))

  let played = 0
  /** Plays scenarios, which put their facts into the outbox. @returns the registration ids */
  async function playScenarios(count: number, store: DatedStore = bench().store()): Promise<string[]> {
    const scenarios = Array.from({ length: count }, () => scenarioOf(played++))
    return Promise.all(
      scenarios.map(async ({ input, events }) => {
        await store.open(input)
        for (const event of events) await store.send(input.registrationId, event)
        return input.registrationId
      }),
    )
  }
  const factsOf = async (id: string) => {
    const rows = await bench().sql(
      'select revision, n from baokao.outbox where registration_id = $1 order by seq',
      [id],
    )
    return rows.map(({ revision, n }) => `${id}/${revision}/${n}`)
  }
  beforeEach(async () => {
    await leasesExpire(bench().database)
    while (
      (await bench()
        .store()
        .deliver(() => {})) > 0
    );
  })

  it('is retried after a backoff when it throws, until the fact is a dead letter that delays no others', async () => {
    const store = bench().store()
    const [id = ''] = await playScenarios(1)
    const [first, ...later] = await factsOf(id)
    const handled: string[] = []
    const handler = ({ id }: Delivery) => {
      handled.push(id)
      if (id === first) throw new Error('the mail server is away')
    }
    const options = { tries: 3, backoff: (tries: number) => tries * 3_600_000 }
    const waits = async () => {
      const [row] = await bench().sql(
        `select extract(epoch from try_after - clock_timestamp()) / 3600 as hours from baokao.delivery
        where registration_id = $1 order by seq limit 1`,
        [id],
      )
      return Math.round(Number(row?.hours))
    }
    expect(await store.deliver(handler, options)).toBe(0)
    expect(await waits()).toBe(1)
    expect(await store.deliver(handler, options)).toBe(0)
    expect(handled).toEqual([first])
    await leasesExpire(bench().database)
    expect(await store.deliver(handler, options)).toBe(0)
    expect(await waits()).toBe(2)
    await leasesExpire(bench().database)
    expect(await store.deliver(handler, options)).toBe(later.length)
    expect(handled).toEqual([first, first, first, ...later])
    expect(await store.deadLetters()).toMatchObject({
      letters: [{ id: first, tries: 3, error: 'Error' }],
      total: 1,
    })
    expect(await store.retryDeadLetters({ ids: [first ?? '', first ?? '', 'nothing/1/1'] })).toBe(1)
    expect(await store.deliver(() => {})).toBe(1)
  })

  it('may throw any value', async () => {
    const store = bench().store()
    const [id = ''] = await playScenarios(1)
    const all = await factsOf(id)
    const unspeakable = {
      toString() {
        throw new Error('no')
      },
    }
    const thrown = [
      undefined,
      null,
      Object.create(null),
      unspeakable,
      Symbol('no'),
      '\0 \ud800 "\'; --',
      '猫'.repeat(3000),
    ]
    thrown.push(`${'x'.repeat(1992)}😀😀😀😀😀`, new Error(`${'x'.repeat(1992)}😀😀😀😀😀`))
    let count = 0
    await store.deliver(
      () => {
        throw thrown[count++ % thrown.length]
      },
      { tries: 1 },
    )
    const letters = (await store.deadLetters()).letters.filter(({ registrationId }) => registrationId === id)
    expect(letters.map(({ id }) => id)).toEqual(all)
    expect(letters.every(({ error }) => error.length > 0 && error.length <= 2000)).toBe(true)
    expect(await store.retryDeadLetters({ ids: letters.map(({ id }) => id) })).toBe(all.length)
  })

  it('is aborted by its signal when it hangs, and the fact is delivered again', async () => {
    const store = bench().store()
    const [id = ''] = await playScenarios(1)
    const signals: AbortSignal[] = []
    const handled: string[] = []
    const handler = async ({ id }: Delivery, signal: AbortSignal) => {
      handled.push(id)
      if (signals.push(signal) === 1) await new Promise(() => {})
    }
    // Each call tries a fact once.
    while ((await store.deliver(handler, { timeout: 50, backoff: () => 0 })) > 0 || signals.length < 2);
    const [first, ...later] = await factsOf(id)
    expect(handled).toEqual([first, first, ...later])
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, ...[first, ...later].map(() => false)])
  })

  it('does not delay the facts of other registrations while it hangs; another call delivers those emitted meanwhile', async () => {
    const store = bench().store()
    const [stuck = '', ...others] = await playScenarios(4)
    const [first, ...later] = await factsOf(stuck)
    const handled = new Set<string>()
    const newcomers: string[] = []
    const missing = async () => {
      const due = (await Promise.all([...others, ...newcomers].map(factsOf))).flat()
      return due.filter((fact) => !handled.has(fact))
    }
    await store.deliver(async ({ id }, signal) => {
      handled.add(id)
      if (id !== first) return
      const waitForOthers = async () => {
        while ((await missing()).length > 0 && !signal.aborted) await new Promise(setImmediate)
      }
      await waitForOthers()
      newcomers.push(...(await playScenarios(2)))
      await store.deliver(({ id }) => void handled.add(id))
      await waitForOthers()
      // The later facts of the same registration wait.
      expect(later.filter((fact) => handled.has(fact))).toEqual([])
    })
    expect(newcomers).toHaveLength(2)
    expect(await missing()).toEqual([])
    expect(later.filter((fact) => !handled.has(fact))).toEqual([])
  })

  it('receives no retried fact while it handles a later fact of the same registration', async () => {
    const store = bench().store()
    const [id = ''] = await playScenarios(1)
    const [first = '', second, ...later] = await factsOf(id)
    const handled: string[] = []
    const options = { tries: 1, backoff: () => 0 }
    const handler = async (delivery: Delivery) => {
      if (delivery.id === first && handled.length === 0) throw new Error('no')
      if (delivery.id === second) {
        expect(await store.retryDeadLetters({ ids: [first] })).toBe(1)
        expect(await store.deliver(() => {}, options)).toBe(0)
      }
      handled.push(delivery.id)
    }
    while ((await store.deliver(handler, options)) > 0 || handled.length === 0);
    expect(handled).toEqual([second, first, ...later])
  })

  it('leaves its fact to the next worker when its process is killed, until the fact is a dead letter', async () => {
    const store = bench().store()
    const [id = ''] = await playScenarios(1)
    const [first, ...later] = await factsOf(id)
    for (let kills = 1; kills <= 3; kills += 1) {
      const load = { url: bench().url, name: `stuck ${kills}`, seed: kills, begun: [], stuck: true as const }
      const worker = new Worker(bundle, load)
      await worker.wrote(1)
      await worker.kill()
      expect(worker.history).toMatchObject([
        { line: 'handling', fact: first },
        { line: 'gone', killed: true },
      ])
      // No other worker claims the fact until the lease expires.
      expect(await store.deliver(() => {})).toBe(0)
      await leasesExpire(bench().database)
    }
    const handled: string[] = []
    const handler = ({ id }: Delivery) => {
      handled.push(id)
    }
    expect(await store.deliver(handler, { tries: 3 })).toBe(later.length)
    expect(handled).toEqual(later)
    expect(await store.deadLetters()).toMatchObject({ letters: [{ id: first, tries: 3 }] })
    await store.retryDeadLetters({ ids: [first ?? ''] })
  })

  it('loses no fact when its process is killed once: the next worker handles it first', async () => {
    const [id = ''] = await playScenarios(1)
    const load = { url: bench().url, name: 'stuck', seed: 1, begun: [], stuck: true as const }
    const worker = new Worker(bundle, load)
    await worker.wrote(1)
    await worker.kill()
    await leasesExpire(bench().database)
    const handled: string[] = []
    await bench()
      .store()
      .deliver(({ id }) => {
        handled.push(id)
      })
    expect(handled).toEqual(await factsOf(id))
  })
})

describe('workers on one outbox', () => {
  const bench = onPostgres()
  const history: HistoryLine[] = []

  it.each([2, 10])('%i workers handle all in order, never two of a registration at once', async (many) => {
    const { database: pool } = bench()
    await pool.query(createOwnRows)
    const random = randomFrom(many)
    const recorder = new Recorder(`${many} workers`, (line) => history.push(line))
    const clients = new Clients({ pool, recorder, random })
    const numbers = Array.from({ length: 24 }, (_, i) => many * 120 + i)
    await Promise.all(numbers.map((number) => clients.play(number, 0)))
    const worker = () => deliverEverything(pool, workerOf({ pool, recorder, random }).deliver)
    await Promise.all(Array.from({ length: many }, worker))
    // A worker ends while another one handles the last facts, which may fail; one more run delivers the rest.
    await worker()
    const tables = await readTables(pool)
    expect(check({ history, tables }).violations).toEqual([])
    expect(tables.registrations.length).toBeGreaterThan(many === 2 ? 20 : 40)
  })
})
