import type { JSONWebKeySet, JWTPayload, JWTVerifyGetKey } from 'jose'
import { type Millis, systemTime } from '../time'
import { type Authenticate, type Caller, checkedCaller, Unauthenticated } from './caller'
import { bearerOf, keyDigest } from './keyAuthentication'
import { Problem } from './problem'

/** Authenticates requests by JSON Web Tokens of an identity provider. */

/** The names of the claims. */
export type TokenClaims = {
  /** `role` by default. */
  role?: string
  /** `sub` by default. */
  id?: string
  /** `places` by default. */
  places?: string
  /** `actAs` by default. */
  actAs?: string
}

/** What tokens must be like. */
export type TokenOptions = {
  /** The public keys, or the `https:` URL where they are. */
  jwks: JSONWebKeySet | URL
  issuer: string
  audience: string
  claims?: TokenClaims
  /** The current time, in milliseconds; the system's by default. */
  now?: () => Millis
}

/** The algorithms of signatures. None has a secret that both sides know, so that no public key can be taken for one. */
const algorithms = ['RS256', 'ES256', 'EdDSA']

/** How long a token is believed without being verified again, in milliseconds: a verification takes 300 µs or more. */
const believedMs = 60_000

/** The number of tokens that are believed at once. */
const mostBelieved = 10_000

/** The failures of a token itself, by the codes of `jose`. Any other is one of fetching the keys. */
const ofToken = /^ERR_(JWT|JWS|JOSE_ALG|JOSE_NOT_SUPPORTED|JWKS_NO_MATCHING_KEY|JWKS_MULTIPLE)/

function callerOf(payload: JWTPayload, claims: TokenClaims): Caller {
  const { role = 'role', id = 'sub', places = 'places', actAs = 'actAs' } = claims
  const caller = { role: payload[role], id: payload[id] }
  return checkedCaller({
    ...caller,
    ...(payload[places] !== undefined && { places: payload[places] }),
    ...(payload[actAs] !== undefined && { actAs: payload[actAs] }),
  } as Caller)
}

/** @throws `RangeError` if the URL is one that others could read or answer */
function assertSafe(url: URL): void {
  const isLocal = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal))
    throw new RangeError('jwks: must be an https: URL')
}

/**
 * Authenticates requests by tokens: `Authorization: Bearer TOKEN`, signed with RS256, ES256 or EdDSA. A token must have
 * `exp`, and is believed for a minute at most without being verified again. Needs the package `jose`.
 * @throws `RangeError` if `issuer` or `audience` is missing, or the URL is not safe
 * @example
 * ```ts
 * import { tokenAuthentication } from 'baokao/http'
 *
 * // The keys of your identity provider, or `new URL('https://…/jwks.json')`.
 * const jwks = { keys: [] }
 * const authenticate = await tokenAuthentication({ jwks, issuer: 'https://id.example', audience: 'baokao' })
 * typeof authenticate // 'function'
 * ```
 */
export async function tokenAuthentication(options: TokenOptions): Promise<Authenticate> {
  const { jwks, issuer, audience, claims = {}, now = systemTime } = options
  // Without them a token that the provider has issued for another service would be valid here.
  if (!issuer || !audience) throw new RangeError('tokens: issuer and audience are required')
  const jose = await import('jose')
  if (jwks instanceof URL) assertSafe(jwks)
  const keys: JWTVerifyGetKey =
    jwks instanceof URL ? jose.createRemoteJWKSet(jwks) : jose.createLocalJWKSet(jwks)
  let believed = new Map<string, { caller: Caller; until: Millis }>()

  async function verified(token: string): Promise<{ caller: Caller; expires: Millis }> {
    try {
      const { payload } = await jose.jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms,
        requiredClaims: ['exp'],
        currentDate: new Date(now()),
      })
      return { caller: callerOf(payload, claims), expires: Number(payload.exp) * 1000 }
    } catch (error) {
      const { code } = error as { code?: unknown }
      if (error instanceof Unauthenticated) throw error
      if (typeof code === 'string' && ofToken.test(code))
        throw new Unauthenticated('the token is not valid', { cause: error })
      throw new Problem(
        503,
        { zh: '暂时无法核对令牌，请稍后重试。', en: 'The token cannot be verified now: try again later.' },
        { headers: { 'retry-after': '5' } },
      )
    }
  }

  return async (request) => {
    const token = bearerOf(request)
    const digest = keyDigest(token)
    const known = believed.get(digest)
    if (known !== undefined && now() < known.until) return known.caller
    const { caller, expires } = await verified(token)
    if (believed.size >= mostBelieved) believed = new Map()
    believed.set(digest, { caller, until: Math.min(now() + believedMs, expires) })
    return caller
  }
}
