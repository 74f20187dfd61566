import * as z from 'zod'
import { patternShape } from '../schema/issueMessages'
import { semanticChecks } from '../schema/issues'
import { named } from '../schema/jsonSchema'
import { hasDefinedProperty, idShape, lazy, lineShape, notEmpty } from '../schema/primitives'
import { placeShape, provenanceShape } from '../schema/vocabulary'
import { parseInstant } from '../time'
import { feesShape } from './fees'
import { passMarksShape } from './passMarks'
import { requirementsShape } from './requirements'
import { directMailShape, spanShape } from './spans'
import { registrationSpan, sessionsShape, windowsShape } from './windows'

const monthDayShape = lazy(() =>
  patternShape(/^(\d{4}-)?\d{2}-\d{2}$/, '须为 MM-DD 或 YYYY-MM-DD', 'must be MM-DD or YYYY-MM-DD'),
)

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
    fee: feesShape(),
    passMarks: passMarksShape().optional(),
    scoreReview: spanShape(),
    postCheck: spanShape(),
    publicNotice: spanShape(),
    /** By default as in the bundled region of the province. */
    directMail: directMailShape().optional(),
    calendar: calendarShape().optional(),
    disclosure: disclosureShape().optional(),
    requirements: requirementsShape().optional(),
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
          const [, registrationCloses] = registrationSpan(windows.registration)
          if (parseInstant(windows.proofReview.closes) < registrationCloses) {
            addIssue(
              ['windows', 'proofReview', 'closes'],
              '审核截止不得早于报名截止，否则按时上传者无法得到审核',
              'the review must not close before registration, or proof uploaded in time could not be reviewed',
            )
          }
        },
        ({ windows: { registration, proofUpload, proofReview } }, addIssue) => {
          if (proofUpload === undefined) return
          const closes = parseInstant(proofUpload.closes)
          if (closes <= registrationSpan(registration)[0])
            addIssue(
              ['windows', 'proofUpload', 'closes'],
              '上传截止须晚于报名开始',
              'the upload of proof must close after registration opens',
            )
          if (closes > parseInstant(proofReview.closes))
            addIssue(
              ['windows', 'proofUpload', 'closes'],
              '上传截止不得晚于审核截止，否则按时上传者无法得到审核',
              'the upload must close no later than the review, or proof uploaded in time could not be reviewed',
            )
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
