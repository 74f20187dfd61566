import * as z from 'zod'
import catti from '../../data/exams/catti.json'
import constructor1 from '../../data/exams/constructor-1.json'
import costEngineer1 from '../../data/exams/cost-engineer-1.json'
import economics from '../../data/exams/economics.json'
import eiaEngineer from '../../data/exams/eia-engineer.json'
import estateAppraiser from '../../data/exams/estate-appraiser.json'
import fireEngineer1 from '../../data/exams/fire-engineer-1.json'
import gdConstructor2 from '../../data/exams/gd-constructor-2.json'
import gdCostEngineer2 from '../../data/exams/gd-cost-engineer-2.json'
import gdMetrologist2 from '../../data/exams/gd-metrologist-2.json'
import metrologist1 from '../../data/exams/metrologist-1.json'
import pharmacist from '../../data/exams/pharmacist.json'
import publishing from '../../data/exams/publishing.json'
import safetyEngineer from '../../data/exams/safety-engineer.json'
import socialWorker from '../../data/exams/social-worker.json'
import software from '../../data/exams/software.json'
import supervisionEngineer from '../../data/exams/supervision-engineer.json'
import { semanticChecks } from '../schema/issues'
import { named } from '../schema/jsonSchema'
import { dayShape, idShape, lazy, localizedTextShape } from '../schema/primitives'
import {
  documentKindShape,
  electronicShape,
  identityProviderShape,
  provenanceShape,
} from '../schema/vocabulary'
import { conditionShape } from './condition'
import { examChecks } from './examChecks'
import { requirementsShape } from './requirements'

const levelShape = lazy(() =>
  z.strictObject({
    code: idShape(),
    name: localizedTextShape(),
    subjects: z.array(idShape()).min(1).max(20),
    /** The number of exam years for which a pass counts; 1 if all subjects must be passed at once (§9). */
    validityYears: z.int().min(1).max(20),
    /** The kinds that have the level; by default all kinds of the exam. */
    kinds: z.array(idShape()).min(1).max(10).optional(),
    specialty: z.literal('required').optional(),
    /** The specialties of this level; by default all specialties of the exam. */
    specialties: z.array(idShape()).min(1).max(50).optional(),
    /** Whether the level exempts from some subjects and therefore requires proof (§6.4.7). */
    exemption: z.boolean().optional(),
    /** The documents that the proof must contain. */
    proof: z.array(documentKindShape()).max(20).optional(),
    /** Alternative conditions; the candidate must meet one. Empty: nothing is required. Absent: not known. */
    conditions: z.array(conditionShape()).max(20).optional(),
    /** The award of a pass: by default a certificate, or a proof of the result that is valid for some years. */
    award: z
      .union([z.literal('certificate'), z.strictObject({ proofYears: z.int().min(1).max(50) })])
      .optional(),
  }),
)

const examFields = lazy(() =>
  z.strictObject({
    code: idShape(),
    name: localizedTextShape(),
    identityProvider: identityProviderShape(),
    /** Kinds of the exam that a candidate can register for at once, one registration each. */
    kinds: z
      .array(z.strictObject({ code: idShape(), name: localizedTextShape() }))
      .min(2)
      .max(10)
      .optional(),
    specialties: z.array(idShape()).max(50).optional(),
    /** The kind of each specialty that only one kind has. */
    specialtyKinds: z.record(idShape(), idShape()).optional(),
    /** The names of the specialties, by code. */
    specialtyNames: z.record(idShape(), localizedTextShape()).optional(),
    levels: z.array(levelShape()).min(1).max(30),
    subjects: z
      .array(
        z.strictObject({
          code: idShape(),
          name: localizedTextShape(),
          fullMark: z.number().min(1).max(10_000),
          /** Whether all specialties share it, so that its credit stays if the specialty changes (§9.2). */
          common: z.boolean().optional(),
        }),
      )
      .min(1)
      .max(50),
    certificate: z.strictObject({
      electronic: electronicShape(),
      /** The first day on which an earned certificate is also issued electronically; by default every day. */
      electronicSince: dayShape().optional(),
      directMail: z.boolean().optional(),
      issuer: z.enum(['national', 'provincial', 'association']),
      paper: z.boolean().optional(),
      reissue: z.enum(['no', 'paper', 'proofLetter', 'association']).optional(),
      /** The first year in which an earned certificate is reissued (§14); by default every year. */
      sinceYear: z.int().min(1949).max(8999).optional(),
    }),
    requirements: requirementsShape().optional(),
    sources: z.array(provenanceShape()).max(50).optional(),
  }),
)
type ExamFields = z.infer<ReturnType<typeof examFields>>

/** The schema of an exam, with checks across its fields. */
export const examSpecShape = lazy(() =>
  named(
    'Exam',
    { zh: '考试', en: 'Exam' },
    examFields().superRefine(...semanticChecks<ExamFields>(...examChecks)),
  ),
)
/** An exam: its levels, subjects and certificate, which stay the same every year. */
export type ExamSpec = z.infer<ReturnType<typeof examSpecShape>>

/** Bundled data: a known name has a value; any other name may be looked up and gives `undefined`. */
export type Bundle<Name extends string, T> = Readonly<Record<Name, T> & Record<string, T | undefined>>

/** The bundled exams, by code. */
export const exams = {
  catti,
  'constructor-1': constructor1,
  'cost-engineer-1': costEngineer1,
  economics,
  'eia-engineer': eiaEngineer,
  'estate-appraiser': estateAppraiser,
  'fire-engineer-1': fireEngineer1,
  'gd-constructor-2': gdConstructor2,
  'gd-cost-engineer-2': gdCostEngineer2,
  'gd-metrologist-2': gdMetrologist2,
  'metrologist-1': metrologist1,
  pharmacist,
  publishing,
  'safety-engineer': safetyEngineer,
  'social-worker': socialWorker,
  software,
  'supervision-engineer': supervisionEngineer,
} as Bundle<
  | 'catti'
  | 'constructor-1'
  | 'cost-engineer-1'
  | 'economics'
  | 'eia-engineer'
  | 'estate-appraiser'
  | 'fire-engineer-1'
  | 'gd-constructor-2'
  | 'gd-cost-engineer-2'
  | 'gd-metrologist-2'
  | 'metrologist-1'
  | 'pharmacist'
  | 'publishing'
  | 'safety-engineer'
  | 'social-worker'
  | 'software'
  | 'supervision-engineer',
  ExamSpec
>
