import * as z from 'zod'
import { idShape, lazy } from '../schema/primitives'
import { defineFact } from './fact'

const fieldNames = lazy(() => z.array(z.string()))

export const correctingFacts = {
  'correction.requested': defineFact(() => ({
    correctionId: idShape(),
    fields: fieldNames(),
  })),
  /** Apply the values of the request's event; facts and snapshots never contain them. */
  'correction.applied': defineFact(() => ({
    correctionId: idShape(),
    fields: fieldNames(),
  })),
  'correction.rejected': defineFact(() => ({
    correctionId: idShape(),
    reason: z.string().optional(),
  })),
}
