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
import { eventsFor } from '../src/testing/eventsFor'
import { anyJourney, anyScenario, type Scenario } from '../src/testing/scenarios'
import { runScenario, shrunk } from '../src/testing/violation'
import { formatInstant, parseInstant } from '../src/time'

/** A tenth of the lives that `npm run prove` lives; what asks more of each life asks it of fewer. */
const tenth = { numRuns: 600 }
const lives = { numRuns: 100 }

const snapshotsOf = ({ input, events }: Scenario): Snapshot[] => {
  const { snapshot } = open(input)
  const { steps } = runScenario(input, events)
  return snapshot === null ? [] : [snapshot, ...steps.map(({ decision }) => decision.snapshot)]
}

const passes = (at: string): RegistrationEvent => ({
  type: 'clock.advance',
  at,
  by: { role: 'clock', id: 'clock' },
})

describe('whatever the life', () => {
  it('no promise is broken at any step', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(anyScenario(), ({ input, events }) => {
        const { broken } = runScenario(input, events)
        if (broken === undefined) return
        // A failing life prints itself as a journey file.
        throw new Error(JSON.stringify(shrunk(input, events, broken.invariant) ?? broken, null, 2))
      }),
      tenth,
    )
  })

  it('long paths are reached: marks, certificates and every kind of ending', () => {
    const reached = new Set(
      fc
        .sample(anyScenario(), { numRuns: 150, seed: 11 })
        .flatMap((life) => snapshotsOf(life).flatMap(({ value }) => statePaths(value))),
    )
    const long = [
      'certified.paper.delivered',
      'certified.paper.mailing',
      'ended.notPassed',
      'ended.revoked',
      'ended.scoresVoided',
      'ended.voided',
      'marking',
      'qualifying.publicNotice.closed',
    ]
    expect(long.filter((state) => !reached.has(state))).toEqual([])
  })

  it('time that passes in two steps changes nothing against one', () => {
    fc.assert(
      fc.property(anyScenario(), fc.nat(), fc.nat(), (life, place, part) => {
        const snapshots = snapshotsOf(life)
        const snapshot = snapshots[place % Math.max(1, snapshots.length)]
        if (snapshot === undefined) return
        const from = snapshot.context.at
        const to = from + 400 * 86_400_000
        const between = from + (part % (to - from))
        const once = decide(snapshot, passes(formatInstant(to)))
        const first = decide(snapshot, passes(formatInstant(between)))
        const second = decide(first.snapshot, passes(formatInstant(to)))
        expect(second.snapshot).toEqual(once.snapshot)
        expect([...first.facts, ...second.facts]).toEqual(once.facts)
        expect([...first.fired, ...second.fired]).toEqual(once.fired)
      }),
      lives,
    )
  })

  it('its log, stored as JSON and played again, tells the same facts', () => {
    fc.assert(
      fc.property(anyScenario(), ({ input, events }) => {
        const facts = (log: RegistrationEvent[]) =>
          runScenario(input, log).steps.map(({ decision }) => decision.facts)
        expect(facts(JSON.parse(JSON.stringify(events)))).toEqual(facts(events))
      }),
      lives,
    )
  })

  it('events that read and write different things come to the same in either order', () => {
    const apart: [RegistrationEvent['type'], RegistrationEvent['type']][] = [
      ['refund.settle', 'correction.request'],
      ['refund.settle', 'certificate.requestMail'],
      ['refund.settle', 'complaint.receive'],
      ['refund.fail', 'admitCard.print'],
      ['certificate.requestMail', 'complaint.receive'],
      ['correction.request', 'complaint.receive'],
      ['admitCard.print', 'correction.request'],
    ]
    let tried = 0
    fc.assert(
      fc.property(anyScenario(), (life) => {
        for (const snapshot of snapshotsOf(life)) {
          const events = eventsFor(snapshot)
          for (const [one, other] of apart) {
            const a = events.find(({ type }) => type === one) as RegistrationEvent
            const b = events.find(({ type }) => type === other) as RegistrationEvent
            const first = decide(snapshot, a)
            const second = decide(snapshot, b)
            if (!first.accepted || !second.accepted) continue
            tried += 1
            const ab = decide(first.snapshot, b)
            const ba = decide(second.snapshot, a)
            expect(ab.snapshot).toEqual(ba.snapshot)
            expect([...first.facts, ...ab.facts].map(text).sort()).toEqual(
              [...second.facts, ...ba.facts].map(text).sort(),
            )
          }
        }
      }),
      lives,
    )
    expect(tried).toBeGreaterThan(20)
  })

  it('the instants that it comes to are read again as they were written', () => {
    fc.assert(
      fc.property(anyScenario(20), (life) => {
        for (const { context } of snapshotsOf(life)) {
          expect(parseInstant(formatInstant(context.at))).toBe(context.at)
        }
      }),
      lives,
    )
  })
})

const text = (value: unknown): string => JSON.stringify(value)

describe('a property that fails', () => {
  it('prints the shortest life found as a journey file that can be kept and played', () => {
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
    // What a failure does not need is gone: a registration is completed by a dozen events, not by sixty.
    expect(journey.steps.length).toBeLessThan(20)
    // A line for each step, and no more than a person reads.
    expect(printed.split('\n').length).toBeLessThan(journey.steps.length + 30)
  })
})
