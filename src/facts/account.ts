export const account = {
  /** Ask the verifier about identity and degree (§6.4.1(3)). */
  'verification.requested': {},
}
