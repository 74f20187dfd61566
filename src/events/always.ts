import { z } from 'zod'
import { passMarksShape, sessionsShape, windowsShape } from '../model/notice'
import { defined, historyShape, idShape, lineShape, once } from '../schema/primitives'
import { educationShape, photoShape, profileFields } from './account'
import { event, personal } from './event'
import { applicationFields } from './filling'

/** What a correction may name, and to what it would change it. */
export const changesShape = once(() =>
  z
    .strictObject({
      ...profileFields(),
      ...applicationFields(),
      education: educationShape(),
      photo: photoShape(),
    })
    .partial()
    .refine((changes) => Object.values(changes).some((value) => value !== undefined), {
      params: { zh: '至少更正一项', en: 'a correction must change something' },
    }),
)

/** The fields that a correction names. */
export const fieldsOf = (changes: z.infer<ReturnType<typeof changesShape>>): string[] =>
  Object.keys(defined(changes))

export const findingShape = once(() =>
  z.enum(['ineligible', 'falseCommitment', 'falseMaterials', 'refusedCheck', 'identicalAnswers']),
)
export type Finding = z.infer<ReturnType<typeof findingShape>>

export const always = {
  'registration.cancel': event('candidate', { zh: '取消报名', en: 'Cancel the registration' }, () => ({})),
  'exam.cancel': event('office', { zh: '取消考试', en: 'Cancel the exam' }, () => ({ reason: lineShape() })),
  'correction.request': event('candidate', { zh: '申请更正', en: 'Request a correction' }, () => ({
    correctionId: idShape(),
    changes: changesShape(),
  })),
  'correction.approve': event('office', { zh: '同意更正', en: 'Approve the correction' }, () => ({
    correctionId: idShape(),
  })),
  'correction.reject': event('office', { zh: '不同意更正', en: 'Reject the correction' }, () => ({
    correctionId: idShape(),
    reason: lineShape().optional(),
  })),
  'finding.record': event('office', { zh: '记录核查认定', en: 'Record a finding' }, () => ({
    finding: findingShape(),
    subjects: z.array(idShape()).min(1).max(20).optional(),
    note: personal(z.string().max(2000)).optional(),
    referred: z.boolean().optional(),
  })),
  'decision.overturn': event('office', { zh: '撤销决定', en: 'Overturn the decision' }, () => ({
    note: personal(z.string().max(2000)).optional(),
  })),
  'history.amend': event('office', { zh: '更新其他报名记录', en: 'Bring in other registrations' }, () => ({
    history: historyShape(),
  })),
  'notice.amend': event('office', { zh: '变更考试通知', en: 'Amend the notice' }, () => ({
    windows: windowsShape().partial().optional(),
    sessions: sessionsShape().optional(),
    passMarks: passMarksShape().optional(),
  })),
  'clock.advance': event('clock', { zh: '时间推进', en: 'Time passes' }, () => ({})),
}
