import { describe, expect, it } from 'vitest'
import { deadlines, type StatePath } from '../../src'
import { given } from '../../src/testing'
import { on, scenario } from '../support/scenario'

const unverified = { candidate: { photo: true, education: { origin: 'domestic' } } } as const

describe('expected instants', () => {
  it('include the verification for 24 hours after its request, or until its report (§6.4.1(3))', () => {
    const verifying = scenario({ ...unverified, at: on('04-08 10:00') })
    const expected = { name: 'verification.expected', at: on('04-09 10:00'), expected: true }
    expect(deadlines(verifying.snapshot)).toContainEqual(expected)
    const names = (when: string) =>
      deadlines(verifying.when('clock.advance', when).snapshot).map(({ name }) => name)
    expect(names(on('04-09 09:59:59'))).toContain('verification.expected')
    expect(names(on('04-09 10:00'))).not.toContain('verification.expected')
    const verified = verifying.when('verification.report', on('04-08 12:00'))
    expect(deadlines(verified.snapshot).map(({ name }) => name)).not.toContain('verification.expected')
  })
  it('include the close of the check while the office has not approved it (§11.1)', () => {
    const expected = (state: StatePath) =>
      deadlines(given(state).snapshot).some(({ name }) => name === 'postCheck.closes')
    expect(expected('qualifying.check.unreviewed')).toBe(true)
    expect(expected('qualifying.check.rejected')).toBe(true)
    expect(expected('qualifying.check.approved')).toBe(false)
  })
})

describe('the four dates of §6', () => {
  const namesIn = (state: StatePath) =>
    deadlines(given(state).snapshot).map(({ name, expected }) => (expected ? `(${name})` : name))
  const card = ['(admitCard.opens)', '(admitCard.closes)', '(exam.starts)']

  it('are all listed until the registration is complete, whatever the state waits for', () => {
    expect(namesIn('filling.application')).toEqual(['registration.closes', '(payment.closes)', ...card])
    const uploaded = ['(registration.closes)', 'proofReview.closes', 'payment.closes', ...card]
    expect(namesIn('declaring.proof.reviewing')).toEqual(uploaded)
    expect(namesIn('paying.awaiting')).toEqual(['(registration.closes)', 'payment.closes', ...card])
    const early = deadlines(scenario({ at: on('04-01 10:00') }).snapshot)
    expect(early.slice(0, 2)).toEqual([
      { name: 'registration.opens', at: on('04-07 09:00'), expected: true },
      { name: 'payment.opens', at: on('04-07 09:00'), expected: true },
    ])
  })

  it('are the admit card and the exam once it is complete, and none when it has ended', () => {
    const waiting = ['admitCard.opens', '(admitCard.closes)', '(exam.starts)', 'exam.ends']
    expect(namesIn('registered.waiting')).toEqual(waiting)
    expect(namesIn('registered.seated')).toEqual(['(exam.starts)', 'exam.ends'])
    expect(namesIn('marking')).toEqual([])
    expect(namesIn('ended.cancelled')).toEqual([])
  })
})
