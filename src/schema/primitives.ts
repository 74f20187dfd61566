import { z } from 'zod'
import { startOf } from '../time'

/**
 * Makes something when it is first asked for. Few programs use many of the schemas, and making them all takes longer than
 * making the machine.
 */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Words that exams, notices, events and snapshots share. */

/** A name or a message in both languages. */
export const textShape = once(() => z.object({ zh: z.string().max(400), en: z.string().max(400) }))

/** A short identifier: a code, a number of an order, a kind. */
export const idShape = once(() => z.string().min(1).max(64))

/** A line of free text. */
export const lineShape = once(() => z.string().max(400))

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

/**
 * An instant in ISO 8601 with an offset. Bounded to the years in which people register for exams, so that no later
 * arithmetic can leave what a date can hold.
 */
export const instantShape = once(() =>
  z.iso.datetime({ offset: true, abort: true }).refine((iso) => iso >= '1949' && iso < '9000', {
    params: { zh: '年份须在 1949 与 8999 之间', en: 'the year must lie between 1949 and 8999' },
  }),
)

/** A Shanghai day, `YYYY-MM-DD`. */
export const dayShape = once(() => z.iso.date())

/** A Shanghai day, meaning its 00:00, or an instant. */
export const dayOrInstantShape = once(() =>
  z.union([dayShape(), instantShape()]).refine((text) => !Number.isNaN(startOf(text)), {
    params: { zh: '须为日期或带时区的时刻', en: 'must be a day or an instant with an offset' },
  }),
)

/** Money in fen: whole and positive. */
export const fenShape = once(() => z.int().min(1).max(1_000_000_000))

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

/** The fields of a catalogue entry as a type; zod types a shape without fields as one that allows no key at all. */
export type Carried<Shape extends z.ZodRawShape> = keyof Shape extends never
  ? unknown
  : z.infer<z.ZodObject<Shape>>

/** A type written out, so that it reads as one. */
export type Flat<T> = { [K in keyof T]: T[K] } & {}

/** Leaves out every key that is undefined, so that what is kept survives JSON unchanged. */
export function defined<T extends object>(object: T): T {
  const kept: Partial<T> = {}
  for (const key of Object.keys(object) as (keyof T)[]) {
    if (object[key] !== undefined) kept[key] = object[key]
  }
  return kept as T
}

/** For what every registration has that comes so far: the arrows before, and the check of a snapshot, have seen to it. */
export const assertPresent = <T>(value: T | undefined): T => value as T
