import { createHash } from 'node:crypto'

/** The same text for the same content, in whatever order its keys stand. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, below]) => [key, canonical(below)]),
  )
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What tells contents apart; whatever cannot be written down is all the same. */
export function digestOf(content: unknown): string {
  try {
    return hash(JSON.stringify(canonical(content)) ?? '')
  } catch {
    return hash('unreadable')
  }
}
