import { describe, expect, it, vi } from 'vitest'
import { createActor, SimulatedClock } from 'xstate'
import {
  type Fact,
  type Journey,
  longClock,
  type RegistrationEvent,
  registrationMachine,
  rules,
  runJourney,
  toXStateSnapshot,
} from '../../src'
import { journeysByStage, journeysIn } from '../support/files'

const journeys = [...journeysByStage(), ...journeysIn('examples/journeys/lives')]

type Emitted = Fact | { type: 'event.refused'; rule: string }

/** An actor restored from a stored snapshot, its clock at the instant of the snapshot, and what it emits. */
function restored(run: ReturnType<typeof runJourney>, index: number) {
  const snapshot = index === 0 ? run.opened?.snapshot : run.steps[index - 1]?.decision.snapshot
  if (!snapshot) throw new Error('not opened')
  // A store persists it as JSON.
  const persisted = JSON.parse(JSON.stringify(toXStateSnapshot(snapshot)))
  const clock = new SimulatedClock()
  clock.set(snapshot.context.at)
  const emitted: Emitted[] = []
  const actor = createActor(registrationMachine, { snapshot: persisted, clock })
  actor.on('*', (event) => {
    emitted.push(event as Emitted)
  })
  actor.start()
  return { actor, clock, emitted, snapshot }
}

const nudge = (at: string): RegistrationEvent => ({
  type: 'clock.advance',
  at,
  by: { role: 'clock', id: 'clock' },
})

const isIntake = (rule: string): boolean => rules[rule as keyof typeof rules].kind === 'intake'

describe('a live actor', () => {
  it.each(journeys)(
    'matches decide at every event of %s if it is restored and nudged before the event',
    (_, journey: Journey) => {
      const run = runJourney(journey)
      for (const [i, { event, decision }] of run.steps.entries()) {
        if (!decision.accepted && isIntake(decision.refusal.rule)) continue
        const { actor, clock, emitted, snapshot } = restored(run, i)
        const at = Math.max(Date.parse(event.at), snapshot.context.at)
        // The nudge restarts the timers, which XState does not restore. Then the clock moves from deadline to deadline.
        actor.send(nudge(new Date(snapshot.context.at).toISOString()))
        for (const { at: due } of decision.fired)
          clock.set(Math.min(at, Math.max(Date.parse(due), clock.now())))
        clock.set(at)
        actor.send(event)
        for (const _ of [...decision.fired, 0]) clock.increment(0)
        const facts = emitted.filter(({ type }) => type !== 'event.refused')
        const refused = emitted.find((one) => one.type === 'event.refused') as { rule: string } | undefined
        expect({ step: i, facts, refused: refused?.rule, value: actor.getSnapshot().value }).toEqual({
          step: i,
          facts: decision.facts,
          refused: decision.accepted ? undefined : decision.refusal.rule,
          value: decision.snapshot.value,
        })
        actor.stop()
      }
    },
  )

  it.each(journeys)(
    'reaches the state of decide on %s if its clock jumps and it is nudged until no deadline is due',
    (_, journey) => {
      const run = runJourney(journey)
      for (const [i, { event, decision }] of run.steps.entries()) {
        if (event.type !== 'clock.advance') continue
        const { actor, clock } = restored(run, i)
        clock.set(Date.parse(event.at))
        // Each nudge fires the deadlines that are due; deadlines that depend on them need another nudge.
        for (const _ of [...decision.fired, 0]) {
          actor.send(event)
          clock.increment(0)
        }
        expect(actor.getSnapshot().value).toEqual(decision.snapshot.value)
        actor.stop()
      }
    },
  )

  it('on longClock fires a deadline 64 days ahead at its instant', () => {
    const [, journey] = journeys.find(([name]) => name.endsWith('commitment-to-certificate.json')) ?? []
    if (journey === undefined) throw new Error('no journey')
    const run = runJourney(journey)
    const registered = run.steps.findIndex(({ event }) => event.type === 'payment.settle')
    const snapshot = run.steps[registered]?.decision.snapshot
    if (snapshot === undefined) throw new Error('never registered')
    vi.useFakeTimers({ now: snapshot.context.at })
    try {
      const actor = createActor(registrationMachine, {
        snapshot: toXStateSnapshot(snapshot),
        clock: longClock(),
      }).start()
      actor.send(nudge(new Date(snapshot.context.at).toISOString()))
      // The deadline is 64 days ahead; a plain timer is limited to 24.8 days.
      vi.advanceTimersByTime(Date.parse('2024-06-11T09:00:00+08:00') - Date.now() - 1)
      expect(actor.getSnapshot().value).toEqual({ registered: 'waiting' })
      vi.advanceTimersByTime(1)
      expect(actor.getSnapshot().value).toEqual({ registered: 'admitCard' })
      actor.stop()
    } finally {
      vi.useRealTimers()
    }
  })
})
