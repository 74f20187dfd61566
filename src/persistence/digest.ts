import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Canonical JSON (RFC 8785). It has none for a lone surrogate, which plain JSON escapes. */
function canonicalJson(content: unknown): string {
  try {
    return canonicalize(content) ?? ''
  } catch {
    return JSON.stringify(content) ?? ''
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

/** The digest of an event or an opening. It ignores `meta`: a repeated call has a correlation id of its own. */
export function digestWithoutMeta(content: unknown): string {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return digestOf(content)
  try {
    const { meta: _, ...rest } = content as { meta?: unknown }
    return digestOf(rest)
  } catch {
    return digestOf(content)
  }
}
