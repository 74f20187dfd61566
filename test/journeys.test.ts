import { describe, expect, it } from 'vitest'
import { exams, isIn, type Journey, notices, runJourney, statePaths, titleIn } from '../src'
import { journeys as shippedJourneys } from '../src/journeys'
import { feeOf } from '../src/model/fees'
import { assertPresent } from '../src/schema/primitives'
import { allTransitions, runThroughActor } from './support/actor'
import { journeysByStage, journeysIn, readText } from './support/files'

const journeys = journeysIn('examples/journeys')

it('the package contains every journey by name (`npm run generate` updates the list)', () => {
  const byName = journeys.map(([path, journey]) => [
    path.replace(/^examples\/journeys\/|\.json$/g, ''),
    journey,
  ])
  expect(shippedJourneys).toEqual(Object.fromEntries(byName))
})

describe('every journey', () => {
  it.each(journeys)('%s meets its expectations', (_, journey) => {
    const run = runJourney(journey)
    expect(run.issues).toEqual([])
    expect(run.steps.flatMap(({ failures, step }) => failures.map((failure) => ({ step, failure })))).toEqual(
      [],
    )
  })

  it.each(journeys)('%s has the same results in a live actor', (_, journey) => {
    const { steps, decided } = runThroughActor(journey)
    for (const [i, { decision, step }] of decided.steps.entries()) {
      const actual = { step, ...steps[i] }
      const refused = decision.accepted ? undefined : decision.refusal.rule
      expect(actual).toEqual({ step, value: decision.snapshot.value, facts: decision.facts, refused })
    }
  })
})

/** The journeys from the contract. They must pass unchanged, even if others cover the same transitions. */
/** Journeys that show how a passage of the law is read, whatever transitions they take. */
const law = [
  'corrected-degree-not-confirmed',
  'earned-before-electronic',
  'evidence-stays',
  'no-degree',
  'overseas-degree-on-the-proof-route',
  'proof-reviewed-late',
  'questioned-once',
  'report-before-the-proof',
  'report-owed-on-the-proof-route',
  'reviewed-once',
  'secondary-school-diploma',
  'turning-back-before-confirming',
]

const given = [
  'abandoned',
  'commitment-to-certificate',
  'duplicate-payment',
  'found-ineligible',
  'known-candidate',
  'mail-after-proof',
  'no-return',
  'proof-route',
  'spot-check',
  'temporary-scan',
  'withdrawal',
]

/** The transitions and states that a journey covers. */
function shown(journey: Journey): Set<string> {
  const { transitions, decided } = runThroughActor(journey)
  const states = decided.steps.flatMap(({ decision }) => statePaths(decision.snapshot.value))
  return new Set([...transitions, ...states])
}

describe('snapshots', () => {
  const largest = (journey: Journey) =>
    Math.max(
      ...runJourney(journey).steps.map(({ decision }) =>
        Buffer.byteLength(JSON.stringify(decision.snapshot)),
      ),
    )

  it('are at most 1.5 KiB of JSON along the plain path', () => {
    const plain = journeys.find(([name]) => name.endsWith('commitment-to-certificate.json'))?.[1]
    expect(plain && largest(plain)).toBeLessThanOrEqual(1536)
  })

  it('are at most 1.5 KiB of JSON with ids of realistic length', () => {
    const ids = {
      registrationId: '3f2b8c1e-7a44-4d0e-9b1f-5c6d7e8f9a0b',
      candidateId: 'c9d8e7f6-1234-4abc-8def-0123456789ab',
    }
    const text = readText('examples/journeys/certified/commitment-to-certificate.json')
    const journey = JSON.parse(
      text
        .replaceAll('"R-1"', `"${ids.registrationId}-1"`)
        .replaceAll('"T1"', '"2024040822001412345678901234"'),
    )
    const { steps, passed } = runJourney(journey, { ids })
    expect(passed).toBe(true)
    const bytes = steps.map(({ decision }) => Buffer.byteLength(JSON.stringify(decision.snapshot)))
    expect(Math.max(...bytes)).toBeLessThanOrEqual(1536)
  })

  it('are at most 1.8 KiB with a fee for each subject of each level', () => {
    const levels = {
      junior: { subjects: { general: 5100, practice: 5200 } },
      intermediate: { subjects: { general: 5600, law: 5700, practice: 5800 } },
      senior: { perRegistrationFen: 1000, subjects: { 'practice-senior': 6900 } },
    }
    const journey = JSON.parse(readText('examples/journeys/certified/commitment-to-certificate.json'))
    const notice = { ...assertPresent(notices['gd-2024-social-worker']), fee: { levels } }
    const run = runJourney({ ...journey, exam: exams['social-worker'], notice })
    expect(run.passed).toBe(true)
    const bytes = run.steps.map(({ decision }) => Buffer.byteLength(JSON.stringify(decision.snapshot)))
    expect(Math.max(...bytes)).toBeLessThanOrEqual(1843)
  })

  it('are at most 2 KiB on every journey, and 2.5 KiB for one kind of an exam with several', () => {
    const tooLarge = journeys
      .map(([name, journey]) => [name, largest(journey), journey.kind ? 2560 : 2048] as const)
      .filter(([, bytes, limit]) => bytes > limit)
    expect(tooLarge).toEqual([])
  })
})

/** The end states of a failed registration: not passed, abandoned, voided or revoked. */
const failures = [
  'ended.notPassed',
  'ended.abandoned',
  'ended.scoresVoided',
  'ended.voided',
  'ended.revoked',
] as const

describe('the journeys of every exam', () => {
  const ends = journeysIn('examples/journeys/every-exam').map(([, journey]) => {
    const { snapshot } = runJourney(journey)
    return { exam: snapshot?.context.terms.exam, notice: snapshot?.context.terms.notice, snapshot }
  })
  const endsOf = (code: string) => ends.flatMap(({ exam, snapshot }) => (exam === code && snapshot) || [])

  it.each(Object.keys(exams))('include a numbered certificate for a pass of %s', (code) => {
    const numbered = endsOf(code).filter(
      ({ value, context }) => isIn(value, 'certified') && context.certificateNo !== undefined,
    )
    expect(numbered).not.toEqual([])
  })

  it.each(Object.keys(exams))('include a failed registration for %s', (code) => {
    expect(endsOf(code).filter(({ value }) => failures.some((state) => isIn(value, state)))).not.toEqual([])
  })

  it('use every notice of Guangdong except gd-2023-economics', () => {
    const shown = new Set(ends.map(({ notice }) => notice))
    const unused = Object.keys(notices).filter((id) => id.startsWith('gd-') && !shown.has(id))
    expect(unused).toEqual(['gd-2023-economics'])
  })
})

describe('the journeys elsewhere', () => {
  const lives = journeysIn('examples/journeys/elsewhere').map(([, journey]) => {
    const { steps, snapshot } = runJourney(journey)
    return { facts: steps.flatMap(({ decision }) => decision.facts), snapshot }
  })

  it('use every notice of the other provinces', () => {
    const shown = new Set(lives.map(({ snapshot }) => snapshot?.context.terms.notice))
    expect(Object.keys(notices).filter((id) => !id.startsWith('gd-') && !shown.has(id))).toEqual([])
  })

  it('each end with a certificate, after a registration for the fee of its notice', () => {
    for (const { facts, snapshot } of lives) {
      const { application, terms } = assertPresent(snapshot?.context)
      const amountFen = feeOf(assertPresent(notices[terms.notice]).fee, assertPresent(application))
      expect(facts).toContainEqual(expect.objectContaining({ type: 'order.created', amountFen }))
      expect(facts).toContainEqual(expect.objectContaining({ type: 'registration.completed', amountFen }))
      expect(facts.map(({ type }) => type)).toContain('certificate.issued')
    }
  })
})

describe('the title of every journey', () => {
  const all = journeysIn('examples/journeys')

  it('exists in both languages', () => {
    const other = all.filter(([, { title }]) => !/\p{Script=Han}/u.test(titleIn(title, 'zh')))
    expect(other.map(([name]) => name)).toEqual([])
    expect(all.filter(([, { title }]) => /\p{Script=Han}/u.test(titleIn(title, 'en')))).toEqual([])
  })

  it('is the same for both languages if it is a single text', () => {
    expect(titleIn('自己的', 'en')).toBe('自己的')
  })
})

describe('the journeys together', () => {
  const taken = () => new Map(journeysByStage().map(([name, journey]) => [name, shown(journey)]))

  it('cover every transition and refusal of the machine', () => {
    const all = new Set([...taken().values()].flatMap((transitions) => [...transitions]))
    expect(allTransitions().filter((transition) => !all.has(transition))).toEqual([])
  })

  it('each cover a transition, refusal or state of their own, except those from the contract and of the law', () => {
    const named = (list: readonly string[]) => (name: string) =>
      list.some((one) => name.endsWith(`/${one}.json`))
    const all = new Map([...taken()].filter(([name]) => !named(law)(name)))
    const own = journeysByStage()
      .map(([name]) => name)
      .filter((name) => all.has(name) && !named(given)(name))
    const needless = own.filter((name) => {
      const others = new Set(
        [...all].flatMap(([other, transitions]) => (other === name ? [] : [...transitions])),
      )
      return [...(all.get(name) ?? [])].every((transition) => others.has(transition))
    })
    expect(needless).toEqual([])
  })
})
