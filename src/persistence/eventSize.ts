import type { Issue } from '../schema/issues'

/** The largest event, in bytes of its JSON: many times what any event of the law needs. */
export const maxEventBytes = 64 * 1024

/** The issues of an event that is too large to be read; `undefined` if it is not, or is no JSON. */
export function eventSizeIssues(event: unknown): Issue[] | undefined {
  const size = sizeOf(event)
  if (size <= maxEventBytes) return undefined
  return [
    {
      path: '',
      zh: `事项不得超过 ${maxEventBytes} 字节，现为 ${size} 字节`,
      en: `must be at most ${maxEventBytes} bytes; it has ${size}`,
    },
  ]
}

function sizeOf(event: unknown): number {
  try {
    const text = JSON.stringify(event) ?? ''
    // A character takes at most three bytes for each of its UTF-16 units.
    return text.length * 3 <= maxEventBytes ? text.length : Buffer.byteLength(text)
  } catch {
    return 0
  }
}
