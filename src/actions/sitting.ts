import type { Context } from '../model/context'
import { deadlineOf } from '../model/instants'
import type { RegistrationEvent } from '../events'
import type { FactFields } from '../facts'
import { closesAt, publicationOutcome, sanctionOutcome, sanctions } from '../model/outcomes'
import { levelOf, type Marks, passedSubjects, passesAll } from '../model/questions'
import { formatInstant, type Millis, parseInstant } from '../time'
import { assertPresent } from '../schema/primitives'
import { by, type Effects, type Memory } from './action'

/** Why a registration or its marks are void: the finding, misconduct, or the deadline that passed. */
export function voidReason(event: RegistrationEvent): string {
  if (event.type === 'misconduct.record') return 'misconduct'
  return event.type === 'finding.record' ? event.finding : assertPresent(deadlineOf(event.type))
}

/**
 * Everything about the check, the public notice and the certificate, which only marks that pass lead to. A complaint
 * stays: whatever becomes of the marks, somebody has to answer it before a certificate is given (§12).
 */
export const notQualifying = {
  postCheckCloses: undefined,
  repairUntil: undefined,
  repairOver: undefined,
  checked: undefined,
  noticed: undefined,
  publicNoticeCloses: undefined,
  mail: undefined,
  mailClosed: undefined,
  directMailCloses: undefined,
} satisfies Partial<Context>

/** Everything that hangs on published marks: cleared when they are published anew, or taken back. */
export const unpublished = {
  marks: undefined,
  scoreReviewCloses: undefined,
  review: undefined,
  certificateNo: undefined,
  ...notQualifying,
} satisfies Partial<Context>

/** The window of the check opens when the marks pass: at their publication, or at the decision that turned them. */
const qualifyingFrom = (context: Context, passed: boolean, at: Millis): Partial<Context> =>
  passed
    ? { postCheckCloses: context.postCheckCloses ?? closesAt(context, at, context.terms.postCheck) }
    : notQualifying

/** Misconduct and identical answers are written over marks that are published already. */
function sanction(
  context: Context,
  event: RegistrationEvent<'misconduct.record'> | RegistrationEvent<'finding.record'>,
): Partial<Context> {
  const added = sanctions(context, event)
  if (context.marks === undefined) return added
  const { marks, passed } = sanctionOutcome(context, event)
  return { ...added, marks, ...(passed ? {} : notQualifying) }
}

export const remembersSitting: Memory = {
  'spotCheck.demand': (_, { dueAt }) => ({ spotCheck: parseInstant(dueAt) }),
  'spotCheck.answer': () => ({ spotCheck: undefined }),
  'misconduct.record': sanction,
  'finding.record': (context, event) =>
    event.finding === 'identicalAnswers' ? sanction(context, event) : {},
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
  'scoreReview.request': ({ review = [] }, { subjects }) => ({
    review: [...new Set([...review, ...subjects])],
  }),
  'scoreReview.decide': (context, event, at) => {
    const { marks, passed } = publicationOutcome(context, event)
    return { marks, review: undefined, ...qualifyingFrom(context, passed, at) }
  },
}

/** The passes of this registration that count on (§9.2), where they differ from those emitted before. */
function credits(context: Context): FactFields<'credits.earned'> | undefined {
  const { terms, application, marks = {}, earned = [], findings = [] } = context
  // Identical answers void the subjects concerned; any other finding voids them all (§12).
  const fallen = findings.some((finding) => finding !== 'identicalAnswers')
  const subjects = fallen ? [] : passedSubjects(context, marks)
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

/** A void subject has no mark that is one; which code it had, if any, stands. */
const voided = (marks: Marks, subjects: readonly string[]): Marks =>
  Object.fromEntries(
    Object.entries(marks).map(([subject, mark]) => [
      subject,
      subjects.includes(subject) && mark >= 0 ? -4 : mark,
    ]),
  )

export const tellsSitting: Pick<
  Effects,
  | 'marks.published'
  | 'credits.earned'
  | 'scores.voided'
  | 'spotCheck.demanded'
  | 'spotCheck.answered'
  | 'admitCard.available'
  | 'admitCard.withdrawn'
> = {
  'marks.published': {
    emit: (context) => {
      const marks = assertPresent(context.marks)
      return { marks, passed: passesAll(context, marks) }
    },
  },
  'credits.earned': (context) => {
    const emitted = credits(context)
    return emitted === undefined ? { emitted: [] } : { change: { earned: emitted.subjects }, emitted: [emitted] }
  },
  'scores.voided': ({ application, terms, marks = {} }, { event }) => {
    const registered = assertPresent(application).subjects
    const bySubject =
      event.type === 'misconduct.record' ||
      (event.type === 'finding.record' && event.finding === 'identicalAnswers')
    const subjects = bySubject ? registered.filter((subject) => (marks[subject] ?? -1) < 0) : registered
    return {
      change: Object.keys(marks).length > 0 ? { marks: voided(marks, subjects) } : {},
      emitted: [{ subjects, examYear: terms.year, reason: voidReason(event) }],
    }
  },
  'spotCheck.demanded': {
    emit: by('spotCheck.demand', (_, { dueAt }) => ({ dueAt: formatInstant(parseInstant(dueAt)) })),
  },
  'spotCheck.answered': { emit: () => ({}) },
  'admitCard.available': { emit: () => ({}) },
  'admitCard.withdrawn': { emit: () => ({}) },
}
