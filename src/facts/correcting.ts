import { z } from 'zod'
import { idShape, once } from '../schema/primitives'
import { fact } from './fact'

const fields = once(() => z.array(z.string()))

export const correctingFacts = {
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
}
