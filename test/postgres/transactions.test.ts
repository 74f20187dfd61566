import type { Pool } from 'pg'
import { describe, expect, it } from 'vitest'
import { registrationPeriod } from '../../src'
import { createStore, type Queryable, type Transaction } from '../../src/postgres'
import { clock } from './datedStore'
import { both, emit, fresh, onPostgres, opening, poolOn, sent } from './support'

const office = { role: 'office', id: 'office' } as const
const at = '2024-04-09T10:00:00+08:00'
const amend = (credit: string) =>
  sent('history.amend', {
    at,
    by: office,
    history: { credits: [{ subject: credit, level: 'intermediate', year: 2023 }] },
  })
const paid = (id: string, transactionId: string) =>
  sent('payment.settle', {
    at,
    by: { role: 'gateway', id: 'bank' },
    orderNo: `${id}-9`,
    transactionId,
    amountFen: 100,
    paidAt: at,
  })

/** A transaction of the caller on either database. */
type Begin = <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>

describe.each(both)('a transaction of the caller on %s', (_, on) => {
  const bench = on()

  const begin: Begin = async (work) => {
    const { database } = bench()
    if (!('totalCount' in database)) return database.transaction((tx) => work(tx as Transaction))
    const client = await database.connect()
    try {
      await client.query('begin')
      const result = await work(client)
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback')
      throw error
    } finally {
      client.release()
    }
  }

  it('decides its calls one after the other, and stores all of them', async () => {
    const store = bench().store()
    const input = opening()
    const id = input.registrationId
    await store.open(input)
    const answers = await begin((tx) =>
      Promise.all(['general', 'law'].map((credit) => store.send(id, amend(credit), { tx }))),
    )
    expect(answers).toMatchObject([
      { accepted: true, revision: 2 },
      { accepted: true, revision: 3 },
    ])
    expect((await store.log(id)).map(({ type }) => type)).toEqual(['open', 'history.amend', 'history.amend'])
    expect(JSON.stringify(await store.replay(id))).toBe(JSON.stringify(await store.get(id)))
  })

  it('runs statements of the same texts in every transaction, each of which a driver may prepare', async () => {
    const store = bench().store()
    // The version of the tables is checked before.
    await store.get('R')
    const texts = [new Set<string>(), new Set<string>()]
    for (const seen of texts) {
      const input = opening()
      await begin(async (tx) => {
        const recorded: Transaction = {
          query(text, values) {
            seen.add(text)
            return tx.query(text, values)
          },
        }
        await store.open(input, { tx: recorded })
        await store.send(input.registrationId, amend('general'), { tx: recorded })
      })
    }
    expect(texts[1]).toEqual(texts[0])
  })

  it('loses none of several payments, each of which is owed back', async () => {
    const store = bench().store()
    const input = opening()
    const id = input.registrationId
    await store.open(input)
    const numbers = ['T1', 'T2', 'T3']
    const answers = await begin((tx) =>
      Promise.all(numbers.map((one) => store.send(id, paid(id, one), { tx }))),
    )
    const owed = answers.flatMap(({ facts }) => facts.filter(({ type }) => type === 'refund.due'))
    expect(owed).toHaveLength(3)
    const stored: string[] = []
    await store.deliver(({ registrationId, fact }) => {
      if (registrationId === id && fact.type === 'refund.due') stored.push(fact.transactionId)
    })
    expect(stored).toEqual(numbers)
  })

  it('opens the registrations of a candidate one after the other: one is live', async () => {
    const store = bench().store()
    const candidateId = fresh('C')
    const inputs = [opening({ candidateId }), opening({ candidateId })]
    const answers = await begin((tx) => Promise.all(inputs.map((input) => store.open(input, { tx }))))
    expect(answers.map(({ accepted }) => accepted)).toEqual([true, false])
    expect(await store.find({ candidateId })).toHaveLength(1)
  })

  it('shows the caller what it has stored, and rolls everything back with it', async () => {
    const store = bench().store()
    const input = opening()
    const id = input.registrationId
    await store.open(input)
    await expect(
      begin(async (tx) => {
        await store.send(id, amend('general'), { tx })
        expect((await store.get(id, { tx }))?.revision).toBe(2)
        throw new Error('the caller has changed its mind')
      }),
    ).rejects.toThrow('changed its mind')
    expect((await store.get(id))?.revision).toBe(1)
  })

  it('is refused if it is a pool, a database, or a client before `begin`; nothing is stored', async () => {
    const store = bench().store()
    const input = opening()
    const id = input.registrationId
    await store.open(input)
    const { database } = bench()
    const client = 'totalCount' in database ? await database.connect() : undefined
    const given = [
      database,
      client,
      { query: (text: string, values?: unknown[]) => (database as Queryable).query(text, values) },
    ]
    for (const tx of given.filter((one) => one !== undefined) as Transaction[]) {
      await expect(store.send(id, amend('general'), { tx })).rejects.toThrow(/tx must be a transaction/)
      await expect(store.open(opening(), { tx })).rejects.toThrow(TypeError)
      await expect(store.get(id, { tx })).rejects.toThrow(TypeError)
    }
    for (const tx of [{}, 7, 'tx'] as never[])
      await expect(store.send(id, amend('general'), { tx })).rejects.toThrow(TypeError)
    client?.release()
    expect(await store.log(id)).toHaveLength(1)
  })

  it('throws `conflict` if another transaction has changed what it read, instead of answering', async () => {
    const store = bench().store()
    const input = opening()
    const id = input.registrationId
    await store.open(input)
    await expect(
      begin(async (tx) => {
        // Between the read and the write of the call, the revision changes behind its back.
        const meddling: Transaction = {
          async query(text, values) {
            if (/update "?baokao"?\.registration/.test(text))
              await tx.query('update baokao.registration set revision = revision + 1 where id = $1', [id])
            return tx.query(text, values)
          },
        }
        return store.send(id, amend('general'), { tx: meddling })
      }),
    ).rejects.toMatchObject({ name: 'StoreError', code: 'conflict' })
    expect((await store.get(id))?.revision).toBe(1)
  })
})

describe('a transaction of the caller that ends too early', () => {
  const bench = onPostgres()

  it('takes the calls with it that are still running: they reject, and nothing is stored', async () => {
    const store = bench().store()
    const input = opening()
    const id = input.registrationId
    await store.open(input)
    const client = await bench().database.connect()
    await client.query('begin')
    // The caller rolls back between the last read of the call and its write.
    const ending: Transaction = {
      async query(text, values) {
        if (text.includes('update baokao.registration')) await client.query('rollback')
        return client.query(text, values)
      },
    }
    await expect(store.send(id, paid(id, 'T1'), { tx: ending })).rejects.toMatchObject({ code: 'conflict' })
    // Not even in the next transaction of the connection.
    await client.query('begin')
    const next: Transaction = {
      async query(text, values) {
        if (text.includes('update baokao.registration')) {
          await client.query('rollback')
          await client.query('begin')
        }
        return client.query(text, values)
      },
    }
    await expect(store.send(id, paid(id, 'T1'), { tx: next })).rejects.toMatchObject({ code: 'conflict' })
    await client.query('commit')
    client.release()
    expect(await store.log(id)).toHaveLength(1)
  })

  it('that is passed in another object each time loses nothing: a call that was overtaken throws `conflict`', async () => {
    const store = bench().store()
    const candidateId = fresh('C')
    const notice = { ...opening().notice, sitting: 'second' }
    const inputs = [opening({ candidateId }), opening({ candidateId, notice })]
    const client = await bench().database.connect()
    await client.query('begin')
    const wrap = (): Transaction => ({ query: (text, values) => client.query(text, values) })
    const ends = await Promise.allSettled(inputs.map((input) => store.open(input, { tx: wrap() })))
    const failed = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason.code] : []))
    expect(failed).toEqual(['conflict'])
    await client.query('rollback')
    client.release()
  })
})

describe('what a sender may reach', () => {
  const bench = onPostgres()

  it('is asked of the row on which the event is decided; otherwise the registration is unknown', async () => {
    const store = bench().store()
    const input = opening()
    const id = input.registrationId
    await store.open(input)
    const asked: unknown[] = []
    const may = (allowed: boolean) => (registration: { candidateId: string; revision: number }) => {
      asked.push([registration.candidateId, registration.revision])
      return allowed
    }
    const key = fresh('K')
    const unknown = { refusal: { rule: 'registration.unknown' }, snapshot: null }
    const refused = await store.send(id, amend('general'), { key, may: may(false) })
    expect(refused).toMatchObject(unknown)
    expect(refused).not.toHaveProperty('revision')
    expect(await store.log(id)).toHaveLength(1)
    expect(await store.send(id, amend('general'), { key, may: may(true) })).toMatchObject({ accepted: true })
    // Not even a repeat is answered to somebody else.
    expect(await store.send(id, amend('general'), { key, may: may(false) })).toMatchObject(unknown)
    expect(asked).toEqual([1, 1, 2].map((revision) => [input.candidateId, revision]))
    const decisions: unknown[] = []
    await store.sendAll([{ id, event: amend('law'), may: () => false }], {
      onDecision: (_, decision) => decisions.push(decision),
    })
    expect(decisions).toMatchObject([unknown])
    for (const nonsense of [async () => true, () => undefined, () => 1] as never[]) {
      await expect(store.send(id, amend('law'), { may: nonsense })).rejects.toThrow(/true or false/)
      await expect(store.open(input, { may: nonsense })).rejects.toThrow(TypeError)
    }
    const meddle = ({ snapshot }: { snapshot: { context: { candidateId: string } } }) => {
      snapshot.context.candidateId = 'somebody else'
      return true
    }
    await expect(store.send(id, amend('law'), { may: meddle as never })).rejects.toThrow()
    expect(await store.open(input, { may: () => true })).toMatchObject({ accepted: true, repeated: true })
    expect(await store.open(input, { may: () => false })).toMatchObject({
      refusal: { rule: 'registration.id-in-use' },
      snapshot: null,
    })
  })
})

describe('a session with settings of its own', () => {
  const bench = onPostgres()

  it.each(['German, DMY', 'SQL, DMY', 'Postgres, MDY'])(
    'reads instants right with datestyle %s',
    async (style) => {
      const client = await bench().database.connect()
      try {
        await client.query(`set datestyle to '${style}'`)
        const store = createStore({
          query: (text, values) => client.query(text, values),
          transaction: async (work) => {
            await client.query('begin')
            const result = await work(client)
            await client.query('commit')
            return result
          },
        })
        const { at: _, ...input } = opening()
        const { opens, closes } = registrationPeriod(input.notice)
        await store.open({ ...input, at: opens }, { by: office })
        const [row] = await store.log(input.registrationId)
        expect(row?.at).toBe(opens)
        expect(Math.abs(Date.parse(row?.storedAt ?? '') - Date.parse(await store.now()))).toBeLessThan(
          600_000,
        )
        // The registration closed in 2024.
        expect(await store.fireDeadlines()).toBeGreaterThan(0)
        expect((await store.log(input.registrationId)).at(-1)).toMatchObject({
          type: 'clock.advance',
          at: closes,
        })
        const dated = { ...input, registrationId: fresh('R'), at: null as never }
        expect(await store.open(dated, { by: office })).toMatchObject({
          refusal: { rule: 'input.malformed' },
        })
        await expect(store.fireDeadlines({ until: '2999-01-01T00:00:00+08:00' })).rejects.toThrow(
          'until must not be after',
        )
      } finally {
        client.release(true)
      }
    },
  )

  it('keeps two stores apart that name their schemas', async () => {
    const stores = ['province_a', 'province_b'].map((schema) => bench().store({ schema }))
    for (const store of stores) await store.migrate()
    const [one, other] = stores as [(typeof stores)[0], (typeof stores)[0]]
    const input = opening()
    const id = input.registrationId
    await one.open(input)
    await one.send(id, amend('general'), { key: 'k' })
    expect(await other.get(id)).toBeUndefined()
    expect(await bench().store().get(id)).toBeUndefined()
    expect(JSON.stringify(await one.replay(id))).toBe(JSON.stringify(await one.get(id)))
    clock.set('', registrationPeriod(input.notice).closes)
    expect(await one.fireDeadlines()).toBe(1)
    expect(await other.fireDeadlines()).toBe(0)
    expect(await one.deliver(() => {})).toBeGreaterThan(0)
    // Statements are prepared under names that contain the schema; none is that of another statement.
    for (const schema of ['one', 'now', 'again', 'x_one']) {
      const store = bench().store({ schema })
      await store.migrate()
      const input = opening()
      await store.open(input)
      await store.send(input.registrationId, amend('general'))
      await store.sendAll([input.registrationId].map((id) => ({ id, event: amend('law') })))
      expect(await store.get(input.registrationId, { now: true })).toMatchObject({ revision: 3 })
      const client = await bench().database.connect()
      await client.query('begin')
      const another = opening()
      expect(await store.open(another, { tx: client })).toMatchObject({ accepted: true })
      const answer = await store.send(another.registrationId, amend('general'), { tx: client })
      expect(answer).toMatchObject({ accepted: true, revision: 2 })
      await client.query('commit')
      client.release()
      expect(await store.get(another.registrationId)).toMatchObject({ revision: 2 })
    }
    await bench().sql('create schema portal; create table portal.migration (version int, name text)')
    const portal = bench().store({ schema: 'portal' })
    await expect(portal.migrate()).rejects.toThrow('a table "migration" of other software')
    for (const schema of ['pg_temp', 'information_schema', 'A', 'a-b', '"', ''])
      expect(() => bench().store({ schema })).toThrow(RangeError)
    await expect(
      bench().sql(`update province_a.log set accepted = false where registration_id = '${id}'`),
    ).rejects.toThrow(/append-only/)
  })
})

describe('a registration as of now', () => {
  const bench = onPostgres()

  it('has the deadlines fired that no worker has fired yet, and nothing is stored', async () => {
    const store = bench().store()
    const input = opening()
    const id = input.registrationId
    await store.open(input)
    const stored = await store.get(id)
    expect(await store.get(id, { now: true })).toMatchObject(stored ?? {})
    clock.set(id, registrationPeriod(input.notice).closes)
    expect(await store.get(id, { now: true })).toMatchObject({ state: 'ended.abandoned', revision: 1 })
    expect(await store.get(id)).toEqual(stored)
    expect(await store.get('nothing', { now: true })).toBeUndefined()
  })
})

describe('workers under a steady flow of facts', () => {
  const bench = onPostgres()

  it('return from a delivery after what was open when it began, so that a deadline fires before the flow ends', async () => {
    const store = bench().store()
    const flowing = opening()
    await store.open(flowing)
    const waiting = opening()
    await store.open(waiting)
    const flows = 10_000
    const order: string[] = []
    let sent = 0
    /** Each handled fact is followed by another, until the flow ends. */
    const handler = async () => {
      if (sent >= flows) return
      sent += 1
      if (sent === flows) order.push('the flow ends')
      await emit(bench().sql, flowing.registrationId, 1000 + sent)
    }
    await emit(bench().sql, flowing.registrationId, 999)
    const until = registrationPeriod(waiting.notice).closes
    while (sent < 20) {
      await store.deliver(handler)
      if ((await store.fireDeadlines({ until })) > 0) order.push('the deadline fires')
    }
    expect(order[0]).toBe('the deadline fires')
    expect((await store.get(waiting.registrationId))?.state).toBe('ended.abandoned')
    await bench().sql('delete from baokao.delivery')
  })

  it('fire no deadline before its instant, whatever they are told, and believe no clock that is no number', async () => {
    const store = bench().store()
    const input = opening()
    await store.open(input)
    const { closes } = registrationPeriod(input.notice)
    const early = createStore(bench().database, { now: () => Date.parse(closes) - 30_000 })
    await early.fireDeadlines({ until: closes })
    expect((await store.get(input.registrationId))?.revision).toBe(1)
    for (const now of [() => Number.NaN, () => new Date(), () => undefined] as never[]) {
      const broken = createStore(bench().database, { now })
      await expect(broken.send(input.registrationId, amend('general'))).rejects.toThrow(TypeError)
      await expect(broken.fireDeadlines()).rejects.toThrow(TypeError)
      await expect(broken.get(input.registrationId, { now: true })).rejects.toThrow(TypeError)
    }
    expect((await store.get(input.registrationId))?.revision).toBe(1)
    expect(await store.fireDeadlines({ until: closes })).toBe(1)
  })

  it('fire a storm of deadlines that reach other registrations once each, however many workers there are', async () => {
    const store = bench().store()
    const ids = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const input = opening()
        await store.open(input)
        return input.registrationId
      }),
    )
    clock.set('', registrationPeriod(opening().notice).closes)
    const workers = Array.from({ length: 4 }, () => bench().store())
    const moved = await Promise.all(workers.map((worker) => worker.fireDeadlines()))
    expect(moved.reduce((sum, one) => sum + one, 0)).toBe(12)
    for (const id of ids)
      expect((await store.log(id)).map(({ type }) => type)).toEqual(['open', 'clock.advance'])
  })

  it('lets a listener that throws, or a backoff of nonsense, undo nobody’s work', async () => {
    const store = bench().store()
    const input = opening()
    await store.open(input)
    const warnings: string[] = []
    const listen = (warning: Error) => warnings.push(warning.name)
    process.on('warning', listen)
    await emit(bench().sql, input.registrationId, 998)
    const fail = () => {
      throw new Error('no')
    }
    for (const wait of [Number.NaN, -1, Number.POSITIVE_INFINITY, 'soon']) {
      await bench().sql(`update baokao.delivery set try_after = '-infinity'`)
      const options = { onFailure: fail, backoff: () => wait as number, tries: 99 }
      expect(await store.deliver(fail, options)).toBe(0)
    }
    const [row] = await bench().sql(
      `select tries, error, try_after > clock_timestamp() as later from baokao.delivery`,
    )
    expect(row).toEqual({ tries: 4, error: 'Error', later: true })
    await bench().sql(`update baokao.delivery set try_after = '-infinity'`)
    const failures = [
      async () => fail(),
      () => {
        throw Object.create(null)
      },
    ]
    for (const onFailure of failures) {
      await bench().sql(`update baokao.delivery set try_after = '-infinity'`)
      expect(await store.deliver(fail, { onFailure, tries: 99, backoff: async () => 5 } as never)).toBe(0)
    }
    const id = input.registrationId
    const items = ['general', 'law'].map((credit) => ({ id, event: amend(credit) }))
    const progress = await store.sendAll(items, { batch: 1, onDecision: fail, onProgress: fail })
    expect(progress).toMatchObject({ sent: 2, accepted: 2 })
    await new Promise(setImmediate)
    process.off('warning', listen)
    expect(warnings.filter((name) => name === 'BaokaoListener').length).toBeGreaterThan(8)
  })
})

describe('a database of the caller', () => {
  const bench = onPostgres()
  const own = () => {
    const { database } = bench()
    return {
      query: (text: string, values?: unknown[]) => (database as Queryable).query(text, values),
      async transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
        const client = await (database as Pool).connect()
        try {
          await client.query('begin')
          const result = await work(client)
          await client.query('commit')
          return result
        } finally {
          client.release()
        }
      },
    }
  }
  type Own = ReturnType<typeof own>
  const changed = (change: (values: unknown[]) => unknown[]) => (given: Own) => ({
    ...given,
    query: (text: string, values: unknown[] = []) => given.query(text, change(values)),
  })

  it.each<[string, (given: Own) => object, RegExp]>([
    [
      'answers with the rows alone',
      (given) => ({ ...given, query: async () => [] }),
      /must resolve to \{ rows \}/,
    ],
    [
      'answers with no row',
      (given) => ({ ...given, query: async () => ({ rows: [] }) }),
      /a row for each row/,
    ],
    [
      'writes each text as JSON',
      changed((values) => values.map((one) => (typeof one === 'string' ? JSON.stringify(one) : one))),
      /text parameters on unchanged/,
    ],
    [
      'writes booleans as texts',
      (given) => ({
        ...given,
        query: async (text: string, values?: unknown[]) => {
          const { rows } = await given.query(text, values)
          return { rows: rows.map((row) => ({ ...(row as object), yes: 't' })) }
        },
      }),
      /booleans as booleans/,
    ],
    [
      'forgets the result of a transaction',
      (given) => ({ ...given, transaction: async (work: never) => void (await given.transaction(work)) }),
      /`transaction` must resolve to what its work resolves to/,
    ],
    [
      'commits each statement by itself',
      (given) => ({ ...given, transaction: (work: (tx: Own) => unknown) => work(given) }),
      /in one transaction/,
    ],
    [
      'reads instants as texts',
      (given) => ({
        ...given,
        query: async (text: string, values?: unknown[]) => {
          const { rows } = await given.query(text, values)
          return { rows: rows.map((row) => ({ ...(row as object), now: '31.12.2026 10:00:00 CET' })) }
        },
      }),
      /as an instant, not a number/,
    ],
  ])('that %s is refused by migrate, in words', async (_, breaking, message) => {
    const store = createStore(breaking(own()) as never)
    await expect(store.migrate()).rejects.toThrow(TypeError)
    await expect(store.migrate()).rejects.toThrow(message)
  })

  it('that is older than PostgreSQL 14 is refused by migrate, in words', async () => {
    const older = {
      ...own(),
      async query(text: string, values?: unknown[]) {
        const { rows } = await own().query(text, values)
        return { rows: rows.map((row) => ({ ...(row as object), version: '13.21', number: 130021 })) }
      },
    }
    await expect(createStore(older).migrate()).rejects.toThrow(
      'the store needs PostgreSQL 14 or later, and this is 13.21',
    )
  })

  it('whose encoding is not UTF8 is refused', async () => {
    await bench().sql(
      `create database latin encoding 'LATIN1' template template0 lc_collate 'C' lc_ctype 'C'`,
    )
    const pool = poolOn(bench().url.replace(/[^/]+$/, 'latin'))
    await expect(createStore(pool).migrate()).rejects.toMatchObject({ code: 'encoding' })
    await pool.end()
    await bench().sql('drop database latin')
  })

  it('that is migrated needs no right to create anything', async () => {
    const { sql, url } = bench()
    await sql(`create role limited login password 'limited'`)
    await sql('grant usage on schema baokao to limited')
    await sql('grant select, insert, update on all tables in schema baokao to limited')
    const pool = poolOn(url.replace(/\/\/[^@]+@/, '//limited:limited@'))
    const store = createStore(pool)
    expect(await store.migrate()).toBeGreaterThan(0)
    const { at: _, ...input } = opening()
    await store.open({ ...input, at: registrationPeriod(input.notice).opens }, { by: office })
    expect((await store.get(input.registrationId))?.revision).toBe(1)
    await expect(pool.query('create table baokao.mine (x int)')).rejects.toThrow(/permission denied/)
    await pool.end()
  })
})
