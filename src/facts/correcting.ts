import * as z from 'zod'
import { idShape, lazy } from '../schema/primitives'
import { defineFact } from './fact'

const fieldNames = lazy(() => z.array(z.string()))

export const correctingFacts = {
  'correction.requested': defineFact({ zh: '更正已申请', en: 'Correction requested' }, () => ({
    correctionId: idShape(),
    fields: fieldNames(),
  })),
  /** Apply the values of the request's event; facts and snapshots never contain them. */
  'correction.applied': defineFact({ zh: '更正已完成', en: 'Correction applied' }, () => ({
    correctionId: idShape(),
    fields: fieldNames(),
  })),
  'correction.rejected': defineFact({ zh: '更正未获同意', en: 'Correction rejected' }, () => ({
    correctionId: idShape(),
    reason: z.string().optional(),
  })),
}
