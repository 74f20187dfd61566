import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { promisify } from 'node:util'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Driver } from '../../quality/drivers/driver'
import { drivers, impatient, renaming, settings } from '../../quality/drivers/index.mjs'
import { type Fact, registrationPeriod, runJourney } from '../../src'
import { openInputOf } from '../../src/journey'
import { createStore, type Queryable, type StoreOptions } from '../../src/postgres'
import { inProject, journeyPath, readText } from '../support/files'
import { clock, type DatedStore, datedStore } from './datedStore'
import { callNames, codesOf } from './faults/calls'
import { type Relay, relayTo } from './relay'
import { fresh, freshDatabase, opening, poolOn, sent } from './support'

/** The store through the libraries of other teams, on one database, each in a schema of its own. */

const office = { role: 'office', id: 'office' } as const
const at = '2024-04-09T10:00:00+08:00'
const amend = (credit: string, meta?: Record<string, string>) =>
  sent('history.amend', {
    at,
    by: office,
    history: { credits: [{ subject: credit, level: 'intermediate', year: 2023 }] },
    ...(meta && { meta }),
  })

let direct: pg.Pool
let url = ''
beforeAll(async () => {
  url = await freshDatabase()
  direct = poolOn(url)
  await direct.query('create table visit (registration text primary key, event text not null)')
  await direct.query(`alter database ${new URL(url).pathname.slice(1)} set deadlock_timeout to '20ms'`)
})
afterAll(() => direct.end())

const sql = async (text: string, values?: unknown[]): Promise<Record<string, unknown>[]> =>
  (await direct.query(text, values)).rows

const schemaOf = (name: string): string => `in_${name.toLowerCase().replace(/\W/g, '_').slice(0, 30)}`

const allCalls = (code: string) => Object.fromEntries(callNames.map((name) => [name, code]))

/** Stores a journey, and delivers its facts. @returns its ids */
async function live(
  store: DatedStore,
  name = '1-a-whole-life',
): Promise<{ registrationId: string; candidateId: string }> {
  const ids = { registrationId: fresh('R'), candidateId: fresh('C') }
  const own = JSON.parse(readText(journeyPath(name)).replaceAll('"R-', `"${ids.registrationId}-`))
  const { steps } = runJourney(own, { ids })
  const opened = await store.open(openInputOf(own, ids).input)
  const facts: Fact[] = [...opened.facts]
  for (const [i, { event, decision }] of steps.entries()) {
    const answer = await store.send(ids.registrationId, event)
    expect(answer).toEqual({ ...decision, repeated: false, revision: i + 2 })
    facts.push(...decision.facts)
  }
  const stored = await store.get(ids.registrationId)
  expect(JSON.stringify(await store.replay(ids.registrationId))).toBe(JSON.stringify(stored))
  const delivered: Fact[] = []
  await store.deliver(({ registrationId, fact }) => {
    if (registrationId === ids.registrationId) delivered.push(fact)
  })
  expect(delivered).toEqual(facts)
  return ids
}

describe.each(Object.entries(drivers))('a store on %s', (name, connect) => {
  const schema = schemaOf(name)
  let relay: Relay
  let driver: Driver
  const store = (options?: StoreOptions): DatedStore => datedStore(driver.database, { schema, ...options })
  beforeAll(async () => {
    relay = await relayTo(url)
    driver = await connect(relay.url)
    await store().migrate()
  })
  afterAll(async () => {
    await driver.end()
    await relay.cut()
  })

  const opened = async (): Promise<string> => {
    const input = opening()
    await store().open(input)
    return input.registrationId
  }
  const revisionOf = async (id: string) =>
    (await sql(`select revision from ${schema}.registration where id = $1`, [id]))[0]?.revision
  const visitsOf = (id: string) => sql('select event from visit where registration = $1', [id])

  it('lives a life, replays it to the same snapshot, and delivers its facts in order', async () => {
    await live(store())
  })

  it('answers every call', async () => {
    expect(await codesOf(createStore(driver.database, { schema }))).toEqual(allCalls('resolves'))
  })

  it('stores JSON as objects, and every text as it is', async () => {
    const { registrationId: id, candidateId } = await live(store(), 'account-step-by-step')
    const meta = { text: `报 "a" \\ ' ? ?? $1 :name {b,c}\n${'\u{20000}'}` }
    await store().send(id, amend('general', meta), { key: meta.text })
    const types = await sql(
      `select distinct json_typeof(event) as event, json_typeof(personal) as personal from ${schema}.log
      where registration_id = $1 and personal is not null`,
      [id],
    )
    expect(types).toEqual([{ event: 'object', personal: 'array' }])
    const facts = await sql(`select distinct json_typeof(fact) as fact from ${schema}.outbox`)
    expect(facts).toEqual([{ fact: 'object' }])
    expect(
      await sql(`select distinct json_typeof(fired) as fired from ${schema}.log where fired is not null`),
    ).toEqual([{ fired: 'array' }])
    const [snapshot] = await sql(
      `select json_typeof(snapshot::json) as type from ${schema}.registration where id = $1`,
      [id],
    )
    expect(snapshot).toEqual({ type: 'object' })
    expect((await store().log(id)).at(-1)).toMatchObject({ key: meta.text, event: { meta } })
    expect(await store().personalData(id)).toMatchObject({ name: expect.any(String) })
    expect(await store().erase(candidateId)).toBeGreaterThan(0)
    expect(await store().personalData(id)).toBeUndefined()
  })

  it('decides once under a key, and writes nothing for a repeat', async () => {
    const id = await opened()
    const first = await store().send(id, amend('general'), { key: 'k' })
    expect(first).toMatchObject({ accepted: true, repeated: false, revision: 2 })
    expect(await store().send(id, amend('general'), { key: 'k' })).toEqual({ ...first, repeated: true })
    expect(await store().send(id, amend('law'), { key: 'k' })).toMatchObject({
      refusal: { rule: 'event.key-reused' },
    })
    expect(await revisionOf(id)).toBe(2)
  })

  it('commits with a row of the caller, or rolls both back', async () => {
    const visit = driver.visits({ schema, now: clock.now })
    const id = await opened()
    clock.set(id, at)
    expect(await visit(id, amend('general'))).toMatchObject({ accepted: true, revision: 2 })
    expect(await visitsOf(id)).toEqual([{ event: 'history.amend' }])
    // The row exists already, so that the caller's insertion fails after the event was sent.
    await expect(visit(id, amend('law'))).rejects.toThrow()
    expect(await revisionOf(id)).toBe(2)
    expect(await sql(`select 1 from ${schema}.log where registration_id = $1`, [id])).toHaveLength(2)
    const begun = driver.begin(async (tx) => {
      await store().send(id, amend('law'), { tx: tx() })
      expect(await store().get(id, { tx: tx() })).toMatchObject({ revision: 3 })
      throw new Error('the caller has changed its mind')
    })
    await expect(begun).rejects.toThrow('changed its mind')
    expect(await revisionOf(id)).toBe(2)
  })

  it('decides the calls of one transaction one after the other, also if it is wrapped twice', async () => {
    const id = await opened()
    const answers = await driver.begin((tx) =>
      Promise.all(['general', 'law'].map((credit) => store().send(id, amend(credit), { tx: tx() }))),
    )
    expect(answers.map(({ revision }) => revision)).toEqual([2, 3])
    expect(await revisionOf(id)).toBe(3)
    const input = opening()
    const [open, sent] = await driver.begin((tx) =>
      Promise.all([
        store().open(input, { tx: tx() }),
        store().send(input.registrationId, amend('law'), { tx: tx() }),
      ]),
    )
    expect([open.accepted, sent.revision]).toEqual([true, 2])
  })

  it('refuses as `tx` what is no transaction; nothing is stored', async () => {
    const id = await opened()
    const tx = driver.database
    await expect(store().send(id, amend('general'), { tx })).rejects.toThrow(/tx must be a transaction/)
    await expect(store().open(opening(), { tx })).rejects.toThrow(TypeError)
    await expect(store().get(id, { tx })).rejects.toThrow(TypeError)
    expect(await revisionOf(id)).toBe(1)
    // Nor is a transaction that is over.
    let kept: Queryable | undefined
    await driver.begin(async (tx) => {
      kept = tx()
    })
    await expect(store().send(id, amend('general'), { tx: kept as Queryable })).rejects.toThrow()
    expect(await revisionOf(id)).toBe(1)
  })

  it('throws `conflict` if a write finds nothing to change', async () => {
    const id = await opened()
    const meddled = driver.begin((tx) => {
      // Between the read and the write of the call, the revision changes behind its back.
      const meddling: Queryable = {
        async query(text, values) {
          if (text.includes(`update "${schema}".registration`))
            await tx().query(`update ${schema}.registration set revision = revision + 1 where id = $1`, [id])
          return tx().query(text, values)
        },
      }
      return store().send(id, amend('general'), { tx: meddling })
    })
    await expect(meddled).rejects.toMatchObject({ name: 'StoreError', code: 'conflict' })
    expect(await revisionOf(id)).toBe(1)
    const together = ['general', 'law', 'practice'].map((credit) => store().send(id, amend(credit)))
    expect((await Promise.all(together)).map(({ accepted }) => accepted)).toEqual([true, true, true])
    expect(await revisionOf(id)).toBe(4)
  })

  it.each([
    ['40001', 'a statement', ''],
    ['40P01', 'a statement', ''],
    ['40001', 'the commit', 'deferrable initially deferred'],
  ])(
    'retries a transaction of its own after %s at %s; in one of the caller it is a `conflict`',
    async (code, _, deferred) => {
      // A sequence is not rolled back.
      await sql(`create sequence ${schema}.failures`)
      await sql(`create function ${schema}.fails() returns trigger language plpgsql as $f$ begin
      if nextval('${schema}.failures') = 1 then raise exception 'no' using errcode = '${code}'; end if;
      return null; end $f$`)
      await sql(`create ${deferred && 'constraint'} trigger fails after insert on ${schema}.registration ${deferred}
      for each row execute function ${schema}.fails()`)
      const input = opening()
      expect(await store().open(input)).toMatchObject({ accepted: true, repeated: false })
      expect(await sql(`select last_value::int from ${schema}.failures`)).toEqual([{ last_value: 2 }])
      await sql(`alter sequence ${schema}.failures restart`)
      const other = opening()
      const failing = driver.begin((tx) => store().open(other, { tx: tx() }))
      // The commit is the caller's, and its error that of the library.
      if (deferred === '')
        await expect(failing).rejects.toMatchObject({ name: 'StoreError', code: 'conflict' })
      else await expect(failing).rejects.toThrow()
      expect(await revisionOf(other.registrationId)).toBeUndefined()
      await sql(`drop trigger fails on ${schema}.registration`)
      await sql(`drop function ${schema}.fails`)
      await sql(`drop sequence ${schema}.failures`)
    },
  )

  it('throws `conflict` in one of two transactions that wait for each other', async () => {
    const [one, other] = [await opened(), await opened()]
    let arrive: (() => void) | undefined
    const both = new Promise<void>((resolve) => {
      let left = 2
      arrive = () => {
        left -= 1
        if (left === 0) resolve()
      }
    })
    const cross = (first: string, second: string) =>
      driver.begin(async (tx) => {
        await store().send(first, amend('general'), { tx: tx() })
        arrive?.()
        await both
        return store().send(second, amend('law'), { tx: tx() })
      })
    const ends = await Promise.allSettled([cross(one, other), cross(other, one)])
    const failed = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
    expect(failed).toMatchObject([{ name: 'StoreError', code: 'conflict' }])
    expect([await revisionOf(one), await revisionOf(other)]).toEqual([2, 2])
  })

  it('prepares no statement under a name, so that it works behind a pooler', async () => {
    const id = await opened()
    const counted = await driver.begin(async (tx) => {
      await store().send(id, amend('general'), { tx: tx() })
      return tx().query(`select name from pg_prepared_statements where statement like '%${schema}%'`)
    })
    expect(counted.rows).toEqual([])
  })

  it('sends lists, fires deadlines and delivers', async () => {
    const ids = await Promise.all([opened(), opened(), opened()])
    const items = ids.flatMap((id) =>
      ['general', 'law'].map((credit) => ({ id, event: amend(credit), key: credit })),
    )
    expect(await store().sendAll(items, { batch: 4 })).toMatchObject({ accepted: 6, repeated: 0 })
    expect(await store().sendAll(items, { batch: 4 })).toMatchObject({ accepted: 6, repeated: 6 })
    expect(await store().sendAll(items.slice(0, 1), { dryRun: true })).toMatchObject({ repeated: 1 })
    const until = registrationPeriod(opening().notice).closes
    clock.set('', until)
    expect(await store().fireDeadlines({ until })).toBeGreaterThanOrEqual(3)
    for (const id of ids) expect((await store().get(id))?.state).toBe('ended.abandoned')
    const handled: string[] = []
    await store().deliver(
      ({ registrationId, fact }) => {
        if (registrationId === ids[0]) throw new Error('no')
        handled.push(fact.type)
      },
      { tries: 1 },
    )
    expect(handled.length).toBeGreaterThan(0)
    const { letters: dead } = await store().deadLetters()
    expect(dead.length).toBeGreaterThan(0)
    expect(await store().retryDeadLetters({ ids: dead.map(({ id }) => id) })).toBe(dead.length)
    expect(await store().deliver(() => {})).toBe(dead.length)
  })

  it('reports the error of the driver, without the statement and its values', async () => {
    const id = await opened()
    await sql(`create function ${schema}.fails() returns trigger language plpgsql as
      $f$ begin raise exception 'no' using errcode = 'XX001'; end $f$`)
    await sql(
      `create trigger fails before insert on ${schema}.log for each row execute function ${schema}.fails()`,
    )
    const calls = [
      store().send(id, amend('general', { secret: 'hidden' })),
      driver.begin((tx) => store().send(id, amend('general', { secret: 'hidden' }), { tx: tx() })),
    ]
    for (const call of await Promise.allSettled(calls)) {
      const { reason } = call as PromiseRejectedResult
      expect(reason).toMatchObject({
        name: 'StoreError',
        code: 'failed',
        message: expect.stringMatching(/^The database failed\. \(\w+ XX001\)$/),
      })
      const { cause } = reason as Error
      expect(`${(cause as Error).message} ${JSON.stringify(cause)}`).not.toMatch(/hidden|insert into/)
    }
    await sql(`drop trigger fails on ${schema}.log`)
    await sql(`drop function ${schema}.fails`)
    expect(await revisionOf(id)).toBe(1)
  })

  it('reports tables that are missing, and a role without rights', async () => {
    const missing = createStore(driver.database, { schema: 'nowhere' })
    await expect(missing.get('R')).rejects.toMatchObject({ code: 'notMigrated' })
    const role = `limited_${schema}`
    await sql(`create role ${role} login password 'limited'`)
    const limited = await connect(url.replace(/\/\/[^@]+@/, `//${role}:limited@`))
    const denied = createStore(limited.database, { schema })
    await expect(denied.get('R')).rejects.toMatchObject({ code: 'denied' })
    await limited.end()
    await sql(`drop role ${role}`)
  })

  it('throws `unavailable` while the database is away, and works when it is back', async () => {
    const id = await opened()
    await relay.cut()
    // The connections learn of it in the next turns of the event loop.
    for (let i = 0; i < 10; i += 1) await new Promise(setImmediate)
    expect(await codesOf(createStore(driver.database, { schema }))).toEqual(allCalls('unavailable'))
    await relay.mend()
    expect(await store().send(id, amend('general'))).toMatchObject({ accepted: true })
    // A connection that dies within a transaction ends the process with postgres.js 3.4 (its issue 1208).
    if (name === 'postgres.js') return
    const cut = driver.begin(async (tx) => {
      await store().send(id, amend('law'), { tx: tx() })
      await relay.cut()
      return store()
        .send(id, amend('practice'), { tx: tx() })
        .catch((error: unknown) => error)
    })
    await cut.catch(() => {})
    await relay.mend()
    expect(await revisionOf(id)).toBe(2)
    expect(await store().send(id, amend('law'))).toMatchObject({ accepted: true, revision: 3 })
  })

  it('throws `closed` once the library has closed its connections', async () => {
    const closing = await connect(url)
    const closed = createStore(closing.database, { schema })
    await closed.get('R')
    await closing.end()
    // Prisma connects again.
    const code = name === 'Prisma' ? 'resolves' : 'closed'
    expect(await codesOf(closed)).toEqual(allCalls(code))
    if (name === 'Prisma') await closing.end()
  })
})

describe.each(Object.entries(settings))('a store on %s', (name, connect) => {
  it('lives a life, and commits with a row of the caller', async () => {
    const schema = schemaOf(name)
    const driver = await connect(url)
    const store = datedStore(driver.database, { schema })
    await store.migrate()
    await live(store)
    expect(await codesOf(createStore(driver.database, { schema }))).toEqual(allCalls('resolves'))
    const input = opening()
    await store.open(input)
    clock.set(input.registrationId, at)
    const visit = driver.visits({ schema, now: clock.now })
    expect(await visit(input.registrationId, amend('general'))).toMatchObject({ accepted: true })
    await expect(visit(input.registrationId, amend('law'))).rejects.toThrow()
    expect((await store.get(input.registrationId))?.revision).toBe(2)
    await driver.end()
  })
})

it.each(Object.entries(renaming))(
  'migrate refuses a %s that renames the columns of every result',
  async (_, connect) => {
    const driver = await connect(url)
    const store = createStore(driver.database, { schema: 'renamed' })
    await expect(store.migrate()).rejects.toThrow(/columns under the names/)
    await driver.end()
  },
)

it.each(Object.entries(impatient))(
  'a transaction of Prisma %s is `unavailable`, and stores nothing',
  async (_, connect) => {
    const driver = await connect(url)
    const store = datedStore(driver.database, { schema: schemaOf('Prisma') })
    const input = opening()
    let arrive = (): void => {}
    const held = new Promise<void>((resolve) => {
      arrive = resolve
    })
    // Holds a connection, the only one of the second client, until the call has failed.
    const holding = driver.begin(() => held).catch(() => {})
    await expect(store.open(input)).rejects.toMatchObject({ name: 'StoreError', code: 'unavailable' })
    arrive()
    await holding
    await driver.end()
    expect(
      await sql(`select 1 from ${schemaOf('Prisma')}.registration where id = $1`, [input.registrationId]),
    ).toEqual([])
  },
)

it('Knex gets question marks that are no parameters, and a parameter that occurs twice', async () => {
  const driver = await drivers.Knex?.(url)
  const text = `select '{"a":1}'::jsonb ? $2::text as has, '??' as marks, $1::text || $1::text as twice`
  const { rows } = (await driver?.database.query(text, ['x?', 'a'])) ?? { rows: [] }
  expect(rows).toEqual([{ has: true, marks: '??', twice: 'x?x?' }])
  await driver?.end()
})

it('Bun runs the store on its own client', async () => {
  // Its package brings the program for this machine, or several of which one runs.
  const programs = readdirSync(inProject('quality/drivers/node_modules/@oven')).flatMap((name) =>
    ['bun', 'bun.exe'].map((file) => inProject(`quality/drivers/node_modules/@oven/${name}/bin/${file}`)),
  )
  const [bun = ''] = programs.filter((program) => existsSync(program))
  const { stdout } = await promisify(execFile)(bun, [inProject('quality/drivers/bun.ts'), url], {
    timeout: 120_000,
  })
  expect(JSON.parse(stdout)).toEqual({
    version: expect.any(Number),
    opened: true,
    visited: [2, 3],
    again: '23505',
    repeats: [false, true],
    root: expect.stringContaining('tx must be a transaction'),
    failed: 'conflict',
    retried: true,
    revision: 5,
    same: true,
    delivered: ['registration.abandoned'],
    moved: 1,
    ended: 'unavailable',
  })
  expect(await sql('select json_typeof(event) as event, count(*)::int from in_bun.log group by 1')).toEqual([
    { event: 'object', count: 7 },
  ])
})
