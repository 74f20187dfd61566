import fc from 'fast-check'
import {
  decide,
  type EventType,
  eventTypes,
  type RegistrationEvent,
  runJourney,
  type Snapshot,
} from '../../src'
import { day, formatInstant, hour, type Millis, parseInstant } from '../../src/time'
import { once } from '../../src/words'
import { journeysIn } from './files'
import {
  application,
  event,
  type Fields,
  following,
  input,
  opened,
  path,
  pdf,
  profile,
  statements,
} from './plainPath'

/** Registrations that random events have led astray, and things that are no registration or no event at all. */

/** Freezes what is given, and all in it: whoever writes to it throws. */
export function frozen<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const below of Object.values(value)) frozen(below)
  }
  return value
}

/** The same data in objects of its own, so that freezing it freezes nothing else. */
export const copy = <T>(value: T): T => structuredClone(value)

/** Everything that the journeys come through. */
export const stages = once((): Snapshot[] => [
  opened(),
  ...path.map(({ type }) => following(type)),
  ...[...journeysIn('journeys'), ...journeysIn('examples/journeys')].flatMap(([, journey]) => {
    const { opened: first, steps } = runJourney(journey)
    return [...(first?.snapshot ? [first.snapshot] : []), ...steps.map(({ decision }) => decision.snapshot)]
  }),
])

export const stage = fc.constant(undefined).chain(() => fc.constantFrom(...stages()))

/** Fields for each type of event: right ones, and ones that a rule may stand against. */
export const samples: { [T in EventType]: (at: string) => Fields<T>[] } = {
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

export const steps = [0, 60_000, hour, 5 * hour, day, 3 * day, 10 * day, 40 * day]

/** Something that the right sender says at some later time. */
const someEvent = (from: Millis): fc.Arbitrary<RegistrationEvent> =>
  fc.tuple(fc.constantFrom(...eventTypes), fc.constantFrom(...steps)).chain(([type, step]) => {
    const at = formatInstant(from + step)
    return fc.constantFrom(...samples[type](at)).map((fields) => event(at, type, fields as never))
  })

/** A snapshot that some events, some of them refused, lead to from a stage of a journey. */
export const walked: fc.Arbitrary<Snapshot> = fc
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
export const sent = walked.chain((snapshot) =>
  someEvent(snapshot.context.at).map((next) => ({ snapshot, event: next })),
)

const trap = (): never => {
  throw new Error('do not touch')
}

/** Values that do not like to be looked at. */
export const hostile = (): unknown[] => {
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
export const garbage: fc.Arbitrary<() => unknown> = fc.oneof(
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
export const mutilated = <T extends object>(whole: fc.Arbitrary<T>): fc.Arbitrary<T> =>
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
