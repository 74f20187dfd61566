import { z } from 'zod'

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
