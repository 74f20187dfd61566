import * as fc from 'fast-check'
import { decide, open } from '../engine/decide'
import { explain } from '../engine/explain'
import type { Snapshot } from '../engine/snapshot'
import { toMachineState } from '../engine/xstate'
import type { EventType, RegistrationEvent } from '../events'
import type { Journey } from '../journey'
import type { OpenInput } from '../model/context'
import { day, formatInstant, parseInstant } from '../time'
import { eventsFor, interrupting } from './choices'
import { startInputs } from './startInputs'
import { journeyOf } from './violation'

/** Candidates and whole lives for fast-check. What they shrink to is shorter and plainer. */

/**
 * Any way in which a registration can be opened: a bundled notice and its exam, a candidate known or not, and what
 * happened elsewhere; within a week of the day on which registration opens.
 */
export function anyCandidate(): fc.Arbitrary<OpenInput> {
  const all = startInputs()
  const plain = all.filter(({ history }) => history === undefined)
  const past = all.filter(({ history }) => history !== undefined)
  return fc
    .tuple(
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...plain) },
        { weight: 1, arbitrary: fc.constantFrom(...past) },
      ),
      fc.integer({ min: 0, max: 5 }),
    )
    .map(([input, days]) => ({ ...input, at: formatInstant(parseInstant(input.at) + days * day) }))
}

/** A journey as a file that can be kept and played: a line for each step. */
function fileOf({ steps, ...head }: Journey): string {
  const lines = steps.map((step) => `    ${JSON.stringify(step)}`).join(',\n')
  return `${JSON.stringify(head, null, 2).replace(/\n}$/, ',')}\n  "steps": [\n${lines}\n  ]\n}\n`
}

/** Lets fast-check print that file where a property fails. */
const printing = <T extends object>(value: T, journey: Journey): T =>
  Object.defineProperty(value, fc.toStringMethod, { value: () => `\n${fileOf(journey)}` })

/** A whole life: how it was opened, what happened, and the same as a journey. */
export type Scenario = { input: OpenInput; events: RegistrationEvent[]; journey: Journey }

/** What leads nowhere or aside: left out most of the time. */
const aside: ReadonlySet<string> = new Set([
  ...interrupting,
  'registration.cancel',
  'proof.reject',
  'refund.settle',
  'refund.fail',
])

/** What a life seldom survives. */
const ending: ReadonlySet<string> = new Set([
  'registration.cancel',
  'exam.cancel',
  'finding.record',
  'misconduct.record',
])

/** Whether an event of this type leads on from where a registration stands. */
function leads({ context }: Snapshot, type: EventType): boolean {
  if (type === 'payment.settle') return context.orders.at(-1)?.state === 'open'
  // Some exams ask who identified the candidate.
  if (type === 'identity.assert') return context.identityProvider === undefined
  return !aside.has(type)
}

/** What happens next: mostly what leads on, time where nothing else does, now and then anything at all. */
function next(snapshot: Snapshot, draw: number): RegistrationEvent {
  const events = eventsFor(snapshot)
  const pick = (some: RegistrationEvent[]) => some[(draw >> 5) % Math.max(1, some.length)]
  const any = pick(events) as RegistrationEvent
  const kind = draw % 32
  if (kind === 0) return any
  const time = events.find(({ type }) => type === 'clock.advance')
  // Where the clock acts, time passes; elsewhere seldom, or every registration would close unfinished.
  if (kind < (toMachineState(snapshot).tags.has('clockActs') ? 16 : 2) && time !== undefined) return time
  const possible = new Set(
    explain(snapshot, formatInstant(snapshot.context.at))
      .filter((explanation) => explanation.possible)
      .map(({ type }) => type),
  )
  const fitting = events.filter(({ type }) => possible.has(type) && type !== 'clock.advance')
  if (kind === 31) return pick(fitting) ?? any
  if (kind === 30) return pick(fitting.filter(({ type }) => !ending.has(type))) ?? any
  const forward = fitting.filter(({ type }) => leads(snapshot, type))
  // The catalogue follows the path: what stands last in it leads furthest.
  const chosen = kind < 20 ? forward.at(-1) : pick(forward)
  const taken = forward.filter((event) => event.type === chosen?.type && moves(snapshot, event))
  // The payload that fits comes first.
  return (kind < 28 ? taken[0] : pick(taken)) ?? time ?? any
}

/** Whether an event is taken and leaves anything different; what leaves nothing could be done for ever. */
function moves(before: Snapshot, event: RegistrationEvent): boolean {
  const { accepted, snapshot } = decide(before, event)
  return accepted && JSON.stringify(snapshot) !== JSON.stringify(before)
}

/**
 * Lives a life from numbers: each number picks what happens next, and 0 nothing. Pure, so that a failing property shrinks
 * to fewer events: what a failure does not need becomes a 0.
 */
export function scenarioOf(input: OpenInput, draws: readonly number[]): Scenario {
  const events: RegistrationEvent[] = []
  let { snapshot } = open(input)
  for (const draw of draws) {
    if (snapshot === null) break
    if (draw === 0) continue
    const event = next(snapshot, draw)
    events.push(event)
    snapshot = decide(snapshot, event).snapshot
  }
  return { input, events, journey: journeyOf('a life', input, events) }
}

/**
 * Any life of any candidate, so weighted that long paths are reached: `npm run prove` prints how many reach which state.
 * @param most at most so many events
 */
export function anyScenario(most = 60): fc.Arbitrary<Scenario> {
  const draw = fc.noBias(fc.nat({ max: 1 << 20 }))
  const numbers = fc.array(draw, { minLength: most, maxLength: most, size: 'max' })
  // Three of four go all the way; each shrinks by its end.
  const length = fc.noBias(fc.nat({ max: 4 * most }))
  return fc.tuple(anyCandidate(), numbers, length).map(([input, draws, end]) => {
    const life = scenarioOf(input, draws.slice(0, end))
    return printing(life, life.journey)
  })
}

/** The same as a journey that `runJourney` plays. */
export function anyJourney(most = 60): fc.Arbitrary<Journey> {
  return anyScenario(most).map(({ journey }) => printing(journey, journey))
}
