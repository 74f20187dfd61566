import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Pool } from 'pg'
import { type Journey, type OpenInput, type RegistrationEvent, runJourney } from '../../../src'
import { openInputOf } from '../../../src/journey'
import type { FactHandler, SendItem, StoredDecision } from '../../../src/postgres'
import type { DatedStore } from '../datedStore'
import { grouped } from './evidence'
import { monotonic, type Observe, openingKey } from './observations'

/** The part of a store that a scenario needs. */
export type ScenarioStore = Pick<DatedStore, 'open' | 'send' | 'sendAll'>

/** Two exams, so that a candidate can have a live registration for each, and facts of one affect the other. */
const journeys = {
  'social-worker': [
    'certified/commitment-to-certificate',
    'certified/certificate-revoked',
    'declaring/proof-route',
    'ended/found-before-paying',
    'certified/mail-after-proof',
    'paying/money-owed-back',
    'qualifying/misconduct-while-qualifying',
    'ended/finding-on-an-abandoned-registration',
    'qualifying/temporary-scan',
    'declaring/withdrawal',
    'ended/found-ineligible',
    'marking/not-passed',
  ],
  'gd-constructor-2': [
    'declaring/exemption-level',
    'filling/form-until-confirmed',
    'declaring/exemption-withdrawn',
  ],
}

/** The journey of a scenario, as text, from the working directory, because the worker is bundled elsewhere. */
function journeyOf(number: number): string {
  const some = number % 2 === 0 ? journeys['social-worker'] : journeys['gd-constructor-2']
  return readFileSync(`examples/journeys/${some[Math.floor(number / 2) % some.length]}.json`, 'utf8')
}

export const idOf = (number: number): string => `R${number}`

/** The scenario with this number; always the same opening and events. */
export function scenarioOf(number: number): { input: OpenInput; events: RegistrationEvent[] } {
  const ids = { registrationId: idOf(number), candidateId: `C${Math.floor(number / 2)}` }
  // The ids of orders and refunds contain the registration's id.
  const journey = JSON.parse(journeyOf(number).replaceAll('"R-', `"${ids.registrationId}-`)) as Journey
  const { input } = openInputOf(journey, ids)
  const events = runJourney(journey, { ids }).steps.map(({ event }) => event)
  if (number % 3 !== 2) return { input, events }
  // Every third scenario stops early and then gets an event years too late; its refusal fires the deadlines before it.
  const late: RegistrationEvent<'proof.approve'> = {
    type: 'proof.approve',
    at: '2027-01-01T10:00:00+08:00',
    by: { role: 'office', id: 'office' },
  }
  return { input, events: [...events.slice(0, number % events.length), late] }
}

/** The digest of a decision as the store keeps it. */
export function digestOf(decision: object): string {
  const { repeated: _, revision: __, ...stored } = decision as Partial<StoredDecision>
  return createHash('sha256').update(JSON.stringify(stored)).digest('hex').slice(0, 16)
}

/**
 * Plays a scenario through a store, and sends each event under its own key.
 * @param answered how many of its events are known to be decided; the last of them is sent again
 */
export async function playScenario(
  store: ScenarioStore,
  number: number,
  answered: number,
  observe: Observe,
): Promise<void> {
  const { input, events } = scenarioOf(number)
  const id = input.registrationId
  const report = (key: string, decision: StoredDecision) => {
    const rule = decision.accepted ? null : decision.refusal.rule
    observe({ what: 'answered', id, key, rule, answer: digestOf(decision) })
  }
  if (answered === 0) report(openingKey, await store.open(input))
  const items = events
    .map((event, i) => ({ id, event, key: `event ${i + 1}` }))
    .slice(Math.max(0, answered - 1))
  // Every fifth scenario is sent in bulk: together what happens at the same instant.
  if (number % 5 === 0) {
    const onDecision = ({ key = '' }: SendItem, decision: StoredDecision) => report(key, decision)
    for (const together of grouped(items, ({ event }) => event.at).values())
      await store.sendAll(together, { batch: 3, onDecision })
    return
  }
  for (const { event, key } of items) report(key, await store.send(id, event, { key }))
}

/** Runs work on `lanes` concurrent lanes until `next` returns `undefined`. */
export async function runOnLanes(
  lanes: number,
  next: () => (() => Promise<void>) | undefined,
): Promise<void> {
  const lane = async () => {
    for (let work = next(); work !== undefined; work = next()) await work()
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

/** Delivers until no fact is open: a call tries each fact once, and the handler may fail. */
export async function deliverEverything(pool: Pool, deliver: () => Promise<unknown>): Promise<void> {
  const open = 'select from baokao.outbox where delivered_at is null and dead_at is null limit 1'
  do await deliver()
  while ((await pool.query(open)).rowCount !== 0)
}

/** A handler that waits up to three turns of the event loop, fails one time in ten, and reports handled facts. */
export const unreliableHandler =
  (random: () => number, observe: Observe): FactHandler =>
  async ({ id }) => {
    const from = monotonic()
    for (let i = Math.floor(random() * 4); i > 0; i -= 1) await new Promise(setImmediate)
    if (random() < 0.1) throw new Error('not now')
    observe({ what: 'handled', fact: id, from, to: monotonic() })
  }

/** Creates a generator of random numbers from 0 to 1; a seed always gives the same numbers. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A random instant in the 300 days from 1 March 2024, the period of the scenarios. */
export const someInstant = (random: () => number): string =>
  new Date(Date.parse('2024-03-01T00:00:00Z') + random() * 300 * 86_400_000).toISOString()

/** An instant after every deadline. */
export const theEnd = '2099-01-01T00:00:00+08:00'
