import { describe, expect, it } from 'vitest'
import { registrationMachine, runJourney, type Snapshot } from '../../src'
import { Run } from '../../src/engine/run'
import { toSnapshot } from '../../src/engine/snapshot'
import { national } from '../../src/registrations/national'
import { deadlineEvents, stepOnBoth } from '../support/bothMachines'
import { journeysByStage, journeysIn, readText } from '../support/files'

describe('a step of the machine', () => {
  it.each([...journeysByStage(), ...journeysIn('examples/journeys/lives')])(
    "equals XState's own transition() on %s",
    (_, journey) => {
      const { opened, steps } = runJourney(journey)
      let snapshot = opened?.snapshot as Snapshot
      for (const { event, decision } of steps) {
        for (const one of [event, ...deadlineEvents(snapshot)]) {
          const [theirs, ours] = stepOnBoth(snapshot, one)
          expect(ours).toEqual(theirs)
        }
        snapshot = decision.snapshot
      }
    },
  )
})

describe('a run', () => {
  it('throws instead of looping forever if a deadline does not change the state', () => {
    const { opened } = runJourney(JSON.parse(readText('examples/journeys/paying/abandoned.json')))
    const state = national().stateOf(opened?.snapshot as Snapshot)
    const run = new Run(national(), state, false)
    Object.defineProperty(run, 'state', { get: () => state, set: () => {} })
    const due = state.context.terms.registration[1]
    run.fireDue(due - 1)
    expect(run.fired).toEqual([])
    expect(() => run.fireDue(due)).toThrow(/^registration\.closes does not end$/)
    expect(run.fired.map(({ name }) => name)).toEqual(['registration.closes'])
  })
})

describe('the state of a snapshot', () => {
  const snapshots = Object.entries(
    JSON.parse(readText('test/fixtures/snapshots-1.json')) as Record<string, Snapshot>,
  )

  it.each(snapshots)('equals the result of resolveState() of XState in %s', (_, snapshot) => {
    const { value, context, position } = national().stateOf(snapshot)
    const theirs = registrationMachine.resolveState(snapshot)
    // The engine's machine has no timers and no context, so the state objects themselves differ.
    expect({ value, context }).toEqual({ value: theirs.value, context: theirs.context })
    expect(position.tags).toEqual(theirs.tags)
    expect(position._nodes.map(({ id }) => id)).toEqual(theirs._nodes.map(({ id }) => id))
    expect({ ...(position.toJSON() as object), context }).toEqual(theirs.toJSON())
  })

  it('is not shared: changing the state of one snapshot changes no other snapshot', () => {
    for (const [, snapshot] of snapshots) {
      const first = toSnapshot(national().stateOf(structuredClone(snapshot)), [])
      Object.assign(first.value, { account: 'photo' })
      expect(toSnapshot(national().stateOf(snapshot), [])).toEqual(snapshot)
    }
  })
})
