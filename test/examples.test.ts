import { describe, expect, it } from 'vitest'
import { restore, watch } from '../examples/inspector'
import { openInputOf } from '../src/journey'
import { given } from '../src/testing'
import { journeysIn } from './support/files'

const by = { role: 'candidate', id: 'C' } as const

describe('the examples', () => {
  it('the inspector receives the snapshots of a live registration', () => {
    const [, journey] = journeysIn('examples/journeys')[0] ?? []
    if (journey === undefined) throw new Error('no example')
    const seen: string[] = []
    const actor = watch(openInputOf(journey).input, { next: (event) => seen.push(event.type) })
    actor.send({ type: 'agreement.accept', at: '2024-04-01T10:01:00+08:00', by })
    expect(actor.getSnapshot().value).toEqual({ account: 'profile' })
    expect(seen).toContain('@xstate.snapshot')
    actor.stop()
  })

  it('a restored registration is in its stored state', () => {
    const { snapshot } = given('paying.awaiting')
    const actor = restore(snapshot, new Date(snapshot.context.at).toISOString())
    expect(actor.getSnapshot().value).toEqual(snapshot.value)
    actor.stop()
  })
})
