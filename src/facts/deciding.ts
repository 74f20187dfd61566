import * as z from 'zod'
import { dayOrInstantShape, idShape } from '../schema/primitives'
import { abandonments, findingShape, integrityRecordShape, terminationShape } from '../schema/vocabulary'
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
    reason: z.enum(abandonments),
  })),
  /** `reason` is the finding or a deadline. */
  'registration.voided': defineFact(() => ({
    reason: z.string(),
  })),
  'registration.terminated': defineFact(() => ({ reason: terminationShape() })),
  'exam.cancelled': defineFact(() => ({ reason: z.string() })),
}
