import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pc from 'picocolors'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { replayFrom } from '../../examples/archive'
import { createRegistrations, type Fact } from '../../src'
import { archiveCommand } from '../../src/cli/archiveCommand'
import { pruneCommand } from '../../src/cli/pruneCommand'
import { digestWithoutMeta } from '../../src/persistence/digest'
import {
  type ArchivedRegistration,
  createStore,
  type StoredDecision,
  type StoreError,
} from '../../src/postgres'
import { grantStatements } from '../../src/postgres/grants'
import { profile } from '../support/scenario'
import { clock, type DatedStore, datedStore } from './datedStore'
import { scenarioOf } from './faults/scenarios'
import { type Bench, both, fresh, freshDatabase, onPostgres, opening, poolOn, sent } from './support'

/** What is removed, archived, repaired and found damaged. */

const office = { role: 'office', id: 'office' } as const
const april = (day: string) => `2024-04-${day}T10:00:00+08:00`
const amend = (at = april('09')) => sent('history.amend', { at, by: office, history: { credits: [] } })
/** Refused: nothing is there to be approved. */
const approve = (at = april('09')) => sent('proof.approve', { at, by: office })
const later = '2999-01-01T00:00:00+08:00'
const earlier = '2000-01-01T00:00:00+08:00'

/** Plays a life under keys, from one of the scenarios. @returns its id, and what was sent and answered */
async function lived(store: DatedStore, number: number) {
  const [id, candidateId] = [fresh('R'), fresh('C')]
  const { input, events } = scenarioOf(number)
  const text = JSON.stringify({ input, events })
    .replaceAll(`"R${number}-`, `"${id}-`)
    .replaceAll(`"${input.registrationId}"`, `"${id}"`)
    .replaceAll(`"${input.candidateId}"`, `"${candidateId}"`)
  const own = JSON.parse(text) as typeof input extends never
    ? never
    : { input: typeof input; events: typeof events }
  await store.open(own.input)
  const answers: StoredDecision[] = []
  for (const [i, event] of own.events.entries()) answers.push(await store.send(id, event, { key: `k${i}` }))
  return { id, candidateId, ...own, answers }
}

const deliverAll = async (store: DatedStore): Promise<void> => {
  while ((await store.deliver(() => {})) > 0);
}

const text = (value: unknown): string => JSON.stringify(value)

/** Commitment to certificate, withdrawal, a life that ended late. */
const numbers = [0, 18, 2, 6, 8]

const counted = async ({ sql }: Bench, table: string, id: string): Promise<number> =>
  Number((await sql(`select count(*)::int as n from baokao.${table} where registration_id = $1`, [id]))[0]?.n)

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'resolves',
    (error: StoreError) => error.code,
  )

describe.each(both)('a repeat on %s', (_, on) => {
  const bench = on()

  it('returns what was decided, with the snapshot as it stands now', async () => {
    const store = bench().store()
    const { id, input, events, answers } = await lived(store, 0)
    const now = await store.get(id)
    for (const [i, event] of events.entries()) {
      const first = answers[i] as StoredDecision
      const repeat = await store.send(id, event, { key: `k${i}` })
      expect(repeat).toEqual({ ...first, snapshot: now?.snapshot, repeated: true })
      expect(text(repeat.facts)).toBe(text(first.facts))
    }
    const opened = await store.open(input)
    expect(opened).toMatchObject({ accepted: true, repeated: true, revision: 1 })
    expect(opened.snapshot).toEqual(now?.snapshot)
    expect(await store.get(id)).toEqual(now)
  })

  it('returns a refusal as it was, and keeps only that as its answer', async () => {
    const store = bench().store()
    const { registrationId: id, ...rest } = opening()
    await store.open({ registrationId: id, ...rest })
    const refused = await store.send(id, approve(), { key: 'refused' })
    await store.send(id, amend(), { key: 'accepted' })
    const now = await store.get(id)
    const as = (first: StoredDecision) => ({ ...first, snapshot: now?.snapshot, repeated: true })
    expect(await store.send(id, approve(), { key: 'refused' })).toEqual(as(refused))
    const rows = await bench().sql(
      'select key, answer from baokao.log where registration_id = $1 order by revision',
      [id],
    )
    expect(rows.map(({ answer }) => answer && JSON.parse(answer as string))).toEqual([
      null,
      (refused as { refusal?: unknown }).refusal,
      null,
    ])
    // In one batch, and in a transaction with others.
    const repeats: StoredDecision[] = []
    const items = [
      { id, event: approve(), key: 'refused' },
      { id, event: approve(), key: 'new' },
      { id, event: approve(), key: 'new' },
    ]
    await store.sendAll(items, { onDecision: (__, decision) => repeats.push(decision) })
    expect(repeats.map(({ repeated, expired }) => [repeated, expired])).toEqual([
      [true, undefined],
      [false, undefined],
      [true, undefined],
    ])
    expect(repeats[2]).toEqual({ ...repeats[1], repeated: true })
  })

  it('of a malformed event is refused again: nothing of it was stored', async () => {
    const store = bench().store()
    const input = opening()
    const { registrationId: id } = input
    await store.open(input)
    const malformed = {
      type: 'profile.submit',
      by: office,
      at: april('09'),
      profile: { name: '李四' },
    } as never
    const first = await store.send(id, malformed, { key: 'k' })
    expect(first).toMatchObject({ refusal: { rule: 'event.malformed' }, repeated: false, revision: 1 })
    expect(await store.send(id, malformed, { key: 'k' })).toEqual(first)
    // The key is still free.
    expect(await store.send(id, amend(), { key: 'k' })).toMatchObject({ accepted: true, revision: 2 })
  })

  it('is decided once after an erasure, too, though nobody can tell any more what was sent under the key', async () => {
    const { store, sql } = bench()
    const input = opening()
    const { registrationId: id, candidateId } = input
    await store().open(input)
    const first = await store().send(id, amend(), { key: 'k' })
    const [entry] = await sql('select digest from baokao.log where registration_id = $1 and key = $2', [
      id,
      'k',
    ])
    // Without the secret, the digest of what was sent is not that of any guess.
    expect(entry?.digest).not.toBe(digestWithoutMeta(amend()))
    expect(await store().send(id, amend(april('10')), { key: 'k' })).toMatchObject({
      refusal: { rule: 'event.key-reused' },
    })
    await store().erase(candidateId)
    expect(await sql('select secret from baokao.registration where id = $1', [id])).toEqual([
      { secret: null },
    ])
    expect(await store().send(id, amend(), { key: 'k' })).toEqual({ ...first, repeated: true })
    expect(await store().send(id, amend(april('10')), { key: 'k' })).toEqual({ ...first, repeated: true })
    expect(await store().send(id, amend(april('10')), { key: 'new' })).toMatchObject({ accepted: true })
    expect(await store().send(id, amend(april('10')), { key: 'new' })).toMatchObject({ repeated: true })
    expect(await store().open(input)).toMatchObject({ accepted: true, repeated: true })
    expect(await store().open({ ...input, candidateId: fresh('C') })).toMatchObject({
      refusal: { rule: 'registration.id-in-use' },
    })
  })
})

describe.each(both)('prune on %s', (_, on) => {
  const bench = on()

  it('removes handled facts and answers stored before an instant; a repeat is expired, and replay the same', async () => {
    const store = bench().store()
    await deliverAll(store)
    const lives = []
    for (const number of numbers) lives.push(await lived(store, number))
    const [one] = lives
    if (one === undefined) throw new Error('no life')
    const facts = lives.reduce(
      (sum, { answers }) => sum + answers.flatMap((answer) => answer.facts).length,
      0,
    )
    // Not handled, and not yet old enough.
    expect(await store.prune({ before: earlier })).toEqual({ facts: 0, answers: 0 })
    const refused = lives.flatMap(({ answers }) => answers).filter(({ accepted }) => !accepted).length
    expect(refused).toBeGreaterThan(0)
    expect(await store.prune({ before: later })).toEqual({ facts: 0, answers: refused })
    await deliverAll(store)
    expect(await store.prune({ before: earlier })).toEqual({ facts: 0, answers: 0 })
    const removed = await store.prune({ before: later })
    expect(removed.facts).toBeGreaterThanOrEqual(facts)
    expect(removed.answers).toBe(0)
    expect(await store.prune({ before: later })).toEqual({ facts: 0, answers: 0 })

    for (const { id, events, answers } of lives) {
      const before = await store.get(id)
      expect(text(await store.replay(id))).toBe(text(before))
      for (const [i, event] of events.entries()) {
        const first = answers[i] as StoredDecision
        const repeat = await store.send(id, event, { key: `k${i}` })
        const isWhole = first.accepted && first.facts.length === 0
        expect(repeat).toMatchObject({ accepted: first.accepted, facts: [], repeated: true })
        expect(repeat.revision).toBe(first.revision)
        expect(repeat.expired).toBe(isWhole ? undefined : true)
        expect((repeat as { refusal?: { rule: string } }).refusal?.rule).toBe(
          (first as { refusal?: { rule: string } }).refusal?.rule,
        )
      }
      expect(await store.get(id)).toEqual(before)
    }
    // Another event under the key is still refused.
    expect(await store.send(one.id, amend(), { key: 'k0' })).toMatchObject({
      refusal: { rule: 'event.key-reused' },
    })
  })

  it('leaves what one of several consumers has not handled, and dead letters', async () => {
    const store = bench().store()
    await deliverAll(store)
    await store.addConsumer('bank', { from: 'now', types: ['commitment.signed' as never] }).catch(() => {})
    await store.removeConsumer('bank')
    await store.addConsumer('mail', { from: 'now' })
    const { id } = await lived(store, 0)
    await deliverAll(store)
    const all = await counted(bench(), 'outbox', id)
    expect(await store.prune({ before: later })).toMatchObject({ facts: 0 })
    let failed = 0
    await store.deliver(
      ({ registrationId }) => {
        if (registrationId !== id || failed > 0) return
        failed += 1
        throw new Error('no')
      },
      { consumer: 'mail', tries: 1 },
    )
    expect((await store.deadLetters({ consumer: 'mail' })).total).toBe(1)
    await store.prune({ before: later })
    expect(await counted(bench(), 'outbox', id)).toBe(1)
    expect(all).toBeGreaterThan(1)
    const { letters } = await store.deadLetters({ consumer: 'mail' })
    await store.retryDeadLetters({ consumer: 'mail', ids: letters.map((letter) => letter.id) })
    const handled: Fact[] = []
    await store.deliver(({ fact }) => void handled.push(fact), { consumer: 'mail' })
    expect(handled).toHaveLength(1)
    expect(await store.prune({ before: later })).toMatchObject({ facts: 1 })
    await store.removeConsumer('mail')
  })
})

describe.each(both)('archive on %s', (_, on) => {
  const bench = on()

  it('moves the log of an ended registration, which replays with it, and is decided on', async () => {
    const store = bench().store()
    const { id, input, events, answers } = await lived(store, 6)
    const open = await lived(store, 0)
    const before = await store.get(id)
    expect(before?.state).toMatch(/^ended/)
    const log = await store.log(id)
    const archived: ArchivedRegistration[] = []
    const write = (part: ArchivedRegistration) => void archived.push(JSON.parse(text(part)))
    // A fact is open, and the log is too young.
    expect(await store.archive({ before: later }, write)).toBe(0)
    await deliverAll(store)
    expect(await store.archive({ before: earlier }, write)).toBe(0)
    expect(archived).toEqual([])
    expect(await store.archive({ before: later }, write)).toBeGreaterThan(0)
    expect(await store.archive({ before: later }, write)).toBe(0)
    const [part] = archived.filter(({ registrationId }) => registrationId === id)
    expect(part).toMatchObject({ version: 1, candidateId: input.candidateId, after: 0, revision: log.length })
    expect(part?.log.map(({ key }) => key)).toEqual([undefined, ...events.map((__, i) => `k${i}`)])
    expect(part?.facts.map(({ fact }) => fact)).toEqual(answers.flatMap(({ facts }) => facts))
    expect(part?.log.some(({ personal }) => personal !== undefined)).toBe(
      log.some(({ event }) => text(event).includes(profile.name)),
    )
    expect(await counted(bench(), 'log', id)).toBe(0)
    expect(await counted(bench(), 'outbox', id)).toBe(0)
    // A registration that has not ended stays.
    if ((await store.get(open.id))?.state.startsWith('ended') === false)
      expect(await counted(bench(), 'log', open.id)).toBeGreaterThan(0)

    expect(await store.get(id)).toEqual(before)
    expect(await store.log(id)).toEqual([])
    await expect(store.replay(id)).rejects.toMatchObject({
      code: 'archived',
      message: expect.stringMatching(/archive.*entries 1 to/),
      text: { zh: expect.stringContaining('归档') },
    })
    expect(text(await store.replay(id, { archive: archived }))).toBe(text(before))
    expect(text(await store.replay(id, { archive: part as ArchivedRegistration }))).toBe(text(before))
    const [other] = archived.filter(({ registrationId }) => registrationId !== id)
    expect(await codeOf(store.replay(id, { archive: other ? [other] : [] }))).toBe('archived')

    // Repeats are not decided, and another event under a key is refused.
    for (const [i, event] of events.entries()) {
      const { accepted, revision } = answers[i] as StoredDecision
      const repeat = await store.send(id, event, { key: `k${i}` })
      expect(repeat).toMatchObject({
        accepted,
        revision,
        facts: [],
        fired: [],
        repeated: true,
        expired: true,
      })
      expect(repeat.snapshot).toEqual(before?.snapshot)
    }
    const items = events.map((event, i) => ({ id, event, key: `k${i}` }))
    expect(await store.sendAll(items)).toMatchObject({ sent: items.length, repeated: items.length })
    expect(await store.open(input)).toMatchObject({
      accepted: true,
      repeated: true,
      expired: true,
      revision: 1,
    })
    expect(await store.open({ ...input, history: { credits: [] } })).toMatchObject({
      refusal: { rule: 'registration.id-in-use' },
    })
    const reused = { refusal: { rule: 'event.key-reused' } }
    expect(await store.send(id, amend(), { key: 'k0' })).toMatchObject(reused)
    expect(await store.get(id)).toEqual(before)

    // What comes later is taken, replays after the archive, and is archived in its turn.
    const at = new Date(before?.snapshot.context.at ?? 0).toISOString()
    const finding = sent('finding.record', { at, by: office, finding: 'falseMaterials' })
    expect(await store.send(id, finding, { key: 'later' })).toMatchObject({ revision: log.length + 1 })
    const after = await store.get(id)
    expect(after?.revision).toBe(log.length + 1)
    expect(await store.log(id)).toHaveLength(1)
    expect(text(await store.replay(id, { archive: archived }))).toBe(text(after))
    await deliverAll(store)
    expect(await store.archive({ before: later }, write)).toBe(1)
    expect(archived.at(-1)).toMatchObject({ after: log.length, revision: log.length + 1 })
    expect(text(await store.replay(id, { archive: archived }))).toBe(text(after))
    expect(await codeOf(store.replay(id, { archive: part as ArchivedRegistration }))).toBe('archived')
    expect(await store.send(id, finding, { key: 'later' })).toMatchObject({ repeated: true, expired: true })
  })

  it('keeps the rows if the writer fails; the next run hands them over again, and the later part is right', async () => {
    const store = bench().store()
    const { id } = await lived(store, 6)
    await deliverAll(store)
    const written: ArchivedRegistration[] = []
    const failing = async (part: ArchivedRegistration) => {
      written.push(part)
      throw new RangeError('the disk is full')
    }
    await expect(store.archive({ before: later }, failing)).rejects.toThrow(
      new RangeError('the disk is full'),
    )
    expect(await counted(bench(), 'log', id)).toBeGreaterThan(0)
    // Something comes in between: the part that was written first is out of date.
    const at = new Date((await store.get(id))?.snapshot.context.at ?? 0).toISOString()
    await store.send(id, sent('finding.record', { at, by: office, finding: 'falseMaterials' }))
    await deliverAll(store)
    expect(await store.archive({ before: later, limit: 1 }, (part) => void written.push(part))).toBe(1)
    const parts = written.filter(({ registrationId }) => registrationId === id)
    expect(parts.map(({ after }) => after)).toEqual([0, 0])
    expect(text(await store.replay(id, { archive: parts }))).toBe(text(await store.get(id)))
    expect(await codeOf(store.replay(id, { archive: parts.slice(0, 1) }))).toBe('archived')
  })

  it('erases a candidate with an archived registration; without its personal data the archive replays, too', async () => {
    const store = bench().store()
    const { id, candidateId } = await lived(store, 6)
    await deliverAll(store)
    const archived: ArchivedRegistration[] = []
    await store.archive({ before: later }, (part) => void archived.push(part))
    const before = await store.get(id)
    expect(await store.erase(candidateId)).toBe(0)
    const cleaned = archived.map((part) => ({
      ...part,
      log: part.log.map(({ personal: __, answer: ___, ...row }) => row),
    }))
    expect(text(await store.replay(id, { archive: cleaned }))).toBe(text(before))
    expect(await store.personalData(id)).toBeUndefined()
  })

  it('refuses wrong options', async () => {
    const store = bench().store()
    for (const wrong of [
      store.prune({} as never),
      store.prune({ before: '2024' }),
      store.archive({ before: later, limit: 0 }, () => {}),
      store.archive({ before: later }, undefined as never),
      store.replay('R', { archive: { version: 2 } as never }),
      store.repair('R', { archve: [] } as never),
    ])
      await expect(wrong).rejects.toBeInstanceOf(RangeError)
    const aborted = AbortSignal.abort()
    expect(await store.prune({ before: later, signal: aborted })).toEqual({ facts: 0, answers: 0 })
    expect(await store.archive({ before: later, signal: aborted }, () => {})).toBe(0)
  })
})

describe.each(both)('repair on %s', (_, on) => {
  const bench = on()

  it('writes back what replay gives, and says what differed', async () => {
    const { store: create, sql } = bench()
    const store = create()
    const { id } = await lived(store, 0)
    const row = async () => (await sql('select * from baokao.registration where id = $1', [id]))[0]
    const tasks = () => sql('select * from baokao.task where registration_id = $1 order by task', [id])
    const [whole, waiting] = [await row(), await tasks()]
    expect(await store.repair(id)).toEqual({ repaired: false, columns: [], tasks: [] })
    await sql(
      `update baokao.registration set snapshot = '{', state = 'paying', ended = true, place = 'x', level = '',
        next_due = '2001-01-01', snapshot_version = 7 where id = $1`,
      [id],
    )
    await sql('delete from baokao.task where registration_id = $1', [id])
    await sql(
      `insert into baokao.task values ($1, 'payment', '2001-01-01', '', '', 'x', 2001), ($1, 'review', now(), '', '', '', 1)`,
      [id],
    )
    expect(await codeOf(store.get(id))).toBe('unreadable')
    const repaired = await store.repair(id)
    expect(repaired?.repaired).toBe(true)
    expect(repaired?.columns).toEqual(expect.arrayContaining(['snapshot', 'snapshot_version', 'place']))
    expect(await row()).toEqual(whole)
    const without = (rows: Record<string, unknown>[]) => rows.map(({ since: __, ...rest }) => rest)
    expect(without(await tasks())).toEqual(without(waiting))
    expect(await store.repair(id)).toEqual({ repaired: false, columns: [], tasks: [] })
    expect(await store.repair('nobody')).toBeUndefined()
  })

  it('keeps since when a task waits, if it goes on', async () => {
    const { store: create, sql } = bench()
    const store = create()
    const input = opening()
    const { registrationId: id } = input
    await store.open(input)
    const since = async () => sql('select task, since from baokao.task where registration_id = $1', [id])
    const before = await since()
    expect(before.length).toBeGreaterThan(0)
    await sql(`update baokao.task set place = 'x' where registration_id = $1`, [id])
    expect(await store.repair(id)).toMatchObject({ repaired: true, columns: [] })
    expect(await since()).toEqual(before)
  })

  it('refuses if the log cannot be replayed, and repairs an archived registration with its archive', async () => {
    const { store: create, sql } = bench()
    const store = create()
    const { id } = await lived(store, 6)
    await sql('update baokao.registration set revision = revision + 1 where id = $1', [id])
    await expect(store.repair(id)).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('has no entry'),
    })
    await sql('update baokao.registration set revision = revision - 1 where id = $1', [id])
    await deliverAll(store)
    const archive: ArchivedRegistration[] = []
    await store.archive({ before: later }, (part) => void archive.push(part))
    const before = await store.get(id)
    await sql(`update baokao.registration set snapshot = 'null' where id = $1`, [id])
    expect(await codeOf(store.repair(id))).toBe('archived')
    expect(await store.repair(id, { archive })).toMatchObject({ repaired: true, columns: ['snapshot'] })
    expect(text(await store.get(id))).toBe(text(before))
  })
})

describe.each(both)('a damaged row on %s', (_, on) => {
  const bench = on()

  it.each(['', '{', 'null', '{"version":2}', '{"version":1,"value":"x"}'])(
    'comes marked in a page of find (%j)',
    async (damage) => {
      const { store: create, sql } = bench()
      const store = create()
      const inputs = [opening(), opening(), opening()]
      for (const input of inputs) await store.open(input)
      const ids = inputs.map(({ registrationId }) => registrationId).sort()
      const whole = await store.find({ ids })
      const damagedId = ids[1] ?? ''
      await sql('update baokao.registration set snapshot = $2 where id = $1', [damagedId, damage])
      const found = await store.find({ ids })
      expect([found[0], found[2]]).toEqual([whole[0], whole[2]])
      const { candidateId, state, revision, tasks } = whole[1] ?? {}
      expect(found[1]).toEqual({
        registrationId: damagedId,
        candidateId,
        state,
        revision,
        tasks,
        damaged: { zh: expect.stringContaining('repair()'), en: expect.stringContaining('repair()') },
      })
      expect(await codeOf(store.get(damagedId))).toBe('unreadable')
      expect(await store.repair(damagedId)).toMatchObject({ repaired: true })
      expect(await store.find({ ids })).toEqual(whole)
    },
  )

  it('is refused for a repeat, too: its answer has a snapshot', async () => {
    const { store: create, sql } = bench()
    const store = create()
    const input = opening()
    await store.open(input)
    await store.send(input.registrationId, amend(), { key: 'k' })
    await sql(`update baokao.registration set snapshot = '' where id = $1`, [input.registrationId])
    const refused = { accepted: false, refusal: { rule: 'snapshot.malformed' }, repeated: false }
    expect(await store.send(input.registrationId, amend(), { key: 'k' })).toMatchObject(refused)
    expect(await codeOf(store.open(input))).toBe('unreadable')
    await store.repair(input.registrationId)
    expect(await store.send(input.registrationId, amend(), { key: 'k' })).toMatchObject({
      accepted: true,
      repeated: true,
    })
  })
})

describe.each(both)('documents on %s', (_, on) => {
  const bench = on()

  it('cannot be changed, and one that was changed all the same is named by replay', async () => {
    const { store: create, sql } = bench()
    const store = create()
    const input = opening()
    await store.open(input)
    for (const statement of [
      `update baokao.document set body = '{}'`,
      'delete from baokao.document',
      'truncate baokao.document',
    ])
      await expect(sql(statement)).rejects.toThrow(/document is append-only/)
    const [{ notice }] = (await sql('select event::text from baokao.log where registration_id = $1', [
      input.registrationId,
    ]).then((rows) => rows.map(({ event }) => JSON.parse(event as string)))) as [{ notice: string }]
    const [kept] = await sql('select body from baokao.document where hash = $1', [notice])
    await sql('alter table baokao.document disable trigger user')
    for (const body of [`${String(kept?.body).replace('{', '{"x":1,')}`, '{']) {
      await sql('update baokao.document set body = $2 where hash = $1', [notice, body])
      for (const call of [store.replay, store.repair])
        await expect(call(input.registrationId)).rejects.toMatchObject({
          code: 'unreadable',
          message: expect.stringContaining(`the document ${notice} has been changed`),
        })
    }
    await sql('update baokao.document set body = $2 where hash = $1', [notice, kept?.body])
    await sql('alter table baokao.document enable trigger user')
    expect(await store.replay(input.registrationId)).toEqual(await store.get(input.registrationId))
  })
})

describe.each(both)('exportCandidate on %s', (_, on) => {
  const bench = on()

  it('gives all that any table has of a candidate, and nothing of another', async () => {
    const { store, sql } = bench()
    const one = await lived(store(), 0)
    const other = await lived(store(), 2)
    const exported = await store().exportCandidate(one.candidateId)
    const [registration] = exported?.registrations ?? []
    expect(exported).toMatchObject({
      candidateId: one.candidateId,
      registrations: [{ registrationId: one.id }],
    })
    expect(registration?.log).toEqual(await store().log(one.id, { limit: 1000 }))
    expect(registration?.log.map(({ event }) => text(event)).join()).toContain(profile.idNumber)
    const rows = await sql(
      'select fact::text as fact from baokao.outbox where registration_id = $1 order by seq',
      [one.id],
    )
    expect(registration?.facts.map(({ fact }) => text(fact))).toEqual(rows.map(({ fact }) => fact))
    expect(registration?.deliveries).toHaveLength(rows.length)
    expect(registration?.snapshot).toEqual((await store().get(one.id))?.snapshot)
    expect(Object.keys(exported?.carryOver ?? {})).toEqual([one.id])
    expect(text(exported)).not.toContain(other.id)
    expect(JSON.parse(text(exported))).toEqual(exported)
    await store().erase(one.candidateId)
    expect(text(await store().exportCandidate(one.candidateId))).not.toContain(profile.idNumber)
    expect(await store().exportCandidate('nobody')).toBeUndefined()
    expect(await store().exportCandidate('\0')).toBeUndefined()
  })
})

describe('the commands prune and archive', () => {
  const bench = onPostgres()
  const folder = mkdtempSync(join(tmpdir(), 'baokao-archive-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const colors = pc.createColors(false)
  const styleIn = (lang: 'zh' | 'en') => ({ lang, colors, registrations: createRegistrations() })
  const printed = async (call: (print: (line: string) => void) => Promise<number>) => {
    const lines: string[] = []
    expect(await call((line) => lines.push(line))).toBe(0)
    return lines.join('\n')
  }

  it('append ended registrations to a file, which replays them, and remove the facts of others', async () => {
    const store = bench().store()
    const [one, other, open] = [await lived(store, 6), await lived(store, 6), await lived(store, 0)]
    await deliverAll(store)
    const states = [await store.get(one.id), await store.get(other.id)]
    const to = join(folder, 'archive.jsonl')
    // An interrupted run has left a part of a line.
    writeFileSync(to, '{"version":1,"regis')
    const options = { store: bench().url, before: '2999-01-01', to }
    expect(await printed((print) => archiveCommand(options, styleIn('en'), print))).toBe(
      `registrations archived 2\nwritten to ${to}`,
    )
    expect(await printed((print) => archiveCommand({ ...options, json: true }, styleIn('zh'), print))).toBe(
      '{"registrations":0}',
    )
    const [torn, ...lines] = readFileSync(to, 'utf8').trimEnd().split('\n')
    expect(torn).toBe('{"version":1,"regis')
    const archive = lines.map((line) => JSON.parse(line) as ArchivedRegistration)
    expect(archive).toHaveLength(2)
    const plain = createStore(bench().database)
    for (const state of states)
      expect(text(await replayFrom(to, state?.registrationId ?? '', plain))).toBe(text(state))
    const facts = await counted(bench(), 'outbox', open.id)
    expect(facts).toBeGreaterThan(0)
    const pruning = { store: bench().url, before: '2000-01-01' }
    expect(await printed((print) => pruneCommand({ ...pruning, json: true }, styleIn('en'), print))).toBe(
      '{"facts":0,"answers":0}',
    )
    expect(
      await printed((print) => pruneCommand({ ...pruning, before: '2999-01-01' }, styleIn('zh'), print)),
    ).toContain(`已删除的结果 ${facts}`)
  })

  it('report a day that is none, and a file that cannot be written', async () => {
    const options = { store: bench().url, to: join(folder, 'no/such/folder'), before: '2999-01-01' }
    expect(() => pruneCommand({ ...options, before: '2024-02-30' }, styleIn('en'), () => {})).toThrow(
      '--before 2024-02-30: must be a day',
    )
    await expect(archiveCommand(options, styleIn('en'), () => {})).rejects.toThrow(
      'cannot be written (ENOENT)',
    )
  })
})

describe('an archive while others write', () => {
  const bench = onPostgres()

  it('waits for none and loses none: what comes meanwhile is stored after it, and keys are decided once', async () => {
    const store = bench().store()
    const { id, events } = await lived(store, 6)
    await deliverAll(store)
    const before = await store.get(id)
    const at = new Date(before?.snapshot.context.at ?? 0).toISOString()
    const finding = sent('finding.record', { at, by: office, finding: 'falseMaterials' })
    const [first] = events
    if (first === undefined) throw new Error('no event')
    const others = [0, 1, 2].map(() => createStore(bench().database, { now: clock.now }))
    clock.set(id, at)
    const archive: ArchivedRegistration[] = []
    let meanwhile: Promise<(StoredDecision | undefined)[]> = Promise.resolve([])
    await store.archive({ before: later }, async (part) => {
      archive.push(part)
      meanwhile = Promise.all([
        others[0]?.send(id, clock.event(id, first), { key: 'k0' }),
        others[1]?.send(id, clock.event(id, finding), { key: 'new' }),
        others[2]?.send(id, clock.event(id, finding), { key: 'new' }),
      ])
      await new Promise((resolve) => setTimeout(resolve, 100))
    })
    const [repeat, ...twice] = await meanwhile
    expect(repeat).toMatchObject({ repeated: true, revision: 2 })
    expect(twice.map((decision) => decision?.repeated).sort()).toEqual([false, true])
    const now = await store.get(id)
    expect(now?.revision).toBe((before?.revision ?? 0) + 1)
    expect(text(await store.replay(id, { archive }))).toBe(text(now))
    expect(await store.log(id)).toHaveLength(1)
  })

  it('never loses a fact to a consumer that is added meanwhile', async () => {
    const store = bench().store()
    const { id } = await lived(store, 6)
    await deliverAll(store)
    let added: Promise<boolean> = Promise.resolve(false)
    await store.archive({ before: later }, async () => {
      added = store.addConsumer('late')
      await new Promise((resolve) => setTimeout(resolve, 100))
    })
    expect(await added).toBe(true)
    // It gets the facts of the registrations that were not archived, and no other.
    const waiting = await counted(bench(), 'delivery', id)
    expect(waiting).toBe(await counted(bench(), 'outbox', id))
    const lost = await bench().sql(`
      select d.* from baokao.delivery d left join baokao.outbox o using (registration_id, revision, n)
      where o.seq is null`)
    expect(lost).toEqual([])
    await store.removeConsumer('late')
  })
})

describe('another role than the owner', () => {
  const bench = onPostgres()
  const role = `app_${fresh('x').replaceAll('-', '_').toLowerCase()}`
  let url = ''

  beforeAll(async () => {
    const { sql } = bench()
    await sql(`create role ${role} login password 'app'`)
    for (const grant of grantStatements(role, 'baokao')) await sql(grant)
    url = bench().url.replace('baokao:baokao@', `${role}:app@`)
  })

  it('uses the store, and can neither remove log and outbox nor run the function', async () => {
    const pool = poolOn(url)
    const store = datedStore(pool)
    const { id } = await lived(store, 6)
    await deliverAll(store)
    expect(await store.replay(id)).toEqual(await store.get(id))
    const { log, outbox } = {
      log: await counted(bench(), 'log', id),
      outbox: await counted(bench(), 'outbox', id),
    }
    for (const statement of [
      'delete from baokao.log',
      'delete from baokao.outbox',
      'truncate baokao.log',
      `select baokao.remove(array['${id}'], now(), true)`,
    ]) {
      await expect(pool.query(statement)).rejects.toThrow(/permission denied/)
      await expect(
        pool
          .query(`select set_config('baokao_removal.allowed', 'yes', false)`)
          .then(() => pool.query(statement)),
      ).rejects.toThrow(/permission denied/)
    }
    const written: ArchivedRegistration[] = []
    expect(await codeOf(store.prune({ before: later }))).toBe('denied')
    expect(await codeOf(store.archive({ before: later }, (part) => void written.push(part)))).toBe('denied')
    expect(written).toEqual([])
    // Even with the right to delete, the triggers let it remove nothing.
    await bench().sql(`grant delete on baokao.log, baokao.outbox to ${role}`)
    const client = await pool.connect()
    await client.query(`select set_config('baokao_removal.allowed', 'yes', false)`)
    for (const statement of ['delete from baokao.log', 'delete from baokao.outbox'])
      await expect(client.query(statement)).rejects.toThrow(/append-only/)
    client.release()
    await pool.end()
    expect([await counted(bench(), 'log', id), await counted(bench(), 'outbox', id)]).toEqual([log, outbox])
  })

  it('and the owner cannot remove them with a plain DELETE either', async () => {
    const { sql, store } = bench()
    const { id } = await lived(store(), 6)
    // The function lets rows go only while it runs.
    const client = await bench().database.connect()
    await client.query('begin')
    await client.query(`select baokao.remove(array['${id}'], now(), false)`)
    await expect(client.query('delete from baokao.log')).rejects.toThrow(/append-only/)
    await client.query('rollback')
    client.release()
    for (const statement of ['delete from baokao.log', 'delete from baokao.outbox', 'truncate baokao.outbox'])
      await expect(sql(statement)).rejects.toThrow(/append-only/)
  })
})

describe('in another schema', () => {
  it('prunes, archives and replays, as an owner that is no superuser', async () => {
    const owner = `owner_${fresh('x').replaceAll('-', '_').toLowerCase()}`
    const url = await freshDatabase()
    const admin = poolOn(url, 1)
    await admin.query(`create role ${owner} login password 'owner'`)
    await admin.query(`grant create on database ${new URL(url).pathname.slice(1)} to ${owner}`)
    await admin.end()
    const pool = poolOn(url.replace('baokao:baokao@', `${owner}:owner@`))
    const store = datedStore(pool, { schema: 'exams' })
    await store.migrate()
    const { id } = await lived(store, 6)
    await deliverAll(store)
    const before = await store.get(id)
    await expect(pool.query('delete from exams.log')).rejects.toThrow(/append-only/)
    expect((await store.prune({ before: later })).facts).toBeGreaterThan(0)
    const archive: ArchivedRegistration[] = []
    expect(await store.archive({ before: later }, (part) => void archive.push(part))).toBe(1)
    expect(text(await store.replay(id, { archive }))).toBe(text(before))
    await pool.end()
  })
})
