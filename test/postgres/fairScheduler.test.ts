import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FairScheduler } from '../../src/postgres/fairScheduler'

/** Decisions share the event loop with the results of the database. */
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

  /** The callers that were resumed so far, in order. */
  function queue(...names: string[]): { resumed: string[]; join(name: string): void } {
    const scheduler = new FairScheduler()
    const resumed: string[] = []
    const join = (name: string) => void scheduler.next().then(() => resumed.push(name))
    names.forEach(join)
    return { resumed, join }
  }
  const turn = () => vi.advanceTimersToNextTimerAsync()

  it('no caller goes on at once, and one in each turn, in order of arrival', async () => {
    const { resumed, join } = queue('first', 'second')
    await Promise.resolve()
    expect(resumed).toEqual([])
    await turn()
    expect(resumed).toEqual(['first'])
    join('third')
    await turn()
    expect(resumed).toEqual(['first', 'second'])
    await turn()
    expect(resumed).toEqual(['first', 'second', 'third'])
  })

  it('a caller that arrives when none waits gets a turn again', async () => {
    const { resumed, join } = queue('first')
    await turn()
    expect(vi.getTimerCount()).toBe(0)
    join('second')
    await turn()
    expect(resumed).toEqual(['first', 'second'])
  })

  it('after a long turn all callers that have waited too long go on together, and no others', async () => {
    const { resumed, join } = queue('first', 'second', 'third')
    now = 40
    join('fourth')
    join('fifth')
    await turn()
    expect(resumed).toEqual(['first', 'second', 'third'])
    await turn()
    expect(resumed).toEqual(['first', 'second', 'third', 'fourth'])
  })
})
