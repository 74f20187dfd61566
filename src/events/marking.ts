import * as z from 'zod'
import { marksShape } from '../model/marks'
import { passMarksShape } from '../model/notice'
import { idShape, notEmpty } from '../schema/primitives'
import { defineEvent } from './event'

export const markingEvents = {
  'marks.publish': defineEvent('office', { zh: '公布成绩', en: 'Publish the marks' }, () => ({
    marks: marksShape(),
    passMarks: passMarksShape()
      .refine(...notEmpty)
      .optional(),
  })),
  'scoreReview.request': defineEvent(
    'candidate',
    { zh: '申请成绩复查', en: 'Ask for a score review' },
    () => ({
      subjects: z.array(idShape()).min(1).max(20),
    }),
  ),
  'scoreReview.decide': defineEvent('office', { zh: '反馈复查结果', en: 'Decide the score review' }, () => ({
    marks: marksShape(),
  })),
}
