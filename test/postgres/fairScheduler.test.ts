import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FairScheduler } from '../../src/postgres/fairScheduler'

/** Decisions share the event loop with the results of the database, which must not wait for many decisions. */
describe('the fair scheduler', () => {
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

  /** Queues callers; `resumed` lists those that were resumed so far, in order. */
  function queue(...names: string[]): { resumed: string[]; join(name: string): void } {
    const scheduler = new FairScheduler()
    const resumed: string[] = []
    const join = (name: string) => void scheduler.next().then(() => resumed.push(name))
    names.forEach(join)
    return { resumed, join }
  }
  const turn = () => vi.advanceTimersToNextTimerAsync()

  it('resumes no caller at once, but one in each turn, in order of arrival', async () => {
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

  it('resumes a caller that arrives after the queue was empty', async () => {
    const { resumed, join } = queue('first')
    await turn()
    expect(vi.getTimerCount()).toBe(0)
    join('second')
    await turn()
    expect(resumed).toEqual(['first', 'second'])
  })

  it('after a long turn, resumes together all callers that have waited too long, and no others', async () => {
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
