import { describe, expect, it, vi } from 'vitest'
import type { RegistrationEvent } from '../../../src'
import { registrationPeriod } from '../../../src'
import type { EventInput } from '../../../src/postgres'
import { both, opening } from '../support'

const by = { role: 'office', id: 'office' } as const
const amend: EventInput<RegistrationEvent<'history.amend'>> = {
  type: 'history.amend',
  by,
  history: { credits: [] },
}
const hour = 3_600_000

describe.each(both)('a jumping clock on %s', (_, on) => {
  const bench = on()

  it('stamps no event before the previous one', async () => {
    let now = Date.parse('2024-04-10T10:00:00+08:00')
    const store = bench().store({ now: () => now })
    const { registrationId: id, ...rest } = opening()
    await store.open({ registrationId: id, ...rest })
    for (const jump of [0, -48 * hour, 1, -1, 30 * hour, -30 * hour, 0]) {
      now += jump
      const before = (await store.get(id))?.snapshot.context.at ?? 0
      const answer = await store.send(id, amend)
      expect(answer.accepted).toBe(true)
      expect(answer.snapshot?.context.at).toBe(Math.max(before, now))
    }
    const instants = (await store.log(id)).map(({ at }) => Date.parse(at))
    expect(instants).toEqual([...instants].sort((one, other) => one - other))
  })

  it('the store decides events while an embedder’s test uses fake timers', async () => {
    const { store } = bench()
    const { registrationId: id, ...rest } = opening()
    vi.useFakeTimers({ now: Date.parse(rest.at) })
    try {
      await store().open({ registrationId: id, ...rest })
      expect((await store({ now: Date.now }).send(id, amend)).accepted).toBe(true)
    } finally {
      vi.useRealTimers()
    }
  })

  it('stamps an opening that has no instant', async () => {
    const now = Date.parse('2024-04-11T10:00:00+08:00')
    const { at: _, ...input } = opening()
    expect(
      (
        await bench()
          .store({ now: () => now })
          .open(input)
      ).snapshot?.context.at,
    ).toBe(now)
  })

  it('fires each deadline once and at its own instant', async () => {
    const input = opening()
    const closes = registrationPeriod(input.notice).closes
    let now = Date.parse(input.at)
    const store = bench().store({ now: () => now })
    await store.open(input)
    const fired = async () => (await store.log(input.registrationId)).flatMap((row) => row.fired)
    const jumps = ['2024-04-09', '2023-01-01', '2030-01-01', '2024-04-09', '2031-01-01', '2020-01-01']
    for (const [i, jump] of jumps.entries()) {
      now = Date.parse(`${jump}T00:00:00Z`)
      await store.fireDeadlines()
      await store.fireDeadlines()
      expect(await fired()).toEqual(i < 2 ? [] : [{ name: 'registration.closes', at: closes }])
    }
    expect((await store.get(input.registrationId))?.state).toBe('ended.abandoned')
  })

  it('an event before the previous one is refused and does not change the snapshot', async () => {
    const { store } = bench()
    const input = opening()
    await store().open(input)
    const id = input.registrationId
    await store().send(id, { ...amend, at: '2024-04-10T10:00:00+08:00' })
    const before = await store().get(id)
    const answer = await store().send(id, { ...amend, at: '2024-04-09T10:00:00+08:00' })
    expect(answer).toMatchObject({ accepted: false, refusal: { rule: 'clock.backwards' } })
    expect((await store().get(id))?.snapshot).toEqual(before?.snapshot)
    expect((await store().log(id)).at(-1)).toMatchObject({ accepted: false, rule: 'clock.backwards' })
  })
})
