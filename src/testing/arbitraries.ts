import * as fc from 'fast-check'
import type { RegistrationEvent } from '../events'
import type { Journey } from '../journeyFormat'
import { notices } from '../model/notices'
import type { OpenInput } from '../model/opening'
import type { Registrations } from '../registrations/registrations'
import { day, formatInstant, parseInstant } from '../time'
import { concerns } from './attestations'
import { type DecidedBy, registrationsOf } from './decidedBy'
import { pickEvent } from './pickEvent'
import { startInputs } from './startInputs'
import { journeyOf } from './violation'

/** fast-check arbitraries for candidates and scenarios. They shrink to shorter and simpler values. */

/**
 * Generates inputs of `open`: bundled notices with their exams, known and unknown candidates, with and without a history,
 * opened when registration opens or up to five days later.
 * @param names the names of bundled notices; by default all
 * @example
 * ```ts
 * import { open } from 'baokao'
 * import { anyCandidate } from 'baokao/testing/arbitraries'
 * import fc from 'fast-check'
 *
 * fc.sample(anyCandidate(), 5).every((input) => open(input).accepted) // true
 * ```
 */
export function anyCandidate(names?: readonly string[]): fc.Arbitrary<OpenInput> {
  const all = startInputs(names)
  const withoutHistory = all.filter(({ history }) => history === undefined)
  const withHistory = all.filter(({ history }) => history !== undefined)
  return fc
    .tuple(
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...withoutHistory) },
        { weight: 1, arbitrary: fc.constantFrom(...withHistory) },
      ),
      fc.integer({ min: 0, max: 5 }),
    )
    .map(([input, days]) => ({ ...input, at: formatInstant(parseInstant(input.at) + days * day) }))
}

/** Formats a journey as a JSON file with one line per step. */
function journeyText({ steps, ...head }: Journey): string {
  const lines = steps.map((step) => `    ${JSON.stringify(step)}`).join(',\n')
  return `${JSON.stringify(head, null, 2).replace(/\n}$/, ',')}\n  "steps": [\n${lines}\n  ]\n}\n`
}

/** Makes fast-check print the journey when a property fails for the value. */
const printedAs = <T extends object>(value: T, journey: Journey): T =>
  Object.defineProperty(value, fc.toStringMethod, { value: () => `\n${journeyText(journey)}` })

/** A generated registration: the input of `open`, the events, and both as a journey. */
export type Scenario = { input: OpenInput; events: RegistrationEvent[]; journey: Journey }

/**
 * Builds a scenario from numbers: each number picks the next event, and 0 picks none. The function is pure, so a
 * failing property shrinks to fewer events: fast-check replaces unneeded numbers with 0.
 */
function scenarioOf(registrations: Registrations, input: OpenInput, draws: readonly number[]): Scenario {
  const events: RegistrationEvent[] = []
  let { snapshot } = registrations.open(input)
  for (const draw of draws) {
    if (snapshot === null) break
    if (draw === 0) continue
    const event = pickEvent(registrations, snapshot, draw)
    events.push(event)
    snapshot = registrations.decide(snapshot, event).snapshot
  }
  return { input, events, journey: journeyOf('a random scenario', input, events) }
}

/** The names of the bundled notices whose registrations a provision concerns. */
function concernedNotices({ open, provisions }: Registrations): string[] {
  return Object.keys(notices).filter((name) => {
    const [input] = startInputs([name])
    const snapshot = input && open(input).snapshot
    return snapshot && provisions.some((one) => concerns(one, snapshot))
  })
}

/** Candidates, three in four of them of notices that a provision concerns, if there are any. */
function candidatesFor(registrations: Registrations): fc.Arbitrary<OpenInput> {
  const concerned = concernedNotices(registrations)
  if (concerned.length === 0) return anyCandidate()
  return fc.oneof({ weight: 3, arbitrary: anyCandidate(concerned) }, { weight: 1, arbitrary: anyCandidate() })
}

/**
 * Generates scenarios, weighted to reach states late in the path: `npm run prove` prints the share of scenarios that
 * reach each state. Before a provision that reads attestations, most scenarios record one: passed or failed, for good,
 * until the end of the day or already ended.
 * @param maxEvents the maximum number of events
 * @example
 * ```ts
 * import { runScenario } from 'baokao/testing'
 * import { anyScenario } from 'baokao/testing/arbitraries'
 * import fc from 'fast-check'
 *
 * fc.sample(anyScenario(20), 5).some(({ input, events }) => runScenario(input, events).violated) // false
 * ```
 */
export function anyScenario(maxEvents = 60, options: DecidedBy = {}): fc.Arbitrary<Scenario> {
  const registrations = registrationsOf(options)
  const draw = fc.noBias(fc.nat({ max: 1 << 20 }))
  const allDraws = fc.array(draw, { minLength: maxEvents, maxLength: maxEvents, size: 'max' })
  // Three in four scenarios use all numbers. Shrinking removes numbers from the end.
  const length = fc.noBias(fc.nat({ max: 4 * maxEvents }))
  return fc.tuple(candidatesFor(registrations), allDraws, length).map(([input, draws, end]) => {
    const scenario = scenarioOf(registrations, input, draws.slice(0, end))
    return printedAs(scenario, scenario.journey)
  })
}

/**
 * Generates the same scenarios as journeys for `runJourney`.
 * @param maxEvents the maximum number of events
 * @example
 * ```ts
 * import { runJourney } from 'baokao'
 * import { anyJourney } from 'baokao/testing/arbitraries'
 * import fc from 'fast-check'
 *
 * fc.sample(anyJourney(20), 5).every((journey) => runJourney(journey).issues.length === 0) // true
 * ```
 */
export function anyJourney(maxEvents = 60, options: DecidedBy = {}): fc.Arbitrary<Journey> {
  return anyScenario(maxEvents, options).map(({ journey }) => printedAs(journey, journey))
}
