import type { FactFields } from '../facts'
import type { Context } from '../model/context'
import { levelOf } from '../model/levels'
import { judgement, type Marks, passedSubjects, passMarksKnown } from '../model/marks'
import { closesAt, publicationOutcome, reviewTakesPass } from '../model/outcomes'
import { checkRequired } from '../model/qualification'
import { assertPresent, omitUndefined } from '../schema/primitives'
import type { Millis } from '../time'
import { type Effects, type Memory, voidReason } from './action'

/**
 * Clears the fields of the check, the public notice and the certificate, which only passing marks reach. Complaints stay,
 * because the office must answer each one before it issues a certificate (§12).
 */
export const notQualifying = {
  postCheckCloses: undefined,
  repairUntil: undefined,
  publicNoticeCloses: undefined,
  mail: undefined,
  directMailCloses: undefined,
  passed: undefined,
  paper: undefined,
} satisfies Partial<Context>

/** Clears the fields that depend on published marks, when marks are published again or withdrawn. */
export const unpublished = {
  marks: undefined,
  scoreReviewCloses: undefined,
  review: undefined,
  reviewed: undefined,
  certificateNo: undefined,
  ...notQualifying,
} satisfies Partial<Context>

/**
 * Opens the window of the check if the marks pass and the candidate is checked: when marks and pass marks are both
 * published, or at the review or correction that changed the marks.
 */
function qualifyingFrom(context: Context, passed: boolean | undefined, at: Millis): Partial<Context> {
  if (!passed) return notQualifying
  if (!checkRequired(context)) return {}
  return { postCheckCloses: context.postCheckCloses ?? closesAt(context, at, context.terms.postCheck) }
}

export const markingMemory: Memory = {
  'marks.publish': (context, event, at) => {
    const { marks, passMarks, passed } = publicationOutcome(context, event)
    return {
      ...unpublished,
      marks,
      ...(passMarks && { terms: { ...context.terms, passMarks } }),
      scoreReviewCloses: closesAt(context, at, context.terms.scoreReview),
      ...qualifyingFrom({ ...context, postCheckCloses: undefined }, passed, at),
    }
  },
  // The days for a review run again, for subjects that were not reviewed.
  'marks.correct': (context, event, at) => {
    const { marks, passed } = publicationOutcome(context, event)
    return {
      marks,
      scoreReviewCloses: closesAt(context, at, context.terms.scoreReview),
      ...qualifyingFrom(context, passed, at),
    }
  },
  'scoreReview.request': ({ review = [] }, { subjects }) => ({
    review: [...new Set([...review, ...subjects])],
  }),
  'scoreReview.decide': (context, event, at) => {
    const { marks, passed } = publicationOutcome(context, event)
    const { review = [], reviewed = [] } = context
    const decided = { marks, review: undefined, reviewed: [...new Set([...reviewed, ...review])] }
    // A certificate stays unless the review itself takes a pass.
    if (context.paper !== undefined && !reviewTakesPass(context, event)) return decided
    return { ...decided, ...qualifyingFrom(context, passed, at) }
  },
}

/** Returns the passes of this registration that count in later years (§9.2), if they differ from the last fact. */
function newCredits(context: Context): FactFields<'credits.earned'> | undefined {
  const { terms, application, marks = {}, earned = [], findings = [], endedBy } = context
  // Identical answers void the subjects concerned; any other finding, or a termination, voids all of them (§12).
  const allVoid = endedBy === 'terminated' || findings.some((finding) => finding !== 'identicalAnswers')
  const subjects = allVoid || !passMarksKnown(context) ? [] : passedSubjects(context, marks)
  const same = subjects.length === earned.length && subjects.every((subject) => earned.includes(subject))
  if (application === undefined || same) return undefined
  const level = assertPresent(levelOf(context, application))
  if (level.years === 1) return undefined
  const { specialty } = application
  return {
    level: level.code,
    ...(specialty !== undefined && { specialty }),
    subjects,
    examYear: terms.year,
    validThrough: terms.year + level.years - 1,
  }
}

/** Replaces the marks of void subjects by −4. A subject that already has a code keeps it. */
const withVoid = (marks: Marks, subjects: readonly string[]): Marks =>
  Object.fromEntries(
    Object.entries(marks).map(([subject, mark]) => [
      subject,
      subjects.includes(subject) && mark >= 0 ? -4 : mark,
    ]),
  )

/** Returns the effective marks and whether they pass, if that is known. */
function resultOf(context: Context): FactFields<'marks.published'> {
  const marks = assertPresent(context.marks)
  return omitUndefined({ marks, passed: judgement(context, marks) })
}

export const markingEffects: Pick<
  Effects,
  'marks.published' | 'marks.corrected' | 'credits.earned' | 'scores.voided'
> = {
  // Pass marks that follow the marks judge them. An amended history emits this only if it takes a pass back.
  'marks.published': (context, { event, at }) => {
    const result = resultOf(context)
    const judged =
      event.type === 'notice.amend'
        ? qualifyingFrom(context, result.passed, at)
        : event.type === 'history.amend'
          ? notQualifying
          : {}
    return { change: judged, emitted: [result] }
  },
  'marks.corrected': { emit: resultOf },
  'credits.earned': (context) => {
    const credits = newCredits(context)
    return credits === undefined
      ? { emitted: [] }
      : { change: { earned: credits.subjects }, emitted: [credits] }
  },
  'scores.voided': ({ application, terms, marks = {} }, { event }) => {
    const registered = assertPresent(application).subjects
    const bySubject =
      event.type === 'misconduct.record' ||
      (event.type === 'finding.record' && event.finding === 'identicalAnswers')
    const subjects = bySubject ? registered.filter((subject) => (marks[subject] ?? -1) < 0) : registered
    return {
      change: Object.keys(marks).length > 0 ? { marks: withVoid(marks, subjects) } : {},
      emitted: [{ subjects, examYear: terms.year, reason: voidReason(event) }],
    }
  },
}
