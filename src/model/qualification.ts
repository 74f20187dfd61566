import { type Millis, startOf } from '../time'
import { isCommitted } from './commitment'
import type { Context, KeptDeadline } from './context'
import { isUnverified } from './degree'

/** Selectors of the time between the marks and the certificate: the check, the public notice, direct mail. */

/** Whether the candidate is checked by hand after passing (§11.1): on the proof route, or with an unverified degree. */
export const checkRequired = (context: Context): boolean =>
  context.route === 'proof' || (isCommitted(context) && isUnverified(context))

/** Whether the name goes on the public notice: of those who passed, the ones that committed (§12). */
export const noticeRequired = isCommitted

/** Whether a deadline has passed that leaves the registration in its state. */
export const hasPassed = ({ passed }: Context, name: KeptDeadline): boolean => passed?.includes(name) === true

/** Whether there is no public notice of this registration that has yet to close. */
export const noticeOver = (context: Context): boolean =>
  !noticeRequired(context) || hasPassed(context, 'publicNotice.closes')

/** Whether a complaint keeps the public notice from closing (§12). */
export const complaintOpen = ({ complaints = [] }: Context): boolean => complaints.length > 0

/** When the notice's own window for direct mail closes; `undefined` if it has none besides the public notice's. */
export function ownMailWindow({ terms: { directMail }, directMailCloses }: Context): Millis | undefined {
  return directMail !== undefined && 'closes' in directMail ? startOf(directMail.closes) : directMailCloses
}
