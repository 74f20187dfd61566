import { z } from 'zod'
import { findingShape } from '../events/always'
import { dayOrInstantShape, idShape, integrityRecordShape, once } from '../schema/primitives'
import { fact } from './fact'

const kind = integrityRecordShape().shape.kind
const fields = once(() => z.array(z.string()))

export const always = {
  'correction.requested': fact({ zh: '更正已申请', en: 'Correction requested' }, () => ({
    correctionId: idShape(),
    fields: fields(),
  })),
  /** Apply the values of the request's event; facts and snapshots never hold them. */
  'correction.applied': fact({ zh: '更正已完成', en: 'Correction applied' }, () => ({
    correctionId: idShape(),
    fields: fields(),
  })),
  'correction.rejected': fact({ zh: '更正未获同意', en: 'Correction rejected' }, () => ({
    correctionId: idShape(),
    reason: z.string().optional(),
  })),
  'finding.recorded': fact({ zh: '认定已记录', en: 'Finding recorded' }, () => ({
    finding: findingShape(),
    subjects: z.array(idShape()).optional(),
    referred: z.boolean().optional(),
  })),
  /** An entry for the integrity record (Order 31); without `until` it has no end. */
  'integrity.recorded': fact({ zh: '记入诚信档案', en: 'Entered into the integrity record' }, () => ({
    kind,
    from: dayOrInstantShape(),
    until: dayOrInstantShape().optional(),
  })),
  'integrity.withdrawn': fact({ zh: '诚信记录撤销', en: 'Integrity record withdrawn' }, () => ({
    kind,
    from: dayOrInstantShape(),
  })),
  'decision.overturned': fact({ zh: '决定已撤销', en: 'Decision overturned' }, () => ({})),
  'registration.abandoned': fact({ zh: '视为放弃报名', en: 'Registration given up' }, () => ({
    reason: z.enum(['registrationClosed', 'proofRejected', 'proofNotReviewed', 'unpaid', 'cancelled']),
  })),
  /** `reason` is the finding, `misconduct`, or the name of a deadline. */
  'registration.voided': fact({ zh: '报名无效', en: 'Registration void' }, () => ({ reason: z.string() })),
  'exam.cancelled': fact({ zh: '考试取消', en: 'Exam cancelled' }, () => ({ reason: z.string() })),
}
