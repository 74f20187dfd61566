import { instantShape } from '../schema/primitives'
import { defineFact } from './fact'

export const sittingFacts = {
  /** The candidate must answer the check by `dueAt` (§12(2)). */
  'spotCheck.demanded': defineFact({ zh: '已要求接受核查', en: 'Check demanded' }, () => ({
    dueAt: instantShape(),
  })),
  'spotCheck.answered': defineFact({ zh: '已接受核查', en: 'Check answered' }, () => ({})),
  /** The admit card can be printed (§6.15). */
  'admitCard.available': defineFact({ zh: '准考证可打印', en: 'Admit card available' }, () => ({})),
  /** The exam was postponed; printed admit cards are no longer valid. */
  'admitCard.withdrawn': defineFact({ zh: '准考证作废', en: 'Admit card withdrawn' }, () => ({})),
}
