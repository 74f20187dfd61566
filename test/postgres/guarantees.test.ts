import pg from 'pg'
import { describe, expect, it, vi } from 'vitest'
import {
  type Fact,
  logRowSchema,
  type RegistrationEvent,
  registrationPeriod,
  runJourney,
  storedDecisionSchema,
  storedRegistrationSchema,
} from '../../src'
import { openInputOf } from '../../src/journey'
import { hasForfeited } from '../../src/model/commitment'
import {
  createStore,
  type FactHandler,
  type Queryable,
  type SendItem,
  type StoredDecision,
  StoreError,
  Undeliverable,
} from '../../src/postgres'
import { journeysByStage } from '../support/files'
import { profile } from '../support/scenario'
import { clock, type DatedStore } from './datedStore'
import { both, fresh, freshDatabase, onPostgres, opening, poolOn, sent } from './support'

const office = { role: 'office', id: 'office' } as const
const april = (day: string) => `2024-04-${day}T10:00:00+08:00`
const amend = (at = april('09')) => sent('history.amend', { at, by: office, history: { credits: [] } })

/** The opening and the events of a journey, with the given ids. */
function journeyOf(name: string, registrationId: string, candidateId: string) {
  const [, journey] = journeysByStage().find(([file]) => file.endsWith(`/${name}.json`)) ?? []
  const own = JSON.parse(JSON.stringify(journey).replaceAll('"R-', `"${registrationId}-`))
  const ids = { registrationId, candidateId }
  return { ...openInputOf(own, ids), events: runJourney(own, { ids }).steps.map(({ event }) => event) }
}

/** Plays a journey through a store. @returns the opening, and the facts of the events */
async function played(store: DatedStore, name: string) {
  const { input, events } = journeyOf(name, fresh('R'), fresh('C'))
  await store.open(input)
  const facts: Fact[] = []
  for (const event of events) facts.push(...(await store.send(input.registrationId, event)).facts)
  return { input, facts }
}

describe.each(both)('the store on %s', (_, on) => {
  const bench = on()

  it('carries a forfeited commitment over to the next registration (§5.1.4, §6.4.5)', async () => {
    const store = bench().store()
    const candidateId = fresh('C')
    const first = journeyOf('no-return', fresh('R'), candidateId)
    await store.open(first.input)
    for (const event of first.events) await store.send(first.input.registrationId, event)
    const entry = await store.get(first.input.registrationId)
    expect(entry && hasForfeited(entry.snapshot.context)).toBe(true)
    const { at } = first.events.at(-1) as RegistrationEvent
    const by = { role: 'candidate', id: candidateId } as const
    await store.send(first.input.registrationId, sent('registration.cancel', { at, by }))
    const second = { ...first.input, registrationId: fresh('R'), at }
    expect((await store.open(second)).snapshot?.context.forfeitedElsewhere).toBe(true)
  })

  it('applies an integrity record of one registration to the candidate’s other open registrations', async () => {
    const store = bench().store()
    const first = opening()
    const second = opening({
      candidateId: first.candidateId,
      notice: { ...first.notice, examYear: 2025, id: 'next-year' },
    })
    await store.open(first)
    await store.open(second)
    const finding = sent('finding.record', { at: april('10'), by: office, finding: 'falseMaterials' })
    await store.send(first.registrationId, finding)
    const brought = (await store.get(second.registrationId))?.snapshot.context.integrity
    expect(brought).toMatchObject([{ kind: 'serious', from: '2024-04-10' }])
    const overturned = sent('decision.overturn', { at: april('11'), by: office })
    await store.send(first.registrationId, overturned)
    expect((await store.get(second.registrationId))?.snapshot.context.integrity).toEqual([])
    const { revision, snapshot } = (await store.replay(second.registrationId)) ?? {}
    expect({ revision, snapshot }).toEqual({
      revision: 3,
      snapshot: (await store.get(second.registrationId))?.snapshot,
    })
  })

  it('refuses to overturn a decision if two registrations would then be live', async () => {
    const store = bench().store()
    const candidateId = fresh('C')
    const { input, events } = journeyOf('found-once-paid', fresh('R'), candidateId)
    await store.open(input)
    for (const event of events.filter(({ type }) => type !== 'finding.record'))
      await store.send(input.registrationId, event)
    const finding = sent('finding.record', { at: april('09'), by: office, finding: 'ineligible' })
    await store.send(input.registrationId, finding)
    const second = { ...input, registrationId: fresh('R'), at: april('09') }
    expect((await store.open(second)).accepted).toBe(true)
    const overturned = sent('decision.overturn', { at: april('10'), by: office })
    const before = await store.get(input.registrationId)
    const refused = await store.send(input.registrationId, overturned)
    expect(refused).toMatchObject({ accepted: false, refusal: { rule: 'registration.exists' }, facts: [] })
    expect((await store.get(input.registrationId))?.state).toBe('ended.voided')
    expect((await store.log(input.registrationId)).at(-1)).toMatchObject({ rule: 'registration.exists' })
    expect((await store.replay(input.registrationId))?.snapshot).toEqual(before?.snapshot)
    const by = { role: 'candidate', id: candidateId } as const
    await store.send(second.registrationId, sent('registration.cancel', { at: april('10'), by }))
    expect((await store.send(input.registrationId, overturned)).accepted).toBe(true)
  })

  it.each(['', '{', 'null', '{"version":2}'])(
    'reports an unreadable snapshot (%j), and replay rebuilds it',
    async (text) => {
      const store = bench().store()
      const input = opening()
      const { registrationId } = input
      await store.open(input)
      const before = await store.get(registrationId)
      const write = (snapshot: string) =>
        bench().sql('update baokao.registration set snapshot = $2 where id = $1', [registrationId, snapshot])
      await write(text)
      const unreadable = {
        name: 'StoreError',
        code: 'unreadable',
        message: expect.stringContaining(registrationId),
      }
      await expect(store.get(registrationId)).rejects.toMatchObject(unreadable)
      const [found] = await store.find({ candidateId: input.candidateId })
      expect(found).toMatchObject({
        registrationId,
        damaged: { en: expect.stringContaining('cannot be read') },
      })
      const refusal = { rule: 'snapshot.malformed' }
      expect(await store.send(registrationId, amend())).toMatchObject({ accepted: false, refusal })
      const rebuilt = await store.replay(registrationId)
      expect(rebuilt).toEqual(before)
      await write(JSON.stringify(rebuilt?.snapshot))
      expect(await store.get(registrationId)).toEqual(before)
    },
  )

  it('stores personal data apart, erases it, and still replays to the same snapshot', async () => {
    const { store, sql } = bench()
    const candidateId = fresh('C')
    const { input, events } = journeyOf('account-step-by-step', fresh('R'), candidateId)
    const registrations = store()
    await registrations.open(input)
    for (const event of events) await registrations.send(input.registrationId, event)
    const garbage = { type: 'profile.submit', at: april('20'), by: office, profile: { name: '李四' } }
    await registrations.send(input.registrationId, garbage as never)
    expect(await registrations.personalData(input.registrationId)).toMatchObject({ name: expect.any(String) })
    const rows = await sql('select event::text, answer from baokao.log where registration_id = $1', [
      input.registrationId,
    ])
    const text = JSON.stringify(rows)
    for (const word of [profile.name, profile.idNumber, profile.phone, '李四'])
      expect(text).not.toContain(word)
    const before = await registrations.get(input.registrationId)
    expect(await registrations.erase(candidateId)).toBeGreaterThan(0)
    expect(await registrations.personalData(input.registrationId)).toBeUndefined()
    expect(JSON.stringify(await registrations.replay(input.registrationId))).toBe(JSON.stringify(before))
    const log = JSON.stringify(await registrations.log(input.registrationId))
    for (const word of [profile.name, profile.idNumber, '李四']) expect(log).not.toContain(word)
  })

  it('stores the meta of callers apart, leaves it out of the key’s digest, and erases it', async () => {
    const { store, sql } = bench()
    const registrations = store()
    const input = { ...opening(), meta: { trace: 'trace-of-the-opening' } }
    const { registrationId: id, candidateId } = input
    await registrations.open(input)
    const again = await registrations.open({ ...input, meta: { trace: 'another' } })
    expect(again).toMatchObject({ accepted: true, repeated: true })
    const event = { ...amend(), meta: 'trace-of-the-event' }
    expect(await registrations.send(id, event, { key: 'k' })).toMatchObject({ repeated: false })
    const repeated = await registrations.send(id, { ...event, meta: 'another' }, { key: 'k' })
    expect(repeated).toMatchObject({ accepted: true, repeated: true })
    // An invalid `meta` is part of the digest.
    const long = { ...event, meta: 'x'.repeat(3000) }
    expect(await registrations.send(id, long, { key: 'k' })).toMatchObject({
      refusal: { rule: 'event.key-reused' },
    })
    expect(await registrations.send(id, long, { key: 'long' })).toMatchObject({
      refusal: { rule: 'event.malformed' },
    })
    const log = await registrations.log(id)
    expect(log.slice(0, 2).map((row) => row.event)).toMatchObject([{ meta: input.meta }, event])
    for (const row of log) expect(row).toMatchObject(logRowSchema.parse(row))
    expect(storedDecisionSchema.parse(repeated)).toEqual(repeated)
    expect(storedRegistrationSchema.parse(await registrations.get(id))).toBeTruthy()
    const openly = JSON.stringify([
      await sql('select event::text, answer from baokao.log where registration_id = $1', [id]),
      await sql('select fact::text from baokao.outbox where registration_id = $1', [id]),
      await registrations.get(id),
    ])
    expect(openly).not.toMatch(/trace/)
    expect(await registrations.replay(id)).toEqual(await registrations.get(id))
    expect(await registrations.erase(candidateId)).toBe(2)
    expect(JSON.stringify(await registrations.log(id))).not.toMatch(/trace/)
    expect(await registrations.replay(id)).toEqual(await registrations.get(id))
    const tooLong = await registrations.send(id, { ...amend(april('10')), meta: 'x'.repeat(2047) })
    expect(tooLong).toMatchObject({ accepted: false, refusal: { issues: [{ path: 'meta' }] } })
  })

  it('stamps an event without an instant inside the transaction, never before the last event', async () => {
    let now = april('09')
    const store = bench().store({ now: () => Date.parse(now) })
    const { registrationId, ...rest } = opening()
    await store.open({ registrationId, ...rest })
    await store.send(registrationId, amend())
    // The clock of another machine is late.
    now = april('01')
    const { at: _, ...event } = amend()
    expect((await store.send(registrationId, event)).accepted).toBe(true)
    expect((await store.log(registrationId)).at(-1)?.at).toBe(april('09'))
  })

  it('refuses an opening that cannot be read', async () => {
    const hostile = Object.defineProperty({}, 'exam', {
      enumerable: true,
      get: () => {
        throw new Error('no')
      },
    })
    for (const input of [null, 7, [], hostile]) {
      const decision = await createStore(bench().database).open(input as never)
      expect(decision).toMatchObject({
        accepted: false,
        refusal: { rule: 'input.malformed' },
        snapshot: null,
      })
    }
  })

  it('logs a refusal with its rule, and rejects changes to the log and the outbox', async () => {
    const { store, sql } = bench()
    const input = opening()
    await store().open(input)
    await store().send(input.registrationId, sent('proof.approve', { at: april('09'), by: office }))
    expect((await store().log(input.registrationId)).at(-1)).toMatchObject({
      accepted: false,
      rule: 'event.not-now',
    })
    for (const statement of [
      "update baokao.log set rule = 'x'",
      'delete from baokao.log',
      'truncate baokao.log',
      "update baokao.outbox set fact = '{}'",
      "update baokao.outbox set type = 'x'",
      'delete from baokao.outbox',
    ]) {
      await expect(sql(statement)).rejects.toThrow(/append-only/)
    }
  })

  it('sends events in batches, in order within each registration, and decides no repeated event twice', async () => {
    const store = bench().store()
    const inputs = Array.from({ length: 7 }, () => opening())
    for (const input of inputs) await store.open(input)
    const items = ['09', '10', '11'].flatMap((day) =>
      inputs.map(({ registrationId: id }) => ({ id, event: amend(april(day)), key: `row ${day}` })),
    )
    const progress = await store.sendAll(items, { batch: 4 })
    expect(progress).toEqual({ sent: 21, accepted: 21, refused: 0, repeated: 0 })
    // Most of these are already decided, and one occurs twice in the same batch.
    const [first, ...others] = items
    const next = { id: first?.id ?? '', event: amend(april('12')), key: 'row 12' }
    const repeats: boolean[] = []
    const onDecision = (_: SendItem, { accepted, repeated }: StoredDecision) =>
      void repeats.push(accepted && repeated)
    expect(await store.sendAll([...others, next, next], { batch: 5, inFlight: 1, onDecision })).toEqual({
      sent: 22,
      accepted: 22,
      refused: 0,
      repeated: 21,
    })
    expect(repeats).toEqual([...others.map(() => true), false, true])
    expect(await bench().sql('select from baokao.log where answer like \'%"repeated"%\'')).toEqual([])
    for (const { registrationId } of inputs) {
      const log = await store.log(registrationId)
      const days = registrationId === next.id ? ['09', '10', '11', '12'] : ['09', '10', '11']
      expect(log.slice(1).map(({ at }) => at)).toEqual(days.map(april))
    }
  })

  it('fires each deadline at its own instant, even if the worker runs later', async () => {
    const store = bench().store()
    const notice = { ...opening().notice, id: fresh('N') }
    const input = opening({ notice })
    await store.open(input)
    const closes = registrationPeriod(notice).closes
    expect((await store.find({ notice: notice.id, dueBefore: '2025-01-01T00:00:00+08:00' })).length).toBe(1)
    expect(await store.fireDeadlines({ until: '2025-01-01T00:00:00+08:00' })).toBeGreaterThan(0)
    expect((await store.get(input.registrationId))?.state).toBe('ended.abandoned')
    expect((await store.log(input.registrationId)).at(-1)).toMatchObject({
      type: 'clock.advance',
      at: closes,
    })
    expect(await store.fireDeadlines({ until: '2025-01-01T00:00:00+08:00' })).toBe(0)
  })

  it('reports a registration whose snapshot is damaged, and fires the deadlines of the others', async () => {
    const stuck: string[] = []
    const store = bench().store({ onStuck: ({ registrationId }) => stuck.push(registrationId) })
    const [damaged, intact] = [opening(), opening()]
    for (const input of [damaged, intact]) await store.open(input)
    for (const path of ['{context,at}', '{context,terms}', '{value}']) {
      const { registrationId } = damaged
      const [row] = await bench().sql('select snapshot from baokao.registration where id = $1', [
        registrationId,
      ])
      await bench().sql(
        'update baokao.registration set snapshot = (snapshot::jsonb #- $2::text[])::text where id = $1',
        [registrationId, path],
      )
      stuck.length = 0
      await store.fireDeadlines({ until: '2025-01-01T00:00:00+08:00' })
      expect(stuck).toEqual([registrationId])
      expect((await store.get(intact.registrationId))?.state).toBe('ended.abandoned')
      await bench().sql('update baokao.registration set snapshot = $2 where id = $1', [
        registrationId,
        row?.snapshot,
      ])
    }
    await store.fireDeadlines({ until: '2025-01-01T00:00:00+08:00' })
    expect((await store.get(damaged.registrationId))?.state).toBe('ended.abandoned')
  })

  it('corrects a next_due that another version has set too early, and fireDeadlines ends', async () => {
    const store = bench().store()
    const input = opening()
    await store.open(input)
    const early = "update baokao.registration set next_due = '2020-01-01' where id = $1"
    await bench().sql(early, [input.registrationId])
    expect(await store.fireDeadlines({ until: '2020-06-01T00:00:00+08:00' })).toBe(0)
    const [row] = await bench().sql('select next_due from baokao.registration where id = $1', [
      input.registrationId,
    ])
    expect(new Date(row?.next_due as string).getTime()).toBe(
      Date.parse(registrationPeriod(input.notice).closes),
    )
  })

  it('delivers facts in order and at least once; one that always fails becomes a dead letter', async () => {
    const store = bench().store()
    await store.deliver(() => {})
    const { input, facts } = await played(store, 'commitment-to-certificate')
    const handled: string[] = []
    const options = { tries: 2, backoff: () => 0 }
    const poison = facts[1] as Fact
    // Each call tries a fact once.
    for (let call = 0; call < 3; call += 1) {
      await store.deliver(({ fact }) => {
        if (fact.type === poison.type) throw new Error('no')
        handled.push(fact.type)
      }, options)
    }
    expect(handled).toEqual(facts.filter(({ type }) => type !== poison.type).map(({ type }) => type))
    const {
      letters: [letter],
    } = await store.deadLetters()
    expect(letter).toMatchObject({ registrationId: input.registrationId, tries: 2, error: 'Error' })
    expect(await store.retryDeadLetters({ ids: [letter?.id ?? ''] })).toBe(1)
    expect(await store.deliver(() => {})).toBe(1)
    expect(await store.retryDeadLetters({ ids: ['nothing/1/1'] })).toBe(0)
  })

  it('makes a fact a dead letter at once if its handler says that it is undeliverable', async () => {
    const store = bench().store()
    await store.deliver(() => {})
    const { facts } = await played(store, 'commitment-to-certificate')
    const before = (await store.deadLetters()).total
    const poison = facts[1] as Fact
    const delivered = await store.deliver(({ fact }) => {
      if (fact.type === poison.type) throw new Undeliverable('no address')
    })
    const others = facts.filter(({ type }) => type !== poison.type)
    expect(delivered).toBe(others.length)
    const letters = (await store.deadLetters()).letters.slice(before)
    expect(letters).toHaveLength(facts.length - others.length)
    expect(letters[0]).toMatchObject({ fact: poison, tries: 1 })
  })

  it('logs who opened a registration, and replays it', async () => {
    const store = createStore(bench().database as pg.Pool)
    const { at, ...input } = opening()
    expect((await store.open({ ...input, at }, { by: office })).accepted).toBe(true)
    const [first] = await store.log(input.registrationId)
    expect(first?.event).toMatchObject({ by: office })
    const { snapshot } = (await store.get(input.registrationId)) ?? {}
    expect(JSON.stringify((await store.replay(input.registrationId))?.snapshot)).toBe(
      JSON.stringify(snapshot),
    )
  })

  it('delivers a registration’s facts one after the other, even if each fails at first', async () => {
    const store = bench().store()
    await store.deliver(() => {})
    const { facts } = await played(store, 'commitment-to-certificate')
    const failed = new Set<string>()
    const handled: Fact[] = []
    let busy = 0
    const handler: FactHandler = async ({ id, fact }) => {
      busy += 1
      expect(busy).toBe(1)
      await Promise.resolve()
      busy -= 1
      if (failed.size < failed.add(id).size) throw new Error('not yet')
      handled.push(fact)
    }
    let delivered = 0
    for (let call = 0; call <= facts.length; call += 1)
      delivered += await store.deliver(handler, { backoff: () => 0 })
    expect(handled).toEqual(facts)
    expect(delivered).toBe(facts.length)
  })

  it('sends an event to every registration under a notice, once each', async () => {
    const store = bench().store()
    const notice = { ...opening().notice, id: fresh('N') }
    const inputs = Array.from({ length: 5 }, () => opening({ notice }))
    for (const input of inputs) await store.open(input)
    const event = sent('exam.cancel', { at: april('12'), by: office, reason: '暴雨' })
    for (const { registrationId } of inputs) clock.set(registrationId, april('12'))
    expect(await store.sendToNotice(notice.id, event, { batch: 2 })).toMatchObject({ accepted: 5, total: 5 })
    expect(await store.sendToNotice(notice.id, event)).toMatchObject({ sent: 0, total: 0 })
    expect(await store.find({ notice: notice.id, state: 'ended.cancelled' })).toHaveLength(5)
  })
})

describe('wrong use', () => {
  it('is rejected at once, with an error that names the argument', async () => {
    const nothing = { query: async () => ({ rows: [] }) }
    const store = createStore({ ...nothing, transaction: async (work) => work(nothing) })
    for (const database of [undefined, null, {}, 'postgres://x', { query: () => {} }])
      expect(() => createStore(database as never)).toThrow('createStore needs a pg Pool, a PGlite, or')
    await expect(store.deliver(undefined as never)).rejects.toThrow('deliver needs a handler')
    const wrong: [Promise<unknown>, string][] = [
      [store.find({ limit: -1 }), 'find: limit'],
      [store.find({ limt: 5 } as never), 'find: limt'],
      [store.find({ examYear: 2 ** 31 }), 'find: examYear'],
      [store.find(new Map([['limt', 5]]) as never), 'find: must be an object'],
      [store.deadLetters([] as never), 'deadLetters: must be an object'],
      [store.deliver(() => {}, new Date(0) as never), 'deliver: must be an object'],
      [store.log('R', { limit: Number.NaN }), 'log: limit'],
      [store.log('R', { after: 2 ** 31 }), 'log: after'],
      [store.sendAll([{ id: 'R', event: amend(), ifRevision: '1' as never }]), 'item of sendAll: ifRevision'],
      [store.sendAll([null as never]), 'item of sendAll: must be an object'],
      [store.send('R', amend(), { ifRevision: 1.5 }), 'send: ifRevision'],
      [store.fireDeadlines({ limit: 0 }), 'fireDeadlines: limit'],
      [store.fireDeadlines({ until: '2024' }), 'fireDeadlines: until'],
      [store.deadLetters({ limit: Number.POSITIVE_INFINITY }), 'deadLetters: limit'],
      [store.deliver(() => {}, { timeout: 2 ** 31 }), 'deliver: timeout'],
      [store.deliver(() => {}, { timeout: Number.NaN, tries: 0 }), 'deliver: timeout'],
      [store.deliver(() => {}, { maxMs: Number.POSITIVE_INFINITY }), 'deliver: maxMs'],
      [store.deliver(() => {}, { backoff: 5 as never }), 'deliver: backoff'],
      ...[{ batch: 0 }, { inFlight: 0 }, { inFlight: 1.5 }].flatMap(
        (options): [Promise<unknown>, string][] => [
          [store.sendAll([], options), `sendAll: ${Object.keys(options)}`],
          [store.sendToNotice('N', amend() as never, options), `sendToNotice: ${Object.keys(options)}`],
        ],
      ),
    ]
    for (const [call, message] of wrong) {
      const error = await call.then(
        () => 'nothing',
        (error: Error) => error,
      )
      expect(error, message).toBeInstanceOf(RangeError)
      expect((error as Error).message).toContain(message)
    }
    expect(() => createStore(nothing as never, { schema: 'Ä' })).toThrow('createStore: schema')
    expect(() => createStore(nothing as never, new Map() as never)).toThrow('createStore: must be an object')
    expect(await store.find()).toEqual([])
  })
})

describe('deciding', () => {
  const bench = onPostgres()

  it('uses one turn of the event loop for each event, even if all were read at the same moment', async () => {
    const inputs = Array.from({ length: 4 }, () => opening())
    for (const input of inputs) await bench().store().open(input)
    let [turn, reads] = [0, 0]
    const turns: number[] = []
    let ticking = setImmediate(function tick() {
      turn += 1
      ticking = setImmediate(tick)
    })
    let release = () => {}
    const allRead = new Promise<void>((resolve) => {
      release = resolve
    })
    const watched = {
      async query(text: string, values?: unknown[]) {
        if (text.includes('update baokao.registration')) turns.push(turn)
        const result = await bench().database.query(text, values)
        if (!text.includes('left join baokao.log')) return result
        reads += 1
        if (reads === inputs.length) release()
        await allRead
        return result
      },
      transaction: () => Promise.reject(new Error('no event needs a lock')),
    }
    const store = createStore(watched)
    // A frozen clock, so that no event waits too long on a slow machine.
    const clock = vi.spyOn(Date, 'now').mockReturnValue(0)
    try {
      await Promise.all(inputs.map(({ registrationId }) => store.send(registrationId, amend())))
    } finally {
      clock.mockRestore()
      clearImmediate(ticking)
    }
    expect(turns).toHaveLength(inputs.length)
    expect(new Set(turns).size).toBe(inputs.length)
  })
})

describe('the store on PostgreSQL only', () => {
  const bench = onPostgres()

  it('runs ten migrations at once', async () => {
    const pool = poolOn(await freshDatabase())
    const versions = await Promise.all(Array.from({ length: 10 }, () => createStore(pool).migrate()))
    expect(new Set(versions)).toEqual(new Set([1]))
    await pool.end()
  })

  it('reports missing tables and a closed pool as a StoreError', async () => {
    const pool = poolOn(await freshDatabase())
    await expect(createStore(pool).get('R')).rejects.toMatchObject({
      name: 'StoreError',
      code: 'notMigrated',
    })
    await pool.end()
    await expect(createStore(pool).get('R')).rejects.toBeInstanceOf(StoreError)
  })

  it('decides events for one registration one after the other, from many connections, and loses none', async () => {
    const { store, database } = bench()
    const input = opening()
    await store().open(input)
    // Several stores, because each one queues the events of a registration.
    const stores = Array.from({ length: 8 }, () => createStore(database))
    const decisions = await Promise.all(
      Array.from({ length: 40 }, (__, i) => stores[i % 8]?.send(input.registrationId, amend())),
    )
    expect(decisions.every((decision) => decision?.accepted)).toBe(true)
    const log = await store().log(input.registrationId)
    expect(log.map(({ revision }) => revision)).toEqual(Array.from({ length: 41 }, (__, i) => i + 1))
  })

  it('accepts one of four registrations opened at the same moment', async () => {
    const { store } = bench()
    const candidateId = fresh('C')
    const decisions = await Promise.all([1, 2, 3, 4].map(() => store().open(opening({ candidateId }))))
    expect(decisions.filter(({ accepted }) => accepted)).toHaveLength(1)
  })

  it('accepts one of four candidates who open under the same id at the same moment', async () => {
    const { store } = bench()
    const registrationId = fresh('R')
    const decisions = await Promise.all([1, 2, 3, 4].map(() => store().open(opening({ registrationId }))))
    const refused = decisions.flatMap((decision) => (decision.accepted ? [] : [decision.refusal.rule]))
    expect(refused).toEqual(Array(3).fill('registration.id-in-use'))
  })

  it('joins the caller’s transaction, which stores all or nothing', async () => {
    const { store, url } = bench()
    const input = opening()
    await store().open(input)
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query('begin')
    const tx = client as Queryable
    expect((await store().send(input.registrationId, amend(), { tx })).accepted).toBe(true)
    expect((await store().get(input.registrationId))?.revision).toBe(1)
    await client.query('rollback')
    expect((await store().get(input.registrationId))?.revision).toBe(1)
    await client.query('begin')
    await store().send(input.registrationId, amend(), { tx })
    await client.query('commit')
    await client.end()
    expect((await store().get(input.registrationId))?.revision).toBe(2)
  })
})
