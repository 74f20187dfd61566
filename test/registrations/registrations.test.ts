import { describe, expect, it } from 'vitest'
import {
  type Citation,
  createRegistrations,
  deadlines,
  decide,
  defineProvision,
  explain,
  guide,
  open,
  type Snapshot,
  tasks,
  toXStateSnapshot,
} from '../../src'
import {
  candidate,
  localRegistrations as registrations,
  socialSecurity,
  localTexts as texts,
} from '../support/provisions'
import { examOf, noticeOf, on } from '../support/scenario'

describe('createRegistrations', () => {
  const create = (options: unknown) => () => createRegistrations(options as object)

  it('checks what did not come from defineProvision, so that no national rule can be replaced', () => {
    const lifts = { ...socialSecurity, id: 'application.offered', standsAgainst: () => false }
    expect(create({ provisions: [lifts] })).toThrow('its prefix is an area of the national rules')
    let reads = 0
    const changing = {
      ...lifts,
      get id() {
        reads += 1
        return reads === 1 ? 'x.lifts' : 'application.offered'
      },
    }
    expect(createRegistrations({ provisions: [changing] }).law).toEqual(['x.lifts@2'])
    expect(create({ provisions: [null] })).toThrow('must be a provision of defineProvision')
    expect(create({ provisions: [{}] })).toThrow('standsAgainst: must be a function')
  })

  it('names an option that does not exist, instead of leaving the provisions out', () => {
    expect(create({ provision: [socialSecurity] })).toThrow(
      'There is no option provision; did you mean provisions?',
    )
    expect(create([socialSecurity])).toThrow('createRegistrations takes an object')
    expect(create({ provisions: socialSecurity })).toThrow('provisions must be a list')
  })

  it.each([[['sh.social-security@1']], ['sh.social-security@1'], [[['sh.social-security']]], [[[1]]]])(
    'refuses to take over %j',
    (takesOver) => {
      const message = typeof takesOver === 'string' ? 'takesOver must be a list' : 'takesOver: must be lists'
      expect(create({ provisions: [socialSecurity], takesOver })).toThrow(message)
    },
  )

  it('refuses more kinds of attestations than a registration can have', () => {
    const kinds = (from: number, count: number) => Array.from({ length: count }, (_, i) => `kind-${from + i}`)
    const reading = (id: `${string}.${string}`, attestations: string[], more: object = {}) =>
      defineProvision({ ...socialSecurity, id, attestations, ...more })
    expect(() => reading('x.one', kinds(0, 21))).toThrow(
      'attestations: a registration has at most 20 kinds, these are more',
    )
    expect(() => reading('x.one', [...kinds(0, 20), 'kind-0'])).not.toThrow()
    const [one, two] = [reading('x.one', kinds(0, 20)), reading('x.two', ['kind-20'])]
    expect(create({ provisions: [one, two] })).toThrow('a registration has at most 20 kinds')
    // Those for one province do not concern the registrations of another.
    const elsewhere = reading('x.two', ['kind-20'], { applies: () => false })
    expect(create({ provisions: [one, elsewhere] })).not.toThrow()
    expect(create({ provisions: [one, reading('x.two', ['kind-7'])] })).not.toThrow()
  })

  it('freezes its texts and rules at any depth, and copies what did not come from defineProvision', () => {
    const plain = {
      ...socialSecurity,
      title: { zh: '一', en: 'One' },
      cites: [{ ...texts.cites[0] } as Citation],
    }
    const local = createRegistrations({ provisions: [plain] })
    plain.title.en = 'Two'
    plain.cites[0] = { document: '', article: '' }
    expect(local.rules['sh.social-security'].title.en).toBe('One')
    expect(local.provisions[0]?.cites).toEqual(texts.cites)
    for (const created of [local, createRegistrations()]) {
      const { titles, rules } = created as unknown as typeof local
      const changes: [object, string][] = [
        [rules, 'payment.late'],
        [rules['payment.late'], 'standsAgainst'],
        [rules['payment.late'].message, 'zh'],
        [rules['payment.late'].cites, '0'],
        [titles, 'rules'],
        [titles.rules['payment.late'].title, 'en'],
        [titles.events['payment.claim'], 'zh'],
        [titles.messages, 'x'],
      ]
      for (const [of, key] of changes) expect(() => Object.assign(of, { [key]: 'x' })).toThrow(TypeError)
    }
    expect(() => Object.assign(local.rules['sh.social-security'].message, { zh: 'x' })).toThrow(TypeError)
  })

  it('keeps its law, whatever is done with what it returns', () => {
    expect(() => (registrations.law as string[]).push('x.y@1')).toThrow(TypeError)
    expect(() => (registrations.provisions as unknown[]).pop()).toThrow(TypeError)
    expect(() => (socialSecurity.before as unknown[]).pop()).toThrow(TypeError)
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

  it('makes functions that cannot refuse throw, unless provisions do not change their result', () => {
    const national = open(input).snapshot as Snapshot
    const local = registrations.open(input).snapshot as Snapshot
    for (const [functions, snapshot] of [
      [{ guide, toXStateSnapshot, deadlines }, local],
      [{ guide, toXStateSnapshot, deadlines }, JSON.parse(JSON.stringify(local)) as Snapshot],
      [registrations, national],
    ] as const) {
      expect(() => functions.guide(snapshot)).toThrow(RangeError)
      expect(() => functions.guide(snapshot)).toThrow('was decided under the provisions')
      expect(() => functions.toXStateSnapshot(snapshot)).toThrow(RangeError)
      expect(functions.deadlines(snapshot)).toEqual(deadlines(national))
      expect(functions.deadlines(snapshot)).not.toEqual([])
    }
    expect(tasks(local)).toEqual(tasks(national))
    expect(registrations.guide(local)).toEqual(guide(national))
    const takingOver = createRegistrations({ provisions: [socialSecurity], takesOver: [[]] })
    expect(takingOver.guide(national)).toEqual(guide(national))
    expect(takingOver.toXStateSnapshot(national)).toEqual(toXStateSnapshot(national))
    for (const none of [null, undefined, {}, { law: 5 }, { ...national, law: ['x@1'], value: 'none' }])
      expect(guide(none as never)).toEqual([])
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

  it.each([[['']], [[]], ['sh.x@1'], [['x'.repeat(201)]], [[1]]])('is malformed if it is %j', (law) => {
    const snapshot = { ...(open(input).snapshot as Snapshot), law } as Snapshot
    for (const one of [registrations, { decide }])
      expect(one.decide(snapshot, accept)).toMatchObject({ refusal: { rule: 'snapshot.malformed' } })
  })
})
