import * as z from 'zod'
import { instantShape } from '../schema/primitives'
import { defineFact } from './fact'

export const qualifyingFacts = {
  /** Requests the office's check of the candidate by `closesAt` (§11.1). */
  'postCheck.required': defineFact(() => ({
    closesAt: instantShape(),
  })),
  'postCheck.rejected': defineFact(() => ({
    reason: z.string(),
    repairUntil: instantShape(),
  })),
  'postCheck.approved': defineFact(() => ({})),
  /** The name is on the public notice until `closesAt` (§12). */
  'publicNotice.opened': defineFact(() => ({
    closesAt: instantShape(),
  })),
}
