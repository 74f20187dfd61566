import { describe, expect, it } from 'vitest'
import { deadlines, explain, type Notice, registrationPeriod } from '../../src'
import { fileIssues } from '../../src/cli/fileIssues'
import { type Given, given } from '../../src/testing'
import { accepts, expectState, refuses } from '../rules/verdict'
import { noticeOf, on, scenario } from '../support/scenario'

const base = noticeOf('gd-2024-social-worker')

/** Registration opens again from 04-12 to 04-17, after a pause from 04-10. */
const twice: Notice = {
  ...base,
  windows: {
    ...base.windows,
    registration: [
      { opens: on('04-07 09:00'), closes: on('04-10 17:00') },
      { opens: on('04-12 09:00'), closes: on('04-17 17:00') },
    ],
  },
}

const withUpload = (closes: string): Notice => ({
  ...base,
  windows: { ...base.windows, proofUpload: { closes } },
})

const issuesOf = (notice: object) => fileIssues('notice', notice).map(({ path, en }) => `${path}: ${en}`)

const proofRoute = (notice: Notice): Given =>
  scenario({ notice })
    .to('filling.route')
    .when({ type: 'route.choose', route: 'proof' })
    .to('declaring.proof.uploading')

describe('a notice with several windows of registration', () => {
  const filling = scenario({ notice: twice }).to('filling.application')
  const explained = (at: string) =>
    explain(filling.snapshot, at).find(({ type }) => type === 'application.save')

  it('accepts an application in each of them, and refuses it between them', () => {
    accepts(filling, 'application.save', on('04-10 16:59:59'))
    refuses('application.window', filling, 'application.save', on('04-10 17:00'))
    refuses('application.window', filling, 'application.save', on('04-12 08:59:59'))
    accepts(filling, 'application.save', on('04-12 09:00'))
  })

  it('keeps the registration open through the pause, and ends it at the last close only', () => {
    expectState(accepts(filling, 'clock.advance', on('04-11 12:00')), 'filling.application')
    expectState(accepts(filling, 'clock.advance', on('04-17 17:00')), 'ended.abandoned')
  })

  it('explains until when and from when an application is possible', () => {
    expect(explained(on('04-08 09:00'))).toMatchObject({
      possible: true,
      until: 'registration.pauses',
      untilAt: on('04-10 17:00'),
    })
    expect(explained(on('04-11 09:00'))).toMatchObject({
      possible: false,
      from: 'registration.opens',
      fromAt: on('04-12 09:00'),
    })
    expect(explained(on('04-13 09:00'))).toMatchObject({
      until: 'registration.closes',
      untilAt: on('04-17 17:00'),
    })
  })

  it('lists the pause, the next opening and the last close among the deadlines', () => {
    const listed = deadlines(filling.snapshot).map(({ name, at }) => [name, at])
    expect(listed).toEqual(
      expect.arrayContaining([
        ['registration.pauses', on('04-10 17:00')],
        ['registration.opens', on('04-12 09:00')],
        ['registration.closes', on('04-17 17:00')],
      ]),
    )
  })

  it('becomes one window by an amendment that names one', () => {
    const registration = { opens: on('04-07 09:00'), closes: on('04-17 17:00') }
    const amended = accepts(filling, { type: 'notice.amend', windows: { registration } }, on('04-11 09:00'))
    expect(amended.snapshot.context.terms.pauses).toBeUndefined()
    accepts(amended, 'application.save')
  })

  it('is opened in the first, and has one period from the first opening to the last close', () => {
    expect(registrationPeriod(twice)).toEqual({ opens: on('04-07 09:00'), closes: on('04-17 17:00') })
    expect(given('filling.application', { notice: twice }).at).toBe(on('04-07 09:00'))
  })

  it('is valid only if the windows are in order and apart', () => {
    expect(issuesOf(twice)).toEqual([])
    const [first, second] = twice.windows.registration as { opens: string; closes: string }[]
    const listed = (...registration: unknown[]) => ({ ...twice, windows: { ...twice.windows, registration } })
    expect(issuesOf(listed(second, first))).toEqual([
      expect.stringMatching(/^windows\.registration\.1\.opens: .*later than the close of the window before/),
    ])
    expect(issuesOf(listed(first, { ...second, opens: first?.closes }))).toHaveLength(1)
    expect(issuesOf(listed(first)).length).toBeGreaterThan(0)
  })
})

describe('a notice with its own close of the upload of proof', () => {
  it('accepts proof after registration has closed, and abandons the registration at that close', () => {
    const late = proofRoute(withUpload(on('04-18 12:00')))
    expectState(accepts(late, 'proof.upload', on('04-18 11:59:59')), 'declaring.proof.reviewing')
    expectState(accepts(late, 'clock.advance', on('04-18 12:00')), 'ended.abandoned')
    const rejected = late.when('proof.upload').when('proof.reject', on('04-18 11:00'))
    expectState(rejected, 'declaring.proof.uploading')
    expectState(accepts(late.when('proof.upload'), 'proof.reject', on('04-18 12:00')), 'ended.abandoned')
  })

  it('refuses proof from an earlier close on', () => {
    const early = proofRoute(withUpload(on('04-16 17:00')))
    accepts(early, 'proof.upload', on('04-16 16:59:59'))
    expectState(accepts(early, 'clock.advance', on('04-16 17:00')), 'ended.abandoned')
    const filling = scenario({ notice: withUpload(on('04-16 17:00')) }).to('filling.route')
    refuses('proof.window', filling, { type: 'route.choose', route: 'proof' }, on('04-16 17:00'))
    accepts(filling, { type: 'route.choose', route: 'commitment' }, on('04-16 17:00'))
    const chosen = filling.when({ type: 'route.choose', route: 'proof' })
    refuses('proof.window', chosen, 'application.confirm', on('04-16 17:00'))
  })

  it('is valid only after registration opens and no later than the review closes', () => {
    expect(issuesOf(withUpload(on('04-18 12:00')))).toEqual([])
    expect(issuesOf(withUpload(on('04-07 09:00')))).toEqual([
      'windows.proofUpload.closes: the upload of proof must close after registration opens',
    ])
    expect(issuesOf(withUpload(on('04-20 12:00')))[0]).toContain('no later than the review')
  })
})
