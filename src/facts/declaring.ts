import * as z from 'zod'
import { idShape } from '../schema/primitives'
import { documentKindShape } from '../schema/vocabulary'
import { defineFact } from './fact'

export const declaringFacts = {
  /** The commitment becomes binding (§5.1.1). `disclosure` is the version of the announcement. */
  'commitment.signed': defineFact(() => ({
    disclosure: idShape().optional(),
  })),
  'commitment.withdrawn': defineFact(() => ({})),
  /** Requests the office's review of the documents (§6.4.7). */
  'proof.submitted': defineFact(() => ({
    kinds: z.array(documentKindShape()),
  })),
}
