import type { Context } from './context'

/** Whether a signed commitment is in force (§5.1.1). */
export const isCommitted = ({ signedAt }: Context): boolean => signedAt !== undefined

/**
 * Whether the commitment is forfeited for this exam and year (§5.1.4, §6.4.5): in another registration, or because the
 * candidate chose proof or withdrew the commitment, after which the route stays `proof`.
 */
export const hasForfeited = ({ route, forfeitedElsewhere }: Context): boolean =>
  route === 'proof' || forfeitedElsewhere === true
