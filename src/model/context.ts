import * as z from 'zod'
import { named } from '../schema/jsonSchema'
import { dayOrInstantShape, feeShape, fenShape, idShape, lazy } from '../schema/primitives'
import {
  attestationKindShape,
  attestationResults,
  creditShape,
  evidenceKindShape,
  findingShape,
  identityProviderShape,
  integrityRecordShape,
  paperShape,
} from '../schema/vocabulary'
import { applicationChangeShape, applicationShape, routeShape } from './application'
import { endings } from './ending'
import { millisShape, termsShape } from './terms'

export const degreeStatusShape = lazy(() =>
  z.strictObject({
    origin: z.enum(['domestic', 'overseas']),
    /** Whether it is a degree of higher education (associate or above); absent means that it is (§6.4.1(3)). */
    higher: z.boolean().optional(),
    /** The result of the online check; absent until the verifier reports it. */
    result: z.enum(['passed', 'failed', 'onSite']).optional(),
  }),
)

const flagShape = lazy(() => z.literal(true).optional())

/**
 * Deadlines that can pass without a change of state. The context records those that have passed; otherwise they would
 * fire repeatedly.
 */
export const keptDeadlines = [
  'proofReview.closes',
  'repair.ends',
  'publicNotice.closes',
  'directMail.closes',
] as const
/** A deadline whose passing the context records. */
export type KeptDeadline = (typeof keptDeadlines)[number]

/** How many kinds of attestations a registration can have. */
export const mostAttestations = 20

const attestationShape = lazy(() =>
  z.object({
    kind: attestationKindShape(),
    result: z.enum(attestationResults),
    /** The last day, or the instant, until which it holds. */
    validUntil: dayOrInstantShape().optional(),
  }),
)

/** How many corrections can be pending at once. */
export const mostCorrections = 10

const orderShape = lazy(() =>
  z.object({
    amountFen: feeShape(),
    state: z.enum(['open', 'superseded', 'paid']),
    /** The transaction that paid the order; an order of 0 has none. */
    transactionId: z.string().max(100).optional(),
    /** The withdrawal that superseded the order, and when the withdrawn commitment was signed (§5.1.4). */
    withdrawn: z.object({ at: millisShape(), signedAt: millisShape() }).optional(),
  }),
)

const refundShape = lazy(() =>
  z.object({
    orderNo: z.string().max(100),
    transactionId: z.string().max(100),
    amountFen: fenShape(),
    reason: z.string().max(64),
    dueAt: millisShape(),
    /** When the settlement arrived; present only if the due date can move. */
    since: millisShape().optional(),
    settled: flagShape(),
  }),
)

/**
 * The schema of the machine's context: the data that the rules need, without personal data. Instants are milliseconds.
 * The schema is part of the snapshot format, so a change needs a new snapshot version. Schemas that it shares with
 * events are as strict as they are there.
 */
export const contextShape = lazy(() =>
  named(
    'Context',
    { zh: '报名内容', en: 'Context' },
    z.object({
      registrationId: idShape(),
      candidateId: z.string().min(1).max(128),
      /** The instant of the last event or deadline. */
      at: millisShape(),
      terms: termsShape(),

      /** Whether the commitment was forfeited in this registration, by a choice or a withdrawal (§5.1.4, §6.4.5). */
      forfeited: flagShape(),
      /** Whether it was forfeited in another registration for this exam and year. */
      forfeitedElsewhere: flagShape(),
      /** Integrity records of other registrations; those of this one are in `records`. */
      integrity: z.array(integrityRecordShape()).max(50),
      credits: z.array(creditShape()).max(100),

      photo: flagShape(),
      identityProvider: identityProviderShape().optional(),
      education: degreeStatusShape().optional(),
      /** When the pending verification was requested. */
      verifying: millisShape().optional(),

      application: applicationShape().optional(),
      route: routeShape().optional(),
      /** When the commitment in force was signed (§5.1.1). */
      signedAt: millisShape().optional(),
      evidence: evidenceKindShape().optional(),
      /** After a correction of the degree, until its check is reported: the result, or also the evidence, of the former one. */
      formerDegree: z.object({ evidence: flagShape() }).optional(),

      /** The number of an order follows from its index: the first is `<registrationId>-1`. */
      orders: z.array(orderShape()),
      /** The number of a refund follows from its index: the first is `<registrationId>-F1`. */
      refunds: z.array(refundShape()),
      /** When the candidate claimed that the fee was debited. */
      claim: millisShape().optional(),

      /** The pending corrections: the names of their fields, and the values that are not personal data. */
      corrections: z
        .array(
          z.object({
            id: idShape(),
            fields: z.array(idShape()).max(30),
            application: applicationChangeShape().optional(),
            education: degreeStatusShape().optional(),
          }),
        )
        .min(1)
        .max(mostCorrections)
        .optional(),
      /** When the answer to an open spot check is due. */
      spotCheck: millisShape().optional(),

      /** The effective marks: the codes of misconduct and identical answers replace published marks. */
      marks: z.record(idShape(), z.number()).optional(),
      /** Subjects that are void for misconduct (−2) and for identical answers (−4), with or without published marks. */
      misconduct: z.array(idShape()).max(20).optional(),
      identical: z.array(idShape()).max(20).optional(),
      /** The subjects of the last `credits.earned`, which count in later years. */
      earned: z.array(idShape()).max(20).optional(),
      scoreReviewCloses: millisShape().optional(),
      /** Subjects of a pending score review. */
      review: z.array(idShape()).max(20).optional(),
      /** Subjects whose review was decided. Each subject is reviewed once. */
      reviewed: z.array(idShape()).max(20).optional(),
      /** When the check after the exam closes, counted from the publication or review that made the marks pass. */
      postCheckCloses: millisShape().optional(),
      /** When the repair of a rejected check ends. */
      repairUntil: millisShape().optional(),
      publicNoticeCloses: millisShape().optional(),
      /** The ids of open complaints. */
      complaints: z.array(idShape()).optional(),
      /** Whether the candidate requested the certificate by mail. */
      mail: flagShape(),
      /** When direct mail closes, if the notice gives it its own span of days or working days. */
      directMailCloses: millisShape().optional(),
      /** When the certificate was earned; present only if the exam has `electronicSince` or `sinceYear`. */
      earnedAt: millisShape().optional(),
      certificateNo: idShape().optional(),
      /** Where the paper certificate is; present once the certificate is cleared. */
      paper: paperShape().optional(),
      /** The marks and sanctions as they stood before the certificate was revoked. Overturning restores them. */
      revoked: z
        .object({
          marks: z.record(idShape(), z.number()),
          misconduct: z.array(idShape()).max(20).optional(),
          identical: z.array(idShape()).max(20).optional(),
          /** The subjects that were not passed then, because an earlier pass was taken back. */
          missing: z.array(idShape()).max(20).optional(),
        })
        .optional(),
      /** The `keptDeadlines` that have passed. */
      passed: z.array(z.enum(keptDeadlines)).max(keptDeadlines.length).optional(),

      /** Why the registration ended; absent before that, and after an overturned decision has continued it. */
      endedBy: z.enum(endings).optional(),

      /** What provisions read: the last attestation of each kind. The national text reads none. */
      attestations: z.array(attestationShape()).min(1).max(mostAttestations).optional(),

      findings: z.array(findingShape()).optional(),
      records: z.array(integrityRecordShape()).optional(),
    }),
  ),
)
/** The context of a registration. Instants are milliseconds since 1970-01-01T00:00:00Z, amounts are in fen. */
export type Context = z.infer<ReturnType<typeof contextShape>>
export type Refund = z.infer<ReturnType<typeof refundShape>>
/** What was attested of the candidate. */
export type Attestation = z.infer<ReturnType<typeof attestationShape>>
/** A pending correction. */
export type Correction = NonNullable<Context['corrections']>[number]
/** The origin of a degree and the result of its online check. */
export type DegreeStatus = z.infer<ReturnType<typeof degreeStatusShape>>
