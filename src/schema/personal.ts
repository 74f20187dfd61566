import * as z from 'zod'

/**
 * Marks a field as personal: a name, a number, an address. Only events carry such fields; snapshots and facts never
 * hold them, and a store keeps them separate.
 */
export const personal = <S extends z.ZodType>(schema: S): S => schema.meta({ 'x-personal': true })

/** Whether a field is marked as personal. */
export function isPersonal(schema: z.ZodType): boolean {
  const inner = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema
  return inner.meta()?.['x-personal'] === true
}
