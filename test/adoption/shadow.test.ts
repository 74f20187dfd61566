import { describe, expect, it } from 'vitest'
import type { OpenInput, RegistrationEvent, Snapshot } from '../../src'
import { type ShadowOptions, shadow } from '../../src/postgres'
import { nationalRegistrations } from '../../src/registrations/registrations'
import { given } from '../../src/testing'
import { profile } from '../support/scenario'

const { input, events } = given('paying.awaiting')
const at = events.at(-1)?.at ?? input.at
const by = { role: 'candidate', id: 'C' } as const
const route = (chosen: 'commitment' | 'proof'): RegistrationEvent => ({
  type: 'route.choose',
  at,
  by,
  route: chosen,
})

/** A shadow with a registration that waits for payment, which both systems have decided alike. */
async function started(options: ShadowOptions = {}) {
  const beside = shadow(nationalRegistrations(), options)
  await beside.open(input, { accepted: true, state: 'filling.application' })
  for (const event of events) await beside.send('R', event, { accepted: true })
  return beside
}

describe('a shadow', () => {
  it('reports nothing as long as both systems decide alike', async () => {
    const beside = await started()
    await beside.send('R', route('commitment'), { accepted: false, state: '待缴费' })
    const all = events.length + 2
    expect(beside.report()).toEqual({
      events: all,
      agreed: all,
      followed: 0,
      registrations: 1,
      differing: 0,
      differences: [],
    })
  })

  it('reports what it refuses and the other system accepts, by rule and §', async () => {
    const beside = await started()
    await beside.send(
      'R',
      { type: 'commitment.withdraw', at, by },
      { accepted: true, state: 'declaring.proof' },
    )
    await beside.send('R', route('commitment'), { accepted: true })
    expect(beside.report().differences).toEqual([
      {
        kind: 'weRefuse',
        event: 'route.choose',
        rule: 'commitment.no-return',
        cites: ['5.1.4', '6.4.5'],
        count: 1,
        registrations: 1,
        examples: [
          {
            registrationId: 'R',
            at,
            theirs: { accepted: true },
            ours: { accepted: false, state: 'declaring.proof.uploading' },
          },
        ],
      },
    ])
  })

  it('reports what it accepts and the other system refuses, and does not apply it', async () => {
    const beside = await started()
    await beside.send('R', { type: 'commitment.withdraw', at, by }, { accepted: false })
    await beside.send('R', route('proof'), { accepted: false, state: 'paying.awaiting' })
    expect(beside.report()).toMatchObject({
      differing: 0,
      differences: [{ kind: 'weAccept', event: 'commitment.withdraw', count: 1 }],
    })
  })

  it('reports another state after the same decision, and counts what follows from it once', async () => {
    const beside = await started({ states: { 已缴费: 'registered' } })
    const settle: RegistrationEvent = {
      type: 'payment.settle',
      at,
      by: { role: 'gateway', id: 'bank' },
      orderNo: 'R-1',
      transactionId: 'T1',
      amountFen: 1,
      paidAt: at,
    }
    await beside.send('R', settle, { accepted: true, state: '已缴费' })
    await beside.send('R', { ...settle, transactionId: 'T2' }, { accepted: true, state: '已缴费' })
    expect(beside.report()).toMatchObject({
      followed: 1,
      differing: 1,
      differences: [
        {
          kind: 'state',
          event: 'payment.settle',
          examples: [{ theirs: { state: '已缴费' }, ours: { state: 'paying.awaiting' } }],
        },
      ],
    })
    // Once they agree again, later differences count again.
    await beside.send(
      'R',
      { ...settle, transactionId: 'T3', amountFen: 17_100 },
      { accepted: true, state: '已缴费' },
    )
    expect(beside.report().differing).toBe(0)
  })

  it('keeps the first cases of each difference, and calls a listener for all', async () => {
    const found: unknown[] = []
    const beside = shadow(nationalRegistrations(), { examples: 2, onDifference: (one) => found.push(one) })
    for (const registrationId of ['R1', 'R2', 'R3'])
      await beside.open({ ...input, registrationId }, { accepted: true, state: 'paying.awaiting' })
    const [difference] = beside.report().differences
    expect(difference).toMatchObject({ kind: 'state', event: 'open', count: 3, registrations: 3 })
    expect(difference?.examples.map(({ registrationId }) => registrationId)).toEqual(['R1', 'R2'])
    expect(found).toHaveLength(3)
  })

  it('keeps its registrations in a table of the caller', async () => {
    const table = new Map<string, Snapshot>()
    const snapshots = {
      get: async (id: string) => table.get(id),
      set: async (id: string, one: Snapshot) => void table.set(id, one),
    }
    await started({ snapshots })
    const later = shadow(nationalRegistrations(), { snapshots })
    await later.send('R', route('proof'), { accepted: false, state: 'paying.awaiting' })
    expect(later.report()).toMatchObject({ agreed: 1, differences: [] })
  })

  it('keeps the events of one registration in order, however they are sent', async () => {
    const beside = shadow(nationalRegistrations())
    const all = [beside.open(input, { accepted: true })]
    for (const event of events) all.push(beside.send('R', event, { accepted: true }))
    await Promise.all(all)
    expect(beside.report()).toMatchObject({ agreed: events.length + 1, differences: [] })
  })

  it('never throws for what is malformed, and reports its paths', async () => {
    const beside = await started({ examples: 50 })
    const throwing = Object.defineProperty({}, 'type', {
      get: () => {
        throw new Error('no')
      },
      enumerable: true,
    })
    const wrong: unknown[] = [
      null,
      undefined,
      7,
      'x',
      [],
      {},
      throwing,
      { type: 'nothing' },
      { type: 'payment.claim' },
    ]
    for (const event of wrong) await beside.send('R', event as RegistrationEvent, { accepted: true })
    for (const theirs of [null, undefined, {}, { accepted: 'yes' }, throwing])
      await beside.send('R', route('proof'), theirs as never)
    for (const state of ['已交费', '']) await beside.send('R', route('proof'), { accepted: true, state })
    for (const opening of [null, {}, throwing, { ...input, exam: 1 }])
      await beside.open(opening as OpenInput, { accepted: true })
    for (const id of [undefined, 7, {}]) await beside.send(id as string, route('proof'), { accepted: true })
    const { differences } = beside.report()
    expect(differences.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['malformed', 'weRefuse', 'unknown']),
    )
    const paths = differences
      .filter(({ kind }) => kind === 'malformed')
      .flatMap(({ examples }) => examples.flatMap((one) => one.paths))
    expect(paths).toEqual(expect.arrayContaining(['accepted', 'state', 'exam']))
  })

  it('has no personal data in its reports', async () => {
    const beside = shadow(nationalRegistrations())
    const { candidate: _, ...unknown } = input
    await beside.open(unknown, { accepted: true, state: 'account.agreement' })
    await beside.send('R', { type: 'agreement.accept', at, by }, { accepted: true })
    for (const sent of [
      { ...profile, idNumber: '440101199001080078' },
      { ...profile, phone: 'x', 陈晓: 1 },
    ])
      await beside.send('R', { type: 'profile.submit', at, by, profile: sent } as RegistrationEvent, {
        accepted: true,
      })
    const text = JSON.stringify(beside.report())
    for (const value of [
      profile.name,
      profile.idNumber,
      profile.phone,
      profile.employer,
      '440101199001080078',
    ])
      expect(text).not.toContain(value)
    expect(beside.report().differences.length).toBeGreaterThan(0)
  })

  it('rejects wrong options', () => {
    expect(() => shadow(nationalRegistrations(), { examples: 0 })).toThrow(RangeError)
    expect(() => shadow(nationalRegistrations(), { exmples: 2 } as never)).toThrow(/exmples/)
  })
})
