import { z } from 'zod'
import { dayOrInstantShape, idShape, lineShape, once, textShape } from './primitives'

/** How sure a value is. */
export const confidences = ['high', 'medium', 'low'] as const
/**
 * Where values of an exam or a notice are from. Either a line of text about all of them, or the values by path, their
 * source, and how sure they are: `high` is read in the regulation or the notice, or in several prints that agree;
 * `medium` rests on one of them, or on knowledge that one agrees with; `low` on knowledge alone.
 *
 * A path names fields from the outside in, what stands in a list by its code or its subject, with `*` for each of them,
 * and means all that is inside: `levels.senior.award`, `subjects.*.fullMark`, `windows`.
 */
export const provenanceShape = once(() =>
  z.union([
    lineShape(),
    z.object({
      paths: z.array(lineShape()).min(1).max(50),
      source: textShape(),
      confidence: z.enum(confidences),
    }),
  ]),
)
/** Who sends an event. */
export const roles = ['candidate', 'office', 'verifier', 'gateway', 'clock'] as const
/** Who sends an event: `candidate`, `office`, `verifier`, `gateway` (the bank), or `clock`. */
export type Role = (typeof roles)[number]
/** Where an identity is proved: the portal's own account, or the province's platform (§6.4.1(1)). */
export const identityProviderShape = once(() => z.enum(['portal', 'provincial']))
export const idTypes = [
  'residentId',
  'hkMacaoTaiwanResidence',
  'hkMacaoPermit',
  'taiwanPermit',
  'foreignPermanentResident',
  'passport',
  'military',
  'socialSecurityCard',
  'other',
] as const
/** Kinds of documents that somebody uploads. */
export const documentKinds = [
  'degreeCertificate',
  'verificationReport',
  'overseasCertificate',
  'degreeScan',
  'workProof',
  'courseList',
  'trainingPlan',
  'exemptionProof',
  'reissueForm',
  'photo',
  ...idTypes,
] as const
/** A kind of document that somebody uploads. */
export type DocumentKind = (typeof documentKinds)[number]
export const documentKindShape = once(() => z.enum(documentKinds))
export const educationLevels = ['doctor', 'master', 'bachelor', 'associate', 'secondary', 'other'] as const
/**
 * What an entry of the integrity record is (Order 31 art. 7, 8, 10; §5 of the official text). Entries of all three
 * kinds bar the commitment while they run.
 */
export const integrityRecordShape = once(() =>
  z.object({
    kind: z.enum(['falseCommitment', 'serious', 'especiallySerious']),
    from: dayOrInstantShape(),
    until: dayOrInstantShape().optional(),
  }),
)
/**
 * An entry of the integrity record: it runs from `from`, a Shanghai day (its 00:00) or an instant, until `until`,
 * without one for ever (Order 31 art. 7, 8, 10; §5).
 */
export type IntegrityRecord = z.infer<ReturnType<typeof integrityRecordShape>>
/** A subject passed in an earlier exam year (§9.2). */
export const creditShape = once(() =>
  z.object({
    subject: idShape(),
    year: z.int().min(1949).max(8999),
    level: idShape().optional(),
    specialty: idShape().optional(),
    validThrough: z.int().min(1949).max(8999).optional(),
  }),
)
/** A subject passed in an earlier exam year, and through which year it counts (§9.2). */
export type Credit = z.infer<ReturnType<typeof creditShape>>
/** What happened in the candidate's other registrations. */
export const historyShape = once(() =>
  z.object({
    commitmentForfeited: z.boolean().optional(),
    integrity: z.array(integrityRecordShape()).max(50).optional(),
    credits: z.array(creditShape()).max(100).optional(),
  }),
)
/** What happened in the candidate's other registrations: a commitment given up, the integrity record, earlier passes. */
export type CandidateHistory = z.infer<ReturnType<typeof historyShape>>
export const findingShape = once(() =>
  z.enum(['ineligible', 'falseCommitment', 'falseMaterials', 'refusedCheck', 'identicalAnswers']),
)
export type Finding = z.infer<ReturnType<typeof findingShape>>
/** What shows a degree that the online check could not confirm (§6.4.1(3)(5)). */
export const evidenceKindShape = once(() =>
  z.enum(['verificationReport', 'overseasCertificate', 'degreeScan']),
)
export type EvidenceKind = z.infer<ReturnType<typeof evidenceKindShape>>
