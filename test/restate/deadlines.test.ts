import { beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../examples/loopback'
import type { Notice } from '../../src'
import { registrationPeriod } from '../../src'
import { leadTo, openLive } from '../../src/testing/liveRegistration'
import { TestClock } from '../../src/testing/testClock'
import { opening, sent } from '../postgres/support'
import { handledOf, onEngine, scheduledCalls } from './support'

const { notice } = opening()
const closes = Date.parse(registrationPeriod(notice).closes)
/** Long before the clock of the tests. */
const byOffice = { at: registrationPeriod(notice).opens, by: { role: 'office', id: 'office' } } as const

/** The windows that close with the registration, postponed by some milliseconds. */
function later(milliseconds: number): Partial<Notice['windows']> {
  const { proofReview, payment } = notice.windows
  const registration = registrationPeriod(notice)
  const moved = (instant: string) => new Date(Date.parse(instant) + milliseconds).toISOString()
  return {
    registration: { ...registration, closes: moved(registration.closes) },
    proofReview: { closes: moved(proofReview.closes) },
    payment: { ...payment, closes: moved(payment.closes) },
  }
}

describe('a deadline', () => {
  const bench = onEngine()
  beforeEach(() => bench().clock.set(closes - 1500))

  /** Waits for the scheduled call of a registration. */
  async function scheduledCall(id: string): Promise<string> {
    let call: string | undefined
    await until(async () => {
      ;[call] = await scheduledCalls(bench(), id, 'due')
      return call
    }, 'a call')
    return call ?? ''
  }

  it('fires once, when it is due and not before', async () => {
    const { undated: registrations, clock } = bench()
    const { at: _, ...input } = opening()
    const id = input.registrationId
    await registrations.open(id, { ...input, ...byOffice })
    await until(async () => {
      const entry = await registrations.get(id)
      if (entry?.state !== 'ended.abandoned') return false
      expect(clock.now()).toBeGreaterThanOrEqual(closes)
      return true
    }, 'the close of registration')
    const [abandoned] = await handledOf(bench(), id, 1)
    expect(abandoned?.fact).toMatchObject({
      type: 'registration.abandoned',
      at: registrationPeriod(notice).closes,
      reason: 'registrationClosed',
    })
    expect(abandoned?.when).toBeGreaterThanOrEqual(closes)
    const log = await registrations.log(id)
    expect(log.slice(1)).toMatchObject([
      { type: 'clock.advance', at: registrationPeriod(notice).closes, accepted: true },
    ])
    expect(await scheduledCalls(bench(), id, 'due')).toEqual([])
  })

  it('is scheduled again if its call comes early', async () => {
    const { undated: registrations, clock } = bench()
    clock.set(closes - 300)
    const { at: _, ...input } = opening()
    const id = input.registrationId
    await registrations.open(id, { ...input, ...byOffice })
    const first = await scheduledCall(id)
    // The clock is set back.
    clock.set(closes - 2000)
    await until(async () => {
      const [now] = await scheduledCalls(bench(), id, 'due')
      return now !== undefined && now !== first
    }, 'the call that comes again')
    const early = await registrations.get(id)
    if (clock.now() < closes) expect(early?.revision).toBe(1)
    const [abandoned] = await handledOf(bench(), id, 1)
    expect(abandoned?.when).toBeGreaterThanOrEqual(closes)
    expect((await registrations.log(id)).map(({ type }) => type)).toEqual(['open', 'clock.advance'])
  })

  it('fires at its new instant, not at the old one, if it is postponed', async () => {
    const { undated: registrations, clock } = bench()
    const { at: _, ...input } = opening()
    const id = input.registrationId
    await registrations.open(id, { ...input, ...byOffice })
    const first = await scheduledCall(id)
    const at = new Date(closes - 1400).toISOString()
    const by = { role: 'office', id: 'office' } as const
    const decision = await registrations.send(id, sent('notice.amend', { at, by, windows: later(1200) }))
    expect(decision.accepted).toBe(true)
    await until(async () => !(await scheduledCalls(bench(), id, 'due')).includes(first), 'the old call')
    const unmoved = await registrations.get(id)
    if (clock.now() < closes + 1200) expect(unmoved?.revision).toBe(2)
    const [abandoned] = await handledOf(bench(), id, 1)
    expect(abandoned?.when).toBeGreaterThanOrEqual(closes + 1200)
    expect(Date.parse(abandoned?.fact.at ?? '')).toBe(closes + 1200)
    const log = await registrations.log(id)
    expect(log.map(({ type }) => type)).toEqual(['open', 'notice.amend', 'clock.advance'])
  })

  it('fires at its own instant if it is earlier than the pending one, whose call stays scheduled', async () => {
    const { undated: registrations, clock } = bench()
    const live = leadTo(openLive(opening()), 'registered')
    const id = live.input.registrationId
    const at = live.events.at(-1)?.at ?? ''
    clock.set(Date.parse(at))
    const { at: _, ...input } = live.input
    await registrations.open(id, { ...input, ...byOffice })
    for (const event of live.events) await registrations.send(id, new TestClock().event(id, event))
    const first = await scheduledCall(id)
    // An earlier deadline: a spot check.
    const dueAt = new Date(clock.now() + 1000).toISOString()
    const by = { role: 'office', id: 'office' } as const
    const demand = { type: 'spotCheck.demand', by, dueAt } as const
    expect((await registrations.send(id, demand)).accepted).toBe(true)
    const voided = (await handledOf(bench(), id, 7)).find(({ fact }) => fact.type === 'registration.voided')
    expect(voided?.when).toBeGreaterThanOrEqual(Date.parse(dueAt))
    expect(Date.parse(voided?.fact.at ?? '')).toBe(Date.parse(dueAt))
    expect(await scheduledCalls(bench(), id, 'due')).toEqual([first])
  })

  it('fires at its own instant, even if that is long past', async () => {
    const { undated: registrations, clock } = bench()
    const { at: _, ...input } = opening()
    const id = input.registrationId
    await registrations.open(id, { ...input, ...byOffice })
    const by = { role: 'candidate', id: input.candidateId } as const
    await registrations.send(id, { type: 'registration.cancel', by })
    clock.set(Date.parse('2030-01-01T00:00:00+08:00'))
    const { at: __, ...second } = opening({ candidateId: input.candidateId })
    await registrations.open(second.registrationId, { ...second, ...byOffice })
    const [abandoned] = await handledOf(bench(), second.registrationId, 1)
    expect(abandoned?.fact.at).toBe(registrationPeriod(notice).closes)
    // The cancelled registration has no deadline.
    expect((await registrations.get(id))?.nextDue).toBeUndefined()
  })
})
