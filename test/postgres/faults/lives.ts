import { createHash } from 'node:crypto'
import { type Journey, type OpenInput, type RegistrationEvent, runJourney } from '../../../src'
import { openInputOf } from '../../../src/journey'
import type { FactHandler, Store, StoredDecision } from '../../../src/postgres'
import { journeyPath, readText } from '../../support/files'
import { monotonic, opening, type Tell } from './told'

/** The part of a store that a life needs. */
export type Living = Pick<Store, 'open' | 'send' | 'sendAll'>

/** Two exams, so that a candidate can have a live registration for each, and what one tells reaches the other. */
const journeys = {
  'social-worker': [
    'commitment-to-certificate',
    'certificate-revoked',
    'proof-route',
    'found-before-paying',
    'mail-after-proof',
    'money-owed-back',
    'misconduct-while-qualifying',
    'finding-on-an-abandoned-registration',
    'temporary-scan',
    'withdrawal',
    'found-ineligible',
    'not-passed',
  ],
  'gd-constructor-2': ['exemption-level', 'form-until-confirmed', 'exemption-withdrawn'],
}

/** The journey of a life, as text; run from the project's root. */
function journeyOf(number: number): string {
  const some = number % 2 === 0 ? journeys['social-worker'] : journeys['gd-constructor-2']
  return readText(journeyPath(some[Math.floor(number / 2) % some.length] as string))
}

export const idOf = (number: number): string => `R${number}`

/** A life by its number, always with the same opening and the same events. */
export function lifeOf(number: number): { input: OpenInput; events: RegistrationEvent[] } {
  const ids = { registrationId: idOf(number), candidateId: `C${Math.floor(number / 2)}` }
  // Orders and refunds are named after the registration.
  const journey = JSON.parse(journeyOf(number).replaceAll('"R-', `"${ids.registrationId}-`)) as Journey
  const { input } = openInputOf(journey, ids)
  const events = runJourney(journey, { ids }).steps.map(({ event }) => event)
  if (number % 3 !== 2) return { input, events }
  // Some break off, and somebody comes years too late: what is refused fires the deadlines before it.
  const late: RegistrationEvent<'proof.approve'> = {
    type: 'proof.approve',
    at: '2027-01-01T10:00:00+08:00',
    by: { role: 'office', id: 'office' },
  }
  return { input, events: [...events.slice(0, number % events.length), late] }
}

export const digestOf = (answer: unknown): string =>
  createHash('sha256').update(JSON.stringify(answer)).digest('hex').slice(0, 16)

/**
 * Lives a life through a store, each event under a key of its own.
 * @param answered how many of its events are known to be answered; the last of them is sent once more, to be answered
 *   the same
 */
export async function live(store: Living, number: number, answered: number, tell: Tell): Promise<void> {
  const { input, events } = lifeOf(number)
  const id = input.registrationId
  const say = (key: string, answer: StoredDecision) => {
    const rule = answer.accepted ? null : answer.refusal.rule
    tell({ what: 'answered', id, key, rule, answer: digestOf(answer) })
  }
  if (answered === 0) say(opening, await store.open(input))
  const items = events
    .map((event, i) => ({ id, event, key: `event ${i + 1}` }))
    .slice(Math.max(0, answered - 1))
  // Some in bulk, the others one by one.
  if (number % 5 === 0) {
    await store.sendAll(items, { batch: 3, onDecision: ({ key = '' }, answer) => say(key, answer) })
    return
  }
  for (const { event, key } of items) say(key, await store.send(id, event, { key }))
}

/** Lives many lives, so many at the same moment. */
export async function liveAll(lanes: number, next: () => (() => Promise<void>) | undefined): Promise<void> {
  const lane = async () => {
    for (let life = next(); life !== undefined; life = next()) await life()
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

/** A handler that takes its time, fails now and then, and tells of what it handled. */
export const handling =
  (random: () => number, tell: Tell): FactHandler =>
  async ({ id }) => {
    const from = monotonic()
    for (let i = Math.floor(random() * 4); i > 0; i -= 1) await new Promise(setImmediate)
    if (random() < 0.1) throw new Error('not now')
    tell({ what: 'handled', fact: id, from, to: monotonic() })
  }

/** Numbers between 0 and 1, the same from the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Some instant of the year in which the lives are lived. */
export const someInstant = (random: () => number): string =>
  new Date(Date.parse('2024-03-01T00:00:00Z') + random() * 300 * 86_400_000).toISOString()

/** Later than every deadline. */
export const theEnd = '2099-01-01T00:00:00+08:00'
