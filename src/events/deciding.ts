import * as z from 'zod'
import { personal } from '../schema/personal'
import { idShape, lineShape } from '../schema/primitives'
import { findingShape } from '../schema/vocabulary'
import { defineEvent } from './event'

export const decidingEvents = {
  'misconduct.record': defineEvent('office', { zh: '记录违纪违规', en: 'Record misconduct' }, () => ({
    subject: idShape().optional(),
    scope: z.enum(['subject', 'sitting']),
    article: z.int(),
  })),
  'finding.record': defineEvent('office', { zh: '记录核查认定', en: 'Record a finding' }, () => ({
    finding: findingShape(),
    subjects: z.array(idShape()).min(1).max(20).optional(),
    note: personal(z.string().max(2000)).optional(),
    referred: z.boolean().optional(),
  })),
  'decision.overturn': defineEvent('office', { zh: '撤销决定', en: 'Overturn the decision' }, () => ({
    note: personal(z.string().max(2000)).optional(),
  })),
  'registration.cancel': defineEvent(
    'candidate',
    { zh: '取消报名', en: 'Cancel the registration' },
    () => ({}),
  ),
  'exam.cancel': defineEvent('office', { zh: '取消考试', en: 'Cancel the exam' }, () => ({
    reason: lineShape(),
  })),
}
