import { describe, expect, it } from 'vitest'
import { deadlines, type RuleId, rules } from '../src'
import { life, on } from './support/life'

const unverified = { candidate: { photo: true, education: { origin: 'domestic' } } } as const

describe('what is expected and moves nothing', () => {
  it('the verification: within 24 hours of its request (§6.4.1(3))', () => {
    const verifying = life({ ...unverified, at: on('04-08 10:00') })
    const expected = { name: 'verification.expected', at: on('04-09 10:00') }
    expect(deadlines(verifying.snapshot)).toContainEqual(expected)
    const names = (when: string) =>
      deadlines(verifying.send('clock.advance', when).snapshot).map(({ name }) => name)
    expect(names(on('04-09 09:59:59'))).toContain('verification.expected')
    expect(names(on('04-09 10:00'))).not.toContain('verification.expected')
    const verified = verifying.send('verification.report', on('04-08 12:00'))
    expect(deadlines(verified.snapshot).map(({ name }) => name)).not.toContain('verification.expected')
  })
})

describe('a rule that turns against an event in time', () => {
  it('says at which deadlines', () => {
    const turning = (Object.keys(rules) as RuleId[]).flatMap((id) => {
      const rule = rules[id]
      return 'until' in rule && rule.until ? [[id, rule.until]] : []
    })
    expect(Object.fromEntries(turning)).toMatchInlineSnapshot(`
      {
        "application.window": [
          "registration.closes",
        ],
        "certificate.direct-mail": [
          "directMail.closes",
        ],
        "commitment.withdraw-window": [
          "registration.closes",
        ],
        "correction.closed": [
          "registration.closes",
          "admitCard.closes",
        ],
        "evidenceAwaited": [
          "registration.closes",
        ],
        "payment.window": [
          "payment.closes",
        ],
        "proof.window": [
          "registration.closes",
        ],
        "registration.unpaid": [
          "payment.closes",
        ],
        "scoreReview.window": [
          "scoreReview.closes",
        ],
      }
    `)
  })
})
