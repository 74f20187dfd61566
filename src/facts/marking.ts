import * as z from 'zod'
import { defineFact } from './fact'

export const markingFacts = {
  /**
   * The effective marks, and whether all subjects are passed, including credits of earlier years; without `passed`, the
   * pass marks are not published yet (§8).
   */
  'marks.published': defineFact(() => ({
    marks: z.record(z.string(), z.number()),
    passed: z.boolean().optional(),
  })),
  /** The office corrected marks (§16): the effective marks, and the result as in `marks.published`. */
  'marks.corrected': defineFact(() => ({
    marks: z.record(z.string(), z.number()),
    passed: z.boolean().optional(),
  })),
  /** Subjects passed in this registration that count in later years (§9.2). Replaces earlier ones; may be empty. */
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
