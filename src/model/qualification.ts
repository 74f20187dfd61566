import { type Millis, startOf } from '../time'
import type { Context } from './context'
import { isUnverified } from './degree'

/** Questions about a registration that several rules and actions ask. */

/** Whether a signed commitment stands. */
export const isCommitted = ({ signed }: Context): boolean => signed === true
/** Whether somebody is checked by hand after passing (§11.1): on the proof route, or with a degree not verified online. */
export const checkRequired = (context: Context): boolean =>
  context.route === 'proof' || (isCommitted(context) && isUnverified(context))
/** Whether a name goes on the public notice: of those who passed, the ones that committed (§12). */
export const noticeRequired = isCommitted
/** Whether no public notice of this registration is still to close. */
export const noticeOver = (context: Context): boolean => !noticeRequired(context) || context.noticed === true
/** Whether a complaint keeps the public notice from closing (§12). */
export const complaintOpen = ({ complaints = [] }: Context): boolean => complaints.length > 0
/** When a window for direct mail closes that the notice gives besides the public notice's. */
export function ownMailWindow({ terms: { directMail }, directMailCloses }: Context): Millis | undefined {
  return directMail !== undefined && 'closes' in directMail ? startOf(directMail.closes) : directMailCloses
}
