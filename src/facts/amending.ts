import * as z from 'zod'
import { dayOrInstantShape, idShape } from '../schema/primitives'
import { attestationResults } from '../schema/vocabulary'
import { defineFact } from './fact'

export const amendingFacts = {
  'attestation.recorded': defineFact(() => ({
    kind: idShape(),
    result: z.enum(attestationResults),
    validUntil: dayOrInstantShape().optional(),
  })),
}
