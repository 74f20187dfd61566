import type { Context } from './context'

/** Whether a signed commitment is in force (§5.1.1). */
export const isCommitted = ({ signedAt }: Context): boolean => signedAt !== undefined

/**
 * Whether the commitment is forfeited for this exam and year (§5.1.4, §6.4.5): proof was chosen or the commitment
 * withdrawn, after which the route stays `proof`, or it happened in another registration.
 */
export const hasForfeited = ({ route, forfeitedElsewhere }: Context): boolean =>
  route === 'proof' || forfeitedElsewhere === true
