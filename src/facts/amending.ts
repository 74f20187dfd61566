import * as z from 'zod'
import { dayOrInstantShape } from '../schema/primitives'
import { attestationKindShape, attestationResults } from '../schema/vocabulary'
import { defineFact } from './fact'

export const amendingFacts = {
  'attestation.recorded': defineFact(() => ({
    kind: attestationKindShape(),
    result: z.enum(attestationResults),
    validUntil: dayOrInstantShape().optional(),
  })),
}
