import { assertPresent } from '../schema/primitives'
import type { CandidateHistory } from '../schema/vocabulary'
import { type Millis, spanEnd, type TimeLimit } from '../time'
import { amendTerms, passMarksOf } from './amendment'
import type { Context } from './context'
import { effectiveMarks, judgement, type Marks, passedSubjects, passesAll, passMarksKnown } from './marks'
import type { NoticeAmendment } from './notice'
import type { PassMarks } from './passMarks'
import { checkRequired } from './qualification'

/** The outcome of marks and sanctions. Rules compute it before an event is accepted; actions store it afterwards. */

type Publication =
  | { type: 'marks.publish'; marks: Marks; passMarks?: PassMarks | undefined }
  | { type: 'scoreReview.decide' | 'marks.correct'; marks: Marks }

/** The effective marks after an event, the pass marks, and whether the marks pass, if all pass marks are known. */
export type MarksOutcome = { marks: Marks; passMarks: Marks | undefined; passed: boolean | undefined }

function outcomeOf(context: Context, marks: Marks, passMarks = passMarksOf(context)): MarksOutcome {
  return { marks, passMarks, passed: judgement(context, marks, passMarks) }
}

/** Returns the outcome of a publication, or of marks that replace some of it: a review decision or a correction. */
export function publicationOutcome(context: Context, event: Publication): MarksOutcome {
  if (event.type !== 'marks.publish') {
    return outcomeOf(context, effectiveMarks({ ...context.marks, ...event.marks }, context))
  }
  const passMarks = passMarksOf(context, event.passMarks)
  return outcomeOf(context, effectiveMarks(event.marks, context), passMarks)
}

/** Whether a review decision takes a pass that the certificate needs (§10). */
export function reviewTakesPass(context: Context, event: Publication): boolean {
  const { marks, passed } = publicationOutcome(context, event)
  const left = passedSubjects(context, marks)
  return passed === false && passedSubjects(context, context.marks ?? {}).some((one) => !left.includes(one))
}

/** Returns the outcome of the published marks with the pass marks of an amended notice (§8). */
export const amendmentOutcome = (context: Context, amendment: NoticeAmendment): MarksOutcome =>
  outcomeOf(context, assertPresent(context.marks), passMarksOf(context, amendment.passMarks))

/** Whether the pass marks of an amendment pass published marks, but the end of the check is not known yet (§11.1). */
export function checkUnknown(context: Context, amendment: NoticeAmendment, at: Millis): boolean {
  if (context.marks === undefined || passMarksKnown(context) || !checkRequired(context)) return false
  const terms = amendTerms(context, amendment)
  const opens = amendmentOutcome(context, amendment).passed === true
  return opens && unknownYear({ ...context, terms }, at, terms.postCheck) !== undefined
}

type Sanction =
  | { type: 'misconduct.record'; scope: 'subject' | 'sitting'; subject?: string | undefined }
  | { type: 'finding.record'; subjects?: string[] | undefined }

/** Returns the subjects that misconduct or identical answers void: the named ones, or all registered ones. */
function sanctionedSubjects({ application }: Context, event: Sanction): string[] {
  const registered = assertPresent(application).subjects
  if (event.type === 'misconduct.record') {
    return event.scope === 'subject' ? [assertPresent(event.subject)] : registered
  }
  return event.subjects ?? registered
}

/** Returns the void subjects after a sanction. */
export function withSanction(context: Context, event: Sanction): Pick<Context, 'misconduct' | 'identical'> {
  const add = (subjects: string[] = []) => [...new Set([...subjects, ...sanctionedSubjects(context, event)])]
  return event.type === 'misconduct.record'
    ? { misconduct: add(context.misconduct) }
    : { identical: add(context.identical) }
}

/** Returns the outcome of the published marks after a sanction. */
export function sanctionOutcome(context: Context, event: Sanction): MarksOutcome {
  return outcomeOf(
    context,
    effectiveMarks(assertPresent(context.marks), { ...context, ...withSanction(context, event) }),
  )
}

/** Whether the marks still pass with the credits of an amended history. */
export function passesWithHistory(context: Context, { history }: { history: CandidateHistory }): boolean {
  return passesAll({ ...context, credits: history.credits ?? context.credits }, assertPresent(context.marks))
}

/**
 * Returns the year whose working days are unknown for a span of the notice that begins at `at`; `undefined` if all are
 * known.
 */
export function unknownYear({ terms }: Context, at: Millis, span: TimeLimit): number | undefined {
  const end = spanEnd(at, span, terms.calendar)
  return 'unknownYear' in end ? end.unknownYear : undefined
}

/** Returns the end of a span of the notice that begins at `at`. `calendar.unknown-year` guarantees its working days. */
export function closesAt({ terms }: Context, at: Millis, span: TimeLimit): Millis {
  const end = spanEnd(at, span, terms.calendar)
  return assertPresent('closes' in end ? end.closes : undefined)
}
