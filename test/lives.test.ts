import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decide,
  type Journey,
  open,
  type RegistrationEvent,
  runJourney,
  type Snapshot,
  statePaths,
} from '../src'
import { lazy } from '../src/schema/primitives'
import { anyJourney, anyScenario, type Scenario } from '../src/testing/arbitraries'
import { eventsFor } from '../src/testing/eventsFor'
import { runScenario, shrink } from '../src/testing/violation'
import { formatInstant, parseInstant } from '../src/time'
import { deadlineEvents, stepOnBoth } from './support/bothMachines'
import { whole } from './support/sample'

// A failure is reproduced with the seed that it prints.
const [seed = 0] = fc.sample(fc.integer(), 1)
console.log(`random scenarios of seed ${seed}`)

/** Random scenarios: a sample of those of `npm run prove`, and fewer for slow properties. */
const many = lazy(() => fc.sample(anyScenario(), { numRuns: whole ? 1000 : 60, seed }))
const few = () => many().slice(0, whole ? 200 : 15)

const snapshotsOf = ({ input, events }: Scenario): Snapshot[] => {
  const { snapshot } = open(input)
  const { steps } = runScenario(input, events)
  return snapshot === null ? [] : [snapshot, ...steps.map(({ decision }) => decision.snapshot)]
}

const clockAdvance = (at: string): RegistrationEvent => ({
  type: 'clock.advance',
  at,
  by: { role: 'clock', id: 'clock' },
})

describe('random scenarios', () => {
  it('violate no invariant at any step', { timeout: whole ? 3_600_000 : 300_000 }, () => {
    for (const { input, events } of many()) {
      const { violated } = runScenario(input, events)
      // Prints the shrunk scenario as a journey file.
      if (violated !== undefined)
        throw new Error(JSON.stringify(shrink(input, events, violated.invariant) ?? violated, null, 2))
    }
  })

  it('reach long paths: marking, certificates and four kinds of ending', () => {
    const reached = new Set(
      fc
        .sample(anyScenario(), { numRuns: 12, seed: 1 })
        .flatMap((scenario) => snapshotsOf(scenario).flatMap(({ value }) => statePaths(value))),
    )
    const long = [
      'certified.paper.delivered',
      'certified.paper.mailing',
      'ended.notPassed',
      'ended.revoked',
      'ended.scoresVoided',
      'ended.voided',
      'marking.awaited',
      'qualifying.publicNotice.closed',
    ] as const
    expect(long.filter((state) => !reached.has(state))).toEqual([])
  })

  it('take the same steps on the machine with timers and on the one that decide runs', () => {
    for (const { input, events } of few()) {
      for (const { before, event } of runScenario(input, events).steps) {
        for (const one of [event, ...deadlineEvents(before)]) {
          const [withTimers, withoutTimers] = stepOnBoth(before, one)
          expect(withoutTimers).toEqual(withTimers)
        }
      }
    }
  })

  it('have the same result for a clock advance in one step or in two', () => {
    fc.assert(
      fc.property(fc.constantFrom(...few()), fc.nat(), fc.nat(), (scenario, index, part) => {
        const snapshots = snapshotsOf(scenario)
        const snapshot = snapshots[index % Math.max(1, snapshots.length)]
        if (snapshot === undefined) return
        const from = snapshot.context.at
        const to = from + 400 * 86_400_000
        const between = from + (part % (to - from))
        const once = decide(snapshot, clockAdvance(formatInstant(to)))
        const first = decide(snapshot, clockAdvance(formatInstant(between)))
        const second = decide(first.snapshot, clockAdvance(formatInstant(to)))
        expect(second.snapshot).toEqual(once.snapshot)
        expect([...first.facts, ...second.facts]).toEqual(once.facts)
        expect([...first.fired, ...second.fired]).toEqual(once.fired)
      }),
      { numRuns: whole ? 200 : 25, seed },
    )
  })

  it('emit the same facts when their log is stored as JSON and replayed', () => {
    for (const { input, events } of few()) {
      const facts = (log: RegistrationEvent[]) =>
        runScenario(input, log).steps.map(({ decision }) => decision.facts)
      expect(facts(JSON.parse(JSON.stringify(events)))).toEqual(facts(events))
    }
  })

  it('have the same result for independent events in either order', () => {
    const independent: [RegistrationEvent['type'], RegistrationEvent['type']][] = [
      ['refund.settle', 'correction.request'],
      ['refund.settle', 'certificate.requestMail'],
      ['refund.settle', 'complaint.receive'],
      ['refund.fail', 'admitCard.print'],
      ['certificate.requestMail', 'complaint.receive'],
      ['correction.request', 'complaint.receive'],
      ['admitCard.print', 'correction.request'],
    ]
    let tried = 0
    for (const snapshot of few().flatMap(snapshotsOf)) {
      const events = eventsFor(snapshot)
      for (const [one, other] of independent) {
        const a = events.find(({ type }) => type === one) as RegistrationEvent
        const b = events.find(({ type }) => type === other) as RegistrationEvent
        const afterA = decide(snapshot, a)
        const afterB = decide(snapshot, b)
        if (!afterA.accepted || !afterB.accepted) continue
        tried += 1
        const ab = decide(afterA.snapshot, b)
        const ba = decide(afterB.snapshot, a)
        expect(ab.snapshot).toEqual(ba.snapshot)
        expect([...afterA.facts, ...ab.facts].map(text).sort()).toEqual(
          [...afterB.facts, ...ba.facts].map(text).sort(),
        )
      }
    }
    expect(tried).toBeGreaterThan(0)
  })

  it('have instants that are equal after formatting and parsing', () => {
    for (const { context } of few().flatMap(snapshotsOf))
      expect(parseInstant(formatInstant(context.at))).toBe(context.at)
  })
})

const text = (value: unknown): string => JSON.stringify(value)

describe('a failed property', () => {
  it('prints the shortest scenario found as a journey file that runs', () => {
    const completes = (journey: Journey): boolean =>
      runJourney(journey).steps.some(({ decision }) =>
        decision.facts.some(({ type }) => type === 'registration.completed'),
      )
    const property = fc.property(anyJourney(), (journey) => !completes(journey))
    const { counterexample, counterexamplePath } = fc.check(property, { seed: 7, numRuns: 30 })
    expect(counterexamplePath).not.toBeNull()
    const printed = fc.stringify(counterexample?.[0])
    const journey = JSON.parse(printed) as Journey
    expect(completes(journey)).toBe(true)
    expect(journey.notice).toBeTypeOf('string')
    // Shrinking removes events that the failure does not need: a dozen complete a registration.
    expect(journey.steps.length).toBeLessThan(20)
    // One line for each step, after a short header.
    expect(printed.split('\n').length).toBeLessThan(journey.steps.length + 30)
  })
})
