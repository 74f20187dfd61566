import { beforeEach, describe, expect, it } from 'vitest'
import { until } from '../../examples/loopback'
import { type RegistrationEvent, registrationPeriod } from '../../src'
import type { EventInput } from '../../src/restate'
import { fresh, opening } from '../postgres/support'
import { handledOf, onEngine, scheduledCalls } from './support'

const { notice } = opening()
const closes = Date.parse(registrationPeriod(notice).closes)
const minute = 60_000
const office = { role: 'office', id: 'office' } as const
const amend: EventInput<RegistrationEvent<'history.amend'>> = {
  type: 'history.amend',
  by: office,
  history: { credits: [] },
}

/** Each call is served by a replica whose clock is some minutes ahead of the others, or behind. */
describe('replicas whose clocks differ by minutes', () => {
  const bench = onEngine()
  /** Long before the deadlines. */
  const noon = closes - 60 * minute
  beforeEach(() => bench().clock.set(noon))

  async function opened(): Promise<string> {
    const { at: _, ...input } = opening({ registrationId: fresh('R'), candidateId: fresh('C') })
    expect((await bench().undated.open(input.registrationId, input)).accepted).toBe(true)
    return input.registrationId
  }

  it('stamp events in the order of the calls: the time of a registration never goes back', async () => {
    const { undated, clock } = bench()
    const id = await opened()
    for (const ahead of [5, -5, 3, 0, -5, 5, -1]) {
      clock.set(noon + ahead * minute)
      expect((await undated.send(id, amend)).accepted).toBe(true)
    }
    const log = await undated.log(id)
    const instants = log.map(({ at }) => Date.parse(at))
    expect(instants).toEqual([...instants].sort((a, b) => a - b))
    expect(instants.at(-1)).toBeGreaterThanOrEqual(noon + 5 * minute)
    expect(log.map(({ accepted }) => accepted)).toEqual(log.map(() => true))
  })

  it('take an instant up to that of the last event, and none beyond it, on a slow replica', async () => {
    const { undated, clock } = bench()
    const id = await opened()
    clock.set(noon + 5 * minute)
    await undated.send(id, amend)
    const { at = '' } = (await undated.log(id)).at(-1) ?? {}
    clock.set(noon - 5 * minute)
    expect((await undated.send(id, { ...amend, at })).accepted).toBe(true)
    // Otherwise each such event would move the time of the registration a minute on.
    const beyond = new Date(Date.parse(at) + 1).toISOString()
    expect(await undated.send(id, { ...amend, at: beyond })).toMatchObject({
      refusal: { rule: 'clock.ahead' },
    })
  })

  it('fire no deadline before its instant: a slow replica postpones the call that a fast one has scheduled', async () => {
    const { undated, clock } = bench()
    clock.set(closes - 300)
    const id = await opened()
    const [first = ''] = await scheduledCalls(bench(), id, 'due')
    clock.set(closes - 5 * minute)
    await until(async () => {
      const [next] = await scheduledCalls(bench(), id, 'due')
      return next !== undefined && next !== first
    }, 'the call that comes again')
    // The event is decided at the time that the registration has reached on the fast replica.
    expect(await undated.send(id, amend)).toMatchObject({ accepted: true, fired: [] })
    const [opening, event] = await undated.log(id)
    expect(event?.at).toBe(opening?.at)
    // The postponed call comes in five minutes. An event that is decided earlier fires the deadline if it is due.
    clock.set(closes)
    await undated.send(id, amend)
    const [abandoned] = await handledOf(bench(), id, 1)
    expect(abandoned?.fact).toMatchObject({
      type: 'registration.abandoned',
      at: registrationPeriod(notice).closes,
    })
  })

  it('fire the deadline of a fast replica’s event on a slow one: the delay is that of the machine that scheduled it', async () => {
    const { clock } = bench()
    clock.set(closes - 1000)
    const id = await opened()
    const [abandoned] = await handledOf(bench(), id, 1)
    expect(abandoned?.when).toBeGreaterThanOrEqual(closes)
  })

  it('refuse no history that a fast replica sends to a registration on a slow one', async () => {
    const { undated, clock } = bench()
    const candidateId = fresh('C')
    const ids = [fresh('R'), fresh('R')] as const
    for (const [i, id] of ids.entries()) {
      const sitting = i === 0 ? 'first' : 'second'
      const { at: _, ...input } = opening({ registrationId: id, candidateId, notice: { ...notice, sitting } })
      await undated.open(id, input)
    }
    clock.set(noon + 5 * minute)
    await undated.send(ids[0], { type: 'finding.record', by: office, finding: 'falseMaterials' })
    clock.set(noon - 5 * minute)
    const log = async () => await undated.log(ids[1])
    await until(async () => (await log()).length === 2, 'the record')
    await undated.send(ids[1], amend)
    const rows = await log()
    expect(rows.map(({ accepted }) => accepted)).toEqual([true, true, true])
    expect(Date.parse(rows[1]?.at ?? '')).toBeGreaterThanOrEqual(noon + 5 * minute)
    expect(Date.parse(rows[2]?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(rows[1]?.at ?? ''))
  })
})
