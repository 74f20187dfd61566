import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { RegistrationEvent } from '../../src'
import { maxEventBytes } from '../../src/persistence/eventSize'
import { personalNumberIssues } from '../../src/persistence/personalNumber'
import { profile } from '../support/scenario'
import { both, fresh, opening, sent } from './support'

const office = { role: 'office', id: 'office' } as const
const at = '2024-04-09T10:00:00+08:00'
const amend = sent('history.amend', { at, by: office, history: { credits: [] } })
const garbage = (type: string, fields: object) =>
  ({ type, at, by: office, ...fields }) as unknown as RegistrationEvent

describe.each(both)('a stranger on %s', (_, on) => {
  const bench = on()

  it('fills no log: what cannot be read, and what another person sends, is answered and counted', async () => {
    const store = bench().store()
    const { registrationId: id, ...rest } = opening()
    await store.open({ registrationId: id, ...rest })
    const before = await store.get(id)
    const events: [event: RegistrationEvent, rule: string][] = [
      [garbage('profile.submit', { profile: 7 }), 'event.malformed'],
      [garbage('no.such', {}), 'event.unknown'],
      [sent('registration.cancel', { at, by: { role: 'candidate', id: 'somebody' } }), 'actor.personal-act'],
      [garbage('proof.approve', { by: { role: 'bank', id: 'bank' } }), 'event.malformed'],
      [
        garbage('history.amend', { by: { role: 'verifier', id: 'v' }, history: { credits: [] } }),
        'actor.role',
      ],
    ]
    for (const [event, rule] of events) {
      const { at: _, ...withoutInstant } = event as { at?: unknown }
      const own = (event.by.role === 'candidate' ? withoutInstant : event) as RegistrationEvent
      expect(await store.send(id, own, { key: fresh('k') })).toMatchObject({ refusal: { rule }, revision: 1 })
    }
    const [some] = events[0] ?? []
    await store.sendAll([{ id, event: some as RegistrationEvent }])
    await store.send(id, amend, { may: () => false })
    await store.send('nobody', amend)
    expect(await store.get(id)).toEqual(before)
    expect(await store.log(id)).toHaveLength(1)
    const counted = await store.refusals({ since: '2000-01-01T00:00:00+08:00', by: 'rule' })
    expect(counted).toEqual([
      { rule: 'event.malformed', count: 3 },
      { rule: 'registration.unknown', count: 2 },
      { rule: 'actor.personal-act', count: 1 },
      { rule: 'actor.role', count: 1 },
      { rule: 'event.unknown', count: 1 },
    ])
    // Another store of the same tables adds to the counts.
    await bench().store().send('nobody', amend)
    const other = bench().store()
    await other.send('nobody', amend)
    const again = await other.refusals({ since: '2000-01-01T00:00:00+08:00', by: 'rule' })
    expect(again.find(({ rule }) => rule === 'registration.unknown')?.count).toBeGreaterThanOrEqual(3)
    expect(await store.refusals({ since: '2999-01-01T00:00:00+08:00', by: 'rule' })).toEqual([])
  })

  it('sends no event of more than 64 kB', async () => {
    const store = bench().store()
    const { registrationId: id, ...rest } = opening()
    await store.open({ registrationId: id, ...rest })
    const long = (length: number) =>
      garbage('history.amend', { history: { credits: [] }, meta: '报'.repeat(length) })
    expect(await store.send(id, long(maxEventBytes / 3))).toMatchObject({
      refusal: {
        rule: 'event.malformed',
        issues: [{ path: '', en: expect.stringContaining('must be at most 65536 bytes; it has 65') }],
      },
    })
    // Just below, only its meta is too long.
    expect(await store.send(id, long(maxEventBytes / 3 - 100))).toMatchObject({
      refusal: { issues: [{ path: 'meta' }] },
    })
  })

  it('uses no identity number and no telephone number as an id or a key', async () => {
    const store = bench().store()
    const input = opening()
    await store.open(input)
    const { idNumber, phone } = profile
    const grouped = (sign: string) => phone.replace(/^(...)(....)/, `$1${sign}$2${sign}`)
    const wide = idNumber.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
    const numbers = [idNumber, phone, `86${phone}`, `0086${phone}`, `+86 ${phone}`]
    for (const number of [...numbers, grouped('-'), grouped(' '), wide, `x${idNumber}`]) {
      for (const text of [number, `order-${number}`, `${number}/2024`]) {
        expect(await store.send(input.registrationId, amend, { key: text })).toMatchObject({
          refusal: {
            rule: 'event.malformed',
            issues: [{ path: 'key', en: expect.stringContaining('random id') }],
          },
        })
        expect(await store.open({ ...opening(), candidateId: text })).toMatchObject({
          refusal: { rule: 'input.malformed', issues: [{ path: 'candidateId' }] },
        })
        expect(await store.open(opening({ registrationId: text }))).toMatchObject({
          refusal: { rule: 'input.malformed', issues: [{ path: 'registrationId' }] },
        })
      }
    }
    // Other long numbers are fine.
    const others = ['20240000001', '123456789012345678', '440101199913310078', 'a13800138000b']
    const random = Array.from({ length: 200 }, () => [randomUUID(), randomUUID().replaceAll('-', '')]).flat()
    for (const key of random) expect(personalNumberIssues('key', key)).toBeUndefined()
    for (const key of others)
      expect(await store.send(input.registrationId, amend, { key })).toMatchObject({ accepted: true })
  })
})
