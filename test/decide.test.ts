import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createActor, SimulatedClock } from 'xstate'
import {
  type Decision,
  deadlines,
  decide,
  type EventType,
  type Explanation,
  events,
  eventTypes,
  exams,
  explain,
  factSchema,
  inputSchema,
  notices,
  type OpenInput,
  open,
  type RegistrationEvent,
  registrationMachine,
  runJourney,
  type Snapshot,
  senderOf,
  snapshotSchema,
  statePaths,
  toPersisted,
} from '../src'
import { day, formatInstant, hour, type Millis, parseInstant } from '../src/time'
import { journeysIn } from './support/files'

const input = {
  registrationId: 'R',
  candidateId: 'C',
  exam: exams['social-worker'],
  notice: notices['gd-2024-social-worker'],
  at: '2024-04-01T10:00:00+08:00',
} as OpenInput

/** When the windows of the notice close. */
const closes = { registration: '2024-04-17T17:00:00+08:00', payment: '2024-04-18T17:00:00+08:00' }

type Fields<T extends EventType> = Omit<RegistrationEvent<T>, 'type' | 'at' | 'by'>

const event = <T extends EventType>(at: string, type: T, fields: Fields<T>): RegistrationEvent =>
  ({ type, at, by: { role: senderOf(type), id: 'C' }, ...fields }) as unknown as RegistrationEvent

const profile: RegistrationEvent<'profile.submit'>['profile'] = {
  name: '陈晓',
  idType: 'residentId',
  idNumber: '440101199001080079',
  gender: 'female',
  phone: '13800000000',
  email: 'chen@example.com',
  employer: '越秀社区服务中心',
  address: '广州市示例路一号',
  postcode: '510030',
  education: {
    origin: 'domestic',
    level: 'bachelor',
    degree: 'bachelor',
    school: '中山大学',
    major: '社会工作',
    graduatedOn: '2014-06-30',
    studyMode: 'fullTime',
    certificateNo: '105581201405000001',
  },
  workHistory: [{ from: '2014-07-01', employer: '荔湾社区服务中心', relevant: true }],
}

const statements = { informed: true, eligible: true, truthful: true, acceptsChecks: true }
const application = { level: 'intermediate', subjects: ['general', 'law', 'practice'], place: '440100' }
const pdf = 'application/pdf'

/** A path to `registered.waiting`, one event after the other. */
const path: RegistrationEvent[] = [
  event('2024-04-01T10:01:00+08:00', 'agreement.accept', {}),
  event('2024-04-01T10:05:00+08:00', 'profile.submit', { profile }),
  event('2024-04-01T10:06:00+08:00', 'photo.upload', {
    photo: { mediaType: 'image/jpeg', widthPx: 295, heightPx: 413, background: 'white' },
  }),
  event('2024-04-02T10:00:00+08:00', 'verification.report', { identity: 'passed', education: 'passed' }),
  event('2024-04-08T09:30:00+08:00', 'application.save', { application }),
  event('2024-04-08T09:31:00+08:00', 'route.choose', { route: 'commitment' }),
  event('2024-04-08T09:32:00+08:00', 'application.confirm', {}),
  event('2024-04-08T09:33:00+08:00', 'commitment.sign', { statements }),
  event('2024-04-08T09:40:00+08:00', 'payment.settle', {
    orderNo: 'R-1',
    transactionId: 'T1',
    amountFen: 17100,
    paidAt: '2024-04-08T09:39:00+08:00',
  }),
]

const opened = (): Snapshot => {
  const { snapshot } = open(input)
  if (snapshot === null) throw new Error('not opened')
  return snapshot
}

/** The decisions along the path, the last event being the one of that type. */
function decisionsTo(type: EventType): Decision[] {
  let snapshot = opened()
  const decisions: Decision[] = []
  for (const next of path) {
    const decision = decide(snapshot, next)
    if (!decision.accepted) throw new Error(`${next.type} ${decision.refusal.rule}`)
    decisions.push(decision)
    snapshot = decision.snapshot
    if (next.type === type) break
  }
  return decisions
}

/** Where the registration stands after the event of that type. */
const following = (type: EventType): Snapshot => (decisionsTo(type).at(-1) as Decision).snapshot

const ruleOf = (decision: Decision<Snapshot | null>): string | undefined =>
  decision.accepted ? undefined : decision.refusal.rule

/** Freezes what is given, and all in it: whoever writes to it throws. */
function frozen<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const below of Object.values(value)) frozen(below)
  }
  return value
}

/** The same data in objects of its own, so that freezing it freezes nothing else. */
const copy = <T>(value: T): T => structuredClone(value)

/** Everything that the journeys come through. */
const stages: Snapshot[] = [
  opened(),
  ...path.map(({ type }) => following(type)),
  ...[...journeysIn('journeys'), ...journeysIn('examples/journeys')].flatMap(([, journey]) => {
    const { opened: first, steps } = runJourney(journey)
    return [...(first?.snapshot ? [first.snapshot] : []), ...steps.map(({ decision }) => decision.snapshot)]
  }),
]

const stage = fc.constantFrom(...stages)

/** Fields for each type of event: right ones, and ones that a rule may stand against. */
const samples: { [T in EventType]: (at: string) => Fields<T>[] } = {
  'agreement.accept': () => [{}],
  'profile.submit': () => [
    { profile },
    { profile: { ...profile, employer: ' ' } },
    { profile: { ...profile, idNumber: '440101199001080078' } },
    { profile: { ...profile, education: { ...profile.education, origin: 'overseas' } } },
  ],
  'photo.upload': () => [
    { photo: { mediaType: 'image/jpeg', widthPx: 295, heightPx: 413, background: 'white' } },
    { photo: { mediaType: 'image/png', widthPx: 300, heightPx: 413, background: 'blue' } },
  ],
  'education.amend': () => [
    { education: profile.education },
    { education: { ...profile.education, origin: 'overseas' } },
  ],
  'identity.assert': () => [{ provider: 'portal' }, { provider: 'provincial' }],
  'verification.report': () => [
    { identity: 'passed', education: 'passed' },
    { identity: 'passed', education: 'failed' },
    { identity: 'passed', education: 'onSite' },
    { identity: 'failed', education: 'passed' },
  ],
  'application.save': () => [
    { application },
    { application: { level: 'junior', subjects: ['general', 'practice'], place: '440300' } },
    { application: { level: 'junior', subjects: ['general'], place: '440300' } },
    { application: { level: 'none', subjects: [], place: '' } },
    {
      application: {
        level: 'two-subjects',
        specialty: 'highway',
        subjects: ['law', 'practice'],
        place: '440100',
      },
    },
  ],
  'route.choose': () => [{ route: 'commitment' }, { route: 'proof' }],
  'application.confirm': () => [{}],
  'commitment.sign': () => [{ statements }, { statements: { ...statements, truthful: false } }],
  'commitment.withdraw': () => [{}],
  'evidence.upload': () => [
    { document: { kind: 'verificationReport', mediaType: pdf } },
    { document: { kind: 'degreeScan', mediaType: pdf } },
    { document: { kind: 'overseasCertificate', mediaType: 'image/png' } },
    { document: { kind: 'verificationReport', mediaType: 'image/png' } },
  ],
  'proof.upload': () => [
    { documents: [] },
    { documents: [{ kind: 'workProof', mediaType: pdf }] },
    { documents: [{ kind: 'workProof', mediaType: 'image/png' }] },
    {
      documents: [
        { kind: 'exemptionProof', mediaType: pdf },
        { kind: 'verificationReport', mediaType: pdf },
      ],
    },
  ],
  'proof.approve': () => [{}],
  'proof.reject': () => [{ reason: 'blurred' }],
  'payment.claim': () => [{ orderNo: 'R-1' }, { orderNo: 'R-2' }, { orderNo: 'X-1' }],
  'payment.settle': (at) =>
    ['R-1', 'R-2', 'X-1'].flatMap((orderNo) =>
      ['T1', 'T2', 'T3'].flatMap((transactionId) => [
        { orderNo, transactionId, amountFen: 17100, paidAt: at },
        { orderNo, transactionId, amountFen: 11400, paidAt: at },
        { orderNo, transactionId, amountFen: 17100, paidAt: '2024-04-09T09:00:00+08:00' },
      ]),
    ),
  'payment.notFound': () => [{ orderNo: 'R-1' }, { orderNo: 'R-2' }],
  'refund.settle': () => [{ refundId: 'R-F1' }, { refundId: 'R-F9' }],
  'refund.fail': () => [
    { refundId: 'R-F1', reason: 'closed account' },
    { refundId: 'R-F9', reason: '' },
  ],
  'spotCheck.demand': (at) => [
    { dueAt: formatInstant(parseInstant(at) + 3 * day) },
    { dueAt: formatInstant(parseInstant(at) - day) },
    { dueAt: formatInstant(parseInstant(at) + 300 * day) },
  ],
  'spotCheck.answer': () => [{}],
  'admitCard.print': () => [{}],
  'misconduct.record': () => [
    { scope: 'subject', subject: 'law', article: 6 },
    { scope: 'sitting', article: 7 },
    { scope: 'sitting', article: 8 },
    { scope: 'sitting', article: 1 },
  ],
  'marks.publish': () => [
    { marks: { general: 70, law: 72, practice: 68 } },
    { marks: { general: 70, law: 72, practice: 30 } },
    { marks: { general: -1, law: -2, practice: -4 } },
    { marks: { general: 70 } },
    { marks: { general: 70, practice: 68 }, passMarks: { general: 60, practice: 60 } },
  ],
  'scoreReview.request': () => [{ subjects: ['practice'] }, { subjects: ['none'] }],
  'scoreReview.decide': () => [
    { marks: { practice: 60 } },
    { marks: { practice: 59 } },
    { marks: { none: 1 } },
  ],
  'postCheck.approve': () => [{}],
  'postCheck.reject': (at) => [
    { reason: 'blurred' },
    { reason: 'blurred', dueAt: formatInstant(parseInstant(at) + 9 * day) },
  ],
  'postCheck.resubmit': () => [{ documents: [] }, { documents: [{ kind: 'workProof', mediaType: pdf }] }],
  'publicNotice.open': () => [{}],
  'complaint.receive': () => [{ complaintId: 'X1' }],
  'complaint.dismiss': () => [{ complaintId: 'X1' }, { complaintId: 'X2' }],
  'certificate.requestMail': () => [{ address: profile.address }],
  'certificate.issue': () => [{ certificateNo: 'N1' }],
  'certificate.dispatch': () => [{}],
  'certificate.deliver': () => [{}],
  'certificate.reportLost': () => [{}, { reason: 'damaged' }],
  'certificate.requestReissue': () => [
    { documents: [] },
    {
      documents: [
        { kind: 'reissueForm', mediaType: pdf },
        { kind: 'residentId', mediaType: pdf },
        { kind: 'photo', mediaType: 'image/jpeg' },
      ],
    },
  ],
  'certificate.reissue': () => [{}],
  'certificate.refuseReissue': () => [{}],
  'registration.cancel': () => [{}],
  'exam.cancel': () => [{ reason: 'typhoon' }],
  'correction.request': () => [
    { correctionId: 'K1', changes: { phone: '13900000000' } },
    { correctionId: 'K1', changes: { name: '陈小' } },
    { correctionId: 'K2', changes: { place: '440300' } },
    { correctionId: 'K2', changes: { level: 'junior', subjects: ['general', 'practice'] } },
    { correctionId: 'K3', changes: { education: { ...profile.education, origin: 'overseas' } } },
  ],
  'correction.approve': () => [{ correctionId: 'K1' }, { correctionId: 'K2' }, { correctionId: 'K3' }],
  'correction.reject': () => [{ correctionId: 'K1' }, { correctionId: 'K2', reason: 'no' }],
  'finding.record': () => [
    { finding: 'ineligible' },
    { finding: 'falseMaterials', note: profile.name },
    { finding: 'falseCommitment', referred: true },
    { finding: 'refusedCheck' },
    { finding: 'identicalAnswers', subjects: ['law'] },
    { finding: 'identicalAnswers', subjects: ['geometry'] },
  ],
  'decision.overturn': () => [{}, { note: profile.name }],
  'history.amend': () => [
    { history: {} },
    { history: { commitmentForfeited: true } },
    { history: { integrity: [{ kind: 'serious', from: '2023-01-01', until: '2028-01-01' }] } },
    { history: { credits: [{ subject: 'law', year: 2023 }] } },
    { history: { integrity: [], credits: [] } },
  ],
  'notice.amend': () => [
    {},
    { windows: { proofReview: { closes: '2024-04-17T17:00:00+08:00' } } },
    {
      windows: { payment: { opens: '2024-04-07T09:00:00+08:00', closes: '2024-04-30T17:00:00+08:00' } },
    },
    {
      windows: { admitCard: { opens: '2024-07-08T09:00:00+08:00', closes: '2024-07-12T17:00:00+08:00' } },
      sessions: [
        { subject: 'general', starts: '2024-07-13T09:00:00+08:00', ends: '2024-07-13T11:00:00+08:00' },
      ],
    },
    { passMarks: { general: 55 } },
  ],
  'clock.advance': () => [{}],
}

const steps = [0, 60_000, hour, 5 * hour, day, 3 * day, 10 * day, 40 * day]

/** Something that the right sender says at some later time. */
const someEvent = (from: Millis): fc.Arbitrary<RegistrationEvent> =>
  fc.tuple(fc.constantFrom(...eventTypes), fc.constantFrom(...steps)).chain(([type, step]) => {
    const at = formatInstant(from + step)
    return fc.constantFrom(...samples[type](at)).map((fields) => event(at, type, fields as never))
  })

/** A snapshot that some events, some of them refused, lead to from a stage of a journey. */
const walked: fc.Arbitrary<Snapshot> = fc
  .tuple(stage, fc.infiniteStream(fc.nat()), fc.nat({ max: 8 }))
  .map(([start, choices, length]) => {
    let snapshot = start
    for (let i = 0; i < length; i += 1) {
      const pick = <T>(list: readonly T[]): T => list[choices.next().value % list.length] as T
      const at = formatInstant(snapshot.context.at + pick(steps))
      const type = pick(eventTypes)
      snapshot = decide(snapshot, event(at, type, pick<object>(samples[type](at)) as never)).snapshot
    }
    return snapshot
  })

/** A snapshot, and an event that is sent to it. */
const sent = walked.chain((snapshot) =>
  someEvent(snapshot.context.at).map((next) => ({ snapshot, event: next })),
)

const trap = (): never => {
  throw new Error('do not touch')
}

/** Values that do not like to be looked at. */
const hostile = (): unknown[] => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  const own = {
    get type(): string {
      return trap()
    },
  }
  const circle: { self?: unknown; type: string } = { type: 'clock.advance' }
  circle.self = circle
  return [
    proxy,
    own,
    circle,
    new Proxy({}, { get: trap, has: trap, ownKeys: trap, getOwnPropertyDescriptor: trap }),
    {
      type: 'clock.advance',
      at: input.at,
      get by() {
        return trap()
      },
    },
    { type: 'clock.advance', at: { toString: trap }, by: new Proxy({}, { get: trap }) },
    { version: 1, value: new Proxy({}, { ownKeys: trap, get: trap }), context: {} },
    { version: 1, value: 'verifying', context: new Proxy({}, { get: trap, has: trap }) },
    { toString: trap, valueOf: trap, toJSON: trap },
    Symbol('nothing'),
    () => trap(),
    10n,
  ]
}

/** Anything at all, made when it is called for, since fast-check itself looks at what it holds. */
const garbage: fc.Arbitrary<() => unknown> = fc.oneof(
  fc
    .oneof(
      fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true }),
      fc.record({
        type: fc.constantFrom<unknown>(...eventTypes, 'xstate.init', '__proto__'),
        at: fc.anything(),
        by: fc.anything(),
      }),
    )
    .map((value) => () => value),
  fc.nat({ max: hostile().length - 1 }).map((index) => () => hostile()[index]),
)

/** A good value with one thing in it taken out or replaced. */
const mutilated = <T extends object>(whole: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc
    .tuple(
      whole,
      fc.infiniteStream(fc.nat()),
      fc.option(fc.oneof(fc.anything(), fc.constantFrom(-1, '', 1e300))),
    )
    .map(([value, choices, instead]) => {
      const draft = copy(value) as Record<string, unknown>
      let at = draft
      for (;;) {
        const keys = Object.keys(at)
        const key = keys[choices.next().value % keys.length] as string
        const below = at[key]
        const deeper = below !== null && typeof below === 'object' && Object.keys(below).length > 0
        if (deeper && choices.next().value % 4 > 0) at = below as Record<string, unknown>
        else {
          if (instead === null) delete at[key]
          else at[key] = instead
          return draft as T
        }
      }
    })

const asks = [
  (snapshot: unknown, next: unknown) => decide(snapshot as Snapshot, next as RegistrationEvent),
  (snapshot: unknown) => deadlines(snapshot as Snapshot),
  (snapshot: unknown, next: unknown) => explain(snapshot as Snapshot, next as string),
  (snapshot: unknown, next: unknown) => explain(snapshot as Snapshot, input.at, next as RegistrationEvent),
  (snapshot: unknown) => open(snapshot as OpenInput),
]

describe('decide, explain, deadlines and open never throw', () => {
  it('whatever they are given', () => {
    fc.assert(
      fc.property(garbage, garbage, (one, other) => {
        for (const ask of asks) ask(one(), other())
      }),
      { numRuns: 500 },
    )
  })

  it('whatever is sent to a good snapshot', () => {
    fc.assert(
      fc.property(stage, garbage, (snapshot, make) => {
        const junk = make()
        for (const ask of asks) ask(snapshot, junk)
        const decision = decide(snapshot, junk as RegistrationEvent)
        expect(decision).toMatchObject({ accepted: false, facts: [], fired: [] })
        expect(decision.snapshot).toBe(snapshot)
      }),
      { numRuns: 500 },
    )
  })

  it('and call an event that is none unknown or malformed, even one that throws when it is read', () => {
    const rules = hostile().map((junk) => ruleOf(decide(opened(), junk as RegistrationEvent)))
    expect(rules.filter((rule) => rule !== 'event.unknown' && rule !== 'event.malformed')).toEqual([])
  })

  it('whatever the snapshot is: it is refused and comes back as it was given', () => {
    fc.assert(
      fc.property(garbage, (make) => {
        const junk = make()
        const decision = decide(junk as Snapshot, path[0] as RegistrationEvent)
        expect(ruleOf(decision)).toBe('snapshot.malformed')
        expect(decision).toMatchObject({ facts: [], fired: [] })
        expect(decision.snapshot).toBe(junk)
        expect(deadlines(junk as Snapshot)).toEqual([])
        expect(explain(junk as Snapshot, input.at)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('whatever is missing or wrong in a snapshot', () => {
    fc.assert(
      fc.property(mutilated(stage), fc.nat({ max: 30 }), (snapshot, days) => {
        const at = formatInstant(parseInstant(input.at) + days * day)
        for (const type of eventTypes)
          for (const fields of samples[type](at).slice(0, 2)) {
            const decision = decide(snapshot, event(at, type, fields as never))
            expect({ type, rule: ruleOf(decision) }).not.toEqual({ type, rule: 'internal.defect' })
          }
        deadlines(snapshot)
        explain(snapshot, at)
      }),
      { numRuns: 300 },
    )
  })

  it('whatever is missing or wrong in an event', () => {
    const good = sent.map(({ event: next }) => next)
    fc.assert(
      fc.property(stage, mutilated(good), (snapshot, next) => {
        expect(ruleOf(decide(snapshot, next))).not.toBe('internal.defect')
        explain(snapshot, input.at, next)
      }),
      { numRuns: 500 },
    )
  })

  it('whatever is missing or wrong in an input', () => {
    fc.assert(
      fc.property(mutilated(fc.constant(input)), (opening) => {
        const decision = open(opening)
        expect([undefined, 'input.malformed']).toContain(ruleOf(decision))
        if (!decision.accepted) expect(decision.snapshot).toBeNull()
      }),
      { numRuns: 500 },
    )
  })

  it.each(['', 'soon', '2024-04-08', '2024-04-08T10:00:00', '99999-01-01T00:00:00Z'])(
    'explain says nothing of %j, which is no instant',
    (at) => {
      expect(explain(opened(), at)).toEqual([])
    },
  )
})

describe('decide, explain, deadlines and open never change their input', () => {
  it('wherever the registration stands and whatever comes', () => {
    fc.assert(
      fc.property(sent, ({ snapshot, event: next }) => {
        const [before, what] = [frozen(copy(snapshot)), frozen(copy(next))]
        const decision = decide(before, what)
        expect(ruleOf(decision)).not.toBe('internal.defect')
        expect(decision).toEqual(decide(snapshot, next))
        explain(before, next.at, what)
        deadlines(before)
        expect([before, what]).toEqual([snapshot, next])
      }),
      { numRuns: 500 },
    )
  })

  it('nor do they keep any of it to change later', () => {
    const opening = frozen(copy(input))
    let { snapshot } = open(opening)
    for (const next of path) {
      const decision: Decision = decide(frozen(snapshot as Snapshot), frozen(copy(next)))
      expect(ruleOf(decision)).toBeUndefined()
      snapshot = decision.snapshot
    }
    expect(opening).toEqual(input)
  })
})

describe('what decide refuses first', () => {
  const snapshot = following('application.confirm')
  const early = '2024-04-08T09:00:00+08:00'
  const late = '2024-04-08T09:35:00+08:00'
  const stranger = { role: 'candidate', id: 'D' }
  const refusals: [rule: string, snapshot: unknown, event: object][] = [
    ['snapshot.malformed', { ...snapshot, version: 2 }, { type: 'nonsense', at: 'never', by: stranger }],
    ['event.unknown', snapshot, { type: 'nonsense', at: 'never', by: stranger }],
    ['event.unknown', snapshot, { type: 'xstate.init', at: late, by: { role: 'clock', id: 'x' } }],
    [
      'event.unknown',
      snapshot,
      { type: 'xstate.after.registration.closes.registration.declaring', at: late, by: stranger },
    ],
    ['event.malformed', snapshot, { type: 'commitment.sign', at: early, by: stranger, statements: {} }],
    [
      'event.malformed',
      snapshot,
      { type: 'commitment.sign', at: '2024-04-08T09:00:00', by: stranger, statements },
    ],
    ['actor.personal-act', snapshot, { type: 'commitment.sign', at: early, by: stranger, statements }],
    [
      'actor.personal-act',
      snapshot,
      { type: 'commitment.sign', at: early, by: { role: 'office', id: 'C' }, statements },
    ],
    ['actor.role', snapshot, { type: 'proof.approve', at: early, by: { role: 'candidate', id: 'C' } }],
    ['clock.backwards', snapshot, { type: 'proof.approve', at: early, by: { role: 'office', id: 'O' } }],
    ['event.not-now', snapshot, { type: 'proof.approve', at: late, by: { role: 'office', id: 'O' } }],
  ]

  it.each(refusals)('%s stands before what follows it', (rule, given, next) => {
    const decision = decide(given as Snapshot, next as RegistrationEvent)
    expect(ruleOf(decision)).toBe(rule)
    expect(decision.snapshot).toBe(given)
    expect(decision).toMatchObject({ facts: [], fired: [] })
  })

  it('names every mistake of a malformed event by its path, in both languages', () => {
    const next = {
      type: 'commitment.sign',
      at: 'now',
      by: { role: 'nobody', id: '' },
      statements: { informed: 1 },
    }
    const decision = decide(snapshot, next as unknown as RegistrationEvent)
    if (decision.accepted) throw new Error('accepted')
    const issues = decision.refusal.issues ?? []
    expect([...new Set(issues.map((issue) => issue.path))].sort()).toEqual([
      'at',
      'by.id',
      'by.role',
      'statements.acceptsChecks',
      'statements.eligible',
      'statements.informed',
      'statements.truthful',
    ])
    for (const { zh, en } of issues) {
      expect(zh).toMatch(/\p{Script=Han}/u)
      expect(en).not.toMatch(/\p{Script=Han}/u)
    }
  })

  it('says of an instant that is none only that, not also that its year is wrong', () => {
    const next: object = { ...event(late, 'commitment.sign', { statements }), at: 'now' }
    const decision = decide(snapshot, next as RegistrationEvent)
    if (decision.accepted) throw new Error('accepted')
    expect(decision.refusal.issues?.map((issue) => issue.path)).toEqual(['at'])
  })

  it('takes an event of the very instant of the last one', () => {
    const at = formatInstant(snapshot.context.at)
    expect(decide(snapshot, event(at, 'commitment.sign', { statements })).accepted).toBe(true)
  })

  it('drops fields that an event does not have', () => {
    const next: object = { ...event(late, 'commitment.sign', { statements }), extra: profile.name }
    const decision = decide(snapshot, next as RegistrationEvent)
    expect(decision.accepted).toBe(true)
    expect(JSON.stringify(decision)).not.toContain(profile.name)
  })
})

describe('a refusal', () => {
  it('before the deadlines leaves them: the input snapshot comes back', () => {
    const snapshot = following('application.save')
    const next = event('2024-05-01T00:00:00+08:00', 'proof.approve', {})
    const decision = decide(snapshot, { ...next, by: { role: 'clock', id: 'x' } } as never)
    expect(ruleOf(decision)).toBe('actor.role')
    expect(decision.snapshot).toBe(snapshot)
    expect(decision.fired).toEqual([])
  })

  it('after the deadlines keeps what fired', () => {
    const decision = decide(
      following('application.save'),
      event('2024-05-01T00:00:00+08:00', 'application.confirm', {}),
    )
    expect(decision).toMatchObject({
      accepted: false,
      refusal: { rule: 'registration.ended', at: { ended: 'abandoned' } },
      snapshot: { value: { ended: 'abandoned' }, context: { at: parseInstant(closes.registration) } },
      facts: [{ type: 'registration.abandoned', at: closes.registration, reason: 'registrationClosed' }],
      fired: [{ name: 'registration.closes', at: closes.registration }],
    })
  })

  it('never moves the clock by itself', () => {
    fc.assert(
      fc.property(sent, ({ snapshot, event: next }) => {
        const decision = decide(snapshot, next)
        if (decision.accepted) return
        const last = decision.fired.at(-1)
        if (last === undefined) expect(decision.snapshot).toBe(snapshot)
        // A deadline that was due already, when an amendment moved it, fires at the clock that stood.
        else expect(decision.snapshot.context.at).toBe(Math.max(snapshot.context.at, parseInstant(last.at)))
      }),
      { numRuns: 500 },
    )
  })

  it('tells what its sender could do, and nothing that somebody else does', () => {
    const decision = decide(
      following('route.choose'),
      event('2024-04-08T09:32:00+08:00', 'admitCard.print', {}),
    )
    if (decision.accepted) throw new Error('accepted')
    expect(decision.refusal.possible).toContain('application.confirm')
    expect(decision.refusal.possible.every((type) => senderOf(type) === 'candidate')).toBe(true)
  })
})

describe('a notice of the bank that comes late', () => {
  const snapshot = following('commitment.sign')
  const settle = path.at(-1) as RegistrationEvent<'payment.settle'>

  it('is judged at the instant that the registration has reached', () => {
    const at = '2024-04-08T09:00:00+08:00'
    const decision = decide(snapshot, { ...settle, at, paidAt: at })
    expect(decision).toMatchObject({
      accepted: true,
      snapshot: { value: { registered: 'waiting' }, context: { at: snapshot.context.at } },
    })
    expect(decision.facts.map((fact) => fact.at)).toEqual(
      decision.facts.map(() => formatInstant(snapshot.context.at)),
    )
  })

  it('counts a payment said to be in the future as made now', () => {
    const decision = decide(snapshot, { ...settle, paidAt: '2025-01-01T00:00:00+08:00' })
    expect(decision).toMatchObject({ accepted: true, snapshot: { value: { registered: 'waiting' } } })
  })

  it('is refused for being late from nobody else', () => {
    const at = '2024-04-08T09:00:00+08:00'
    expect(ruleOf(decide(snapshot, event(at, 'clock.advance', {})))).toBe('clock.backwards')
  })
})

describe('an accepted event', () => {
  it('moves the clock to its instant, and deadlines due before it fire first, in order of time', () => {
    const decision = decide(
      following('commitment.sign'),
      event('2024-05-01T00:00:00+08:00', 'clock.advance', {}),
    )
    expect(decision.fired).toEqual([
      { name: 'payment.closes', at: closes.payment },
      { name: 'reconciliation.ends', at: '2024-04-19T17:00:00+08:00' },
    ])
    expect(decision.snapshot.context.at).toBe(parseInstant('2024-05-01T00:00:00+08:00'))
  })

  it('at the very instant of a deadline comes after it', () => {
    const before = formatInstant(parseInstant(closes.registration) - 1)
    const snapshot = following('route.choose')
    expect(decide(snapshot, event(before, 'application.confirm', {})).accepted).toBe(true)
    expect(ruleOf(decide(snapshot, event(closes.registration, 'application.confirm', {})))).toBe(
      'registration.ended',
    )
  })

  it('tells facts that their schema knows', () => {
    fc.assert(
      fc.property(sent, ({ snapshot, event: next }) => {
        for (const fact of decide(snapshot, next).facts) expect(factSchema.parse(fact)).toEqual(fact)
      }),
      { numRuns: 500 },
    )
  })

  it('tells nothing of an event when only a deadline told it', () => {
    const whole = decide(
      following('commitment.sign'),
      event('2024-05-01T00:00:00+08:00', 'clock.advance', {}),
    )
    expect(whole.facts).toEqual([
      { type: 'registration.abandoned', at: '2024-04-19T17:00:00+08:00', reason: 'unpaid' },
    ])
  })
})

/** The paths of all keys that are undefined. */
function undefinedIn(value: unknown, at = ''): string[] {
  if (value === undefined) return [at]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, below]) => undefinedIn(below, `${at}.${key}`))
}

describe('a snapshot', () => {
  it('is plain JSON: the same text before and after a round trip, no key ever undefined', () => {
    fc.assert(
      fc.property(walked, (snapshot) => {
        const text = JSON.stringify(snapshot)
        const again = JSON.parse(text) as Snapshot
        expect(again).toStrictEqual(snapshot)
        expect(undefinedIn(snapshot)).toEqual([])
        const next = event(formatInstant(snapshot.context.at), 'clock.advance', {})
        expect(JSON.stringify(decide(again, next))).toBe(JSON.stringify(decide(snapshot, next)))
      }),
      { numRuns: 500 },
    )
  })

  it('is what its schema knows, and nothing else', () => {
    fc.assert(
      fc.property(walked, (snapshot) => {
        expect(snapshotSchema.parse(snapshot)).toStrictEqual(snapshot)
      }),
      { numRuns: 500 },
    )
  })

  it('holds nothing personal, nor do facts', () => {
    const secrets = [
      ...Object.values(profile).filter((value) => typeof value === 'string' && value.length > 6),
      profile.name,
      profile.education.school,
      profile.education.certificateNo,
      profile.education.major,
      profile.workHistory?.[0]?.employer,
      '13900000000',
      '陈小',
    ] as string[]
    fc.assert(
      fc.property(sent, ({ snapshot, event: next }) => {
        const text = JSON.stringify(decide(snapshot, next))
        expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('stays below 1.5 KiB all along the plain path', () => {
    const sizes = [opened(), ...path.map(({ type }) => following(type))].map(
      (snapshot) => new TextEncoder().encode(JSON.stringify(snapshot)).length,
    )
    expect(Math.max(...sizes)).toBeLessThan(1536)
  })

  it('of another version is refused', () => {
    for (const version of [0, 2, '1', undefined]) {
      const snapshot = { ...opened(), version } as unknown as Snapshot
      expect(ruleOf(decide(snapshot, path[0] as RegistrationEvent))).toBe('snapshot.malformed')
    }
  })

  it('that lacks what its state needs is refused', () => {
    const { application: _, ...context } = following('route.choose').context
    const snapshot = { ...following('route.choose'), context } as Snapshot
    const decision = decide(snapshot, event('2024-04-08T09:32:00+08:00', 'application.confirm', {}))
    expect(decision).toMatchObject({ accepted: false, refusal: { rule: 'snapshot.malformed', at: null } })
    expect(decision.snapshot).toBe(snapshot)
  })
})

describe('open', () => {
  it('takes only what its schema takes', () => {
    expect(inputSchema.safeParse(input).success).toBe(true)
    expect(open(input)).toMatchObject({ accepted: true, facts: [], fired: [], snapshot: { version: 1 } })
  })

  it('after registration has closed gives a registration that has ended', () => {
    for (const at of [closes.registration, '2024-05-01T00:00:00+08:00']) {
      expect(open({ ...input, at })).toMatchObject({
        accepted: true,
        snapshot: { value: { ended: 'abandoned' } },
        fired: [{ name: 'registration.closes', at: closes.registration }],
      })
    }
    const before = formatInstant(parseInstant(closes.registration) - 1)
    expect(open({ ...input, at: before })).toMatchObject({ snapshot: { value: { account: 'agreement' } } })
  })

  it('starts whoever is known further on', () => {
    const known = { photo: true, education: { origin: 'domestic' } } as const
    expect(open({ ...input, candidate: known })).toMatchObject({
      snapshot: { value: 'verifying' },
      facts: [{ type: 'verification.requested', at: input.at }],
    })
    const verified = { photo: true, education: { origin: 'domestic', result: 'failed' } } as const
    expect(open({ ...input, candidate: verified })).toMatchObject({
      snapshot: { value: { filling: 'application' } },
      facts: [],
    })
  })
})

describe('deadlines', () => {
  it('come soonest first, none twice, all still to come', () => {
    fc.assert(
      fc.property(walked, (snapshot) => {
        const ahead = deadlines(snapshot)
        const at = ahead.map((deadline) => parseInstant(deadline.at))
        expect(at).toEqual([...at].sort((one, other) => one - other))
        expect(new Set(ahead.map(({ name }) => name)).size).toBe(ahead.length)
        for (const { at } of ahead) expect(formatInstant(parseInstant(at))).toBe(at)
        expect(at.filter((due) => due <= snapshot.context.at)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  const expected: readonly string[] = ['verification.expected', 'postCheck.closes']

  it('fire when they are due and not before', () => {
    fc.assert(
      fc.property(walked, (snapshot) => {
        const first = deadlines(snapshot).find(({ name }) => !expected.includes(name))
        if (first === undefined) return
        const before = formatInstant(parseInstant(first.at) - 1)
        expect(decide(snapshot, event(before, 'clock.advance', {})).fired).toEqual([])
        expect(decide(snapshot, event(first.at, 'clock.advance', {})).fired[0]).toEqual(first)
      }),
      { numRuns: 300 },
    )
  })

  it('show when the verification is expected, until then', () => {
    const snapshot = following('photo.upload')
    const expected = { name: 'verification.expected', at: '2024-04-02T10:06:00+08:00' }
    expect(deadlines(snapshot)).toEqual([expected, { name: 'registration.closes', at: closes.registration }])
    const advanced = (at: string) => deadlines(decide(snapshot, event(at, 'clock.advance', {})).snapshot)
    expect(advanced('2024-04-02T10:05:59+08:00')).toContainEqual(expected)
    expect(advanced(expected.at)).not.toContainEqual(expected)
    expect(advanced('2024-04-03T00:00:00+08:00')).toEqual([
      { name: 'registration.closes', at: closes.registration },
    ])
  })

  it('do not stand once a registration has ended', () => {
    const { snapshot } = open({ ...input, at: '2024-05-01T00:00:00+08:00' })
    expect(deadlines(snapshot as Snapshot)).toEqual([])
  })
})

const withoutFields = eventTypes.filter((type) => Object.keys(events[type].fields).length === 0)

const explained = (snapshot: Snapshot, next: RegistrationEvent, whole = true): Explanation => {
  const all = explain(snapshot, next.at, whole ? next : undefined)
  return all.find(({ type }) => type === next.type) as Explanation
}

describe('explain', () => {
  it('speaks of every event type once, with its sender', () => {
    fc.assert(
      fc.property(walked, (snapshot) => {
        const all = explain(snapshot, formatInstant(snapshot.context.at))
        expect(all.map(({ type, by }) => [type, by])).toEqual(
          eventTypes.map((type) => [type, senderOf(type)]),
        )
      }),
      { numRuns: 100 },
    )
  })

  it('agrees with decide about events that have no fields', () => {
    fc.assert(
      fc.property(walked, fc.constantFrom(...steps), (snapshot, step) => {
        const at = formatInstant(snapshot.context.at + step)
        for (const type of withoutFields) {
          const decision = decide(snapshot, event(at, type, {} as never))
          const { possible, rules } = explained(snapshot, event(at, type, {} as never), false)
          expect({ type, possible, rule: rules[0] }).toEqual({
            type,
            possible: decision.accepted,
            rule: ruleOf(decision),
          })
        }
      }),
      { numRuns: 300 },
    )
  })

  it('agrees with decide about events with their fields, and names the refusing rule first', () => {
    fc.assert(
      fc.property(sent, ({ snapshot, event: next }) => {
        const decision = decide(snapshot, next)
        const { type, possible, rules } = explained(snapshot, next)
        expect({ type, possible, rule: rules[0] }).toEqual({
          type,
          possible: decision.accepted,
          rule: ruleOf(decision),
        })
      }),
      { numRuns: 1000 },
    )
  })

  it('never calls impossible what decide would accept', () => {
    fc.assert(
      fc.property(sent, ({ snapshot, event: next }) => {
        if (!decide(snapshot, next).accepted) return
        const { type, possible } = explained(snapshot, next, false)
        expect({ type, possible }).toEqual({ type, possible: true })
      }),
      { numRuns: 1000 },
    )
  })

  it('gives as `until` a deadline before which the event is taken, and from which it is not', () => {
    fc.assert(
      fc.property(walked, (snapshot) => {
        const at = formatInstant(snapshot.context.at)
        for (const { type, until } of explain(snapshot, at)) {
          if (until === undefined || !withoutFields.includes(type)) continue
          const due = deadlineAt(snapshot, until)
          const fate = (when: Millis) =>
            decide(snapshot, event(formatInstant(when), type, {} as never)).accepted
          expect({ type, until, before: fate(due - 1), after: fate(due) }).toEqual({
            type,
            until,
            before: true,
            after: false,
          })
        }
      }),
      { numRuns: 300 },
    )
  })

  it('is what a refusal offers instead', () => {
    fc.assert(
      fc.property(sent, ({ snapshot, event: next }) => {
        const decision = decide(snapshot, next)
        if (decision.accepted) return
        const possible = explain(decision.snapshot, next.at)
          .filter((one) => one.possible && one.by === next.by.role)
          .map(({ type }) => type)
        expect(decision.refusal.possible).toEqual(possible)
      }),
      { numRuns: 300 },
    )
  })
})

/** When a deadline stands, whether or not the present state waits for it. */
function deadlineAt(snapshot: Snapshot, name: string): Millis {
  const waitedFor = deadlines(snapshot).find((one) => one.name === name)
  if (waitedFor) return parseInstant(waitedFor.at)
  const { terms, spotCheck, claim } = snapshot.context
  const table: Record<string, Millis | undefined> = {
    'registration.closes': terms.registration[1],
    'proofReview.closes': terms.proofReview,
    'payment.closes': terms.payment[1],
    'reconciliation.ends':
      claim === undefined || terms.payment[1] <= claim + day ? terms.payment[1] + day : claim + day,
    'spotCheck.due': spotCheck,
    'admitCard.opens': terms.admitCard[0],
    'admitCard.closes': terms.admitCard[1],
  }
  return table[name] ?? Number.NaN
}

describe('a live actor that is restored', () => {
  const restored = (snapshot: Snapshot) => {
    const clock = new SimulatedClock()
    clock.set(snapshot.context.at)
    const actor = createActor(registrationMachine, { snapshot: toPersisted(snapshot), clock }).start()
    return { actor, clock }
  }

  it('stands where the snapshot says', () => {
    for (const snapshot of stages) {
      const { actor } = restored(snapshot)
      expect(actor.getSnapshot().value).toEqual(snapshot.value)
      expect(actor.getSnapshot().context).toEqual(snapshot.context)
    }
  })

  it('is whole again after a `clock.advance`: the deadline fires on time, not early', () => {
    const { actor, clock } = restored(following('application.save'))
    const due = parseInstant(closes.registration)
    actor.send(event(formatInstant(clock.now() + hour), 'clock.advance', {}))
    // The clock was told of an hour that has not passed on it yet.
    clock.set(due - hour - 1)
    expect(actor.getSnapshot().matches({ filling: 'route' })).toBe(true)
    clock.set(due - hour)
    expect(actor.getSnapshot().matches({ ended: 'abandoned' })).toBe(true)
  })

  it('takes what comes as decide does', () => {
    fc.assert(
      fc.property(sent, ({ snapshot, event: next }) => {
        const decision = decide(snapshot, next)
        if (decision.fired.length > 0) return
        const { actor } = restored(snapshot)
        actor.send(event(formatInstant(snapshot.context.at), 'clock.advance', {}))
        expect(statePaths(actor.getSnapshot().value)).toEqual(statePaths(snapshot.value))
        actor.send(next)
        expect(actor.getSnapshot().value).toEqual(decision.snapshot.value)
      }),
      { numRuns: 200 },
    )
  })
})
