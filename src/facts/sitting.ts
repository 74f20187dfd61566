import { instantShape } from '../schema/primitives'
import { defineFact } from './fact'

export const sittingFacts = {
  /** The candidate must answer the check by `dueAt` (§12(2)). */
  'spotCheck.demanded': defineFact(() => ({
    dueAt: instantShape(),
  })),
  'spotCheck.answered': defineFact(() => ({})),
  /** The admit card can be printed (§6.15). */
  'admitCard.available': defineFact(() => ({})),
  /** The exam was postponed; printed admit cards are no longer valid. */
  'admitCard.withdrawn': defineFact(() => ({})),
}
