import { z } from 'zod'
import { documentKindSchema, idSchema } from '../words'

export const declaring = {
  /** Binding from now on (§5.1.1). `disclosure` is the version of the text that was signed. */
  'commitment.signed': { disclosure: idSchema.optional() },
  'commitment.withdrawn': {},
  /** Documents wait for the office (§6.4.7). */
  'proof.submitted': { kinds: z.array(documentKindSchema) },
}
