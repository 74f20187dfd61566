import * as z from 'zod'
import { semanticChecks } from './issues'
import { personal } from './personal'
import { lazy } from './primitives'

/** The maximum size of `meta` as JSON in UTF-8, in bytes, and the maximum nesting of lists and objects. */
const maxBytes = 2000
const maxDepth = 32

/** Data of the caller: JSON of at most 2 kB. */
export type Meta = z.core.util.JSONType

/** Whether JSON represents a value exactly, apart from properties that are `undefined`, which it omits. */
function isJson(value: unknown, depth = maxDepth): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || depth === 0 || 'toJSON' in value) return false
  if (Array.isArray(value)) return value.every((entry) => isJson(entry, depth - 1))
  return Object.values(value).every((entry) => entry === undefined || isJson(entry, depth - 1))
}

/** @returns the size as JSON in bytes; `undefined` if a value is not JSON */
function sizeOf(value: unknown): number | undefined {
  try {
    return isJson(value) ? new TextEncoder().encode(JSON.stringify(value)).length : undefined
  } catch {
    return undefined
  }
}

/** Whether a value is valid as the `meta` of an event or an opening. */
export function isMeta(value: unknown): value is Meta {
  const size = sizeOf(value)
  return size !== undefined && size <= maxBytes
}

/**
 * Data of the caller, such as a correlation id. No rule reads it. It is marked as personal, so that an erasure includes
 * it. Snapshots and facts never contain it.
 */
export const metaShape = lazy(() =>
  personal(
    z.unknown().superRefine(
      ...semanticChecks<unknown>((value, addIssue) => {
        const size = sizeOf(value)
        if (size === undefined)
          addIssue(
            [],
            `须为 JSON，嵌套不超过 ${maxDepth} 层`,
            `must be JSON, nested at most ${maxDepth} deep`,
          )
        else if (size > maxBytes)
          addIssue(
            [],
            `不得超过 ${maxBytes} 字节，现为 ${size} 字节`,
            `must be at most ${maxBytes} bytes, and has ${size}`,
          )
      }),
    ) as unknown as z.ZodType<Meta, Meta>,
  ),
)
