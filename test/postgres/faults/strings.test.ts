import type { PGlite } from '@electric-sql/pglite'
import type { Pool } from 'pg'
import { describe, expect, it } from 'vitest'
import { type Decision, decide, open, type RegistrationEvent, runJourney, type Snapshot } from '../../../src'
import { openInputOf } from '../../../src/journey'
import type { Queryable, Store, StoredDecision } from '../../../src/postgres'
import { journeysByStage } from '../../support/files'
import { isLogged } from '../../support/logged'
import { third } from '../../support/sample'
import { type DatedStore, datedStore } from '../datedStore'
import { type Bench, both, fresh, opening, sent } from '../support'
import { hostileTexts, kindOf, kindsOfTexts, withText } from './strings'

const at = '2024-04-09T10:00:00+08:00'
const by = { role: 'office', id: 'office' } as const
const amend = sent('history.amend', { at, by, history: { credits: [] } })
const texts = Object.entries(hostileTexts)
/** Whether PostgreSQL returns a text unchanged. */
const storable = (text: string) => !text.includes('\0') && Buffer.from(text).toString() === text
/** A value after it went through JSON. */
const roundTrip = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** The digest of every table. */
async function tableDigests({ sql }: Bench): Promise<unknown> {
  const tables = [
    'document',
    'candidate',
    'registration',
    'log',
    'outbox',
    'amendment',
    'notice',
    'migration',
  ]
  const digests = tables.map(
    (table) => `(select md5(string_agg(t::text, '|' order by t::text)) from baokao.${table} t) as ${table}`,
  )
  return (await sql(`select ${digests.join(', ')}`))[0]
}

class Rollback extends Error {}

/** Runs work with a store in a transaction that is rolled back. */
async function rolledBack(bench: Bench, work: (store: DatedStore) => Promise<void>): Promise<void> {
  const within = (tx: Queryable) =>
    datedStore({ query: (...given) => tx.query(...given), transaction: (run) => run(tx) })
  if ('totalCount' in bench.database) {
    const client = await (bench.database as Pool).connect()
    await client.query('begin')
    try {
      await work(within(client))
    } finally {
      await client.query('rollback')
      client.release()
    }
    return
  }
  const rollingBack = (bench.database as PGlite).transaction(async (tx) => {
    await work(within(tx as Queryable))
    throw new Rollback()
  })
  await rollingBack.catch((error: unknown) => {
    if (!(error instanceof Rollback)) throw error
  })
}

/** Journeys with events of nearly all senders. */
const journeyNames = [
  'account-step-by-step',
  'commitment-to-certificate',
  'proof-route',
  'corrections-before-paying',
  'check-by-hand',
  'certificate-revoked',
]

// PGlite runs the same SQL, so one database is enough.
describe.each(both.slice(0, 1))('a text sent to the store on %s', (_, on) => {
  const bench = on()
  let field = 0
  /** A third of the texts for each field, in turn. */
  const some = () => {
    field += 1
    return third(texts, field % 3)
  }

  const calls: Record<string, (store: Store, text: string) => Promise<unknown>> = {
    'id of get': (store, text) => store.get(text),
    'id of replay': (store, text) => store.replay(text),
    'id of log': (store, text) => store.log(text),
    'id of personalData': (store, text) => store.personalData(text),
    'id of send': (store, text) => store.send(text, amend),
    'id and key of send': (store, text) => store.send(text, amend, { key: text }),
    'id and key of sendAll': (store, text) => store.sendAll([{ id: text, event: amend, key: text }]),
    'notice and key of sendToNotice': (store, text) =>
      store
        .sendToNotice(text, sent('exam.cancel', { at, by, reason: text }), { key: text, dryRun: true })
        .catch((error: unknown) => expect(error).toBeInstanceOf(RangeError)),
    'notice of amendments': (store, text) => store.amendments(text),
    'candidate of erase': (store, text) => store.erase(text),
    'fact of retryDeadLetters': (store, text) => store.retryDeadLetters({ ids: [text] }),
    'registration of retryDeadLetters': (store, text) => store.retryDeadLetters({ ids: [`${text}/1/0`] }),
    'ids of find': (store, text) => store.find({ ids: [text] }),
    'candidate of find': (store, text) => store.find({ candidateId: text }),
    'exam of find': (store, text) => store.find({ exam: text }),
    'notice of find': (store, text) => store.find({ notice: text }),
    'state of find': (store, text) => store.find({ state: text }),
    'after of find': (store, text) => store.find({ after: text, limit: 1 }),
  }

  it.each(Object.entries(calls))('is only data as the %s, and changes nothing', async (_, call) => {
    await bench().store().open(opening())
    const before = await tableDigests(bench())
    for (const [, text] of texts) await call(bench().store(), text)
    expect(await tableDigests(bench())).toEqual(before)
  })

  it('is rejected as an instant with an error that names the option', async () => {
    const before = await tableDigests(bench())
    for (const [, text] of texts) {
      await expect(bench().store().fireDeadlines({ until: text })).rejects.toThrow(
        /^fireDeadlines: until .*must be an instant/,
      )
      await expect(bench().store().find({ dueBefore: text })).rejects.toThrow(
        /^find: dueBefore .*must be an instant/,
      )
    }
    expect(await tableDigests(bench())).toEqual(before)
  })

  it('as an id finds the registration with that id, and no other', async () => {
    const fit = texts.filter(([, text]) => open(opening({ registrationId: text })).accepted)
    await rolledBack(bench(), async (store) => {
      for (const [name, text] of fit) {
        const { accepted } = await store.open(opening({ registrationId: text, candidateId: text }))
        expect(accepted, name).toBe(storable(text))
        if (!accepted) continue
        const entry = await store.get(text)
        expect(entry).toMatchObject({ registrationId: text, candidateId: text })
        expect(await store.find({ ids: [text] })).toMatchObject([entry as object])
        expect(await store.find({ candidateId: text })).toMatchObject([entry as object])
        expect(await store.replay(text)).toEqual(entry)
        expect((await store.send(text, amend, { key: text })).accepted).toBe(true)
        expect((await store.log(text)).map(({ key }) => key)).toEqual([undefined, text])
        expect(await store.erase(text)).toBe(0)
      }
    })
  })

  it('is accepted as a key if it is storable and has 1 to 200 characters, and refused otherwise', async () => {
    const { store } = bench()
    const input = opening()
    await store().open(input)
    for (const [name, text] of texts) {
      const fits = storable(text) && text.length >= 1 && text.length <= 200
      const send = () => store().send(input.registrationId, amend, { key: text })
      const decision = await send()
      expect(decision.accepted, name).toBe(fits)
      if (!decision.accepted)
        expect(decision.refusal).toMatchObject({ rule: 'event.malformed', issues: [{ path: 'key' }] })
      expect(await send()).toEqual({ ...decision, repeated: fits })
    }
    const keys = (await store().log(input.registrationId)).flatMap(({ key }) => key ?? [])
    expect(keys).toEqual(texts.map(([, text]) => text).filter((text) => keys.includes(text)))
    expect(keys.length).toBeGreaterThan(20)
  })

  it('in any field of an opening opens a registration or is refused', async () => {
    const input = opening({
      history: { integrity: [{ kind: 'serious', from: '2019-01-01', until: '2020-01-01' }] },
    })
    const before = await tableDigests(bench())
    let accepted = 0
    // The store opens at its own time.
    for (const path of kindsOfTexts(input).filter((path) => path[0] !== 'at')) {
      for (const [name, text] of some()) {
        const given = withText(input, path, text)
        const expected = open(given)
        // A malformed input never reaches the database.
        const check = async (store: DatedStore) => {
          const decision = await store.open(given)
          const where = `${path.join('.')}: ${name}`
          if (!decision.accepted) {
            expect(decision.refusal.rule, where).toBe('input.malformed')
            expect(expected.accepted && storable(text), where).toBe(false)
            return
          }
          accepted += 1
          expect(decision, where).toEqual({ ...expected, repeated: false, revision: 1 })
          expect(await store.open(given), where).toEqual({ ...decision, repeated: true })
          const entry = await store.get(given.registrationId)
          expect(entry?.snapshot, where).toEqual(roundTrip(decision.snapshot))
          expect(await store.replay(given.registrationId), where).toEqual(entry)
        }
        await (expected.accepted ? rolledBack(bench(), check) : check(bench().store()))
      }
    }
    expect(await tableDigests(bench())).toEqual(before)
    expect(accepted).toBeGreaterThan(30)
  })

  it('in any field of an event gets the decision of decide, and the log returns it unchanged', async () => {
    const seen = new Set<string>()
    let accepted = 0
    for (const [, journey] of journeysByStage().filter(([file]) =>
      journeyNames.some((one) => file.endsWith(`/${one}.json`)),
    )) {
      const ids = { registrationId: fresh('R'), candidateId: fresh('C') }
      const { input } = openInputOf(journey, ids)
      await bench().store().open(input)
      const right = runJourney(journey, { ids }).steps.map(({ event }) => event)
      for (const event of right) {
        const snapshot = (await bench().store().get(ids.registrationId))?.snapshot as Snapshot
        // What a candidate does happens at the time of the store.
        const dated = event.by.role === 'candidate'
        const tries = kindsOfTexts(event)
          .filter((path) => !(dated && path[0] === 'at'))
          .filter((path) => seen.size < seen.add(`${event.type} ${kindOf(path)}`).size)
          .flatMap((path) => some().map(([, text]) => withText(event, path, text)))
          .map((one): Tried => ({ event: one, expected: decide(snapshot, one) }))
        const taken = tries.filter(({ expected }) => expected.accepted)
        // Refusals change nothing, so they are sent one after the other.
        const refused = tries.filter(({ expected }) => !expected.accepted && expected.fired.length === 0)
        accepted += taken.length
        for (const some of [...taken.map((one) => [one]), refused])
          await rolledBack(bench(), (store) => sendAndCheck(store, ids.registrationId, some))
        await bench().store().send(ids.registrationId, event)
      }
    }
    expect(accepted).toBeGreaterThan(15)
  })
})

/** An event and its expected decision. */
type Tried = { event: RegistrationEvent; expected: Decision }

/** Sends a single event, or several that are refused, and checks the decisions, the log and the replay. */
async function sendAndCheck(store: DatedStore, id: string, tried: readonly Tried[]): Promise<void> {
  const after = (await store.get(id))?.revision ?? 0
  const items = tried.map(({ event }, i) => ({ id, event, key: `try ${i}` }))
  const decisions: StoredDecision[] = []
  await store.sendAll(items, { onDecision: (_, decision) => decisions.push(decision) })
  const log = await store.log(id, { after, limit: tried.length })
  let revision = after
  for (const [i, { event, expected }] of tried.entries()) {
    if (isLogged(expected)) {
      expect(log[revision - after]?.event).toEqual(roundTrip(event))
      revision += 1
    }
    expect(decisions[i]).toEqual({ ...expected, repeated: false, revision })
  }
  expect(log).toHaveLength(revision - after)
  expect(await store.replay(id)).toEqual(await store.get(id))
}
