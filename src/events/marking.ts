import * as z from 'zod'
import { marksShape } from '../model/marks'
import { passMarksShape } from '../model/passMarks'
import { idShape, lineShape, notEmpty } from '../schema/primitives'
import { defineEvent } from './event'

export const markingEvents = {
  'marks.publish': defineEvent('office', () => ({
    marks: marksShape(),
    passMarks: passMarksShape()
      .refine(...notEmpty)
      .optional(),
  })),
  'marks.correct': defineEvent('office', () => ({
    marks: marksShape().refine(...notEmpty),
    reason: lineShape(),
  })),
  'scoreReview.request': defineEvent('candidate', () => ({
    subjects: z.array(idShape()).min(1).max(20),
  })),
  'scoreReview.decide': defineEvent('office', () => ({
    marks: marksShape(),
  })),
}
