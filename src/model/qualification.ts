import { type Millis, startOf, type TimeLimit } from '../time'
import { isCommitted } from './commitment'
import type { Context, KeptDeadline } from './context'
import { isUnverified } from './degree'
import { certificateOf } from './levels'

/** Selectors for the stage between the marks and the certificate: the check, the public notice, direct mail. */

/** Whether the office checks a candidate who passed: on the proof route, or with an unverified degree (§11.1). */
export const checkRequired = (context: Context): boolean =>
  context.route === 'proof' || (isCommitted(context) && isUnverified(context))

/** Whether the public notice names a candidate who passed: only after a commitment (§12). */
export const noticeRequired = isCommitted

/** Whether a recorded deadline has passed. */
export const hasPassed = ({ passed }: Context, name: KeptDeadline): boolean => passed?.includes(name) === true

/** Whether the public notice has closed, or none is required. */
export const noticeOver = (context: Context): boolean =>
  !noticeRequired(context) || hasPassed(context, 'publicNotice.closes')

/** Whether an open complaint keeps the public notice from closing (§12). */
export const complaintOpen = ({ complaints = [] }: Context): boolean => complaints.length > 0

/**
 * Returns the close of direct mail, in milliseconds, if it does not follow from the candidate's own public notice: the
 * instant of the notice for direct mail or, for a candidate without a public notice, for public notices; or the end of a
 * window in days, once the opening of the public notice has started it.
 */
export function ownMailWindow(context: Context): Millis | undefined {
  const { directMail, publicNotice } = context.terms
  const span = (directMail || undefined)?.span ?? (noticeRequired(context) ? undefined : publicNotice)
  return span !== undefined && 'closes' in span ? startOf(span.closes) : context.directMailCloses
}

/** Returns the span in which direct mail can be requested; `undefined` if the exam is not covered, or without a span. */
export const mailSpan = (context: Context): TimeLimit | undefined =>
  certificateOf(context).directMail !== false ? (context.terms.directMail || undefined)?.span : undefined

/** A window that begins after the exam, and that an amendment can move. */
export type SpanName = 'scoreReview' | 'postCheck' | 'publicNotice' | 'directMail'

/**
 * Whether a window has begun and not closed. The window of direct mail begins with the public notice. An open complaint
 * keeps the public notice open.
 */
export function isRunning(context: Context, name: SpanName, at: Millis): boolean {
  const { scoreReviewCloses, postCheckCloses, publicNoticeCloses } = context
  switch (name) {
    case 'scoreReview':
      return scoreReviewCloses !== undefined && at < scoreReviewCloses
    case 'postCheck':
      return postCheckCloses !== undefined && at < postCheckCloses
    case 'publicNotice':
      return publicNoticeCloses !== undefined && !hasPassed(context, 'publicNotice.closes')
    case 'directMail':
      return publicNoticeCloses !== undefined && !hasPassed(context, 'directMail.closes')
  }
}
