import * as z from 'zod'
import { dayOrInstantShape, idShape } from '../schema/primitives'
import { findingShape, integrityRecordShape } from '../schema/vocabulary'
import { defineFact } from './fact'

export const decidingFacts = {
  'finding.recorded': defineFact(() => ({
    finding: findingShape(),
    subjects: z.array(idShape()).optional(),
    referred: z.boolean().optional(),
  })),
  /** An entry of the integrity record (Order 31); without `until` it has no end. */
  'integrity.recorded': defineFact(() => ({
    kind: integrityRecordShape().shape.kind,
    from: dayOrInstantShape(),
    until: dayOrInstantShape().optional(),
  })),
  'integrity.withdrawn': defineFact(() => ({
    kind: integrityRecordShape().shape.kind,
    from: dayOrInstantShape(),
  })),
  'decision.overturned': defineFact(() => ({})),
  'registration.abandoned': defineFact(() => ({
    reason: z.enum(['registrationClosed', 'proofRejected', 'proofNotReviewed', 'unpaid', 'cancelled']),
  })),
  /** `reason` is the finding or a deadline. */
  'registration.voided': defineFact(() => ({
    reason: z.string(),
  })),
  'exam.cancelled': defineFact(() => ({ reason: z.string() })),
}
