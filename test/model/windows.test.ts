import { describe, expect, it } from 'vitest'
import { deadlines, explain, type Notice, open, registrationPeriod } from '../../src'
import { fileIssues } from '../../src/cli/fileIssues'
import { type Given, given } from '../../src/testing'
import { accepts, expectState, refuses } from '../rules/verdict'
import { examOf, noticeOf, on, scenario } from '../support/scenario'

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

describe('a notice that contradicts itself', () => {
  const { windows } = base
  const session = { subject: 'law', starts: on('06-16 09:00'), ends: on('06-16 11:00') }
  const calendar = (off: string[], work: string[] = []) => ({ calendar: { 2024: { off, work } } })

  it.each<[what: string, changes: object, issues: string[]]>([
    [
      'payment that closes after the first session starts',
      { windows: { ...windows, payment: { ...windows.payment, closes: on('06-15 14:00:01') } } },
      ['windows.payment.closes'],
    ],
    [
      'admit cards that open before registration',
      { windows: { ...windows, admitCard: { ...windows.admitCard, opens: on('04-07 08:59:59') } } },
      ['windows.admitCard.opens'],
    ],
    [
      'admit cards that open with the first session',
      { windows: { ...windows, admitCard: { opens: on('06-15 14:00'), closes: on('06-16 17:00') } } },
      ['windows.admitCard.opens'],
    ],
    [
      'a session before registration closes',
      { sessions: [...base.sessions, { ...session, starts: on('04-17 16:59:59') }] },
      ['sessions.3.starts', 'windows.payment.closes', 'windows.admitCard.opens'],
    ],
    [
      'a subject on offer without a session',
      { sessions: base.sessions.filter(({ subject }) => subject !== 'general') },
      ['sessions', 'sessions'],
    ],
    [
      'a subject without a session for one level',
      {
        sessions: base.sessions.map((one) =>
          one.subject === 'practice' ? { ...one, levels: ['junior'] } : one,
        ),
      },
      ['sessions'],
    ],
    [
      'a session of a level without its subject',
      { sessions: [...base.sessions, { ...session, levels: ['intermediate', 'junior'] }] },
      ['sessions.3.levels.1'],
    ],
    ['a pass mark above the full mark', { passMarks: { law: 100.5 } }, ['passMarks.law']],
    [
      'pass marks of a level without the subject, and above the full mark',
      { passMarks: { law: { levels: { junior: 60, intermediate: 101 } } } },
      ['passMarks.law.levels.junior', 'passMarks.law.levels.intermediate'],
    ],
    [
      'a day that does not exist',
      calendar(['02-30'], ['2024-04-31']),
      ['calendar.2024.off.0', 'calendar.2024.work.0'],
    ],
    ['a day of another year', calendar(['2024-01-01', '2025-01-01']), ['calendar.2024.off.1']],
    ['a place twice', { places: ['440100', '440300', '440100'] }, ['places.2']],
    ['a province that does not exist', { region: '470000', places: ['470100'] }, ['region', 'places.0']],
    [
      'media types that are none',
      { requirements: { documentTypes: ['PDF'], photo: { mediaTypes: ['image/jpeg', 'jpg'] } } },
      ['requirements.photo.mediaTypes.1', 'requirements.documentTypes.0'],
    ],
    [
      'paths that name nothing',
      {
        illustrative: ['window', 'windows.*.opens', 'disclosure.url', 'sessions.laws'],
        sources: [
          'a book',
          {
            paths: ['sessions.law.starts', 'windows.payments'],
            source: { zh: '书', en: 'A book' },
            confidence: 'low',
          },
        ],
      },
      ['illustrative.0', 'illustrative.3', 'sources.1.paths.1'],
    ],
  ])('has issues: %s', (_, changes, paths) => {
    const issues = fileIssues('notice', { ...base, ...changes })
    expect(issues.map(({ path }) => path).sort()).toEqual([...paths].sort())
    const opened = open({
      registrationId: 'R',
      candidateId: 'C',
      exam: examOf('social-worker'),
      notice: { ...base, ...changes } as Notice,
      at: on('04-07 09:00'),
    })
    expect(opened).toMatchObject({ accepted: false, refusal: { rule: 'input.malformed' } })
  })

  it('has issues for a specialty of another level, and for specialties without a session', () => {
    const catti = noticeOf('gz-2022-catti-2')
    const simultaneous = catti.sessions.map((one) =>
      one.subject === 'simultaneous'
        ? { ...one, levels: ['level-2-simultaneous'], specialties: ['ru-interpretation'] }
        : one,
    )
    const paths = fileIssues('notice', { ...catti, sessions: simultaneous }).map(
      ({ path, en }) => `${path}: ${en}`,
    )
    expect(paths).toContain(
      `sessions.${simultaneous.findIndex(({ subject }) => subject === 'simultaneous')}.specialties.0: the level "level-2-simultaneous" does not have the specialty "ru-interpretation"`,
    )
  })
})
