import { z } from 'zod'
import { idSchema } from '../words'

export const filling = {
  /** The application is fixed; from here on only a correction changes it (§6.4.6). */
  'application.confirmed': {
    level: idSchema,
    specialty: idSchema.optional(),
    subjects: z.array(idSchema),
    place: z.string(),
  },
  /** No commitment for this exam in this exam year any more; told once (§5.1.4, §6.4.5). */
  'commitment.forfeited': { exam: idSchema, examYear: z.int() },
}
