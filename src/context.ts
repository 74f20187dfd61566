import { z } from 'zod'
import { findingSchema } from './events/always'
import { evidenceKindSchema } from './events/declaring'
import { applicationChangeSchema, applicationSchema, routeSchema } from './events/filling'
import { type ExamSpec, examSpecSchema, matchNotice, type Notice, noticeSchema } from './exam'
import { sense } from './issues'
import { millisSchema, termsOf, termsSchema } from './terms'
import { parseInstant } from './time'
import {
  creditSchema,
  defined,
  fenSchema,
  historySchema,
  identityProviderSchema,
  idSchema,
  instantSchema,
  integrityRecordSchema,
} from './words'

const educationResult = z.enum(['passed', 'failed', 'onSite'])
const known = z.literal(true).optional()

/** What `open` takes: a candidate, an exam and its notice, and what is known of the candidate already. */
export const inputSchema = z
  .object({
    registrationId: idSchema,
    candidateId: z.string().min(1).max(128),
    exam: examSpecSchema,
    notice: noticeSchema,
    history: historySchema.optional(),
    /** An account whose photo is on file; without a `result` the degree is still to be verified. */
    candidate: z
      .object({
        photo: z.literal(true),
        education: z.object({ origin: z.enum(['domestic', 'overseas']), result: educationResult.optional() }),
        identityProvider: identityProviderSchema.optional(),
      })
      .optional(),
    at: instantSchema,
  })
  .superRefine(
    ...sense<{ notice: Notice; exam: ExamSpec }>(({ notice, exam }, complain) =>
      matchNotice(notice, exam, (path, zh, en) => complain(['notice', ...path], zh, en)),
    ),
  )
export type OpenInput = z.input<typeof inputSchema>

const orderSchema = z.object({
  amountFen: fenSchema,
  state: z.enum(['open', 'superseded', 'paid']),
  /** The settlement that paid it. */
  transactionId: z.string().max(100).optional(),
})

const refundSchema = z.object({
  orderNo: z.string().max(100),
  transactionId: z.string().max(100),
  amountFen: fenSchema,
  reason: z.string().max(64),
  dueAt: millisSchema,
  /** When the money came, where the due date can still move. */
  since: millisSchema.optional(),
  settled: known,
})

/**
 * What a registration remembers: what its rules need and nothing personal. Instants are milliseconds. The schema is
 * part of the snapshot's format, so a change of it is a new snapshot version.
 */
export const contextSchema = z.object({
  registrationId: idSchema,
  candidateId: z.string().min(1).max(128),
  /** The instant of the last event or deadline. */
  at: millisSchema,
  terms: termsSchema,

  /** Given up the commitment, here or in another registration for this exam and year (§5.1.4, §6.4.5). */
  forfeited: z.boolean(),
  /** Entries made outside this registration; those made here are in `records`. */
  integrity: z.array(integrityRecordSchema).max(50),
  credits: z.array(creditSchema).max(100),

  photo: known,
  identityProvider: identityProviderSchema.optional(),
  education: z
    .object({ origin: z.enum(['domestic', 'overseas']), result: educationResult.optional() })
    .optional(),
  /** Since when the verifier's report is awaited. */
  verifying: millisSchema.optional(),

  application: applicationSchema.optional(),
  route: routeSchema.optional(),
  signed: known,
  evidence: evidenceKindSchema.optional(),

  /** The first is `<registrationId>-1`. */
  orders: z.array(orderSchema),
  /** The first is `<registrationId>-F1`. */
  refunds: z.array(refundSchema),
  /** When the candidate said that the money was debited. */
  claim: millisSchema.optional(),

  /** The pending correction: names of fields, and values only of what is not personal. */
  correction: z
    .object({
      id: idSchema,
      fields: z.array(idSchema).max(30),
      application: applicationChangeSchema.optional(),
      origin: z.enum(['domestic', 'overseas']).optional(),
    })
    .optional(),
  /** Until when an open spot check must be answered. */
  spotCheck: millisSchema.optional(),

  /** The marks as they count: misconduct and identical answers written over what was published. */
  marks: z.record(idSchema, z.number()).optional(),
  /** Subjects void for misconduct (−2), and for identical answers (−4), whether published or not. */
  misconduct: z.array(idSchema).max(20).optional(),
  identical: z.array(idSchema).max(20).optional(),
  /** Subjects told as passes that count on. */
  earned: z.array(idSchema).max(20).optional(),
  scoreReviewCloses: millisSchema.optional(),
  /** Subjects of a score review that is not decided. */
  review: z.array(idSchema).max(20).optional(),
  /** When the window of the check after the exam closes, counted from the marks that passed. */
  postCheckCloses: millisSchema.optional(),
  /** Until when a rejected check may be repaired. */
  repairUntil: millisSchema.optional(),
  /** That instant has passed while the public notice was still to close. */
  repairOver: known,
  /** The check was approved; the public notice is over. */
  checked: known,
  noticed: known,
  publicNoticeCloses: millisSchema.optional(),
  /** Complaints that are not dismissed. */
  complaints: z.array(idSchema).optional(),
  /** The certificate is wanted by mail; the window for direct mail is over. */
  mail: known,
  mailClosed: known,
  /** Where the notice gives direct mail a window other than the public notice's. */
  directMailCloses: millisSchema.optional(),
  certificateNo: idSchema.optional(),

  findings: z.array(findingSchema).optional(),
  records: z.array(integrityRecordSchema).optional(),
})
export type Context = z.infer<typeof contextSchema>
export type Refund = z.infer<typeof refundSchema>
export type Education = NonNullable<Context['education']>

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
  forfeited: false,
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
  return defined({
    registrationId: input.registrationId,
    candidateId: input.candidateId,
    at,
    terms: termsOf(input.exam, input.notice),
    forfeited: history.commitmentForfeited === true,
    integrity: (history.integrity ?? []).map(defined),
    credits: (history.credits ?? []).map(defined),
    photo: candidate?.photo,
    identityProvider: candidate?.identityProvider,
    education:
      candidate && defined({ origin: candidate.education.origin, result: candidate.education.result }),
    verifying: candidate !== undefined && candidate.education.result === undefined ? at : undefined,
    orders: [],
    refunds: [],
  })
}
