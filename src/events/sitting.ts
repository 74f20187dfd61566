import { z } from 'zod'
import { passMarksShape } from '../model/notice'
import { idShape, instantShape, once } from '../schema/primitives'
import { event } from './event'

/** Marks by subject; `-1` absent, `-2` misconduct, `-4` invalid (§16). */
export const marksShape = once(() =>
  z.record(idShape(), z.number().min(-10).max(10_000)).refine((marks) => Object.keys(marks).length <= 50, {
    params: { zh: '科目过多', en: 'too many subjects' },
  }),
)

export const sitting = {
  'misconduct.record': event('office', { zh: '记录违纪违规', en: 'Record misconduct' }, () => ({
    subject: idShape().optional(),
    scope: z.enum(['subject', 'sitting']),
    article: z.int(),
  })),
  'marks.publish': event('office', { zh: '公布成绩', en: 'Publish the marks' }, () => ({
    marks: marksShape(),
    passMarks: passMarksShape().optional(),
  })),
  'scoreReview.request': event('candidate', { zh: '申请成绩复查', en: 'Ask for a score review' }, () => ({
    subjects: z.array(idShape()).min(1).max(20),
  })),
  'scoreReview.decide': event('office', { zh: '反馈复查结果', en: 'Decide the score review' }, () => ({
    marks: marksShape(),
  })),
  'spotCheck.demand': event('office', { zh: '要求接受核查', en: 'Demand a check' }, () => ({
    dueAt: instantShape(),
  })),
  'spotCheck.answer': event('candidate', { zh: '接受核查', en: 'Answer the check' }, () => ({})),
  'admitCard.print': event('candidate', { zh: '打印准考证', en: 'Print the admit card' }, () => ({})),
}
