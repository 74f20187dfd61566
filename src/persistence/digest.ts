import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { isMeta } from '../schema/meta'

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Canonical JSON (RFC 8785). It rejects lone surrogates, so those are written as the text of their escapes. */
function canonicalJson(content: unknown): string {
  try {
    return canonicalize(content) ?? ''
  } catch {
    const json = JSON.stringify(content).replace(/\\u(d[89a-f][\da-f]{2})/g, '\\\\u$1')
    return canonicalize(JSON.parse(json)) ?? ''
  }
}

/** The SHA-256 of a content's canonical JSON. All contents that are not JSON have the same one. */
export function digestOf(content: unknown): string {
  try {
    return hash(canonicalJson(content))
  } catch {
    return hash('unreadable')
  }
}

/**
 * The digest of an event or an opening without its `meta`: a repeated call may have another correlation id. A `meta` that
 * is not valid counts, because the event is refused for it.
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
