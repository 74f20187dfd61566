import { describe, expect, it } from 'vitest'
import { createStore, type StoreActivity, Undeliverable } from '../../src/postgres'
import { datedStore } from './datedStore'
import { both, fresh, freshDatabase, opening, poolOn, sent } from './support'

/** What a store says of its work to logs and metrics. */

const office = { role: 'office', id: 'office' } as const
const at = '2024-04-09T10:00:00+08:00'
const until = '2024-06-01T10:00:00+08:00'
const amend = () => sent('history.amend', { at, by: office, history: { credits: [] } })

describe.each(both)('onActivity on %s', (_, on) => {
  const bench = on()
  const observed = () => {
    const seen: StoreActivity[] = []
    return { seen, store: bench().store({ onActivity: (activity) => void seen.push(activity) }) }
  }
  const [milliseconds, attempts] = [expect.any(Number), 1]

  it('is called after each decision, with its type, its outcome and its duration', async () => {
    const { seen, store } = observed()
    const input = opening()
    const id = input.registrationId
    await store.open(input)
    await store.send(id, amend(), { key: 'k' })
    await store.send(id, amend(), { key: 'k' })
    await store.send(id, sent('proof.approve', { at, by: office }))
    await store.send(fresh('nobody'), { type: '王小明', by: office } as never)
    await store.sendAll([{ id, event: amend() }])
    await store.sendAll([{ id, event: amend() }], { dryRun: true })
    const decided = { kind: 'decided', accepted: true, repeated: false }
    const measured = { milliseconds, attempts }
    expect(seen).toEqual([
      { ...decided, ...measured, type: 'open' },
      { ...decided, ...measured, type: 'history.amend' },
      { ...decided, ...measured, type: 'history.amend', repeated: true },
      { ...decided, ...measured, type: 'proof.approve', accepted: false, rule: expect.stringMatching(/\./) },
      { ...decided, ...measured, type: 'unknown', accepted: false, rule: 'registration.unknown' },
      { ...decided, type: 'history.amend' },
    ])
    expect(JSON.stringify(seen)).not.toMatch(new RegExp(`${id}|${input.candidateId}|王小明`))
  })

  it('is called after each delivery and each firing of deadlines', async () => {
    const { seen, store } = observed()
    await store.fireDeadlines({ until })
    await store.deliver(() => {})
    await store.open(opening({ at: '2024-04-08T09:00:00+08:00' }))
    seen.length = 0
    expect(await store.fireDeadlines({ until })).toBe(1)
    const failures: unknown[] = []
    await store.deliver(
      () => {
        throw new Undeliverable('no')
      },
      { onFailure: (failure) => failures.push(failure) },
    )
    await store.open(opening({ at: '2024-04-08T09:00:00+08:00' }))
    await store.fireDeadlines({ until })
    let parameters = 0
    await store.deliver(async (...given) => {
      parameters = given.length
    })
    expect(parameters).toBe(2)
    expect(failures).toHaveLength(1)
    const delivered = { kind: 'delivered', consumer: 'default', attempt: 1, milliseconds }
    expect(seen.filter(({ kind }) => kind !== 'decided')).toEqual([
      { kind: 'fired', registrations: 1, milliseconds },
      { ...delivered, type: 'registration.abandoned', failed: true },
      { kind: 'fired', registrations: 1, milliseconds },
      { ...delivered, type: 'registration.abandoned', failed: false },
    ])
  })

  it('counts a handler that exceeds its time as failed, whatever it does later', async () => {
    const { seen, store } = observed()
    await store.open(opening({ at: '2024-04-08T09:00:00+08:00' }))
    await store.fireDeadlines({ until })
    let finish = () => {}
    const finished = new Promise<void>((resolve) => {
      finish = resolve
    })
    await store.deliver((delivery) => (delivery.attempt > 0 ? finished : undefined), { timeout: 1, tries: 1 })
    finish()
    await finished
    await new Promise(setImmediate)
    expect(seen.flatMap((one) => (one.kind === 'delivered' ? [one.failed] : []))).toEqual([true])
  })

  it('undoes nothing if it throws', async () => {
    const store = bench().store({
      onActivity: () => {
        throw new Error('no')
      },
    })
    const input = opening()
    await store.open(input)
    expect((await store.send(input.registrationId, amend())).accepted).toBe(true)
    expect((await store.get(input.registrationId))?.revision).toBe(2)
  })
})

describe('onActivity', () => {
  it('is called for each call that the database fails', async () => {
    const pool = poolOn(await freshDatabase())
    const seen: StoreActivity[] = []
    const store = createStore(pool, { onActivity: (activity) => void seen.push(activity) })
    await expect(store.get('R')).rejects.toThrow()
    await expect(store.find({ limit: -1 })).rejects.toThrow(RangeError)
    await pool.end()
    await expect(store.send('R', amend())).rejects.toThrow()
    const milliseconds = expect.any(Number)
    expect(seen).toEqual([
      { kind: 'failed', call: 'get', code: 'notMigrated', milliseconds },
      { kind: 'failed', call: 'send', code: 'closed', milliseconds },
    ])
  })

  it('says how often a decision was begun', async () => {
    const url = await freshDatabase()
    const pool = poolOn(url)
    const seen: StoreActivity[] = []
    const onActivity = (activity: StoreActivity) => void seen.push(activity)
    const [one, other] = [datedStore(pool, { onActivity }), datedStore(pool, { onActivity })]
    await one.migrate()
    const input = opening()
    await one.open(input)
    const rounds = Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? one : other))
    await Promise.all(rounds.map((store) => store.send(input.registrationId, amend())))
    const counts = seen.flatMap((one) => (one.kind === 'decided' ? [one.attempts ?? 0] : []))
    expect(Math.max(...counts)).toBeGreaterThan(1)
    await pool.end()
  })
})
