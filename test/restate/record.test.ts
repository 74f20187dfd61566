import { describe, expect, it } from 'vitest'
import { open, registrationPeriod, type Snapshot } from '../../src'
import { storedAfter } from '../../src/restate/record'
import { opening } from '../postgres/support'

describe('the call for the next deadline', () => {
  const snapshot = open(opening()).snapshot as Snapshot
  const first = storedAfter(null, snapshot)
  const due = first.timer.at ?? 0
  const timed = (at: number) => ({ ...first, timer: { generation: 7, at } })

  it('is scheduled if none is pending', () => {
    expect(first.timer).toEqual({
      generation: 1,
      at: Date.parse(registrationPeriod(opening().notice).closes),
    })
  })

  it('is kept if the pending one comes in time, or before', () => {
    for (const at of [due, due - 1000])
      expect(storedAfter(timed(at), snapshot).timer).toEqual({ generation: 7, at })
  })

  it('is scheduled again if the pending one comes too late or is overdue', () => {
    for (const at of [due + 1000, snapshot.context.at - 1000]) {
      expect(storedAfter(timed(at), snapshot).timer).toEqual({ generation: 8, at: due })
    }
  })
})
