import * as z from 'zod'
import { defineFact } from './fact'

export const markingFacts = {
  /** The marks that count, and whether all subjects are passed, credits of earlier years included. */
  'marks.published': defineFact(() => ({
    marks: z.record(z.string(), z.number()),
    passed: z.boolean(),
  })),
  /** Subjects passed here that count in later exam years (§9.2). Replaces earlier facts of this type; may be empty. */
  'credits.earned': defineFact(() => ({
    level: z.string(),
    specialty: z.string().optional(),
    subjects: z.array(z.string()),
    examYear: z.int(),
    validThrough: z.int(),
  })),
  /** The marks of these subjects do not count. `reason` is the finding, `misconduct`, or a deadline. */
  'scores.voided': defineFact(() => ({
    subjects: z.array(z.string()),
    examYear: z.int(),
    reason: z.string(),
  })),
}
