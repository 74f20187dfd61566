import { describe, expect, it } from 'vitest'
import { decide, notices } from '../../src'
import { given, type StatePath } from '../../src/testing'
import { eventsFor } from '../../src/testing/eventsFor'

const states: StatePath[] = [
  'filling.application',
  'declaring.commitment',
  'registered.waiting',
  'marking.awaited',
  'qualifying.publicNotice.open',
  'certified',
]

describe('the events tried in a state', () => {
  it.each(states)('have valid fields in %s, also if the exam is free', (state) => {
    for (const fee of [{ perSubjectFen: 0 }, { perSubjectFen: 6000 }]) {
      const { snapshot } = given(state, { notice: { ...notices['gd-2024-social-worker'], fee } })
      const malformed = eventsFor(snapshot).filter((event) => {
        const decision = decide(snapshot, event)
        return !decision.accepted && decision.refusal.rule === 'event.malformed'
      })
      expect(malformed).toEqual([])
    }
  })
})
