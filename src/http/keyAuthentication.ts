import * as z from 'zod'
import { digestOfBytes } from '../persistence/digest'
import { read } from '../schema/issues'
import { lazy } from '../schema/primitives'
import { placeShape } from '../schema/vocabulary'
import {
  type ActorRole,
  type Authenticate,
  type Caller,
  callerRoles,
  idPattern,
  Unauthenticated,
} from './caller'

/** Keys of callers, of which only the digests are kept. */

/** A caller and the digest of its key. */
export type ServiceKey = Caller & {
  /** The SHA-256 of the key, in hexadecimal: `keyDigest`. */
  sha256: string
}

const keysShape = lazy(() =>
  z.array(
    z.strictObject({
      sha256: z.string().regex(/^[\da-f]{64}$/),
      role: z.enum(callerRoles),
      id: z.string().regex(idPattern),
      places: z.array(placeShape()).max(1000).optional(),
      actAs: z.array(z.enum(callerRoles).exclude(['portal'])).optional() as z.ZodType<
        ActorRole[] | undefined
      >,
    }),
  ),
)

/**
 * The digest of a key, as it stands in the file of keys.
 * @example
 * ```ts
 * import { keyDigest } from 'baokao/http'
 *
 * keyDigest('secret').length // 64
 * ```
 */
export const keyDigest = (key: string): string => digestOfBytes(new TextEncoder().encode(key))

/** @returns the token of `Authorization: Bearer …` */
export function bearerOf(request: Request): string {
  const [, token] =
    /^Bearer ([A-Za-z0-9._~+/=-]{1,8192})$/i.exec(request.headers.get('authorization') ?? '') ?? []
  if (token === undefined) throw new Unauthenticated('there is no bearer token')
  return token
}

/**
 * Authenticates requests by keys: `Authorization: Bearer KEY`. Let keys be long and random, such as 32 random bytes.
 * @param keys such as a file of keys has, which holds only their digests
 * @throws `RangeError` that names each mistake in the keys
 * @example
 * ```ts
 * import { keyAuthentication, keyDigest } from 'baokao/http'
 *
 * const authenticate = keyAuthentication([{ sha256: keyDigest('secret'), role: 'gateway', id: 'bank' }])
 * const headers = { authorization: 'Bearer secret' }
 * const caller = await authenticate(new Request('http://localhost/', { headers }))
 * caller.id // 'bank'
 * ```
 */
export function keyAuthentication(keys: readonly ServiceKey[]): Authenticate {
  const { data, issues } = read(keysShape(), keys)
  if (issues !== undefined)
    throw new RangeError(`keys: ${issues.map(({ path, en }) => `${path} ${en}`).join('; ')}`)
  const callers = new Map(data.map(({ sha256, ...caller }) => [sha256, caller as Caller]))
  if (callers.size < data.length) throw new RangeError('keys: two entries have the same sha256')
  return (request) => {
    // Looked up by its digest, which takes the same time for all keys of a length.
    const caller = callers.get(keyDigest(bearerOf(request)))
    if (caller === undefined) throw new Unauthenticated('the key is unknown')
    return caller
  }
}
