import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FairScheduler } from '../../src/postgres/fairScheduler'

/** Deciding shares the event loop with whatever comes from the database. */
describe('turns of the event loop', () => {
  let now = 0
  beforeEach(() => {
    now = 0
    vi.useFakeTimers({ toFake: ['setImmediate'] })
    vi.spyOn(Date, 'now').mockImplementation(() => now)
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })

  /** Those who were let go so far, in their order. */
  function queue(...names: string[]): { turns: FairScheduler; gone: string[]; join(name: string): void } {
    const [turns, gone]: [FairScheduler, string[]] = [new FairScheduler(), []]
    const join = (name: string) => void turns.next().then(() => gone.push(name))
    names.forEach(join)
    return { turns, gone, join }
  }
  const turn = () => vi.advanceTimersToNextTimerAsync()

  it('nobody goes on at once, and one in each turn, in the order of their coming', async () => {
    const { gone, join } = queue('first', 'second')
    await Promise.resolve()
    expect(gone).toEqual([])
    await turn()
    expect(gone).toEqual(['first'])
    join('third')
    await turn()
    expect(gone).toEqual(['first', 'second'])
    await turn()
    expect(gone).toEqual(['first', 'second', 'third'])
  })

  it('whoever comes when nobody waits gets a turn again', async () => {
    const { gone, join } = queue('first')
    await turn()
    expect(vi.getTimerCount()).toBe(0)
    join('second')
    await turn()
    expect(gone).toEqual(['first', 'second'])
  })

  it('after a long turn all who have waited too long go on together, and nobody else', async () => {
    const { gone, join } = queue('first', 'second', 'third')
    now = 40
    join('fourth')
    join('fifth')
    await turn()
    expect(gone).toEqual(['first', 'second', 'third'])
    await turn()
    expect(gone).toEqual(['first', 'second', 'third', 'fourth'])
  })
})
