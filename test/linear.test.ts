import { describe, expect, it } from 'vitest'
import { deadlines, decide, explain, type Journey, notices, open, runJourney, type Snapshot } from '../src'
import { readText } from './support/files'

/**
 * Every function takes at most linear time in the size of its input. The tests read no clock: a proxy counts the reads
 * of the input, and an input of twice the size may be read twice as often.
 */

/** Wraps a value in a proxy that counts every read, at any depth. */
function counted<T>(value: T, count: () => void): T {
  if (value === null || typeof value !== 'object') return value
  return new Proxy(value, {
    get: (target, key) => {
      count()
      return counted(Reflect.get(target, key) as unknown, count)
    },
    ownKeys: (target) => {
      count()
      return Reflect.ownKeys(target)
    },
  })
}

/** The number of reads of an input of that size. */
function looks(given: (size: number) => unknown, size: number, ask: (given: never) => unknown): number {
  let times = 0
  const value = counted(given(size), () => {
    times += 1
  })
  ask(value as never)
  return times
}

function expectLinear(given: (size: number) => unknown, ask: (given: never) => unknown): void {
  const [one, two, four] = [1000, 2000, 4000].map((size) => looks(given, size, ask)) as [
    number,
    number,
    number,
  ]
  expect(four - two).toBeLessThanOrEqual(2.2 * (two - one) + 200)
}

const many = <T>(size: number, make: (i: number) => T): T[] => Array.from({ length: size }, (_, i) => make(i))

/** The snapshots and events of a complete path. */
const path = runJourney(
  JSON.parse(readText('examples/journeys/certified/commitment-to-certificate.json')) as Journey,
)
const steps = path.steps.map(({ event, decision }, i) => ({
  event,
  before: (i === 0 ? path.opened?.snapshot : path.steps[i - 1]?.decision.snapshot) as Snapshot,
  after: decision.snapshot,
}))

/** Adds more orders, refunds, complaints, findings and records to a snapshot than any real registration has. */
const grown = ({ version, value, context }: Snapshot) => {
  return (size: number) => ({
    version,
    value,
    context: {
      ...context,
      orders: [...many(size, () => ({ amountFen: 1, state: 'superseded' as const })), ...context.orders],
      refunds: many(size, (i) => ({
        orderNo: `R-${i}`,
        transactionId: `T-${i}`,
        amountFen: 1,
        reason: 'payment.duplicate-other-order',
        dueAt: context.terms.sessions[1],
        since: context.at,
      })),
      complaints: many(size, (i) => `C-${i}`),
      findings: many(size, () => 'ineligible' as const),
      records: many(size, () => ({ kind: 'serious' as const, from: '2001-01-01', until: '2002-01-01' })),
    },
  })
}

describe('linear time', () => {
  it.each(steps.map(({ event, before }) => ({ type: event.type, event, before })))(
    'applies to the size of the snapshot: $type',
    ({ event, before }) => {
      const given = grown(before)
      const judged = decide(given(3) as Snapshot, event)
      expect(judged).not.toMatchObject({ refusal: { rule: 'snapshot.malformed' } })
      expectLinear(given, (snapshot) => decide(snapshot, event))
      expectLinear(given, (snapshot) => explain(snapshot, event.at))
      expectLinear(given, (snapshot) => deadlines(snapshot))
    },
  )

  it('applies to many refunds: in settlements, an amendment and a cancellation', () => {
    const paid = steps.find(({ event }) => event.type === 'payment.settle')?.after as Snapshot
    const given = grown(paid)
    const at = new Date(paid.context.at).toISOString()
    const gateway = { role: 'gateway', id: 'G' }
    const settle = { type: 'refund.settle', at, by: gateway, refundId: `${paid.context.registrationId}-F7` }
    expect(decide(given(10) as never, settle as never)).toMatchObject({ accepted: true })
    expectLinear(given, (snapshot) => decide(snapshot, settle as never))
    const pay = { type: 'payment.settle', at, by: gateway, orderNo: 'R-1', transactionId: 'T-x' }
    expectLinear(given, (snapshot) => decide(snapshot, { ...pay, amountFen: 1, paidAt: at } as never))
    const sessions = notices['gd-2024-social-worker'].sessions.map(({ subject, starts, ends }) => ({
      subject,
      starts: starts.replace('2024-06', '2024-07'),
      ends: ends.replace('2024-06', '2024-07'),
    }))
    const amend = { type: 'notice.amend', at, by: { role: 'office', id: 'O' }, sessions }
    const moved = decide(given(10) as never, amend as never)
    expect(moved.facts.filter(({ type }) => type === 'refund.due')).toHaveLength(10)
    expectLinear(given, (snapshot) => decide(snapshot, amend as never))
    const cancel = { type: 'exam.cancel', at, by: { role: 'office', id: 'O' }, reason: 'weather' }
    expect(decide(given(10) as never, cancel as never)).toMatchObject({ accepted: true })
    expectLinear(given, (snapshot) => decide(snapshot, cancel as never))
  })

  it.each(steps.map(({ event, before }) => ({ type: event.type, event, before })))(
    'applies to the size of an event: $type, with each field as a long list',
    ({ event, before }) => {
      for (const key of Object.keys(event)) {
        const given = (size: number) => ({ ...event, [key]: many(size, (i) => ({ n: i })) })
        expectLinear(given, (grownEvent) => decide(before, grownEvent))
        expectLinear(given, (grownEvent) => explain(before, event.at, grownEvent))
      }
    },
  )

  it('applies to the size of the input of `open`', () => {
    const given = (size: number) => ({
      registrationId: 'R',
      candidateId: 'C',
      exam: {
        subjects: many(size, (i) => ({ code: `${i}` })),
        levels: many(size, (i) => ({ code: `${i}` })),
      },
      notice: { sessions: many(size, (i) => ({ subject: `${i}` })), places: many(size, (i) => `${i}`) },
      history: { credits: many(size, () => 'x') },
      at: '2024-01-01T00:00:00+08:00',
    })
    expectLinear(given, (grownInput) => open(grownInput))
  })
})
