import * as z from 'zod'
import { idShape, lazy } from '../schema/primitives'
import type { Credit } from '../schema/vocabulary'
import { passMarksOf } from './amendment'
import type { Application } from './application'
import type { Context } from './context'
import { levelOf } from './levels'

/** Marks by subject; `-1` absent, `-2` misconduct, `-4` invalid (§16). */
export const marksShape = lazy(() =>
  z.record(idShape(), z.number().min(-10).max(10_000)).refine((marks) => Object.keys(marks).length <= 50, {
    params: { zh: '科目过多', en: 'too many subjects' },
  }),
)
/** Marks by subject; `-1` absent, `-2` misconduct, `-4` invalid (§16). */
export type Marks = z.infer<ReturnType<typeof marksShape>>

/** Returns the effective marks: −2 for misconduct and −4 for identical answers replace published marks. */
export function effectiveMarks(marks: Marks, context: Pick<Context, 'misconduct' | 'identical'>): Marks {
  const { misconduct = [], identical = [] } = context
  return Object.fromEntries(
    Object.entries(marks).map(([subject, mark]) => [
      subject,
      misconduct.includes(subject) ? -2 : identical.includes(subject) ? -4 : mark,
    ]),
  )
}

/** Whether any mark of this sitting is neither absent nor void. */
export const anyValidMark = (marks: Marks): boolean => Object.values(marks).some((mark) => mark >= 0)

/** Whether a credit counts for this application (§9.2). */
export function creditCounts(context: Context, application: Application, credit: Credit): boolean {
  const { year } = context.terms
  const years = levelOf(context, application)?.years ?? 1
  return (
    years > 1 &&
    credit.year <= year &&
    year <= (credit.validThrough ?? credit.year + years - 1) &&
    (credit.level === undefined || credit.level === application.level) &&
    (credit.specialty === undefined ||
      credit.specialty === application.specialty ||
      context.terms.common?.includes(credit.subject) === true)
  )
}

/** Returns the registered subjects that these marks pass. */
export function passedSubjects(context: Context, marks: Marks, passMarks = passMarksOf(context)): string[] {
  return (context.application?.subjects ?? []).filter((subject) => {
    const pass = passMarks?.[subject]
    return pass !== undefined && (marks[subject] ?? -1) >= pass
  })
}

/** Whether every registered subject has a pass mark (§8). */
export const passMarksKnown = (context: Context, passMarks = passMarksOf(context)): boolean =>
  (context.application?.subjects ?? []).every((subject) => passMarks?.[subject] !== undefined)

/** Returns the subjects of the level that neither these marks nor credits pass (§9). */
export function missingSubjects(context: Context, marks: Marks, passMarks = passMarksOf(context)): string[] {
  const { application, credits } = context
  const passed = passedSubjects(context, marks, passMarks)
  const credited = credits.filter(
    (credit) => application !== undefined && creditCounts(context, application, credit),
  )
  return (levelOf(context, application)?.subjects ?? []).filter(
    (subject) => !passed.includes(subject) && !credited.some((credit) => credit.subject === subject),
  )
}

/** Whether these marks or credits pass every subject of the level (§9). */
export const passesAll = (context: Context, marks: Marks, passMarks = passMarksOf(context)): boolean =>
  levelOf(context, context.application) !== undefined &&
  missingSubjects(context, marks, passMarks).length === 0

/** Whether these marks pass; `undefined` as long as a pass mark is missing (§8). */
export const judgement = (
  context: Context,
  marks: Marks,
  passMarks = passMarksOf(context),
): boolean | undefined =>
  passMarksKnown(context, passMarks) ? passesAll(context, marks, passMarks) : undefined
