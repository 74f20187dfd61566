import { createHash, createHmac } from 'node:crypto'
import canonicalize from 'canonicalize'
import { isMeta } from '../schema/meta'

const hash = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')

/** Canonical JSON (RFC 8785). It rejects lone surrogates, so each is replaced by the text of its escape. */
function canonicalJson(content: unknown): string {
  try {
    return canonicalize(content) ?? ''
  } catch {
    const json = JSON.stringify(content).replace(/\\u(d[89a-f][\da-f]{2})/g, '\\\\u$1')
    return canonicalize(JSON.parse(json)) ?? ''
  }
}

/** The SHA-256 of the canonical JSON of a value. All values that are not JSON have the same digest. */
export function digestOf(content: unknown): string {
  try {
    return hash(canonicalJson(content))
  } catch {
    return hash('unreadable')
  }
}

/**
 * The digest of an event or an opening without its `meta`, because a repeated call may have another correlation id. An
 * invalid `meta` is included, because the event is refused for it.
 */
export function digestWithoutMeta(content: unknown): string {
  try {
    if (typeof content !== 'object' || content === null || !isMeta((content as { meta?: unknown }).meta))
      return digestOf(content)
    const { meta: _, ...rest } = content as { meta?: unknown }
    return digestOf(rest)
  } catch {
    return digestOf(content)
  }
}

/**
 * A digest under a secret of the registration. Without the secret, which an erasure removes, nobody can find out by trying
 * which identity number an event had.
 * @param secret `null` after an erasure
 * @returns an empty text without a secret: such a digest equals every other
 */
export const keyedDigest = (secret: string | null, digest: string): string =>
  secret === null ? '' : createHmac('sha256', secret).update(digest).digest('hex')

/** Whether two digests under the same key may be of the same content. */
export const sameDigest = (one: string, other: string): boolean => one === '' || other === '' || one === other

/** The SHA-256 of bytes, in hexadecimal. */
export const digestOfBytes = (bytes: Uint8Array): string => hash(bytes)
