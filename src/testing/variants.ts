import type { Snapshot } from '../engine/snapshot'
import { passMarksOf } from '../model/amendment'
import type { Context } from '../model/context'
import { levelOf, specialtiesOf } from '../model/levels'
import { passMarksKnown } from '../model/marks'
import { orderNumber } from '../model/orders'
import type { DocumentKind } from '../schema/vocabulary'
import { day, formatInstant, type Millis, shanghaiDay } from '../time'
import { jpeg, pdf } from './candidateData'
import type { EventFields } from './eventPayload'
import {
  awaitedPassMarks,
  latestOrder,
  nextTransaction,
  requiredKinds,
  unreviewedSubjects,
} from './usualValues'

/** Payloads that guards distinguish, for exploration; the best-fitting payload comes first. */

/**
 * For each level, all subjects, only the first, and those without a credit, with a specialty if required; and a level that
 * is not offered.
 */
export function applicationVariants({
  context: { terms, credits },
}: Snapshot): EventFields<'application.save'>[] {
  const place = terms.places[0] ?? ''
  const offered = terms.levels.flatMap((level) => {
    const { code, subjects, specialty } = level
    const specialties = specialty ? specialtiesOf(terms, level).slice(0, 1) : [undefined]
    const left = subjects.filter((code) => credits.every(({ subject }) => subject !== code))
    const choices = [subjects, subjects.slice(0, 1), ...(left.length < subjects.length ? [left] : [])]
    return specialties.flatMap((chosen) =>
      choices.map((some) => ({
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

/** Each kind of evidence, and evidence in a format that is not accepted. */
export const evidenceVariants = (): EventFields<'evidence.upload'>[] => [
  ...(['verificationReport', 'overseasCertificate', 'degreeScan', 'degreeCertificate'] as const).map(
    (kind) => ({
      document: { kind, mediaType: pdf },
    }),
  ),
  { document: { kind: 'verificationReport', mediaType: jpeg } },
]

/** All possible documents, the same without those of the degree, all in a format that is not accepted, and none. */
export function proofVariants({ context }: Snapshot): EventFields<'proof.upload'>[] {
  const required = requiredKinds(context)
  const all = [...required, 'verificationReport' as const, 'overseasCertificate' as const]
  const as = (kinds: readonly DocumentKind[], mediaType: string) => ({
    documents: kinds.map((kind) => ({ kind, mediaType })),
  })
  return [as(all, pdf), as(required, pdf), as(all, jpeg), as([], pdf)]
}

/** The latest order, and an order that does not exist. */
export const orderVariants = (snapshot: Snapshot) =>
  [latestOrder(snapshot), 'none'].map((orderNo) => ({ orderNo }))

/** The amount of the latest order; at least 1 fen, because nobody transfers 0, which the order of a free exam asks for. */
export const paymentFen = ({ context: { orders } }: Snapshot): number =>
  Math.max(1, orders.at(-1)?.amountFen ?? 1)

/** Settlements of the latest order and others, of the right and a wrong amount, paid inside and outside the window. */
export function settlementVariants(snapshot: Snapshot): EventFields<'payment.settle'>[] {
  const { context } = snapshot
  const { orders, terms, at } = context
  const [opens, closes] = terms.payment
  const fitting = {
    orderNo: latestOrder(snapshot),
    transactionId: nextTransaction(snapshot),
    amountFen: paymentFen(snapshot),
    paidAt: formatInstant(Math.max(opens, Math.min(at, closes - 1000))),
  }
  const repeated = orders.find((order) => order.transactionId !== undefined)?.transactionId
  return [
    fitting,
    { ...fitting, amountFen: fitting.amountFen + 1 },
    { ...fitting, paidAt: formatInstant(opens - 1000) },
    { ...fitting, paidAt: formatInstant(closes) },
    { ...fitting, orderNo: 'none' },
    ...(orders.length > 1 ? [{ ...fitting, orderNo: orderNumber(context, 0) }] : []),
    ...(repeated === undefined
      ? []
      : [{ ...fitting, transactionId: repeated, amountFen: fitting.amountFen + 1 }]),
    ...orders.flatMap(({ withdrawn, amountFen }, index) =>
      withdrawn === undefined
        ? []
        : [withdrawn.at - 1000, withdrawn.at].map((paidAt) => ({
            ...fitting,
            orderNo: orderNumber(context, index),
            amountFen: Math.max(1, amountFen),
            paidAt: formatInstant(paidAt),
          })),
    ),
  ]
}

/** Demands due in a day, a day after the first session, and at the current instant. */
export const spotCheckVariants = ({ context: { at, terms } }: Snapshot): EventFields<'spotCheck.demand'>[] =>
  [at + day, terms.sessions[0] + day, at].map((due) => ({ dueAt: formatInstant(due) }))

/** Misconduct in a subject by two articles, in a subject that was not registered, and in the whole sitting. */
export function misconductVariants(snapshot: Snapshot): EventFields<'misconduct.record'>[] {
  const subject = firstSubject(snapshot)
  return [
    { scope: 'subject', subject, article: 6 },
    { scope: 'subject', subject, article: 7 },
    { scope: 'subject', subject: 'none', article: 6 },
    { scope: 'sitting', article: 8 },
  ]
}

/** A request for a subject that was not reviewed, for the first subject, and for one that does not exist. */
export const reviewRequests = (snapshot: Snapshot): EventFields<'scoreReview.request'>[] =>
  [unreviewedSubjects(snapshot)[0] ?? '', firstSubject(snapshot), 'none'].map((subject) => ({
    subjects: [subject],
  }))

/** Every finding; identical answers also in a subject alone. */
export const findingVariants = (snapshot: Snapshot): EventFields<'finding.record'>[] => [
  { finding: 'ineligible' },
  { finding: 'falseCommitment' },
  { finding: 'falseMaterials' },
  { finding: 'refusedCheck' },
  { finding: 'identicalAnswers' },
  { finding: 'identicalAnswers', subjects: [firstSubject(snapshot)] },
]

/** The first subject of the application, or a subject that does not exist. */
const firstSubject = ({ context: { application } }: Snapshot): string => application?.subjects[0] ?? 'none'

/** All passed, one failed, all absent, one missing, and one that contradicts the recorded misconduct. */
export function markVariants({ context }: Snapshot): EventFields<'marks.publish'>[] {
  const { application, terms, misconduct = [], identical = [] } = context
  const subjects = application?.subjects ?? []
  const [first = 'none'] = subjects
  const code = (subject: string, mark: number) =>
    misconduct.includes(subject) ? -2 : identical.includes(subject) ? -4 : mark
  const all = (mark: (subject: string) => number) =>
    Object.fromEntries(subjects.map((subject) => [subject, code(subject, mark(subject))]))
  const passMarks = passMarksOf(context)
  const pass = (subject: string): number => passMarks?.[subject] ?? terms.fullMarks[subject] ?? 1
  const passed = all(pass)
  const { [first]: _, ...short } = passed
  return [
    passed,
    all((subject) => (subject === first ? 0 : pass(subject))),
    all(() => -1),
    short,
    { ...passed, [first]: passed[first] === -2 ? pass(first) : -2 },
  ].map((marks) => ({ marks }))
}

/** All passed, one failed, all absent, and a subject that does not exist. */
export const correctedMarkVariants = (snapshot: Snapshot): EventFields<'marks.correct'>[] =>
  [...markVariants(snapshot).slice(0, 3), { marks: { none: 1 } }]
    .filter(({ marks }) => Object.keys(marks).length > 0)
    .map(({ marks }) => ({ marks, reason: 'wrong entry' }))

/** The subjects under review passed, failed or absent, and a subject that does not exist. */
export function reviewVariants(snapshot: Snapshot): EventFields<'scoreReview.decide'>[] {
  const { review = [] } = snapshot.context
  const reviewed = (marks: Record<string, number>) =>
    Object.fromEntries(Object.entries(marks).filter(([subject]) => review.includes(subject)))
  return [
    ...markVariants(snapshot)
      .slice(0, 3)
      .map(({ marks }) => ({ marks: reviewed(marks) })),
    { marks: { none: 1 } },
  ]
}

/** An amendment that does not change the history. */
export const unchangedHistory = ({ context }: Pick<Snapshot, 'context'>) => ({
  history: { integrity: context.integrity },
})

const timeWindow = (opens: Millis, closes: Millis) => ({
  opens: formatInstant(opens),
  closes: formatInstant(closes),
})

const waitsForPassMarks = (context: Context): boolean =>
  context.marks !== undefined && !passMarksKnown(context)

/** The pass marks that published marks wait for, or else an amendment that does not change the notice. */
export const usualNotice = ({ context }: Pick<Snapshot, 'context'>): EventFields<'notice.amend'> =>
  waitsForPassMarks(context) ? { passMarks: awaitedPassMarks(context) } : unchangedNotice({ context })

/** An amendment that does not change the notice. */
const unchangedNotice = ({ context: { terms } }: Pick<Snapshot, 'context'>) => ({
  windows: { admitCard: timeWindow(...terms.admitCard) },
})

/** No change, the commitment forfeited elsewhere, a record, credits for every subject, and no credits. */
export function historyVariants({ context }: Snapshot): EventFields<'history.amend'>[] {
  const { at, terms, application } = context
  const subjects = levelOf(context, application)?.subjects ?? []
  return [
    unchangedHistory({ context }),
    { history: { commitmentForfeited: true } },
    { history: { integrity: [{ kind: 'serious', from: shanghaiDay(at) }] } },
    { history: { credits: subjects.map((subject) => ({ subject, year: terms.year })) } },
    { history: { credits: [] } },
  ]
}

/**
 * No change, payment open a day longer, registration already closed, admit cards a day later, windows after the exam that
 * close at an instant, one in days, higher pass marks, and the pass marks that published marks wait for: all of them, and
 * the first.
 */
export function noticeVariants({ context }: Snapshot): EventFields<'notice.amend'>[] {
  const { terms, at } = context
  const [paymentOpens, paymentCloses] = terms.payment
  const [cardOpens, cardCloses] = terms.admitCard
  const fixed = { closes: formatInstant(Math.max(at, terms.sessions[1]) + 2 * day) }
  const awaited = Object.entries(awaitedPassMarks(context))
  const passMarks = Object.entries(passMarksOf(context) ?? {}).map(([code, mark]) => [code, mark + 1])
  return [
    unchangedNotice({ context }),
    { windows: { payment: timeWindow(paymentOpens, paymentCloses + day) } },
    { windows: { registration: timeWindow(at - 2 * day, at - day) } },
    { windows: { admitCard: timeWindow(cardOpens + day, cardCloses + day) } },
    { scoreReview: fixed, postCheck: fixed, publicNotice: fixed, directMail: fixed },
    { postCheck: { days: 20 } },
    ...(passMarks.length > 0 ? [{ passMarks: Object.fromEntries(passMarks) }] : []),
    ...(waitsForPassMarks(context) ? [awaited.slice(0, 1), awaited] : []).map((marks) => ({
      passMarks: Object.fromEntries(marks),
    })),
  ]
}
