import { expect, it } from 'vitest'
import { digestOf, digestWithoutMeta } from '../src/persistence/digest'

// Digests are stored permanently: these values must never change.
const event = { type: 'payment.settle', amountFen: 17_100, by: { role: 'gateway', id: 'bank' } }

it('the digest of an event is the hash of its canonical JSON', () => {
  expect(digestOf(event)).toBe('c8d13f6c7d5aea1028ec2a7d14df70ffd2c11f76e64bad05c2f6bb524b150b64')
  expect(digestOf({ by: { id: 'bank', role: 'gateway' }, amountFen: 17_100, type: 'payment.settle' })).toBe(
    digestOf(event),
  )
  expect(digestOf({ ...event, amountFen: 17_101 })).not.toBe(digestOf(event))
})

it('the digest of an event ignores a valid `meta` and includes an invalid one', () => {
  expect(digestWithoutMeta({ ...event, meta: { trace: 1 } })).toBe(digestOf(event))
  expect(digestWithoutMeta({ ...event, meta: undefined })).toBe(digestOf(event))
  expect(digestWithoutMeta({ ...event, meta: 'x'.repeat(3000) })).not.toBe(digestOf(event))
  expect(digestWithoutMeta({ ...event, meta: 'y'.repeat(3000) })).not.toBe(
    digestWithoutMeta({ ...event, meta: 'x'.repeat(3000) }),
  )
})

it('the digest of a value with a lone surrogate does not depend on the order of its fields', () => {
  const [one, other] = [
    { a: '\ud800', b: 1 },
    { b: 1, a: '\ud800' },
  ]
  expect(digestOf(one)).toBe('222708429d0c40486d360c18f005a83d30dc7fff6018c6c04749d3da407b0e86')
  expect(digestOf(other)).toBe(digestOf(one))
  expect(digestOf({ a: '\ud801', b: 1 })).not.toBe(digestOf(one))
})

it('values that are not JSON all have the same digest', () => {
  const circle: unknown[] = []
  circle.push(circle)
  expect(digestOf(circle)).toBe(digestOf({ n: 1n }))
})
