import { instantSchema } from '../words'

export const sitting = {
  /** The candidate must answer a check until `dueAt` (§12(2)). */
  'spotCheck.demanded': { dueAt: instantSchema },
  'spotCheck.answered': {},
  /** The admit card can be printed (§6.15). */
  'admitCard.available': {},
  /** The window moved ahead: cards printed so far no longer hold. */
  'admitCard.withdrawn': {},
}
