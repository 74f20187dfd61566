import type { Context } from '../context'
import { deadlines } from '../decide'
import type { EventType, RegistrationEvent } from '../events'
import { levelOf, orderNumber, refundNumber } from '../questions'
import type { Snapshot } from '../snapshot'
import { day, formatInstant, type Millis, parseInstant, shanghaiDay } from '../time'
import type { documentKinds } from '../words'
import { senderFor } from './senders'

/** What could happen to a registration: for each event, every payload that some guard can tell from another. */

type Fields<Type extends EventType> = Omit<RegistrationEvent<Type>, 'type' | 'at' | 'by'>
type Choices = { [Type in EventType]: (snapshot: Snapshot) => Fields<Type>[] }

const pdf = 'application/pdf'
const jpeg = 'image/jpeg'
const nothing = () => [{}]

const degree = {
  origin: 'domestic',
  level: 'bachelor',
  school: '示例大学',
  major: '社会工作',
  graduatedOn: '2014-06-30',
  studyMode: 'fullTime',
  certificateNo: '105581201405000001',
} as const

const person = {
  name: '陈晓',
  idType: 'residentId',
  idNumber: '440101199001080079',
  gender: 'female',
  phone: '13800000000',
  employer: '示例单位',
  address: '示例路 1 号',
  education: degree,
} as const

const goodPhoto = { mediaType: jpeg, widthPx: 295, heightPx: 413, background: 'white' }
const abroad = { ...degree, origin: 'overseas' } as const

/** Applications: for each level every subject or the first alone, for each specialty; and what is not offered. */
function applications({ context: { terms } }: Snapshot): Fields<'application.save'>[] {
  const place = terms.places[0] ?? ''
  const offered = terms.levels.flatMap(({ code, subjects, specialty }) => {
    const specialties = specialty ? (terms.specialties ?? []).slice(0, 1) : [undefined]
    return specialties.flatMap((chosen) =>
      [subjects, subjects.slice(0, 1)].map((some) => ({
        application: {
          level: code,
          subjects: some,
          place,
          ...(chosen !== undefined && { specialty: chosen }),
        },
      })),
    )
  })
  return [...offered, { application: { level: 'none', subjects: ['none'], place } }]
}

/** Notices of the bank: for the right order and others, of the right amount and another, paid in the window and outside. */
function settlements({ context }: Snapshot): Fields<'payment.settle'>[] {
  const { orders, refunds, terms, at } = context
  const [opens, closes] = terms.payment
  const last = orders.at(-1)
  const amountFen = last?.amountFen ?? 1
  const transactionId = `T${orders.filter(({ state }) => state === 'paid').length + refunds.length + 1}`
  const orderNo = orderNumber(context, Math.max(0, orders.length - 1))
  const paidAt = formatInstant(Math.max(opens, Math.min(at, closes - 1000)))
  const right = { orderNo, transactionId, amountFen, paidAt }
  const again = orders.find((order) => order.transactionId !== undefined)?.transactionId
  return [
    right,
    { ...right, amountFen: amountFen + 1 },
    { ...right, paidAt: formatInstant(opens - 1000) },
    { ...right, paidAt: formatInstant(closes) },
    { ...right, orderNo: 'none' },
    ...(orders.length > 1 ? [{ ...right, orderNo: orderNumber(context, 0) }] : []),
    ...(again === undefined ? [] : [{ ...right, transactionId: again }]),
  ]
}

/** Marks: all passed, one failed, none valid, one missing, one of a code that misconduct alone has. */
function marksOf({ context }: Snapshot): Record<string, number>[] {
  const { application, terms, misconduct = [], identical = [] } = context
  const subjects = application?.subjects ?? []
  const [first = 'none'] = subjects
  const code = (subject: string, mark: number) =>
    misconduct.includes(subject) ? -2 : identical.includes(subject) ? -4 : mark
  const all = (mark: (subject: string) => number) =>
    Object.fromEntries(subjects.map((subject) => [subject, code(subject, mark(subject))]))
  const pass = (subject: string): number => terms.passMarks?.[subject] ?? terms.fullMarks[subject] ?? 1
  const passed = all(pass)
  const { [first]: _, ...short } = passed
  return [
    passed,
    all((subject) => (subject === first ? 0 : pass(subject))),
    all(() => -1),
    short,
    { ...passed, [first]: passed[first] === -2 ? pass(first) : -2 },
  ]
}

function reviewed(snapshot: Snapshot): Fields<'scoreReview.decide'>[] {
  const { review = [] } = snapshot.context
  const of = (marks: Record<string, number>) =>
    Object.fromEntries(Object.entries(marks).filter(([subject]) => review.includes(subject)))
  return [
    ...marksOf(snapshot)
      .slice(0, 3)
      .map((marks) => ({ marks: of(marks) })),
    { marks: { none: 1 } },
  ]
}

/** Every kind that the level asks for, what shows a degree, and nothing; also in a form that is not taken. */
function proofs({ context }: Snapshot): Fields<'proof.upload'>[] {
  const asked = levelOf(context, context.application)?.proof ?? ['workProof']
  const documents = [...asked, 'verificationReport' as const, 'overseasCertificate' as const]
  const as = (kinds: readonly (typeof documentKinds)[number][], mediaType: string) => ({
    documents: kinds.map((kind) => ({ kind, mediaType })),
  })
  return [as(documents, pdf), as(asked, pdf), as(documents, jpeg), as([], pdf)]
}

const reissue = (['reissueForm', 'residentId', 'photo'] as const).map((kind) => ({ kind, mediaType: jpeg }))

function amendments({ context: { terms, at } }: Snapshot): Fields<'notice.amend'>[] {
  const later = ([opens, closes]: readonly [Millis, Millis], by: Millis) => ({
    opens: formatInstant(opens),
    closes: formatInstant(closes + by),
  })
  const [cardOpens, cardCloses] = terms.admitCard
  const past = { opens: formatInstant(at - 2 * day), closes: formatInstant(at - day) }
  return [
    {},
    { windows: { payment: later(terms.payment, day) } },
    { windows: { registration: past } },
    {
      windows: {
        admitCard: { opens: formatInstant(cardOpens + day), closes: formatInstant(cardCloses + day) },
      },
    },
    {
      passMarks: Object.fromEntries(
        Object.entries(terms.passMarks ?? {}).map(([code, mark]) => [code, mark + 1]),
      ),
    },
  ]
}

/** When a demand is due: soon, too late for the admit card, and in the past. */
const dues = ({ context: { at, terms } }: Snapshot): string[] =>
  [at + day, terms.admitCard[0] + day, at].map(formatInstant)

const choices: Choices = {
  'agreement.accept': nothing,
  'profile.submit': () => [
    { profile: person },
    { profile: { ...person, education: abroad } },
    { profile: { ...person, employer: ' ' } },
    { profile: { ...person, idNumber: '440101199001080078' } },
  ],
  'photo.upload': () => [{ photo: goodPhoto }, { photo: { ...goodPhoto, widthPx: 1 } }],
  'education.amend': () => [{ education: degree }, { education: abroad }],
  'identity.assert': () => [{ provider: 'provincial' }, { provider: 'portal' }],
  'verification.report': () => [
    { identity: 'passed', education: 'passed' },
    { identity: 'passed', education: 'failed' },
    { identity: 'passed', education: 'onSite' },
    { identity: 'failed', education: 'passed' },
  ],
  'application.save': applications,
  'route.choose': () => [{ route: 'commitment' }, { route: 'proof' }],
  'application.confirm': nothing,
  'commitment.sign': () =>
    [true, false].map((eligible) => ({
      statements: { informed: true, eligible, truthful: true, acceptsChecks: true },
    })),
  'commitment.withdraw': nothing,
  'evidence.upload': () => [
    ...(['verificationReport', 'overseasCertificate', 'degreeScan'] as const).map((kind) => ({
      document: { kind, mediaType: pdf },
    })),
    { document: { kind: 'verificationReport', mediaType: jpeg } },
  ],
  'proof.upload': proofs,
  'proof.approve': nothing,
  'proof.reject': () => [{ reason: '看不清' }],
  'payment.claim': ({ context }) =>
    [orderNumber(context, Math.max(0, context.orders.length - 1)), 'none'].map((orderNo) => ({ orderNo })),
  'payment.settle': settlements,
  'payment.notFound': ({ context }) =>
    [orderNumber(context, Math.max(0, context.orders.length - 1)), 'none'].map((orderNo) => ({ orderNo })),
  'refund.settle': ({ context }) => [{ refundId: refundNumber(context, 0) }, { refundId: 'none' }],
  'refund.fail': ({ context }) => [
    { refundId: refundNumber(context, 0), reason: '账户已销' },
    { refundId: 'none', reason: '' },
  ],
  'spotCheck.demand': (snapshot) => dues(snapshot).map((dueAt) => ({ dueAt })),
  'spotCheck.answer': nothing,
  'admitCard.print': nothing,
  'registration.cancel': nothing,
  'exam.cancel': () => [{ reason: '暴雨' }],
  'correction.request': ({ context: { terms } }) =>
    [
      { phone: '13900000000' },
      { place: terms.places.at(-1) ?? '' },
      { photo: goodPhoto },
      { name: '陈小' },
      { education: abroad },
      { place: 'none' },
    ].map((changes) => ({ correctionId: 'K', changes })),
  'correction.approve': () => [{ correctionId: 'K' }, { correctionId: 'none' }],
  'correction.reject': () => [{ correctionId: 'K' }, { correctionId: 'none' }],
  'misconduct.record': ({ context: { application } }) => [
    { scope: 'subject', subject: application?.subjects[0] ?? 'none', article: 7 },
    { scope: 'subject', subject: 'none', article: 6 },
    { scope: 'sitting', article: 8 },
  ],
  'marks.publish': (snapshot) => marksOf(snapshot).map((marks) => ({ marks })),
  'scoreReview.request': ({ context: { application } }) => [
    { subjects: application?.subjects.slice(0, 1) ?? ['none'] },
    { subjects: ['none'] },
  ],
  'scoreReview.decide': reviewed,
  'postCheck.approve': nothing,
  'postCheck.reject': ({ context: { at } }) => [
    { reason: '缺页' },
    { reason: '缺页', dueAt: formatInstant(at + 2 * day) },
  ],
  'postCheck.resubmit': () => [
    { documents: [{ kind: 'verificationReport', mediaType: pdf }] },
    { documents: [{ kind: 'verificationReport', mediaType: jpeg }] },
  ],
  'publicNotice.open': nothing,
  'complaint.receive': () => [{ complaintId: 'M' }],
  'complaint.dismiss': () => [{ complaintId: 'M' }, { complaintId: 'none' }],
  'certificate.requestMail': () => [{ address: '示例路 1 号' }],
  'certificate.issue': () => [{ certificateNo: 'Z' }],
  'certificate.dispatch': nothing,
  'certificate.deliver': nothing,
  'certificate.reportLost': () => [{ reason: 'lost' }, { reason: 'uncollected' }],
  'certificate.requestReissue': () => [{ documents: reissue }, { documents: reissue.slice(1) }],
  'certificate.reissue': nothing,
  'certificate.refuseReissue': nothing,
  'finding.record': ({ context: { application } }) => [
    { finding: 'ineligible' },
    { finding: 'falseCommitment' },
    { finding: 'falseMaterials' },
    { finding: 'refusedCheck' },
    { finding: 'identicalAnswers' },
    { finding: 'identicalAnswers', subjects: application?.subjects.slice(0, 1) ?? ['none'] },
  ],
  'decision.overturn': nothing,
  'history.amend': ({ context: { at, terms, application } }) => [
    { history: {} },
    { history: { commitmentForfeited: true } },
    { history: { integrity: [{ kind: 'serious', from: shanghaiDay(at) }] } },
    {
      history: {
        credits: (levelOf({ terms } as Context, application)?.subjects ?? []).map((subject) => ({
          subject,
          year: terms.year,
        })),
      },
    },
    { history: { credits: [] } },
  ],
  'notice.amend': amendments,
  'clock.advance': nothing,
}

/** The instants that come next at which something could change: a second before, and the very instant. */
export function instantsAhead(snapshot: Snapshot): Millis[] {
  const { terms, at } = snapshot.context
  const bounds = [terms.registration, terms.payment, terms.admitCard, terms.sessions].flat()
  const standing = deadlines(snapshot).map((deadline) => parseInstant(deadline.at))
  const next = Math.min(...[...bounds, ...standing].filter((instant) => instant > at))
  return Number.isFinite(next) ? [next - 1000, next].filter((instant) => instant > at) : []
}

/** Every event that could come now, and time passing until the next instants at which something could change. */
export function eventsFor(snapshot: Snapshot): RegistrationEvent[] {
  const { at } = snapshot.context
  const happening = (Object.keys(choices) as EventType[])
    .filter((type) => type !== 'clock.advance')
    .flatMap((type) =>
      choices[type](snapshot).map((fields) => ({
        type,
        at: formatInstant(at),
        by: senderFor(snapshot, type),
        ...fields,
      })),
    )
  const passing = instantsAhead(snapshot).map((instant) => ({
    type: 'clock.advance',
    at: formatInstant(instant),
    by: senderFor(snapshot, 'clock.advance'),
  }))
  return [...passing, ...happening] as RegistrationEvent[]
}
