import * as z from 'zod'
import { idShape, lazy } from '../schema/primitives'
import { defineFact } from './fact'

const fieldNames = lazy(() => z.array(z.string()))

export const correctingFacts = {
  'correction.requested': defineFact(() => ({
    correctionId: idShape(),
    fields: fieldNames(),
  })),
  'correction.withdrawn': defineFact(() => ({
    correctionId: idShape(),
  })),
  /** The values are in the event `correction.request`. Facts contain none of them, snapshots none that are personal. */
  'correction.applied': defineFact(() => ({
    correctionId: idShape(),
    fields: fieldNames(),
  })),
  'correction.rejected': defineFact(() => ({
    correctionId: idShape(),
    reason: z.string().optional(),
  })),
  /** The office replaced the photo, which in principle cannot be changed (§6.13.1(3)). */
  'photo.replaced': defineFact(() => ({})),
}
