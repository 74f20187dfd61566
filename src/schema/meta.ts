import * as z from 'zod'
import { personal } from './personal'
import { lazy } from './primitives'

/** The most bytes that `meta` may have as JSON in UTF-8. */
const maxBytes = 2048

/** Data of the caller: JSON of at most 2 kB. */
export type Meta = z.core.util.JSONType

function isSmallJson(value: unknown): value is Meta {
  try {
    const bytes = new TextEncoder().encode(JSON.stringify(value)).length
    return bytes <= maxBytes && z.json().safeParse(value).success
  } catch {
    return false
  }
}

/**
 * Data of the caller, such as a correlation id. No rule reads it. It counts as personal, so that an erasure reaches it,
 * and it reaches neither snapshots nor facts.
 */
export const metaShape = lazy(() =>
  personal(
    z.unknown().refine(isSmallJson, {
      params: { zh: '须为不超过 2 kB 的 JSON', en: 'must be JSON of at most 2 kB' },
    }) as unknown as z.ZodType<Meta, Meta>,
  ),
)
