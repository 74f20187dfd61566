import * as z from 'zod'
import { idShape } from '../schema/primitives'
import { documentKindShape } from '../schema/vocabulary'
import { defineFact } from './fact'

export const declaringFacts = {
  /** The commitment is binding from now on (§5.1.1). `disclosure` is the version of the announcement. */
  'commitment.signed': defineFact(() => ({
    disclosure: idShape().optional(),
  })),
  'commitment.withdrawn': defineFact(() => ({})),
  /** The office should review the documents (§6.4.7). */
  'proof.submitted': defineFact(() => ({
    kinds: z.array(documentKindShape()),
  })),
}
