import { z } from 'zod'
import type { LocalizedText } from '../model/citations'
import { once, type Role, roles } from '../schema/primitives'

/** An event's entry in the catalogue: who may send it, and its fields besides `type`, `at` and `by`. */
export type EventSpec<By extends Role = Role, Fields extends z.ZodRawShape = z.ZodRawShape> = {
  readonly by: By
  readonly title: LocalizedText
  readonly fields: Fields
}

/** Adds an event to the catalogue of its stretch. */
export const event = <By extends Role, Fields extends z.ZodRawShape>(
  by: By,
  title: LocalizedText,
  fields: () => Fields,
): EventSpec<By, Fields> => {
  const made = once(fields)
  return {
    by,
    title,
    get fields() {
      return made()
    },
  }
}

/**
 * Marks a field as personal: a name, a number, an address. Such fields pass through in events only; snapshots and
 * facts never hold them, and a store keeps them apart.
 */
export const personal = <S extends z.ZodType>(schema: S): S => schema.meta({ personal: true })

/** Whether a field is marked as personal. */
export function isPersonal(schema: z.ZodType): boolean {
  const inner = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema
  return inner.meta()?.personal === true
}

export const senderIdShape = once(() => z.string().min(1).max(128))

/** Who sends an event. */
export const senderShape = once(() => z.object({ role: z.enum(roles), id: senderIdShape() }))
