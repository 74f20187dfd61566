import * as z from 'zod'
import { required } from '../zodInternals'

/**
 * The library's notes on its schemas. A separate registry does not conflict with the caller's use of zod's registry.
 */
export const schemaNotes = z.registry<Record<string, unknown>>()

/**
 * Marks a field as personal: a name, a number, an address. Only events have such fields; snapshots and facts never
 * contain them, and a store keeps them separate.
 */
export function personal<S extends z.ZodType>(schema: S): S {
  const marked = schema.clone()
  schemaNotes.add(marked, { 'x-personal': true })
  return marked
}

/** Whether a field is marked as personal. */
export function isPersonal(schema: z.ZodType): boolean {
  return schemaNotes.get(required(schema))?.['x-personal'] === true
}
