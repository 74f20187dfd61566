import { createHash } from 'node:crypto'

/** Sorts the keys of objects, so that equal contents have equal JSON. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, child]) => [key, canonical(child)]),
  )
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The SHA-256 of a content. All contents that are not JSON have the same one. */
export function digestOf(content: unknown): string {
  try {
    return hash(JSON.stringify(canonical(content)) ?? '')
  } catch {
    return hash('unreadable')
  }
}
