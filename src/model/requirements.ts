import * as z from 'zod'
import { patternShape } from '../schema/issueMessages'
import { lazy, notEmpty, omitUndefined } from '../schema/primitives'
import {
  type EvidenceKind,
  evidenceKindShape,
  type PhotoBackground,
  photoBackgrounds,
} from '../schema/vocabulary'
import { hour, type Millis } from '../time'

const mediaTypesShape = lazy(() =>
  z
    .array(
      patternShape(
        /^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,80}$/,
        '须为媒体类型，例如 image/jpeg、application/pdf',
        'must be a media type, such as image/jpeg or application/pdf',
      ),
    )
    .min(1)
    .max(10),
)
const kindsShape = lazy(() => z.array(evidenceKindShape()).min(1).max(10))
const hoursShape = lazy(() => z.int().min(1).max(720))

/** The schema of what an exam or a notice asks of photos and documents, and of its hours. Absent values are `usual`. */
export const requirementsShape = lazy(() =>
  z
    .strictObject({
      /** The photo (§6.4.2): its size in pixels, its media types and its background. */
      photo: z
        .strictObject({
          widthPx: z.int().min(1).max(10_000).optional(),
          heightPx: z.int().min(1).max(10_000).optional(),
          mediaTypes: mediaTypesShape().optional(),
          background: z.enum(photoBackgrounds).optional(),
        })
        .refine(...notEmpty)
        .optional(),
      /** The media types of documents (§6.4.1(3)(5), §6.4.7). */
      documentTypes: mediaTypesShape().optional(),
      /**
       * The kinds of documents that prove a degree that the online check did not confirm, the best first: of a domestic
       * degree, of one from abroad, and of one below higher education (§6.4.1(3)(5), §6.19).
       */
      degreeDocuments: z
        .strictObject({
          domestic: kindsShape().optional(),
          overseas: kindsShape().optional(),
          belowHigher: kindsShape().optional(),
        })
        .refine(...notEmpty)
        .optional(),
      /** How long the online check should take (§6.4.1(3)). */
      verificationHours: hoursShape().optional(),
      /** How long the bank has to find a payment (§6.9). */
      reconciliationHours: hoursShape().optional(),
      /** The least time to submit documents again if the check after the exam ends sooner (§11.2). */
      repairHours: hoursShape().optional(),
    })
    .refine(...notEmpty),
)
export type Requirements = z.infer<ReturnType<typeof requirementsShape>>

/** The requirements of the official text. */
const usual = {
  photo: { widthPx: 295, heightPx: 413, mediaTypes: ['image/jpeg', 'image/jpg'], background: 'white' },
  documentTypes: ['application/pdf'],
  degreeDocuments: {
    domestic: ['verificationReport', 'degreeScan'],
    overseas: ['overseasCertificate'],
    belowHigher: ['degreeCertificate', 'degreeScan'],
  },
  verificationHours: 24,
  reconciliationHours: 24,
  repairHours: 24,
} as const satisfies Requirements

/** Returns the requirements of an exam with those of its notice, which replace single values. */
export function mergedRequirements(
  exam: Requirements | undefined,
  notice: Requirements | undefined,
): Requirements | undefined {
  if (exam === undefined || notice === undefined) return exam ?? notice
  return omitUndefined({
    ...exam,
    ...notice,
    photo: (exam.photo || notice.photo) && { ...exam.photo, ...notice.photo },
    degreeDocuments: (exam.degreeDocuments || notice.degreeDocuments) && {
      ...exam.degreeDocuments,
      ...notice.degreeDocuments,
    },
  })
}

/** Terms with the requirements that differ from the usual ones. */
type Demanding = { requirements?: Requirements | undefined }

/** Every requirement with its value. */
export type KnownRequirements = {
  photo: {
    widthPx: number
    heightPx: number
    mediaTypes: readonly string[]
    background: PhotoBackground
  }
  documentTypes: readonly string[]
  degreeDocuments: Record<'domestic' | 'overseas' | 'belowHigher', readonly EvidenceKind[]>
  verificationHours: number
  reconciliationHours: number
  repairHours: number
}

/** Replaces the values that are given. */
const withValues = <T extends object>(all: T, given: { [K in keyof T]?: T[K] | undefined }): T =>
  Object.assign({ ...all }, omitUndefined(given))

/** Returns the requirements of the notice, with the usual value of each that it leaves out. */
export function requirementsOf({ requirements = {} }: Demanding): KnownRequirements {
  const { photo = {}, degreeDocuments = {}, ...others } = requirements
  const known: KnownRequirements = {
    ...usual,
    photo: withValues<KnownRequirements['photo']>(usual.photo, photo),
    degreeDocuments: withValues<KnownRequirements['degreeDocuments']>(usual.degreeDocuments, degreeDocuments),
  }
  return withValues<KnownRequirements>(known, others)
}

/** Returns a number of hours of the requirements in milliseconds. */
export const hoursOf = (terms: Demanding, name: 'verification' | 'reconciliation' | 'repair'): Millis =>
  requirementsOf(terms)[`${name}Hours`] * hour

/** Returns the media types as people write them: `JPEG, PDF`. */
export const formatNames = (mediaTypes: readonly string[]): string[] =>
  mediaTypes.map((type) => type.slice(type.indexOf('/') + 1).toUpperCase())
