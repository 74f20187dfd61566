import * as fc from 'fast-check'
import type { Snapshot } from '../engine/snapshot'
import type { EventType, RegistrationEvent } from '../events'
import type { Journey } from '../journeyFormat'
import type { OpenInput } from '../model/opening'
import { national } from '../registrations/national'
import { nationalRegistrations, type Registrations } from '../registrations/registrations'
import { day, formatInstant, parseInstant } from '../time'
import { eventsFor } from './eventsFor'
import { typesWith } from './payloads'
import { startInputs } from './startInputs'
import { journeyOf } from './violation'

/** fast-check arbitraries for candidates and scenarios. They shrink to shorter and simpler values. */

/**
 * Generates inputs of `open`: bundled notices with their exams, known and unknown candidates, with and without a history,
 * opened when registration opens or up to five days later.
 * @example
 * ```ts
 * import { open } from 'baokao'
 * import { anyCandidate } from 'baokao/testing/arbitraries'
 * import fc from 'fast-check'
 *
 * fc.sample(anyCandidate(), 5).every((input) => open(input).accepted) // true
 * ```
 */
export function anyCandidate(): fc.Arbitrary<OpenInput> {
  const all = startInputs()
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

/** Event types that do not advance the registration. */
const detours: ReadonlySet<EventType> = new Set([...typesWith('interrupts'), ...typesWith('detour')])
const endings = typesWith('ends')

/** Whether an event of this type advances the registration. */
function leadsOn({ context }: Snapshot, type: EventType): boolean {
  if (type === 'payment.settle') return context.orders.at(-1)?.state === 'open'
  // Some exams require an asserted identity; only the first assertion advances the registration.
  if (type === 'identity.assert') return context.identityProvider === undefined
  return !detours.has(type)
}

/**
 * Picks the next event by a number: usually an event that advances the registration, `clock.advance` if there is none,
 * and sometimes any event.
 */
function pickEvent(registrations: Registrations, snapshot: Snapshot, draw: number): RegistrationEvent {
  const events = eventsFor(snapshot, registrations)
  const pick = (some: RegistrationEvent[]) => some[(draw >> 5) % Math.max(1, some.length)]
  const any = pick(events) as RegistrationEvent
  const kind = draw % 32
  if (kind === 0) return any
  const time = events.find(({ type }) => type === 'clock.advance')
  // Frequent where the clock acts, rare elsewhere: registration would close before the form is complete.
  if (kind < (national().stateOf(snapshot).position.tags.has('clockActs') ? 16 : 2) && time !== undefined)
    return time
  const possibleTypes = new Set(
    registrations
      .explain(snapshot, formatInstant(snapshot.context.at))
      .filter(({ possible }) => possible)
      .map(({ type }) => type),
  )
  const possible = events.filter(({ type }) => possibleTypes.has(type) && type !== 'clock.advance')
  if (kind === 31) return pick(possible) ?? any
  if (kind === 30) return pick(possible.filter(({ type }) => !endings.has(type))) ?? any
  const forward = possible.filter(({ type }) => leadsOn(snapshot, type))
  // `payloads` follows the candidate's path: the last event advances furthest, and its first variant fits best.
  const chosen = kind < 20 ? forward.at(-1) : pick(forward)
  const effective = forward.filter(
    (event) => event.type === chosen?.type && hasEffect(registrations, snapshot, event),
  )
  return (kind < 28 ? effective[0] : pick(effective)) ?? time ?? any
}

/** Whether an event is accepted and changes the snapshot. An event without effect could repeat forever. */
function hasEffect({ decide }: Registrations, before: Snapshot, event: RegistrationEvent): boolean {
  const { accepted, snapshot } = decide(before, event)
  return accepted && JSON.stringify(snapshot) !== JSON.stringify(before)
}

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

/**
 * Generates scenarios, weighted to reach states late in the path: `npm run prove` prints the share of scenarios that
 * reach each state.
 * @param maxEvents the maximum number of events
 * @param registrations what decides; by default the national text without provisions
 * @example
 * ```ts
 * import { runScenario } from 'baokao/testing'
 * import { anyScenario } from 'baokao/testing/arbitraries'
 * import fc from 'fast-check'
 *
 * fc.sample(anyScenario(20), 5).some(({ input, events }) => runScenario(input, events).violated) // false
 * ```
 */
export function anyScenario(
  maxEvents = 60,
  registrations: Registrations<string> = nationalRegistrations(),
): fc.Arbitrary<Scenario> {
  const draw = fc.noBias(fc.nat({ max: 1 << 20 }))
  const allDraws = fc.array(draw, { minLength: maxEvents, maxLength: maxEvents, size: 'max' })
  // Three in four scenarios use all numbers. Shrinking removes numbers from the end.
  const length = fc.noBias(fc.nat({ max: 4 * maxEvents }))
  return fc.tuple(anyCandidate(), allDraws, length).map(([input, draws, end]) => {
    const scenario = scenarioOf(registrations as Registrations, input, draws.slice(0, end))
    return printedAs(scenario, scenario.journey)
  })
}

/**
 * Generates the same scenarios as journeys for `runJourney`.
 * @param maxEvents the maximum number of events
 * @param registrations what decides; by default the national text without provisions
 * @example
 * ```ts
 * import { runJourney } from 'baokao'
 * import { anyJourney } from 'baokao/testing/arbitraries'
 * import fc from 'fast-check'
 *
 * fc.sample(anyJourney(20), 5).every((journey) => runJourney(journey).issues.length === 0) // true
 * ```
 */
export function anyJourney(
  maxEvents = 60,
  registrations: Registrations<string> = nationalRegistrations(),
): fc.Arbitrary<Journey> {
  return anyScenario(maxEvents, registrations).map(({ journey }) => printedAs(journey, journey))
}
