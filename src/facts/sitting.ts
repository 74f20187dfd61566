import { instantShape } from '../schema/primitives'
import { defineFact } from './fact'

export const sittingFacts = {
  /** The candidate must answer the spot check by `dueAt` (§12(2)). */
  'spotCheck.demanded': defineFact(() => ({
    dueAt: instantShape(),
  })),
  'spotCheck.answered': defineFact(() => ({})),
  /** The admit card can be printed (§6.15). */
  'admitCard.available': defineFact(() => ({})),
  /** An amendment postponed or reopened the printing of admit cards; printed cards are no longer valid. */
  'admitCard.withdrawn': defineFact(() => ({})),
}
