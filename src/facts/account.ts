import { defineFact } from './fact'

export const accountFacts = {
  /** The verifier should check the identity and the degree (§6.4.1(3)). */
  'verification.requested': defineFact(() => ({})),
}
