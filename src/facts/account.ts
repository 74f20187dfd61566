import { defineFact } from './fact'
export const accountFacts = {
  /** Ask the verifier about identity and degree (§6.4.1(3)). */
  'verification.requested': defineFact({ zh: '请求在线核查', en: 'Verification requested' }, () => ({})),
}
