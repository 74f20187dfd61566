import { describe, expect, it } from 'vitest'
import { transition } from 'xstate'
import { registrationMachine, runJourney, type Snapshot } from '../src'
import { Course, step, stepped } from '../src/course'
import { revive, store } from '../src/snapshot'
import { journeysIn, readText } from './support/files'

describe('a step of the machine', () => {
  it.each([...journeysIn('journeys'), ...journeysIn('examples/journeys')])(
    "is that of XState's own transition() on %s",
    (_, journey) => {
      const { opened, steps } = runJourney(journey)
      let snapshot = opened?.snapshot as Snapshot
      for (const { event, decision } of steps) {
        const [state, actions] = transition(registrationMachine, revive(snapshot), event)
        const theirs = stepped(state, actions as { type: string; params: unknown }[])
        const ours = step(revive(snapshot), event)
        expect({ ...ours, state: store(ours.state) }).toEqual({ ...theirs, state: store(theirs.state) })
        snapshot = decision.snapshot
      }
    },
  )
})

describe('a course', () => {
  it('that stands still at a deadline says so, and does not hang', () => {
    const { opened } = runJourney(JSON.parse(readText('journeys/abandoned.json')))
    const state = revive(opened?.snapshot as Snapshot)
    const course = new Course(state)
    Object.defineProperty(course, 'state', { get: () => state, set: () => {} })
    const due = state.context.terms.registration[1]
    course.fireDue(due - 1)
    expect(course.fired).toEqual([])
    expect(() => course.fireDue(due)).toThrow(/^registration\.closes does not end$/)
    expect(course.fired.map(({ name }) => name)).toEqual(['registration.closes'])
  })
})

describe('the state of a snapshot', () => {
  const snapshots = Object.entries(
    JSON.parse(readText('test/fixtures/snapshots-1.json')) as Record<string, Snapshot>,
  )

  it.each(snapshots)('is what XState makes of it in %s', (_, snapshot) => {
    const ours = revive(snapshot)
    const theirs = registrationMachine.resolveState(snapshot)
    expect({ ...ours }).toEqual({ ...theirs })
    expect(ours.toJSON()).toEqual(theirs.toJSON())
  })

  it('is its own: whoever changes what came of one snapshot changes no other', () => {
    for (const [, snapshot] of snapshots) {
      const first = store(revive(structuredClone(snapshot)))
      Object.assign(first.value, { account: 'photo' })
      expect(store(revive(snapshot))).toEqual(snapshot)
    }
  })
})
