import { z } from 'zod'
import { passMarksSchema, sessionsSchema, windowsSchema } from '../exam'
import { defined, historySchema, idSchema, lineSchema } from '../words'
import { educationSchema, photoSchema, profileFields } from './account'
import { event, personal } from './event'
import { applicationFields } from './filling'

/** What a correction may name, and to what it would change it. */
export const changesSchema = z
  .strictObject({ ...profileFields, ...applicationFields, education: educationSchema, photo: photoSchema })
  .partial()
  .refine((changes) => Object.values(changes).some((value) => value !== undefined), {
    params: { zh: '至少更正一项', en: 'a correction must change something' },
  })

/** The fields that a correction names. */
export const fieldsOf = (changes: z.infer<typeof changesSchema>): string[] => Object.keys(defined(changes))

export const findingSchema = z.enum([
  'ineligible',
  'falseCommitment',
  'falseMaterials',
  'refusedCheck',
  'identicalAnswers',
])
export type Finding = z.infer<typeof findingSchema>

export const always = {
  'registration.cancel': event('candidate', { zh: '取消报名', en: 'Cancel the registration' }, {}),
  'exam.cancel': event('office', { zh: '取消考试', en: 'Cancel the exam' }, { reason: lineSchema }),
  'correction.request': event(
    'candidate',
    { zh: '申请更正', en: 'Request a correction' },
    { correctionId: idSchema, changes: changesSchema },
  ),
  'correction.approve': event(
    'office',
    { zh: '同意更正', en: 'Approve the correction' },
    { correctionId: idSchema },
  ),
  'correction.reject': event(
    'office',
    { zh: '不同意更正', en: 'Reject the correction' },
    { correctionId: idSchema, reason: lineSchema.optional() },
  ),
  'finding.record': event(
    'office',
    { zh: '记录核查认定', en: 'Record a finding' },
    {
      finding: findingSchema,
      subjects: z.array(idSchema).min(1).max(20).optional(),
      note: personal(z.string().max(2000)).optional(),
      referred: z.boolean().optional(),
    },
  ),
  'decision.overturn': event(
    'office',
    { zh: '撤销决定', en: 'Overturn the decision' },
    { note: personal(z.string().max(2000)).optional() },
  ),
  'history.amend': event(
    'office',
    { zh: '更新其他报名记录', en: 'Bring in other registrations' },
    { history: historySchema },
  ),
  'notice.amend': event(
    'office',
    { zh: '变更考试通知', en: 'Amend the notice' },
    {
      windows: windowsSchema.partial().optional(),
      sessions: sessionsSchema.optional(),
      passMarks: passMarksSchema.optional(),
    },
  ),
  'clock.advance': event('clock', { zh: '时间推进', en: 'Time passes' }, {}),
}
