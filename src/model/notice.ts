import * as z from 'zod'
import { patternShape } from '../schema/issueMessages'
import { type AddIssue, semanticChecks } from '../schema/issues'
import { named } from '../schema/jsonSchema'
import {
  fenShape,
  hasDefinedProperty,
  idShape,
  instantShape,
  lazy,
  lineShape,
  notEmpty,
} from '../schema/primitives'
import { placeShape, provenanceShape } from '../schema/vocabulary'
import { parseInstant } from '../time'
import type { ExamSpec } from './exam'
import { directMailShape, spanShape } from './spans'

const windowShape = lazy(() =>
  z.strictObject({ opens: instantShape(), closes: instantShape() }).superRefine(
    ...semanticChecks<{ opens: string; closes: string }>((window, addIssue) => {
      if (parseInstant(window.opens) >= parseInstant(window.closes))
        addIssue(['closes'], '截止须晚于开始', 'a window must close after it opens')
    }),
  ),
)

const monthDayShape = lazy(() =>
  patternShape(/^(\d{4}-)?\d{2}-\d{2}$/, '须为 MM-DD 或 YYYY-MM-DD', 'must be MM-DD or YYYY-MM-DD'),
)

const windowsShape = lazy(() =>
  z.strictObject({
    registration: windowShape(),
    proofReview: z.strictObject({ closes: instantShape() }),
    payment: windowShape(),
    admitCard: windowShape(),
  }),
)

const sessionsShape = lazy(() =>
  z
    .array(
      z.strictObject({ subject: idShape(), starts: instantShape(), ends: instantShape() }).superRefine(
        ...semanticChecks<{ subject: string; starts: string; ends: string }>((session, addIssue) => {
          if (parseInstant(session.starts) >= parseInstant(session.ends))
            addIssue(['ends'], '结束须晚于开始', 'a session must end after it starts')
        }),
      ),
    )
    .min(1)
    .max(200),
)

export const passMarksShape = lazy(() => z.record(idShape(), z.number().min(0).max(10_000)))

const calendarShape = lazy(() =>
  z.record(
    patternShape(/^\d{4}$/, '须为四位数的年份', 'must be a year of four digits'),
    z.strictObject({ off: z.array(monthDayShape()).max(366), work: z.array(monthDayShape()).max(366) }),
  ),
)

const disclosureShape = lazy(() => z.strictObject({ url: lineShape(), version: idShape() }))

/** The schemas of the parts of a notice that an amendment can replace. A calendar adds or replaces single years. */
export const amendmentFields = lazy(() => ({
  windows: windowsShape()
    .partial()
    .refine(...notEmpty)
    .optional(),
  sessions: sessionsShape().optional(),
  passMarks: passMarksShape()
    .refine(...notEmpty)
    .optional(),
  scoreReview: spanShape().optional(),
  postCheck: spanShape().optional(),
  publicNotice: spanShape().optional(),
  directMail: directMailShape()
    .refine((given) => given === 'none' || hasDefinedProperty(given), notEmpty[1])
    .optional(),
  calendar: calendarShape()
    .refine(...notEmpty)
    .optional(),
  disclosure: disclosureShape().optional(),
}))
/** The parts of a notice that an amendment replaces; the others stay unchanged. */
export type NoticeAmendment = z.infer<z.ZodObject<ReturnType<typeof amendmentFields>>>

const noticeFields = lazy(() =>
  z.strictObject({
    id: idShape(),
    exam: idShape(),
    examYear: z.int().min(1949).max(8999),
    sitting: idShape().optional(),
    region: placeShape(),
    places: z.array(placeShape()).min(1).max(200),
    commitment: z.enum(['optional', 'none']),
    windows: windowsShape(),
    sessions: sessionsShape(),
    fee: z.strictObject({ perSubjectFen: fenShape() }),
    passMarks: passMarksShape().optional(),
    scoreReview: spanShape(),
    postCheck: spanShape(),
    publicNotice: spanShape(),
    /** By default as in the bundled region of the province. */
    directMail: directMailShape().optional(),
    calendar: calendarShape().optional(),
    disclosure: disclosureShape().optional(),
    workYearsUntil: z.iso.date().optional(),
    /** Paths of values that no official notice confirms, in the format of `sources`. */
    illustrative: z.array(lineShape()).max(50).optional(),
    sources: z.array(provenanceShape()).max(50).optional(),
  }),
)
type NoticeFields = z.infer<ReturnType<typeof noticeFields>>

/** The schema of a notice, with checks across its fields. */
export const noticeShape = lazy(() =>
  named(
    'Notice',
    { zh: '报考通知', en: 'Notice' },
    noticeFields().superRefine(
      ...semanticChecks<NoticeFields>(
        ({ windows }, addIssue) => {
          if (parseInstant(windows.proofReview.closes) < parseInstant(windows.registration.closes)) {
            addIssue(
              ['windows', 'proofReview', 'closes'],
              '审核截止不得早于报名截止，否则按时上传者无法得到审核',
              'the review must not close before registration, or proof uploaded in time could not be reviewed',
            )
          }
        },
        ({ windows }, addIssue) => {
          if (parseInstant(windows.proofReview.closes) > parseInstant(windows.payment.closes)) {
            addIssue(
              ['windows', 'proofReview', 'closes'],
              '审核截止不得晚于缴费截止，否则审核通过者无法缴费',
              'the review must close no later than payment, or approved candidates could not pay',
            )
          }
        },
        (notice, addIssue) => {
          const lastEnds = Math.max(...notice.sessions.map(({ ends }) => parseInstant(ends)))
          for (const name of ['scoreReview', 'postCheck', 'publicNotice', 'directMail'] as const) {
            const span = notice[name]
            if (typeof span === 'object' && 'closes' in span && parseInstant(span.closes) <= lastEnds)
              addIssue(
                [name, 'closes'],
                '须在最后一场考试结束之后',
                'it must close after the last session has ended',
              )
          }
        },
        ({ places, region }, addIssue) => {
          for (const [i, place] of places.entries()) {
            if (place.slice(0, 2) !== region.slice(0, 2))
              addIssue(['places', i], '报名地不在本地区', 'the place lies outside the region')
          }
        },
      ),
    ),
  ),
)
/** A notice of one exam, year and region, with its windows and sessions (instants), fee (fen) and spans. */
export type Notice = z.infer<ReturnType<typeof noticeShape>>

/**
 * Checks that a notice belongs to an exam and names only its subjects.
 * @param addIssue called for each issue, with its path in the notice
 */
export function matchNotice(notice: Notice, exam: ExamSpec, addIssue: AddIssue): void {
  const comparable = typeof notice.exam === 'string' && typeof exam.code === 'string'
  if (comparable && notice.exam !== exam.code) {
    addIssue(
      ['exam'],
      `通知属于考试“${notice.exam}”，不是“${exam.code}”`,
      `the notice is of "${notice.exam}", not of "${exam.code}"`,
    )
  }
  const codes = new Set(exam.subjects.map((subject) => subject.code))
  const checkSubject = (subject: string, path: (string | number)[]) => {
    if (typeof subject !== 'string' || codes.has(subject)) return
    addIssue(path, `考试没有科目“${subject}”`, `the exam has no subject "${subject}"`)
  }
  for (const [i, { subject }] of notice.sessions.entries()) checkSubject(subject, ['sessions', i, 'subject'])
  for (const subject of Object.keys(notice.passMarks ?? {})) checkSubject(subject, ['passMarks', subject])
}
