import { type Millis, startOf } from '../time'
import { isCommitted } from './commitment'
import type { Context, KeptDeadline } from './context'
import { isUnverified } from './degree'

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
  const span = directMail?.span ?? (noticeRequired(context) ? undefined : publicNotice)
  return span !== undefined && 'closes' in span ? startOf(span.closes) : context.directMailCloses
}
