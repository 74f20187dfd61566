import { z } from 'zod'
import { passMarksSchema, sessionsSchema, windowsSchema } from '../exam'
import { historySchema, idSchema, lineSchema } from '../words'
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

export const findingSchema = z.enum([
  'ineligible',
  'falseCommitment',
  'falseMaterials',
  'refusedCheck',
  'identicalAnswers',
])
export type Finding = z.infer<typeof findingSchema>

export const always = {
  'registration.cancel': event('candidate', {}),
  'exam.cancel': event('office', { reason: lineSchema }),
  'correction.request': event('candidate', { correctionId: idSchema, changes: changesSchema }),
  'correction.approve': event('office', { correctionId: idSchema }),
  'correction.reject': event('office', { correctionId: idSchema, reason: lineSchema.optional() }),
  'finding.record': event('office', {
    finding: findingSchema,
    subjects: z.array(idSchema).min(1).max(20).optional(),
    note: personal(z.string().max(2000)).optional(),
    referred: z.boolean().optional(),
  }),
  'decision.overturn': event('office', { note: personal(z.string().max(2000)).optional() }),
  'history.amend': event('office', { history: historySchema }),
  'notice.amend': event('office', {
    windows: windowsSchema.partial().optional(),
    sessions: sessionsSchema.optional(),
    passMarks: passMarksSchema.optional(),
  }),
  'clock.advance': event('clock', {}),
}
