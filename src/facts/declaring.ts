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
  /** The fee was paid before the withdrawal, so the commitment stands as signed and is not forfeited (§5.1.4). */
  'commitment.restored': defineFact(() => ({ exam: idShape(), examYear: z.int() })),
  /** Requests the office's review of the documents (§6.4.7). */
  'proof.submitted': defineFact(() => ({
    kinds: z.array(documentKindShape()),
  })),
  /** The office has not reviewed the proof in time. It can still decide until payment closes (§6.4.7). */
  'proof.overdue': defineFact(() => ({})),
}
