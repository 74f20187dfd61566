import * as z from 'zod'
import type { AddIssue } from '../schema/issues'
import { lazy } from '../schema/primitives'
import { type Role, roles } from '../schema/vocabulary'

/**
 * The catalogue entry of an event: the role that may send it, and its fields besides those that every event has.
 * Its title is in `data/titles.json`, by type.
 */
export type EventSpec<By extends Role = Role, Fields extends z.ZodRawShape = z.ZodRawShape> = {
  readonly by: By
  readonly fields: Fields
  /** A check across the fields. */
  readonly check?: ((event: unknown, addIssue: AddIssue) => void) | undefined
}

/** Defines an event of a stage. Its fields are built on first use. */
export const defineEvent = <By extends Role, Fields extends z.ZodRawShape>(
  by: By,
  fields: () => Fields,
  check?: (event: z.infer<z.ZodObject<Fields>>, addIssue: AddIssue) => void,
): EventSpec<By, Fields> => {
  const lazyFields = lazy(fields)
  return {
    by,
    get fields() {
      return lazyFields()
    },
    check: check as EventSpec['check'],
  }
}

export const senderIdShape = lazy(() => z.string().min(1).max(128))

/** The schema of the sender of an event. */
export const senderShape = lazy(() => z.strictObject({ role: z.enum(roles), id: senderIdShape() }))
