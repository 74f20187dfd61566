import type { Context } from './context'

/** Whether a signed commitment is in force (§5.1.1). */
export const isCommitted = ({ signedAt }: Context): boolean => signedAt !== undefined

/**
 * Whether the commitment was given up for this exam and year. Here that means that proof was chosen or the commitment
 * withdrawn, after which the route stays proof; or it happened in another registration (§5.1.4, §6.4.5).
 */
export const hasForfeited = ({ route, forfeitedElsewhere }: Context): boolean =>
  route === 'proof' || forfeitedElsewhere === true
