import type { Fact, Snapshot } from 'baokao'
import { describe, expect, it } from 'vitest'
import { handle, type Tables } from '../examples/embedding'
import { restore, watch } from '../examples/inspector'
import { openInputOf } from '../src/journey'
import { given } from '../src/testing'
import { journeysIn } from './support/files'

const by = { role: 'candidate', id: 'C' } as const

describe('the examples', () => {
  it('embedding stores the snapshot and queues the facts in one transaction', async () => {
    const stored = new Map<string, Snapshot>([['R', given('paying.awaiting').snapshot]])
    const queued: Fact[] = []
    const tables: Tables = {
      load: async (id) => stored.get(id) as Snapshot,
      save: async (id, snapshot) => void stored.set(id, snapshot),
      queue: async (_, facts) => void queued.push(...facts),
    }
    const decision = await handle(tables, 'R', {
      type: 'commitment.withdraw',
      at: '2024-04-09T09:00:00+08:00',
      by,
    })
    expect(decision.accepted).toBe(true)
    expect(stored.get('R')).toEqual(decision.snapshot)
    expect(queued.map(({ type }) => type)).toContain('commitment.forfeited')
  })

  it('the inspector sees every snapshot of a live registration', () => {
    const [, journey] = journeysIn('examples/journeys')[0] ?? []
    if (journey === undefined) throw new Error('no example')
    const seen: string[] = []
    const actor = watch(openInputOf(journey).input, { next: (event) => seen.push(event.type) })
    actor.send({ type: 'agreement.accept', at: '2024-04-01T10:01:00+08:00', by })
    expect(actor.getSnapshot().value).toEqual({ account: 'profile' })
    expect(seen).toContain('@xstate.snapshot')
    actor.stop()
  })

  it('a stored registration is restored in its state', () => {
    const { snapshot } = given('paying.awaiting')
    const actor = restore(snapshot, new Date(snapshot.context.at).toISOString())
    expect(actor.getSnapshot().value).toEqual(snapshot.value)
    actor.stop()
  })
})
