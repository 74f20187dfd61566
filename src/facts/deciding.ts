import * as z from 'zod'
import { dayOrInstantShape, idShape } from '../schema/primitives'
import { findingShape, integrityRecordShape } from '../schema/vocabulary'
import { defineFact } from './fact'

export const decidingFacts = {
  'finding.recorded': defineFact({ zh: '认定已记录', en: 'Finding recorded' }, () => ({
    finding: findingShape(),
    subjects: z.array(idShape()).optional(),
    referred: z.boolean().optional(),
  })),
  /** An entry of the integrity record (Order 31); without `until` it has no end. */
  'integrity.recorded': defineFact({ zh: '记入诚信档案', en: 'Entered into the integrity record' }, () => ({
    kind: integrityRecordShape().shape.kind,
    from: dayOrInstantShape(),
    until: dayOrInstantShape().optional(),
  })),
  'integrity.withdrawn': defineFact({ zh: '诚信记录撤销', en: 'Integrity record withdrawn' }, () => ({
    kind: integrityRecordShape().shape.kind,
    from: dayOrInstantShape(),
  })),
  'decision.overturned': defineFact({ zh: '决定已撤销', en: 'Decision overturned' }, () => ({})),
  'registration.abandoned': defineFact({ zh: '视为放弃报名', en: 'Registration given up' }, () => ({
    reason: z.enum(['registrationClosed', 'proofRejected', 'proofNotReviewed', 'unpaid', 'cancelled']),
  })),
  /** `reason` is the finding, `misconduct`, or a deadline. */
  'registration.voided': defineFact({ zh: '报名无效', en: 'Registration void' }, () => ({
    reason: z.string(),
  })),
  'exam.cancelled': defineFact({ zh: '考试取消', en: 'Exam cancelled' }, () => ({ reason: z.string() })),
}
