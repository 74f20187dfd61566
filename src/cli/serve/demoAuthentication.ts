import { randomBytes } from 'node:crypto'
import { type Authenticate, type CallerRole, keyAuthentication, keyDigest } from '../../http'

/** When the clock of a demonstration begins: as registration for a bundled notice opens. */
export const demoStart = '2024-04-08T09:00:00+08:00'

const actAs = ['candidate', 'office', 'verifier', 'gateway'] as const

/** New tokens for a demonstration, by role. */
export function demoAuthentication(): {
  authenticate: Authenticate
  tokens: Partial<Record<CallerRole, string>>
} {
  const token = () => randomBytes(24).toString('base64url')
  const tokens = { portal: token(), office: token(), verifier: token(), gateway: token() }
  const places = ['100000']
  const authenticate = keyAuthentication([
    { sha256: keyDigest(tokens.portal), role: 'portal', id: 'portal', actAs: [...actAs], places },
    { sha256: keyDigest(tokens.office), role: 'office', id: 'office', places },
    { sha256: keyDigest(tokens.verifier), role: 'verifier', id: 'verifier' },
    { sha256: keyDigest(tokens.gateway), role: 'gateway', id: 'gateway' },
  ])
  return { authenticate, tokens }
}
