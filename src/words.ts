import { z } from 'zod'
import { startOf } from './time'

/** Words that exams, notices, events and snapshots share. */

/** A name or a message in both languages. */
export const textSchema = z.object({ zh: z.string().max(400), en: z.string().max(400) })

/** A short identifier: a code, a number of an order, a kind. */
export const idSchema = z.string().min(1).max(64)

/** A line of free text. */
export const lineSchema = z.string().max(400)

/**
 * An instant in ISO 8601 with an offset. Bounded to the years in which people register for exams, so that no later
 * arithmetic can leave what a date can hold.
 */
export const instantSchema = z.iso
  .datetime({ offset: true, abort: true })
  .refine((iso) => iso >= '1949' && iso < '9000', {
    params: { zh: '年份须在 1949 与 8999 之间', en: 'the year must lie between 1949 and 8999' },
  })

/** A Shanghai day, `YYYY-MM-DD`. */
export const daySchema = z.iso.date()

/** A Shanghai day, meaning its 00:00, or an instant. */
export const dayOrInstantSchema = z
  .union([daySchema, instantSchema])
  .refine((text) => !Number.isNaN(startOf(text)), {
    params: { zh: '须为日期或带时区的时刻', en: 'must be a day or an instant with an offset' },
  })

/** Money in fen: whole and positive. */
export const fenSchema = z.int().min(1).max(1_000_000_000)

/** Who sends an event. */
export const roles = ['candidate', 'office', 'verifier', 'gateway', 'clock'] as const
export type Role = (typeof roles)[number]

/** Where an identity is proved: the portal's own account, or the province's platform (§6.4.1(1)). */
export const identityProviderSchema = z.enum(['portal', 'provincial'])

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
export type DocumentKind = (typeof documentKinds)[number]
export const documentKindSchema = z.enum(documentKinds)

export const educationLevels = ['doctor', 'master', 'bachelor', 'associate', 'secondary', 'other'] as const

/**
 * What an entry of the integrity record is (Order 31 art. 7, 8, 10; §5 of the official text). Entries of all three
 * kinds bar the commitment while they run.
 */
export const integrityRecordSchema = z.object({
  kind: z.enum(['falseCommitment', 'serious', 'especiallySerious']),
  from: dayOrInstantSchema,
  until: dayOrInstantSchema.optional(),
})
export type IntegrityRecord = z.infer<typeof integrityRecordSchema>

/** A subject passed in an earlier exam year (§9.2). */
export const creditSchema = z.object({
  subject: idSchema,
  year: z.int().min(1949).max(8999),
  level: idSchema.optional(),
  specialty: idSchema.optional(),
  validThrough: z.int().min(1949).max(8999).optional(),
})
export type Credit = z.infer<typeof creditSchema>

/** What happened in the candidate's other registrations. */
export const historySchema = z.object({
  commitmentForfeited: z.boolean().optional(),
  integrity: z.array(integrityRecordSchema).max(50).optional(),
  credits: z.array(creditSchema).max(100).optional(),
})
export type History = z.infer<typeof historySchema>

/** The fields of a catalogue entry as a type; zod types a shape without fields as one that allows no key at all. */
export type Carried<Shape extends z.ZodRawShape> = keyof Shape extends never
  ? unknown
  : z.infer<z.ZodObject<Shape>>

/** A type written out, so that it reads as one. */
export type Flat<T> = { [K in keyof T]: T[K] } & {}

/** Leaves out every key that is undefined, so that what is kept survives JSON unchanged. */
export function defined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T
}

/** For what every registration has that comes so far: the arrows before, and the check of a snapshot, have seen to it. */
export const certain = <T>(value: T | undefined): T => value as T
