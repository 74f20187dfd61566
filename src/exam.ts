import { z } from 'zod'
import economics from '../exams/economics.json'
import gdConstructor2 from '../exams/gd-constructor-2.json'
import socialWorker from '../exams/social-worker.json'
import gd2023Constructor2 from '../notices/gd-2023-constructor-2.json'
import gd2023Economics from '../notices/gd-2023-economics.json'
import gd2024SocialWorker from '../notices/gd-2024-social-worker.json'
import { type Complain, sense } from './issues'
import { parseInstant } from './time'
import {
  documentKindSchema,
  educationLevels,
  fenSchema,
  identityProviderSchema,
  idSchema,
  instantSchema,
  lineSchema,
  textSchema,
} from './words'

const conditionSchema = z.object({
  education: z.array(z.enum(educationLevels)).max(10).optional(),
  majors: z.array(lineSchema).max(200).optional(),
  workYears: z.number().min(0).max(60).optional(),
  countFrom: z.enum(['work', 'graduation', 'certificate']).optional(),
})

const levelSchema = z.object({
  code: idSchema,
  name: textSchema,
  subjects: z.array(idSchema).min(1).max(20),
  /** For how many exam years a pass counts; 1 where all subjects must be passed at once (§9). */
  validityYears: z.int().min(1).max(20),
  specialty: z.literal('required').optional(),
  /** A level that exempts from some subjects and therefore asks for proof (§6.4.7). */
  exemption: z.boolean().optional(),
  /** Kinds of documents that the proof must hold. */
  proof: z.array(documentKindSchema).max(20).optional(),
  conditions: z.array(conditionSchema).max(20).optional(),
  award: z.union([z.literal('certificate'), z.object({ proofYears: z.int().min(1).max(50) })]).optional(),
})

/** An exam: what stays the same from year to year. */
const examShape = z.object({
  code: idSchema,
  name: textSchema,
  identityProvider: identityProviderSchema,
  specialties: z.array(idSchema).max(50).optional(),
  levels: z.array(levelSchema).min(1).max(30),
  subjects: z
    .array(z.object({ code: idSchema, name: textSchema, fullMark: z.number().min(1).max(10_000) }))
    .min(1)
    .max(50),
  certificate: z.object({
    electronic: z.enum(['national', 'provincial', 'none']),
    directMail: z.boolean().optional(),
    issuer: z.enum(['national', 'provincial', 'association']),
    paper: z.boolean().optional(),
    reissue: z.enum(['no', 'paper', 'proofLetter', 'association']).optional(),
    sinceYear: z.int().min(1949).max(8999).optional(),
  }),
  sources: z.array(lineSchema).max(50).optional(),
})
type ExamShape = z.infer<typeof examShape>

/** An exam: what stays the same from year to year. */
export const examSpecSchema = examShape.superRefine(
  ...sense<ExamShape>(
    (exam, complain) => {
      const codes = new Set(exam.subjects.map((subject) => subject.code))
      for (const [i, level] of exam.levels.entries()) {
        for (const [j, subject] of level.subjects.entries()) {
          if (typeof subject !== 'string' || codes.has(subject)) continue
          complain(
            ['levels', i, 'subjects', j],
            `考试没有科目“${subject}”`,
            `the exam has no subject "${subject}"`,
          )
        }
      }
    },
    (exam, complain) => {
      for (const [i, level] of exam.levels.entries()) {
        if (level.specialty !== 'required' || exam.specialties?.length) continue
        complain(['levels', i, 'specialty'], '考试没有列出专业', 'the exam lists no specialties')
      }
    },
  ),
)
export type ExamSpec = z.infer<typeof examSpecSchema>

const windowSchema = z.object({ opens: instantSchema, closes: instantSchema }).superRefine(
  ...sense<{ opens: string; closes: string }>((window, complain) => {
    if (parseInstant(window.opens) >= parseInstant(window.closes))
      complain(['closes'], '截止须晚于开始', 'a window must close after it opens')
  }),
)

const startDaySchema = z.enum(['skip', 'count']).optional()

/** A span of days or working days that begins with an event, or the instant at which it ends. */
export const spanSchema = z.union([
  z.object({ workingDays: z.int().min(1).max(250), startDay: startDaySchema }),
  z.object({ days: z.int().min(1).max(366), startDay: startDaySchema }),
  z.object({ closes: instantSchema }),
])

const monthDaySchema = z.string().regex(/^(\d{4}-)?\d{2}-\d{2}$/)

export const windowsSchema = z.object({
  registration: windowSchema,
  proofReview: z.object({ closes: instantSchema }),
  payment: windowSchema,
  admitCard: windowSchema,
})

export const sessionsSchema = z
  .array(
    z.object({ subject: idSchema, starts: instantSchema, ends: instantSchema }).superRefine(
      ...sense<{ subject: string; starts: string; ends: string }>((session, complain) => {
        if (parseInstant(session.starts) >= parseInstant(session.ends))
          complain(['ends'], '结束须晚于开始', 'a session must end after it starts')
      }),
    ),
  )
  .min(1)
  .max(200)

export const passMarksSchema = z.record(idSchema, z.number().min(0).max(10_000))

/** A notice: one exam, one year, one region, with its windows, sessions, fee and spans. */
const noticeShape = z.object({
  id: idSchema,
  exam: idSchema,
  examYear: z.int().min(1949).max(8999),
  sitting: idSchema.optional(),
  region: z.string().regex(/^\d{4}00$/),
  places: z
    .array(z.string().regex(/^\d{4}00$/))
    .min(1)
    .max(200),
  commitment: z.enum(['optional', 'none']),
  windows: windowsSchema,
  sessions: sessionsSchema,
  fee: z.object({ perSubjectFen: fenSchema }),
  passMarks: passMarksSchema.optional(),
  scoreReview: spanSchema,
  postCheck: spanSchema,
  publicNotice: spanSchema,
  directMail: spanSchema.optional(),
  calendar: z
    .record(
      z.string().regex(/^\d{4}$/),
      z.object({ off: z.array(monthDaySchema).max(366), work: z.array(monthDaySchema).max(366) }),
    )
    .optional(),
  disclosure: z.object({ url: lineSchema, version: idSchema }).optional(),
  workYearsUntil: z.iso.date().optional(),
  /** Paths of values that no official notice confirms. */
  illustrative: z.array(lineSchema).max(50).optional(),
  sources: z.array(lineSchema).max(50).optional(),
})
type NoticeShape = z.infer<typeof noticeShape>

/** A notice, whose parts make sense together. */
export const noticeSchema = noticeShape.superRefine(
  ...sense<NoticeShape>(
    ({ windows }, complain) => {
      if (parseInstant(windows.proofReview.closes) > parseInstant(windows.payment.closes)) {
        complain(
          ['windows', 'proofReview', 'closes'],
          '审核截止不得晚于缴费截止，否则审核通过者无法缴费',
          'the review must close no later than payment, or whoever is approved could not pay',
        )
      }
    },
    (notice, complain) => {
      const lastEnds = Math.max(...notice.sessions.map(({ ends }) => parseInstant(ends)))
      for (const name of ['scoreReview', 'postCheck', 'publicNotice', 'directMail'] as const) {
        const span = notice[name]
        if (span !== undefined && 'closes' in span && parseInstant(span.closes) <= lastEnds)
          complain(
            [name, 'closes'],
            '须在最后一场考试结束之后',
            'it must close after the last session has ended',
          )
      }
    },
    ({ places, region }, complain) => {
      for (const [i, place] of places.entries()) {
        if (place.slice(0, 2) !== region.slice(0, 2))
          complain(['places', i], '报名地不在本地区', 'the place lies outside the region')
      }
    },
  ),
)
export type Notice = z.infer<typeof noticeSchema>

/**
 * Whether a notice and an exam belong together.
 * @param complain hears of each mistake, with its path inside the notice
 */
export function matchNotice(notice: Notice, exam: ExamSpec, complain: Complain): void {
  const named = typeof notice.exam === 'string' && typeof exam.code === 'string'
  if (named && notice.exam !== exam.code) {
    complain(
      ['exam'],
      `通知属于考试“${notice.exam}”，不是“${exam.code}”`,
      `the notice is of "${notice.exam}", not of "${exam.code}"`,
    )
  }
  const codes = new Set(exam.subjects.map((subject) => subject.code))
  const unknown = (subject: string, path: (string | number)[]) => {
    if (typeof subject !== 'string' || codes.has(subject)) return
    complain(path, `考试没有科目“${subject}”`, `the exam has no subject "${subject}"`)
  }
  for (const [i, { subject }] of notice.sessions.entries()) unknown(subject, ['sessions', i, 'subject'])
  for (const subject of Object.keys(notice.passMarks ?? {})) unknown(subject, ['passMarks', subject])
}

/** What is bundled under known names, and looked up under any. */
type Bundle<Name extends string, T> = Readonly<Record<Name, T> & Record<string, T | undefined>>

/** The bundled exams, by code. */
export const exams = {
  economics,
  'gd-constructor-2': gdConstructor2,
  'social-worker': socialWorker,
} as Bundle<'economics' | 'gd-constructor-2' | 'social-worker', ExamSpec>

/** The bundled notices, by id. Values that no official notice confirms are listed in `illustrative`. */
export const notices = {
  'gd-2023-constructor-2': gd2023Constructor2,
  'gd-2023-economics': gd2023Economics,
  'gd-2024-social-worker': gd2024SocialWorker,
} as Bundle<'gd-2023-constructor-2' | 'gd-2023-economics' | 'gd-2024-social-worker', Notice>
