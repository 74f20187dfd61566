import { describe, expect, it } from 'vitest'
import {
  createRegistrations,
  decide,
  defineProvision,
  type Provision,
  type ProvisionArgs,
  type RegistrationEvent,
  refusalSchema,
  type Snapshot,
} from '../../src'
import { decideHistory, historyEvent } from '../../src/persistence/storeEvents'
import { explore, given } from '../../src/testing'
import { deadlineEvents, stepOnBoth } from '../support/bothMachines'
import {
  attest,
  candidate,
  confirm,
  localAt,
  localRegistrations as registrations,
  socialSecurity,
  localTexts as texts,
} from '../support/provisions'
import { on } from '../support/scenario'

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
        cites: ['某市报名公告（示例） 第三条'],
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
    const closed = createRegistrations({
      provisions: [
        defineProvision({
          ...texts,
          id: 'x.closed',
          before: [['filling.confirmation', 'application.save']],
          standsAgainst: () => true,
        }),
      ],
    })
    const save = (place: string): RegistrationEvent => ({
      type: 'application.save',
      at: on('04-08 10:00'),
      by: candidate,
      application: { level: 'intermediate', subjects: ['general', 'law', 'practice'], place },
    })
    const snapshot = { ...confirming, law: closed.law }
    expect(closed.decide(snapshot, save('440100'))).toMatchObject({ refusal: { rule: 'x.closed' } })
    expect(closed.decide(snapshot, save('999999'))).toMatchObject({
      refusal: { rule: 'application.offered' },
    })
  })

  it('can stand before what every state accepts, and is named once if two entries overlap', () => {
    const local = createRegistrations({
      provisions: [
        defineProvision({
          ...texts,
          id: 'x.final',
          before: [
            ['registered', 'correction.request'],
            ['registered.waiting', 'correction.request'],
          ],
          standsAgainst: () => true,
        }),
      ],
    })
    const waiting = { ...localAt('registered.waiting'), law: local.law }
    const at = on('05-01 10:00')
    const explained = local.explain(waiting, at).find(({ type }) => type === 'correction.request')
    expect(explained?.rules.filter((rule) => rule === ('x.final' as string))).toHaveLength(1)
  })

  it('is judged after the requirements of the state, in the order of the set, also before an inherited transition', () => {
    const refusing = (id: `${string}.${string}`, ...states: ('paying' | 'paying.awaiting')[]) =>
      defineProvision({
        ...texts,
        id,
        before: states.map((state) => [state, 'evidence.upload'] as const),
        standsAgainst: () => true,
      })
    const rulesOf = (...provisions: Provision[]) => {
      const local = createRegistrations({ provisions })
      const paying = { ...localAt('paying.awaiting'), law: local.law }
      const explained = local.explain(paying, on('04-08 10:00'))
      return explained.find(({ type }) => type === 'evidence.upload')?.rules as string[]
    }
    expect(rulesOf(refusing('aa.one', 'paying', 'paying.awaiting'))).toEqual(['aa.one'])
    for (const state of ['paying', 'paying.awaiting'] as const)
      expect(rulesOf(refusing('aa.one', state), refusing('bb.two', state))).toEqual(['aa.one', 'bb.two'])
  })

  it('violates an invariant of exploration if it throws or answers with a promise', () => {
    for (const standsAgainst of [
      () => {
        throw new Error('broken')
      },
      async () => false,
    ] as unknown as Provision['standsAgainst'][]) {
      const local = createRegistrations({
        provisions: [
          defineProvision({
            ...texts,
            id: 'x.broken',
            before: [['filling.confirmation', 'application.confirm']],
            standsAgainst,
          }),
        ],
      })
      const { input, events } = given('filling.confirmation', { registrations: local })
      const { violation } = explore([{ input, events }], {
        registrations: local,
        steps: 500,
        interruptions: 0,
        rough: true,
      })
      expect(violation?.invariant).toBe('no decision is a defect')
    }
  })

  it('makes only its own event impossible if it throws, and decide says what it threw', () => {
    const local = createRegistrations({
      provisions: [
        defineProvision({
          ...texts,
          id: 'x.throws',
          before: [['filling.confirmation', 'application.confirm']],
          standsAgainst: ({ event }) => (event as unknown as { meta: { a: number } }).meta.a === 1,
        }),
      ],
    })
    const snapshot = { ...confirming, law: local.law }
    const explained = local.explain(snapshot, confirm.at)
    const rulesOf = (type: string) => explained.find((one) => one.type === type)?.rules
    expect(rulesOf('application.confirm')).toEqual(['internal.defect'])
    expect(rulesOf('application.save')).toEqual([])
    const print = { type: 'admitCard.print', at: confirm.at, by: candidate } as const
    expect(local.decide(snapshot, print)).toMatchObject({ refusal: { rule: 'admitCard.window' } })
    expect(local.decide(snapshot, confirm)).toMatchObject({
      refusal: {
        rule: 'internal.defect',
        issues: [
          {
            path: 'x.throws',
            zh: '地方规定 x.throws 执行出错，无法判断',
            en: 'the provision x.throws could not be evaluated',
            error: "TypeError: Cannot read properties of undefined (reading 'a')",
          },
        ],
      },
    })
  })

  it.each([
    ['a text', 'broken', 'an unknown failure'],
    ['nothing', undefined, 'an unknown failure'],
    ['an error of its own', new RangeError('too many'), 'RangeError: too many'],
  ])('is named by the issue alone, and not by XState, if it throws %s', (_, thrown, error) => {
    const throws = () => {
      throw thrown
    }
    for (const change of [{ standsAgainst: throws }, { applies: throws }]) {
      const local = createRegistrations({ provisions: [defineProvision({ ...socialSecurity, ...change })] })
      const decision = local.decide({ ...confirming, law: local.law }, confirm)
      if (decision.accepted) throw new Error('accepted')
      expect(decision.refusal.issues).toMatchObject([{ path: 'sh.social-security', error }])
      expect(JSON.stringify(decision)).not.toContain('evaluate guard')
      expect(decision.refusal.issues?.[0]?.zh).not.toMatch(/[A-Z]/)
      expect(refusalSchema.safeParse(decision.refusal).success).toBe(true)
    }
  })

  it.each([
    ['a promise', async () => true],
    ['a text', () => 'yes'],
    ['a number', () => 1],
    ['nothing', () => undefined],
  ])('lets no event through if it answers with %s', (_, answer) => {
    for (const change of [{ standsAgainst: answer }, { applies: answer }]) {
      const local = createRegistrations({
        provisions: [defineProvision({ ...socialSecurity, ...change } as unknown as typeof socialSecurity)],
      })
      const decision = local.decide({ ...confirming, law: local.law }, confirm)
      expect(decision).toMatchObject({
        refusal: { rule: 'internal.defect', issues: [{ error: expect.stringContaining('true or false') }] },
      })
    }
  })

  it('is on the machine with timers, too', () => {
    const { machine } = registrations
    for (const snapshot of [confirming, localAt('paying.awaiting')])
      for (const event of [confirm, attest('passed'), ...deadlineEvents(snapshot)]) {
        const [withTimers, withoutTimers] = stepOnBoth(snapshot, event, machine)
        expect(withoutTimers).toEqual(withTimers)
      }
    expect(stepOnBoth(confirming, confirm, machine)[0]?.refused).toBe('sh.social-security')
  })

  it('may decide another registration without taking its facts', () => {
    const local: typeof registrations = createRegistrations({
      provisions: [
        defineProvision({
          ...socialSecurity,
          standsAgainst: () => !local.decide({ ...confirming, law: local.law }, attest('passed')).accepted,
        }),
      ],
    })
    const decision = local.decide({ ...confirming, law: local.law }, confirm)
    expect(decision.facts.map(({ type }) => type)).toEqual(['application.confirmed'])
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
      ({ context }) => Object.freeze(context.orders),
      ({ context }) => Object.setPrototypeOf(context, null),
      ({ context }) => {
        const terms = Object.getOwnPropertyDescriptor(context, 'terms')?.value as { places: unknown }
        terms.places = []
      },
    ]
    const read = (): Snapshot => JSON.parse(JSON.stringify(confirming)) as Snapshot
    const shallow = { ...read(), context: Object.freeze(read().context) }
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
      // In memory, from a database, and frozen in part by the caller.
      for (const snapshot of [confirming, read(), shallow]) {
        const decision = local.decide({ ...snapshot, law: local.law }, confirm)
        expect(decision).toMatchObject({ accepted: false, refusal: { rule: 'internal.defect' } })
        expect(decision).toMatchObject({ refusal: { issues: [{ path: 'x.writes' }] } })
        expect(JSON.stringify(snapshot)).toBe(JSON.stringify(confirming))
        expect(Object.isFrozen(snapshot.context.orders)).toBe(snapshot === confirming)
      }
    }
  })

  it('sees the same registration in memory and from a database', () => {
    const seen: unknown[] = []
    const local = createRegistrations({
      provisions: [
        defineProvision({
          ...texts,
          id: 'x.sees',
          before: [['filling.confirmation', 'application.confirm']],
          standsAgainst: ({ context }) => {
            const places = context.terms.places
            seen.push([
              context.terms === Object.getOwnPropertyDescriptor(context, 'terms')?.value,
              places.includes('440100'),
              JSON.stringify(context),
              Object.keys(context),
              'photo' in context,
              context.terms.sessions.indexOf(context.terms.sessions[0] as never),
            ])
            return false
          },
        }),
      ],
    })
    for (const snapshot of [confirming, JSON.parse(JSON.stringify(confirming)) as Snapshot])
      expect(local.decide({ ...snapshot, law: local.law }, confirm).accepted).toBe(true)
    expect(seen[1]).toEqual(seen[0])
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

describe('the history of the candidate', () => {
  it('reaches a registration whatever provisions decide it, and leaves its law', () => {
    const local = localAt('filling.confirmation')
    const event = historyEvent(local, { commitmentForfeited: true }, on('04-08 11:00'))
    const decision = decideHistory(local, event)
    expect(decision.accepted).toBe(true)
    expect(decision.snapshot.context.forfeitedElsewhere).toBe(true)
    expect(decision).toEqual(registrations.decide(local, event))
    expect(JSON.stringify(decision.snapshot)).toBe(
      JSON.stringify(registrations.decide(local, event).snapshot),
    )
  })
})
