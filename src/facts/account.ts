import { defineFact } from './fact'

export const accountFacts = {
  /** Requests the verifier's check of the identity and the degree (§6.4.1(3)). */
  'verification.requested': defineFact(() => ({})),
}
