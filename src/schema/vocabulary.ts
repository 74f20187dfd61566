import * as z from 'zod'
import { patternShape } from './issueMessages'
import { dayOrInstantShape, idShape, lazy, lineShape, localizedTextShape } from './primitives'

/** The senders of events. */
export const roles = ['candidate', 'office', 'verifier', 'gateway', 'clock'] as const
/** The role of a sender: `candidate`, `office`, `verifier`, `gateway` (the bank), or `clock`. */
export type Role = (typeof roles)[number]

/** How certain a value is. */
const confidences = ['high', 'medium', 'low'] as const

/**
 * The source of values of an exam or a notice: either one line for all of them, or paths of values with their source
 * and confidence. `high`: from the regulation or the notice, or from several publications that agree. `medium`: from
 * one publication, or known and confirmed by one. `low`: known, but not confirmed.
 *
 * A path names fields from outer to inner and includes everything below it. List entries are named by their code or
 * subject, and `*` means every entry: `levels.senior.award`, `subjects.*.fullMark`, `windows`.
 */
export const provenanceShape = lazy(() =>
  z.union([
    lineShape(),
    z.strictObject({
      paths: z.array(lineShape()).min(1).max(50),
      source: localizedTextShape(),
      confidence: z.enum(confidences),
    }),
  ]),
)

/** A GB/T 2260 code of an area in one of the provinces, or `100000`, the nation. */
export const placeShape = lazy(() =>
  patternShape(
    /^((1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])\d{4}|100000)$/,
    '须为六位行政区划代码，例如 440100',
    'must be the six-digit code of an area, such as 440100',
  ),
)

/**
 * Where an identity is verified: by an account of the portal, on the province's platform (§6.4.1(1)), or by an account
 * of the association that runs the registration (§6.14.3).
 */
export const identityProviderShape = lazy(() => z.enum(['portal', 'provincial', 'association']))

/**
 * Who issues the electronic certificate (§13.2). `none`: nobody. `unknown`: the sources do not say, so that nothing is
 * promised or refused because of it.
 */
export const electronicShape = lazy(() =>
  z.enum(['national', 'provincial', 'association', 'none', 'unknown']),
)

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

/** The kinds of documents that can be uploaded. */
const documentKinds = [
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
/** A kind of document that can be uploaded. */
export type DocumentKind = (typeof documentKinds)[number]
export const documentKindShape = lazy(() => z.enum(documentKinds))

/** Documents that prove a degree which the online check could not confirm (§6.4.1(3)(5)). */
export const evidenceKindShape = lazy(() =>
  z.enum(['verificationReport', 'overseasCertificate', 'degreeScan', 'degreeCertificate']),
)
export type EvidenceKind = z.infer<ReturnType<typeof evidenceKindShape>>

export const educationLevels = ['doctor', 'master', 'bachelor', 'associate', 'secondary', 'other'] as const

/** What is taken after a first degree and is not a master's: 第二学士学位 or 双学士学位, 研究生班. */
export const secondDegrees = ['secondBachelor', 'graduateClass'] as const

/** The levels of professional titles (职称). `senior` includes 副高级 and 正高级. */
export const titleLevels = ['junior', 'intermediate', 'senior'] as const

export const findingShape = lazy(() =>
  z.enum(['ineligible', 'falseCommitment', 'falseMaterials', 'refusedCheck', 'identicalAnswers']),
)
export type Finding = z.infer<ReturnType<typeof findingShape>>

/** The colours that a notice can ask for behind the portrait. */
export const photoBackgrounds = ['white', 'blue', 'red'] as const
export type PhotoBackground = (typeof photoBackgrounds)[number]

/** The results of an attestation: what provisions ask for holds, or does not. */
export const attestationResults = ['passed', 'failed'] as const

/** Why the office terminates a registration. */
export const terminationShape = lazy(() => z.enum(['death', 'courtOrder', 'other']))

/** Why a registration was abandoned. */
export const abandonments = [
  'registrationClosed',
  'proofNotUploaded',
  'proofRejected',
  'proofNotReviewed',
  'unpaid',
  'cancelled',
] as const

/**
 * An entry of the integrity record (Order 31 art. 7, 8, 10; §5 of the official text). While it runs, an entry of any
 * kind bars the commitment.
 */
export const integrityRecordShape = lazy(() =>
  z.strictObject({
    kind: z.enum(['falseCommitment', 'serious', 'especiallySerious']),
    from: dayOrInstantShape(),
    until: dayOrInstantShape().optional(),
  }),
)
/**
 * An entry of the integrity record. It runs from `from`, a Shanghai day (its 00:00) or an instant, until `until`, or
 * forever if `until` is absent (Order 31 art. 7, 8, 10; §5).
 */
export type IntegrityRecord = z.infer<ReturnType<typeof integrityRecordShape>>

/** A subject passed in an earlier exam year (§9.2). */
export const creditShape = lazy(() =>
  z.strictObject({
    subject: idShape(),
    year: z.int().min(1949).max(8999),
    level: idShape().optional(),
    specialty: idShape().optional(),
    validThrough: z.int().min(1949).max(8999).optional(),
  }),
)
/** A subject passed in an earlier exam year, and the last year in which it counts (§9.2). */
export type Credit = z.infer<ReturnType<typeof creditShape>>

/** The history from the candidate's other registrations. */
export const historyShape = lazy(() =>
  z.strictObject({
    commitmentForfeited: z.boolean().optional(),
    integrity: z.array(integrityRecordShape()).max(50).optional(),
    credits: z.array(creditShape()).max(100).optional(),
  }),
)
/**
 * The history from the candidate's other registrations: a forfeited commitment, the integrity record, earlier passes.
 */
export type CandidateHistory = z.infer<ReturnType<typeof historyShape>>

/** Where a paper certificate can be: the states of `certified.paper`. */
export const paperShape = lazy(() =>
  z.enum(['none', 'printing', 'mailing', 'collectable', 'delivered', 'lost', 'reissuing', 'reissued']),
)

/**
 * A kind of attestation: a code in lower case, so that it can hold no name, with no more digits than the code of an area,
 * so that it can hold no number of a person.
 */
export const attestationKindShape = lazy(() =>
  patternShape(
    /^(?!(\D*\d){7})[a-z][a-z0-9]*([.-][a-z0-9]+)*$/,
    '须为小写代码，数字至多六位，如 sh.social-security',
    'must be a code in lower case with at most six digits, such as sh.social-security',
  ).max(64),
)

/** The form of the id of a provision: a prefix and a name. */
export const provisionIdPattern = /^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/
