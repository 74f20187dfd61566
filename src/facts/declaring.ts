import * as z from 'zod'
import { idShape } from '../schema/primitives'
import { documentKindShape } from '../schema/vocabulary'
import { defineFact } from './fact'

export const declaringFacts = {
  /** The commitment is binding from now on (§5.1.1). `disclosure` is the version of the announcement. */
  'commitment.signed': defineFact({ zh: '承诺书已签署', en: 'Commitment signed' }, () => ({
    disclosure: idShape().optional(),
  })),
  'commitment.withdrawn': defineFact({ zh: '承诺已撤回', en: 'Commitment withdrawn' }, () => ({})),
  /** The office should review the documents (§6.4.7). */
  'proof.submitted': defineFact({ zh: '材料已提交', en: 'Proof submitted' }, () => ({
    kinds: z.array(documentKindShape()),
  })),
}
