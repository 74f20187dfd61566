import { describe, expect, it } from 'vitest'
import {
  createRegistrations,
  decide,
  defineProvision,
  explain,
  open,
  type Provision,
  type ProvisionArgs,
  type RegistrationEvent,
  type Snapshot,
} from '../../src'
import { examOf, noticeOf, on, scenario } from '../support/scenario'

const texts = {
  cites: [{ document: '沪人考〔2025〕1号', article: '第二条' }],
  title: { zh: '社会保险', en: 'Social security' },
  message: { zh: '报名须在本市缴纳社会保险。', en: 'You must pay social security in the city.' },
} as const

const socialSecurity = defineProvision({
  ...texts,
  id: 'sh.social-security',
  version: 2,
  before: [['filling.confirmation', 'application.confirm']],
  standsAgainst: ({ attested }) => attested('social-security') !== 'passed',
  attestations: ['social-security'],
})
const registrations = createRegistrations({ provisions: [socialSecurity] })

/** A registration led to a state under the national text, as the snapshot of these provisions. */
const localAt = (state: 'filling.confirmation' | 'paying.awaiting' | 'registered.waiting'): Snapshot => ({
  ...scenario().to(state).snapshot,
  law: registrations.law,
})
const candidate = { role: 'candidate', id: 'C' } as const
const confirm = { type: 'application.confirm', at: on('04-08 10:00'), by: candidate } as const
const attest = (
  result: 'passed' | 'failed',
  more: { at?: string; kind?: string; validUntil?: string } = {},
): RegistrationEvent => ({
  type: 'attestation.record',
  at: on('04-08 09:30'),
  by: { role: 'verifier', id: 'verifier' },
  kind: 'social-security',
  result,
  ...more,
})

describe('a provision', () => {
  const confirming = localAt('filling.confirmation')

  it('refuses an event that the national text accepts, with its own texts', () => {
    const { law: _, ...nationally } = confirming
    expect(decide(nationally, confirm).accepted).toBe(true)
    const decision = registrations.decide(confirming, confirm)
    expect(decision).toMatchObject({
      accepted: false,
      refusal: {
        rule: 'sh.social-security',
        message: socialSecurity.message,
        cites: ['沪人考〔2025〕1号 第二条'],
        at: { filling: 'confirmation' },
      },
      snapshot: confirming,
      facts: [],
    })
    if (!decision.accepted) expect(decision.refusal.possible).not.toContain('application.confirm')
  })

  it('accepts the event once its attestation is recorded, until that is replaced or ends', () => {
    const attested = registrations.decide(confirming, attest('passed'))
    expect(attested).toMatchObject({
      accepted: true,
      facts: [{ type: 'attestation.recorded', kind: 'social-security', result: 'passed' }],
    })
    expect(registrations.decide(attested.snapshot, confirm).accepted).toBe(true)
    const failed = registrations.decide(attested.snapshot, attest('failed'))
    expect(failed.snapshot.context.attestations).toHaveLength(1)
    expect(registrations.decide(failed.snapshot, confirm).accepted).toBe(false)
    const lastDay = registrations.decide(confirming, attest('passed', { validUntil: '2024-04-08' }))
    expect(registrations.decide(lastDay.snapshot, { ...confirm, at: on('04-08 23:59:59') }).accepted).toBe(
      true,
    )
    expect(registrations.decide(lastDay.snapshot, { ...confirm, at: on('04-09 00:00') }).accepted).toBe(false)
  })

  it('stands behind the requirements of the national text', () => {
    const elsewhere = { ...confirm, by: { role: 'candidate', id: 'X' } } as const
    expect(registrations.decide(confirming, elsewhere)).toMatchObject({
      refusal: { rule: 'actor.personal-act' },
    })
    expect(registrations.decide(confirming, { ...confirm, at: on('04-17 17:00') })).toMatchObject({
      refusal: { rule: 'registration.ended' },
    })
  })

  it('is explained, with and without the event', () => {
    const about = (event?: RegistrationEvent) =>
      registrations.explain(confirming, confirm.at, event).find(({ type }) => type === 'application.confirm')
    expect(about()).toMatchObject({ possible: false, rules: ['sh.social-security'] })
    expect(about(confirm)).toMatchObject({ possible: false, rules: ['sh.social-security'] })
  })

  it('stands before every state inside the state that it names, and before an inherited transition', () => {
    const closed = (before: Provision['before']) =>
      createRegistrations({
        provisions: [defineProvision({ ...texts, id: 'x.closed', before, standsAgainst: () => true })],
      })
    const save = { type: 'application.save', at: on('04-08 10:00'), by: candidate } as const
    for (const state of ['filling', 'filling.confirmation'] as const) {
      const local = closed([[state, 'application.save']])
      const possible = local
        .explain({ ...confirming, law: local.law }, save.at)
        .find(({ type }) => type === save.type)
      expect(possible?.rules).toContain('x.closed')
    }
    const local = closed([['filling.route', 'application.save']])
    const elsewhere = local.explain({ ...confirming, law: local.law }, save.at)
    expect(elsewhere.find(({ type }) => type === save.type)?.possible).toBe(true)
  })

  it('concerns only the registrations to which it applies', () => {
    const ofShanghai = createRegistrations({
      provisions: [
        defineProvision({ ...socialSecurity, applies: ({ places }) => places.includes('310000') }),
      ],
    })
    expect(ofShanghai.decide({ ...confirming, law: ofShanghai.law }, confirm).accepted).toBe(true)
  })

  it('cannot change the registration or the event, and what it throws refuses the event', () => {
    const attempts: ((args: ProvisionArgs) => void)[] = [
      ({ context }) => Object.assign(context, { photo: undefined }),
      ({ context }) => (context.orders as unknown[]).push({}),
      ({ context }) => Object.defineProperty(context.terms, 'places', { value: [] }),
      ({ event }) => Object.assign(event?.by ?? {}, { id: 'X' }),
    ]
    for (const attempt of attempts) {
      const local = createRegistrations({
        provisions: [
          defineProvision({
            ...texts,
            id: 'x.writes',
            before: [['filling.confirmation', 'application.confirm']],
            standsAgainst: (args) => {
              attempt(args)
              return false
            },
          }),
        ],
      })
      const before = JSON.stringify(confirming)
      const decision = local.decide({ ...confirming, law: local.law }, confirm)
      expect(decision).toMatchObject({ accepted: false, refusal: { rule: 'internal.defect' } })
      expect(decision).toMatchObject({ refusal: { issues: [{ en: expect.stringContaining('x.writes') }] } })
      expect(JSON.stringify(confirming)).toBe(before)
    }
  })

  it('cannot lift a refusal of the national text', () => {
    const local = createRegistrations({
      provisions: [
        defineProvision({
          ...texts,
          id: 'x.lifts',
          before: [['filling.confirmation', 'application.save']],
          standsAgainst: () => false,
        }),
      ],
    })
    const { law: _, ...nationally } = confirming
    const application = { level: 'intermediate', subjects: ['general'], place: '999999' }
    const save = { type: 'application.save', at: on('04-08 10:00'), by: candidate, application } as const
    const decision = decide(nationally, save)
    expect(decision.accepted).toBe(false)
    expect(local.decide({ ...nationally, law: local.law }, save)).toMatchObject({
      refusal: { rule: decision.accepted || decision.refusal.rule },
    })
  })
})

describe('the law of a snapshot', () => {
  const input = {
    registrationId: 'R',
    candidateId: 'C',
    exam: examOf('social-worker'),
    notice: noticeOf('gd-2024-social-worker'),
    at: on('04-08 10:00'),
  }
  const accept = { type: 'agreement.accept', at: on('04-08 10:01'), by: candidate } as const

  it('names the provisions with their versions, and is absent without provisions', () => {
    expect(registrations.open(input).snapshot?.law).toEqual(['sh.social-security@2'])
    expect(open(input).snapshot).not.toHaveProperty('law')
    expect(createRegistrations().open(input)).toEqual(open(input))
  })

  it('refuses the snapshot of another set, unchanged', () => {
    const national = open(input).snapshot as Snapshot
    const local = registrations.open(input).snapshot as Snapshot
    for (const decision of [registrations.decide(national, accept), decide(local, accept)])
      expect(decision).toMatchObject({
        accepted: false,
        refusal: { rule: 'snapshot.law', issues: [{ path: 'law' }] },
      })
    expect(decide(local, accept).snapshot).toBe(local)
    expect(explain(local, accept.at)[0]).toMatchObject({ possible: false, rules: ['snapshot.law'] })
    const older = createRegistrations({ provisions: [defineProvision({ ...socialSecurity, version: 1 })] })
    expect(older.decide(local, accept)).toMatchObject({ refusal: { rule: 'snapshot.law' } })
  })

  it('is replaced by a set that takes over the older one', () => {
    const takingOver = createRegistrations({
      provisions: [socialSecurity],
      takesOver: [[], ['sh.social-security@1']],
    })
    const national = open(input).snapshot as Snapshot
    for (const snapshot of [national, { ...national, law: ['sh.social-security@1'] }]) {
      const decision = takingOver.decide(snapshot, accept)
      expect(decision.accepted).toBe(true)
      expect(decision.snapshot.law).toEqual(['sh.social-security@2'])
    }
    expect(takingOver.decide({ ...national, law: ['sh.other@1'] }, accept)).toMatchObject({
      refusal: { rule: 'snapshot.law' },
    })
  })
})

describe('the definition of a provision', () => {
  const defined = (change: object) => () =>
    defineProvision({ ...socialSecurity, ...change } as typeof socialSecurity)

  it('lists every mistake at once', () => {
    expect(
      defined({
        id: 'Social Security',
        version: 0,
        cites: [],
        title: { zh: '社会保险' },
        message: 'no',
        before: [['filling.confirmatoin', 'application.confirm']],
        standsAgainst: true,
        aplies: () => true,
      }),
    ).toThrow(
      [
        'The provision Social Security is not valid.',
        '  id: must be a prefix, a dot and a name in lower case: sh.social-security',
        '  version: must be a positive integer',
        '  cites: must name at least one document and article',
        '  title: must have a text in zh and in en',
        '  message: must have a text in zh and in en',
        '  standsAgainst: must be a function',
        '  before: there is no state filling.confirmatoin; did you mean filling.confirmation?',
        '  aplies: there is no such field; did you mean applies?',
      ].join('\n'),
    )
  })

  it.each(['payment.late', 'commitment.local', 'notice.mine'])('has a prefix of its own, unlike %s', (id) => {
    expect(defined({ id })).toThrow('its prefix is an area of the national rules')
  })

  it.each([
    ['a payment', 'paying.awaiting', 'payment.settle', 'a payment is never refused'],
    ['time', 'paying.awaiting', 'clock.advance', 'time is never refused'],
    ['an announcement', 'paying.awaiting', 'notice.amend', 'what an office announces'],
    ['a finding', 'registered.waiting', 'finding.record', 'what an office announces'],
    ['what the state does not accept', 'filling.route', 'marks.publish', 'no transition of its own'],
    ['what does not exist', 'filling.route', 'route.chose', 'there is no event route.chose'],
  ])('cannot stand before %s', (_, state, type, why) => {
    const provision = defineProvision({ ...socialSecurity, before: [[state, type]] } as never)
    expect(() => createRegistrations({ provisions: [provision as Provision] })).toThrow(why)
  })

  it('has an id of its own in a set', () => {
    expect(() => createRegistrations({ provisions: [socialSecurity, socialSecurity] })).toThrow(
      'two provisions',
    )
  })
})
