import { describe, expect, it } from 'vitest'
import { deadlines, type StatePath } from '../../src'
import { given } from '../../src/testing'
import { on, scenario } from '../support/scenario'

const unverified = { candidate: { photo: true, education: { origin: 'domestic' } } } as const

describe('expected instants', () => {
  it('include the verification for 24 hours after its request, or until its report (§6.4.1(3))', () => {
    const verifying = scenario({ ...unverified, at: on('04-08 10:00') })
    const expected = { name: 'verification.expected', at: on('04-09 10:00') }
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
