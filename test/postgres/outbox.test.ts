import { PGlite } from '@electric-sql/pglite'
import { describe, expect, it } from 'vitest'
import type { FactType } from '../../src'
import { type Delivery, type LeasedFact, type StoreDeadLetter, Undeliverable } from '../../src/postgres'
import { formatInstant } from '../../src/time'
import { datedStore } from './datedStore'
import { arrived, both, emit, fresh, onPostgres, opening, sent } from './support'

const office = { role: 'office', id: 'office' } as const

describe.each(both)('the outbox on %s', (_, on) => {
  const bench = on()
  const emptied = async () => {
    const store = bench().store()
    await bench().sql('delete from baokao.delivery')
    return store
  }
  const seqOf = async (consumer: string) =>
    (await bench().sql('select seq from baokao.delivery where consumer = $1', [consumer])).length

  it('has named consumers, each with a position and dead letters of its own', async () => {
    const store = await emptied()
    const id = await arrived(store, 'paying.awaiting')
    const handled = { default: [] as string[], bank: [] as string[] }
    const from = (name: 'default' | 'bank') => (fact: Delivery) => {
      handled[name].push(fact.id)
    }
    await store.deliver(from('default'))
    // A new consumer gets what the store still has, from the start.
    await store.deliver(from('bank'), { consumer: 'bank' })
    const mine = (facts: string[]) => facts.filter((fact) => fact.startsWith(`${id}/`))
    expect(mine(handled.bank)).toEqual(mine(handled.default))
    expect(mine(handled.bank).length).toBeGreaterThan(2)
    await emit(bench().sql, id, 900, 'bank')
    const before = await store.consumers()
    expect(before.find(({ name }) => name === 'bank')).toMatchObject({ open: 1, dead: 0 })
    expect(before.find(({ name }) => name === 'default')).toMatchObject({ open: 0, dead: 0 })
    const position = before.find(({ name }) => name === 'bank')?.position ?? 0
    expect(position).toBe((before.find(({ name }) => name === 'default')?.position ?? 0) - 1)
    const never = () => {
      throw new Undeliverable('no account')
    }
    expect(await store.deliver(never, { consumer: 'bank' })).toBe(0)
    expect((await store.deadLetters({ consumer: 'bank' })).total).toBe(1)
    expect((await store.deadLetters()).total).toBe(0)
    expect(await store.retryDeadLetters({ since: '2020-01-01T00:00:00Z' })).toBe(0)
    expect(await store.retryDeadLetters({ since: '2020-01-01T00:00:00Z', consumer: 'bank' })).toBe(1)
    expect(await store.deliver(() => {}, { consumer: 'bank' })).toBe(1)
    expect(await store.removeConsumer('bank')).toBe(true)
    expect(await store.removeConsumer('bank')).toBe(false)
  })

  it('gives a consumer only the types of facts that it asked for, and only those from now on if it says so', async () => {
    const store = await emptied()
    const id = await arrived(store, 'paying.awaiting')
    const types: FactType[] = ['registration.completed']
    expect(await store.addConsumer('letters', { types })).toBe(true)
    expect(await store.addConsumer('letters', { types })).toBe(false)
    expect(await store.addConsumer('late', { from: 'now' })).toBe(true)
    const other = await arrived(store, 'registered')
    const facts: Record<string, Delivery[]> = { letters: [], late: [] }
    for (const consumer of ['letters', 'late'])
      await store.deliver((fact) => void facts[consumer]?.push(fact), { consumer })
    expect(new Set(facts.letters?.map(({ fact }) => fact.type))).toEqual(new Set(types))
    expect(facts.letters?.map(({ registrationId }) => registrationId)).toContain(other)
    const late = facts.late?.map(({ registrationId }) => registrationId)
    expect(late).toContain(other)
    expect(late).not.toContain(id)
    expect((await store.consumers()).find(({ name }) => name === 'letters')?.types).toEqual(types)
    for (const consumer of ['letters', 'late']) await store.removeConsumer(consumer)
  })

  it('handles the facts of one registration in one lease, in order, with position, attempt and instant', async () => {
    const store = await emptied()
    const id = await arrived(store, 'paying.awaiting')
    const deliveries: LeasedFact[] = []
    await store.deliver((delivery) => void deliveries.push(delivery as LeasedFact))
    const positions = deliveries.map(({ position }) => position)
    expect(positions).toEqual([...positions].sort((a, b) => a - b))
    expect(deliveries.length).toBeGreaterThan(2)
    for (const { registrationId, attempt, storedAt } of deliveries) {
      expect([registrationId, attempt]).toEqual([id, 1])
      expect(Number.isNaN(Date.parse(storedAt))).toBe(false)
    }
    // All of it was one lease and one settlement.
    expect(deliveries.every((one) => !('lease' in one))).toBe(true)
  })

  it('takes at most as many facts as it may, and leaves the others as they were', async () => {
    const store = await emptied()
    await arrived(store, 'paying.awaiting')
    await arrived(store, 'paying.awaiting')
    const open = await seqOf('default')
    const handled: string[] = []
    expect(await store.deliver(({ id }) => void handled.push(id), { limit: 3 })).toBe(3)
    expect(await seqOf('default')).toBe(open - 3)
    const abort = new AbortController()
    await store.deliver(
      ({ id }) => {
        handled.push(id)
        abort.abort()
      },
      { batch: 1, signal: abort.signal },
    )
    expect(handled).toHaveLength(4)
    // What was leased with it and not started is free at once.
    expect(await store.deliver(({ id }) => void handled.push(id))).toBe(open - 4)
    expect(new Set(handled).size).toBe(open)
    expect(await bench().sql('select 1 from baokao.delivery where lease is not null')).toEqual([])
  })

  it('lets facts of the named types overtake the others of their registration, and be overtaken', async () => {
    const store = await emptied()
    const id = await arrived(store, 'paying.awaiting')
    const facts: Delivery[] = []
    const fail = (delivery: Delivery) => {
      facts.push(delivery)
      throw new Error('no')
    }
    const backoff = () => 3_600_000
    await store.deliver(fail, { backoff })
    expect(facts).toHaveLength(1)
    const [head] = facts
    const all = await bench().sql(
      "select fact->>'type' as type from baokao.outbox where registration_id = $1 order by seq",
      [id],
    )
    const types = all.map(({ type }) => type as FactType)
    const last = types.at(-1) as FactType
    expect(types.slice(0, -1)).not.toContain(last)
    await bench().sql(
      "update baokao.delivery set try_after = '-infinity' where registration_id = $1 and seq > (select min(seq) from baokao.delivery where registration_id = $1)",
      [id],
    )
    const handled: Delivery[] = []
    const note = (delivery: Delivery) => void handled.push(delivery)
    expect(await store.deliver(note)).toBe(0)
    await bench().sql(
      "update baokao.delivery set try_after = '-infinity' where registration_id = $1 and seq > (select min(seq) from baokao.delivery where registration_id = $1)",
      [id],
    )
    expect(await store.deliver(note, { anyOrder: [last] })).toBe(1)
    expect(handled.map(({ fact }) => fact.type)).toEqual([last])
    // A fact that may be overtaken holds nothing up.
    await bench().sql("update baokao.delivery set try_after = '-infinity'")
    handled.length = 0
    const failsFirst = (delivery: Delivery) => {
      if (delivery.id === head?.id) throw new Error('still no')
      note(delivery)
    }
    await store.deliver(failsFirst, { anyOrder: [head?.fact.type as FactType], backoff })
    expect(handled).toHaveLength(types.length - 2)
  })

  it('does not look at the facts behind a failed one again until that is due', async () => {
    const store = await emptied()
    const id = await arrived(store, 'paying.awaiting')
    const fail = () => {
      throw new Error('the mail server is away')
    }
    await store.deliver(fail, { backoff: () => 3_600_000 })
    await emit(bench().sql, id, 901)
    expect(await store.deliver(() => {})).toBe(0)
    const due = 'select 1 from baokao.delivery where try_after <= clock_timestamp()'
    expect(await bench().sql(due)).toEqual([])
    await bench().sql("update baokao.delivery set try_after = '-infinity'")
    expect(await store.deliver(() => {})).toBeGreaterThan(2)
  })

  it('leases facts to a worker elsewhere, which settles them', async () => {
    const store = await emptied()
    const id = await arrived(store, 'paying.awaiting')
    const open = await seqOf('default')
    const [first, ...none] = await store.lease()
    expect(none).toEqual([])
    expect(first).toMatchObject({ registrationId: id, attempt: 1 })
    expect(await store.lease()).toEqual([])
    expect(await store.deliver(() => {})).toBe(0)
    const { id: factId = '', lease = '' } = first ?? {}
    expect(await store.settle([{ id: factId, lease: '00000000-0000-4000-8000-000000000000' }])).toBe(0)
    expect(await store.settle([{ id: factId, lease }])).toBe(1)
    expect(await store.settle([{ id: factId, lease }])).toBe(0)
    const [second, third] = await store.lease({ factsOfEach: 10 })
    // The second fails: the third is no longer leased, and waits with it.
    const failed = { id: second?.id ?? '', lease: second?.lease ?? '', attempt: 1, error: 'no\0' }
    expect(await store.settle([failed], { backoff: () => 3_600_000 })).toBe(1)
    expect(await store.settle([{ id: third?.id ?? '', lease: third?.lease ?? '' }])).toBe(0)
    expect(await store.lease()).toEqual([])
    await bench().sql("update baokao.delivery set try_after = '-infinity'")
    const [again] = await store.lease()
    expect(again).toMatchObject({ id: second?.id, attempt: 2 })
    expect(await store.settle([{ ...(again as LeasedFact), release: true }])).toBe(1)
    const [released] = await store.lease({ tries: 99 })
    expect(released?.id).toBe(second?.id)
    expect(await store.settle([{ ...(released as LeasedFact), undeliverable: true }])).toBe(1)
    const { letters } = await store.deadLetters()
    expect(letters).toMatchObject([{ id: second?.id, error: 'Undeliverable' }])
    expect(await store.deliver(() => {})).toBe(open - 2)
    await store.retryDeadLetters({ ids: [second?.id ?? ''] })
    expect(await store.deliver(() => {})).toBe(1)
  })

  it('gives the facts of an expired lease to another worker, one at a time', async () => {
    const store = await emptied()
    await arrived(store, 'paying.awaiting')
    const leased = await store.lease({ factsOfEach: 10 })
    expect(leased.length).toBeGreaterThan(2)
    await bench().sql('update baokao.delivery set until = clock_timestamp() where lease is not null')
    const [head, ...none] = await store.lease({ factsOfEach: 10 })
    expect(none).toEqual([])
    expect(head).toMatchObject({ id: leased[0]?.id, attempt: 2 })
    // The first worker comes back too late.
    expect(await store.settle(leased.slice(0, 1))).toBe(0)
    expect(await store.settle([head as LeasedFact])).toBe(1)
  })

  it('delivers a fact that ended every worker at once after it is retried', async () => {
    const store = await emptied()
    await arrived(store, 'paying.awaiting')
    const leased = await store.lease({ factsOfEach: 10 })
    await bench().sql('update baokao.delivery set until = clock_timestamp() where lease is not null')
    const [next, ...none] = await store.lease({ tries: 1 })
    expect(none).toEqual([])
    expect(next?.id).toBe(leased[1]?.id)
    const { letters } = await store.deadLetters()
    expect(letters).toMatchObject([{ id: leased[0]?.id, error: 'no worker finished handling it' }])
    await store.retryDeadLetters({ ids: [leased[0]?.id ?? ''] })
    // The worker that has the next fact gives it back.
    await store.settle([{ id: leased[1]?.id ?? '', lease: next?.lease ?? '', release: true }])
    const delivered: string[] = []
    await store.deliver(({ id }) => void delivered.push(id))
    expect(delivered).toEqual(leased.map(({ id }) => id))
  })

  it('starts no fact once it is aborted, not even the first of a lease', async () => {
    const store = await emptied()
    for (let i = 0; i < 3; i += 1) await arrived(store, 'paying.awaiting')
    const abort = new AbortController()
    let started = 0
    const delivered = await store.deliver(
      () => {
        started += 1
        abort.abort()
      },
      { signal: abort.signal },
    )
    expect([started, delivered]).toEqual([1, 1])
  })

  it('leaves a fact to a later attempt when its handler throws what cannot be read', async () => {
    const store = await emptied()
    await arrived(store, 'paying.awaiting')
    const unreadable = new Proxy(new Error('x'), {
      getPrototypeOf: () => {
        throw new Error('no')
      },
    })
    const failures: string[] = []
    const options = { onFailure: ({ error }: { error: string }) => failures.push(error), backoff: () => 0 }
    expect(
      await store.deliver(() => {
        throw unreadable
      }, options),
    ).toBe(0)
    expect(failures).toEqual(['Error'])
    expect(await store.deliver(() => {})).toBeGreaterThan(0)
  })

  it('leases no fact past one that was tried before, also behind a dead letter that comes back', async () => {
    const store = await emptied()
    await arrived(store, 'paying.awaiting')
    const [first, second] = await store.lease({ factsOfEach: 10 })
    const failed = (fact: LeasedFact | undefined) => ({ ...(fact as LeasedFact), error: 'no' })
    await store.settle([{ ...failed(first), undeliverable: true }])
    const [again] = await store.lease()
    expect(again?.id).toBe(second?.id)
    await store.settle([failed(again)], { backoff: () => 3_600_000 })
    await store.retryDeadLetters({ ids: [first?.id ?? ''] })
    // The third waits for the second, which waits for its next attempt.
    const leased = await store.lease({ factsOfEach: 10 })
    expect(leased.map(({ id }) => id)).toEqual([first?.id])
    await expect(store.settle([{ id: 'R/1/0', lease: 'x', error: 'no' }])).rejects.toThrow('attempt')
  })

  it('forgets the leases of a consumer that is removed, and refuses a worker that still names it', async () => {
    const store = await emptied()
    await arrived(store, 'paying.awaiting')
    await store.addConsumer('post')
    const leased = await store.lease({ consumer: 'post', limit: 1000 })
    expect(leased.length).toBeGreaterThan(0)
    await store.removeConsumer('post')
    expect(await bench().sql("select from baokao.delivery where consumer = 'post'")).toEqual([])
    expect(await store.settle(leased, { consumer: 'post' })).toBe(0)
    await expect(store.lease({ consumer: 'post' })).rejects.toThrow('the consumer post was removed')
    await expect(store.deliver(() => {}, { consumer: 'post' })).rejects.toThrow(RangeError)
    await arrived(store, 'paying.awaiting')
    expect(await bench().sql("select from baokao.delivery where consumer = 'post'")).toEqual([])
    expect((await store.consumers()).map(({ name }) => name)).not.toContain('post')
    expect(await store.addConsumer('post')).toBe(true)
    const again = await store.lease({ consumer: 'post', limit: 1000 })
    expect(again.map(({ id, attempt }) => [id, attempt])).toEqual(
      expect.arrayContaining(leased.map(({ id }) => [id, 1])),
    )
    await store.removeConsumer('post')
  })

  it('lists dead letters by type and instant, page by page, with their number, and retries those that match', async () => {
    const store = await emptied()
    for (let i = 0; i < 3; i += 1) await arrived(store, 'paying.awaiting')
    await store.deliver(
      () => {
        throw new Error('no')
      },
      { tries: 1 },
    )
    await store.deliver(() => {
      throw new Undeliverable('no')
    })
    const all = await store.deadLetters({ limit: 1000 })
    expect(all.letters).toHaveLength(all.total)
    const type = all.letters[0]?.fact.type as FactType
    const ofType = all.letters.filter(({ fact }) => fact.type === type)
    const pages: string[] = []
    for (let after: StoreDeadLetter | undefined; ; ) {
      const page = await store.deadLetters({ type, limit: 2, ...(after !== undefined && { after }) })
      expect(page.total).toBe(ofType.length)
      if (page.letters.length === 0) break
      pages.push(...page.letters.map(({ id }) => id))
      after = page.letters.at(-1)
    }
    expect(pages).toEqual(ofType.map(({ id }) => id))
    const since = '2999-01-01T00:00:00+08:00'
    expect(await store.deadLetters({ since })).toEqual({ letters: [], total: 0 })
    expect(await store.retryDeadLetters({ type, since })).toBe(0)
    expect(await store.retryDeadLetters({ type })).toBe(ofType.length)
    expect((await store.deadLetters()).total).toBe(all.total - ofType.length)
    await expect(store.retryDeadLetters({} as never)).rejects.toThrow('retryDeadLetters')
    // A letter that was retried since still marks where its page ended.
    const after = ofType.at(-1) as StoreDeadLetter
    const rest = await store.deadLetters({ after, limit: 1000 })
    const later = all.letters.slice(all.letters.findIndex(({ id }) => id === after.id) + 1)
    expect(rest.letters.map(({ id }) => id)).toEqual(
      later.filter(({ fact }) => fact.type !== type).map(({ id }) => id),
    )
    await expect(store.deadLetters({ after: 'nothing' } as never)).rejects.toThrow('after')
  })

  it('notifies a waiting worker of facts that any store commits', async () => {
    const id = fresh('R')
    const store = datedStore(bench().database, { listen: true })
    const abort = new AbortController()
    const elsewhere = datedStore(bench().database, { listen: true })
    await store.waitForFacts({ maxMs: 1 })
    const notified = store.waitForFacts({ maxMs: 600_000, signal: abort.signal })
    await elsewhere.open(opening({ registrationId: id }))
    const arrivedAt = await arrived(elsewhere, 'paying.awaiting')
    // It ends long before the time it would wait: the test has less.
    await notified
    expect(arrivedAt).toBeDefined()
    const ended = store.waitForFacts({ maxMs: 600_000, signal: abort.signal })
    abort.abort()
    await ended
  })
})

describe('a consumer that is added', () => {
  const bench = onPostgres()

  it.each(['repeatable read', 'serializable'])(
    'is left out by no transaction of isolation %s that began before',
    async (level) => {
      const store = datedStore(bench().database)
      const id = await arrived(store, 'paying.awaiting')
      const at = (await store.get(id))?.snapshot.context.at as number
      const client = await bench().database.connect()
      await client.query(`begin isolation level ${level}`)
      await client.query('select count(*) from baokao.registration')
      await store.addConsumer(`late ${level}`, { from: 'now' })
      const cancel = sent('exam.cancel', { at: formatInstant(at), by: office, reason: 'flood' })
      await expect(store.send(id, cancel, { tx: client })).rejects.toMatchObject({ code: 'conflict' })
      await client.query('rollback')
      client.release()
      expect((await store.send(id, cancel)).accepted).toBe(true)
      const [fact] = await store.lease({ consumer: `late ${level}` })
      expect(fact?.registrationId).toBe(id)
    },
  )
})

describe('a worker that waits for facts', () => {
  const bench = onPostgres()

  it('is notified of those of a caller’s transaction when that is committed, and not before', async () => {
    const store = datedStore(bench().database, { listen: true })
    const abort = new AbortController()
    await store.waitForFacts({ maxMs: 1, signal: abort.signal })
    const id = await arrived(store, 'paying.awaiting')
    const at = (await store.get(id))?.snapshot.context.at as number
    // What `arrived` has stored has been notified.
    await store.waitForFacts({ maxMs: 200, signal: abort.signal })
    await store.waitForFacts({ maxMs: 200, signal: abort.signal })
    const client = await bench().database.connect()
    await client.query('begin')
    const cancel = sent('exam.cancel', { at: formatInstant(at), by: office, reason: 'flood' })
    const decision = await store.send(id, cancel, { tx: client })
    expect(decision.facts.length).toBeGreaterThan(0)
    const events = [] as string[]
    const notified = store
      .waitForFacts({ maxMs: 600_000, signal: abort.signal })
      .then(() => events.push('notified'))
    await bench().sql('select pg_sleep(0.05)')
    events.push('commit')
    await client.query('commit')
    client.release()
    await notified
    expect(events).toEqual(['commit', 'notified'])
    abort.abort()
    await store.waitForFacts({ signal: abort.signal })
  })

  it('goes on by polling if its connection breaks, and listens again', async () => {
    const store = datedStore(bench().database, { listen: true })
    const abort = new AbortController()
    await store.waitForFacts({ maxMs: 1, signal: abort.signal })
    const listening = "query ilike 'listen%' and pid <> pg_backend_pid()"
    const terminated = await bench().sql(
      `select pg_terminate_backend(pid) from pg_stat_activity where ${listening}`,
    )
    expect(terminated.length).toBeGreaterThan(0)
    await store.waitForFacts({ maxMs: 20, signal: abort.signal })
    await store.waitForFacts({ maxMs: 20, signal: abort.signal })
    const notified = store.waitForFacts({ maxMs: 600_000, signal: abort.signal })
    await arrived(datedStore(bench().database, { listen: true }), 'paying.awaiting')
    await notified
    abort.abort()
    await store.waitForFacts({ signal: abort.signal })
  })

  it('only pauses where nothing can be notified', async () => {
    const lite = await PGlite.create()
    const store = datedStore(
      { query: lite.query.bind(lite) as never, transaction: lite.transaction.bind(lite) as never },
      { listen: true },
    )
    await store.migrate()
    await store.waitForFacts({ maxMs: 5 })
    await lite.close()
  })
})
