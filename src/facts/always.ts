import { z } from 'zod'
import { findingSchema } from '../events/always'
import { dayOrInstantSchema, idSchema, integrityRecordSchema } from '../words'

const kind = integrityRecordSchema.shape.kind
const fields = z.array(z.string())

export const always = {
  'correction.requested': { correctionId: idSchema, fields },
  /** Apply the values of the request's event; facts and snapshots never hold them. */
  'correction.applied': { correctionId: idSchema, fields },
  'correction.rejected': { correctionId: idSchema, reason: z.string().optional() },
  'finding.recorded': {
    finding: findingSchema,
    subjects: z.array(idSchema).optional(),
    referred: z.boolean().optional(),
  },
  /** An entry for the integrity record (Order 31); without `until` it has no end. */
  'integrity.recorded': { kind, from: dayOrInstantSchema, until: dayOrInstantSchema.optional() },
  'integrity.withdrawn': { kind, from: dayOrInstantSchema },
  'decision.overturned': {},
  'registration.abandoned': {
    reason: z.enum(['registrationClosed', 'proofRejected', 'proofNotReviewed', 'unpaid', 'cancelled']),
  },
  /** `reason` is the finding, `misconduct`, or the name of a deadline. */
  'registration.voided': { reason: z.string() },
  'exam.cancelled': { reason: z.string() },
}
