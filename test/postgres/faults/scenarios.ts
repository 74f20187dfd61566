import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Journey, type OpenInput, type RegistrationEvent, runJourney } from '../../../src'
import { openInputOf } from '../../../src/journey'
import type { StoredDecision } from '../../../src/postgres'

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

/** A journey as text, from the working directory, because the worker is bundled elsewhere. */
const textOf = (name: string): string => readFileSync(`examples/journeys/${name}.json`, 'utf8')

/** A journey for given ids: its opening and its events. The ids of orders and refunds contain the registration's id. */
function played(name: string, ids: { registrationId: string; candidateId: string }): Scenario {
  const journey = JSON.parse(textOf(name).replaceAll('"R-', `"${ids.registrationId}-`)) as Journey
  const { input } = openInputOf(journey, ids)
  return { input, events: runJourney(journey, { ids }).steps.map(({ event }) => event) }
}

const journeyOf = (number: number): string => {
  const some = number % 2 === 0 ? journeys['social-worker'] : journeys['gd-constructor-2']
  return some[Math.floor(number / 2) % some.length] as string
}

const idOf = (number: number): string => `R${number}`

export type Scenario = { input: OpenInput; events: RegistrationEvent[] }

/** The scenario with this number; always the same opening and events. */
export function scenarioOf(number: number): Scenario {
  const candidateId = `C${Math.floor(number / 2)}`
  const scenario = played(journeyOf(number), { registrationId: idOf(number), candidateId })
  return number % 3 === 2 ? endingLate(scenario, number) : scenario
}

/** A scenario that stops early and then gets an event years too late; its refusal fires the deadlines before it. */
function endingLate({ input, events }: Scenario, number: number): Scenario {
  const late: RegistrationEvent<'proof.approve'> = {
    type: 'proof.approve',
    at: '2027-01-01T10:00:00+08:00',
    by: { role: 'office', id: 'office' },
  }
  return { input, events: [...events.slice(0, number % events.length), late] }
}

/** Journeys for one exam and notice, with forfeits, records, credits, payments and refunds. */
const ofOneExam = [
  'declaring/withdrawal',
  'paying/money-owed-back',
  'certified/certificate-revoked',
  'declaring/proof-route',
  'lives/2-given-up-and-paid-twice',
  'ended/found-before-paying',
  'paying/refunds-paid-back',
  'declaring/not-uploaded-in-time',
  'qualifying/misconduct-while-qualifying',
  'paying/one-number-two-amounts',
  'certified/mail-after-proof',
  'marking/not-passed',
  'paying/paid-before-the-withdrawal',
  'declaring/proof-never-reviewed',
  'ended/found-ineligible',
  'ended/exam-cancelled',
  'qualifying/temporary-scan',
  'ended/finding-on-an-abandoned-registration',
]

/** How many scenarios share a candidate, and how many a notice. */
const perCandidate = 3
const perNotice = 12

/**
 * A scenario beside others of the same candidate: always two for one exam, in two sittings or as rivals, and one for
 * another exam. A dozen share a notice of their own.
 */
export function familyScenarioOf(number: number): Scenario {
  const family = Math.floor(number / perCandidate)
  const member = number % perCandidate
  const names = member === 1 ? journeys['gd-constructor-2'] : ofOneExam
  const name = names[(family + member * 2) % names.length] as string
  const { input, events } = played(name, { registrationId: idOf(number), candidateId: `C${family}` })
  const id = `${input.notice.id}-${Math.floor(number / perNotice)}`
  const sitting = member === 2 && family % 4 !== 3 ? { sitting: 'other' } : {}
  const scenario = { input: { ...input, notice: { ...input.notice, id, ...sitting } }, events }
  return number % 5 === 4 ? endingLate(scenario, number) : scenario
}

/** The digest of a decision as the store keeps it. */
export function digestOf(decision: object): string {
  const { repeated: _, revision: __, ...stored } = decision as Partial<StoredDecision>
  return createHash('sha256').update(JSON.stringify(stored)).digest('hex').slice(0, 16)
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

/** An instant after every deadline. */
export const theEnd = '2099-01-01T00:00:00+08:00'
