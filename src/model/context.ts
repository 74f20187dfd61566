import { z } from 'zod'
import { semanticChecks } from '../schema/issues'
import { omitUndefined, fenShape, idShape, instantShape, lazy } from '../schema/primitives'
import {
  creditShape,
  evidenceKindShape,
  findingShape,
  historyShape,
  identityProviderShape,
  integrityRecordShape,
} from '../schema/vocabulary'
import { parseInstant } from '../time'
import { applicationChangeShape, applicationShape, routeShape } from './application'
import { type ExamSpec, examSpecShape } from './exam'
import { matchNotice, type Notice, noticeShape } from './notice'
import { millisShape, termsOf, termsShape } from './terms'

const educationResult = lazy(() => z.enum(['passed', 'failed', 'onSite']))
const known = lazy(() => z.literal(true).optional())

/** What `open` takes: a candidate, an exam and its notice, and what is known of the candidate already. */
export const inputShape = lazy(() =>
  z
    .object({
      registrationId: idShape(),
      candidateId: z.string().min(1).max(128),
      exam: examSpecShape(),
      notice: noticeShape(),
      history: historyShape().optional(),
      /** An account whose photo is on file; without a `result` the degree is still to be verified. */
      candidate: z
        .object({
          photo: z.literal(true),
          education: z.object({
            origin: z.enum(['domestic', 'overseas']),
            result: educationResult().optional(),
          }),
          identityProvider: identityProviderShape().optional(),
        })
        .optional(),
      at: instantShape(),
    })
    .superRefine(
      ...semanticChecks<{ notice: Notice; exam: ExamSpec }>(({ notice, exam }, addIssue) =>
        matchNotice(notice, exam, (path, zh, en) => addIssue(['notice', ...path], zh, en)),
      ),
    ),
)
/** What `open` takes. Instants are ISO 8601 with an offset, money is in fen. */
export type OpenInput = z.input<ReturnType<typeof inputShape>>

/**
 * Deadlines that can pass while the registration stays in the state that waits for them. That they have passed is kept
 * in the context, in this one list, or they would fire again and again.
 */
export const keptDeadlines = ['repair.ends', 'publicNotice.closes', 'directMail.closes'] as const
/** A deadline whose passing is kept. */
export type KeptDeadline = (typeof keptDeadlines)[number]

const orderShape = lazy(() =>
  z.object({
    amountFen: fenShape(),
    state: z.enum(['open', 'superseded', 'paid']),
    /** The settlement that paid it. */
    transactionId: z.string().max(100).optional(),
  }),
)

const refundShape = lazy(() =>
  z.object({
    orderNo: z.string().max(100),
    transactionId: z.string().max(100),
    amountFen: fenShape(),
    reason: z.string().max(64),
    dueAt: millisShape(),
    /** When the money came, where the due date can still move. */
    since: millisShape().optional(),
    settled: known(),
  }),
)

/**
 * What a registration remembers: what its rules need and nothing personal. Instants are milliseconds. The schema is
 * part of the snapshot's format, so a change of it is a new snapshot version.
 */
export const contextShape = lazy(() =>
  z.object({
    registrationId: idShape(),
    candidateId: z.string().min(1).max(128),
    /** The instant of the last event or deadline. */
    at: millisShape(),
    terms: termsShape(),

    /** The commitment was given up in another registration for this exam and year (§5.1.4, §6.4.5). */
    forfeitedElsewhere: known(),
    /** Entries made outside this registration; those made here are in `records`. */
    integrity: z.array(integrityRecordShape()).max(50),
    credits: z.array(creditShape()).max(100),

    photo: known(),
    identityProvider: identityProviderShape().optional(),
    education: z
      .object({ origin: z.enum(['domestic', 'overseas']), result: educationResult().optional() })
      .optional(),
    /** Since when the verifier's report is awaited. */
    verifying: millisShape().optional(),

    application: applicationShape().optional(),
    route: routeShape().optional(),
    /** When the commitment was signed, while it is in force (§5.1.1). */
    signedAt: millisShape().optional(),
    evidence: evidenceKindShape().optional(),

    /** The first is `<registrationId>-1`. */
    orders: z.array(orderShape()),
    /** The first is `<registrationId>-F1`. */
    refunds: z.array(refundShape()),
    /** When the candidate said that the money was debited. */
    claim: millisShape().optional(),

    /** The pending correction: names of fields, and values only of what is not personal. */
    correction: z
      .object({
        id: idShape(),
        fields: z.array(idShape()).max(30),
        application: applicationChangeShape().optional(),
        origin: z.enum(['domestic', 'overseas']).optional(),
      })
      .optional(),
    /** Until when an open spot check must be answered. */
    spotCheck: millisShape().optional(),

    /** The marks as they count: misconduct and identical answers written over what was published. */
    marks: z.record(idShape(), z.number()).optional(),
    /** Subjects void for misconduct (−2), and for identical answers (−4), whether published or not. */
    misconduct: z.array(idShape()).max(20).optional(),
    identical: z.array(idShape()).max(20).optional(),
    /** Subjects told as passes that count on. */
    earned: z.array(idShape()).max(20).optional(),
    scoreReviewCloses: millisShape().optional(),
    /** Subjects of a score review that is not decided. */
    review: z.array(idShape()).max(20).optional(),
    /** When the window of the check after the exam closes, counted from the marks that passed. */
    postCheckCloses: millisShape().optional(),
    /** Until when a rejected check may be repaired. */
    repairUntil: millisShape().optional(),
    publicNoticeCloses: millisShape().optional(),
    /** Complaints that are not dismissed. */
    complaints: z.array(idShape()).optional(),
    /** The certificate is wanted by mail. */
    mail: known(),
    /** Where the notice gives direct mail a window other than the public notice's. */
    directMailCloses: millisShape().optional(),
    certificateNo: idShape().optional(),
    /** Which of the `keptDeadlines` have passed. */
    passed: z.array(z.enum(keptDeadlines)).max(keptDeadlines.length).optional(),

    findings: z.array(findingShape()).optional(),
    records: z.array(integrityRecordShape()).optional(),
  }),
)
/** What a registration remembers. Instants are milliseconds since 1970-01-01T00:00:00Z, money is in fen. */
export type Context = z.infer<ReturnType<typeof contextShape>>
export type Refund = z.infer<ReturnType<typeof refundShape>>
export type DegreeStatus = NonNullable<Context['education']>

/** XState makes an actor without an input now and then, whose context nobody reads. */
const blank: Context = {
  registrationId: '-',
  candidateId: '-',
  at: 0,
  terms: {
    exam: '-',
    year: 0,
    notice: '-',
    provider: 'portal',
    places: [],
    commitment: false,
    levels: [],
    registration: [0, 0],
    proofReview: 0,
    payment: [0, 0],
    admitCard: [0, 0],
    sessions: [0, 0],
    fee: 1,
    fullMarks: {},
    scoreReview: { days: 1 },
    postCheck: { days: 1 },
    publicNotice: { days: 1 },
    certificate: { electronic: 'none', issuer: 'national' },
  },
  integrity: [],
  credits: [],
  orders: [],
  refunds: [],
}

/** The context of a new registration. */
export function newContext(input: OpenInput | undefined): Context {
  if (input === undefined) return blank
  const { history = {}, candidate } = input
  const at = parseInstant(input.at)
  return omitUndefined({
    registrationId: input.registrationId,
    candidateId: input.candidateId,
    at,
    terms: termsOf(input.exam, input.notice),
    forfeitedElsewhere: history.commitmentForfeited === true ? (true as const) : undefined,
    integrity: (history.integrity ?? []).map(omitUndefined),
    credits: (history.credits ?? []).map(omitUndefined),
    photo: candidate?.photo,
    identityProvider: candidate?.identityProvider,
    education:
      candidate && omitUndefined({ origin: candidate.education.origin, result: candidate.education.result }),
    verifying: candidate !== undefined && candidate.education.result === undefined ? at : undefined,
    orders: [],
    refunds: [],
  })
}
