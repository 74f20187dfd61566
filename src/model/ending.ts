import { abandonments } from '../schema/vocabulary'

/**
 * Why a registration ended: why it was abandoned, or else which way of ending it was. The messages of
 * `registration.ended` depend on it, because rules see the context and no states.
 */
export const endings = [
  ...abandonments,
  'voided',
  'scoresVoided',
  'notPassed',
  'revoked',
  'examCancelled',
  'terminated',
] as const
export type EndingReason = (typeof endings)[number]
