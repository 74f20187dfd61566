import * as z from 'zod'
import { patternShape } from '../schema/issueMessages'
import { type AddIssue, semanticChecks } from '../schema/issues'
import { named } from '../schema/jsonSchema'
import { hasDefinedProperty, idShape, lazy, lineShape, notEmpty } from '../schema/primitives'
import { placeShape, provenanceShape } from '../schema/vocabulary'
import { startOf } from '../time'
import { feesShape } from './fees'
import { noticeChecks, pathsExist } from './noticeChecks'
import { passMarksShape } from './passMarks'
import { requirementsShape } from './requirements'
import { directMailShape, spanShape } from './spans'
import { sessionsShape, windowsShape } from './windows'

const monthDayShape = lazy(() =>
  patternShape(/^(\d{4}-)?\d{2}-\d{2}$/, '须为 MM-DD 或 YYYY-MM-DD', 'must be MM-DD or YYYY-MM-DD'),
)

type Calendar = Record<string, { off: string[]; work: string[] }>

/** Checks that a day of a calendar exists, and lies in the year. */
function checkDay(day: string, year: string, path: (string | number)[], addIssue: AddIssue): void {
  const date = day.length === 5 ? `${year}-${day}` : day
  if (Number.isNaN(startOf(date))) addIssue(path, `没有“${date}”这一天`, `there is no day ${date}`)
  else if (!date.startsWith(`${year}-`))
    addIssue(path, `“${day}”不在 ${year} 年`, `${day} does not lie in ${year}`)
}

const calendarShape = lazy(() =>
  z
    .record(
      patternShape(/^\d{4}$/, '须为四位数的年份', 'must be a year of four digits'),
      z.strictObject({ off: z.array(monthDayShape()).max(366), work: z.array(monthDayShape()).max(366) }),
    )
    .superRefine(
      ...semanticChecks<Calendar>((calendar, addIssue) => {
        for (const [year, days] of Object.entries(calendar)) {
          for (const part of ['off', 'work'] as const) {
            for (const [i, day] of days[part].entries()) checkDay(day, year, [year, part, i], addIssue)
          }
        }
      }),
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
        ...noticeChecks,
        pathsExist([
          ...Object.keys(noticeFields().shape),
          ...Object.keys(windowsShape().shape).map((name) => `windows.${name}`),
        ]),
      ),
    ),
  ),
)
/** A notice of one exam, year and region, with its windows and sessions (instants), fee (fen) and spans. */
export type Notice = z.infer<ReturnType<typeof noticeShape>>
