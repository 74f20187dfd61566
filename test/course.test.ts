import { describe, expect, it } from 'vitest'
import { transition } from 'xstate'
import { registrationMachine, runJourney, type Snapshot } from '../src'
import { step, stepped } from '../src/course'
import { revive, store } from '../src/snapshot'
import { journeysIn } from './support/files'

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
