import * as z from 'zod'
import { idShape } from '../schema/primitives'
import { defineFact } from './fact'

export const fillingFacts = {
  /** From this fact on, only a correction changes the application (§6.4.6). */
  'application.confirmed': defineFact(() => ({
    level: idShape(),
    specialty: idShape().optional(),
    subjects: z.array(idShape()),
    place: z.string(),
  })),
  /** The commitment is no longer available for this exam and exam year; emitted once (§5.1.4, §6.4.5). */
  'commitment.forfeited': defineFact(() => ({ exam: idShape(), examYear: z.int() })),
}
