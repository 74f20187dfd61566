import type { Millis } from '../time'
import type { Context } from './context'
import { isBarred } from './integrity'

/** Whether a signed commitment is in force (§5.1.1). */
export const isCommitted = ({ signedAt }: Context): boolean => signedAt !== undefined

/** Whether the commitment is forfeited for this exam and year, here or in another registration (§5.1.4, §6.4.5). */
export const hasForfeited = ({ forfeited, forfeitedElsewhere }: Context): boolean =>
  forfeited === true || forfeitedElsewhere === true

/** Whether a candidate who chooses proof gives the commitment up: it was offered, and open to the candidate (§5.1). */
export const forfeitsByProof = (context: Context, at: Millis): boolean =>
  context.terms.commitment && !isBarred(context, at) && !hasForfeited(context)
