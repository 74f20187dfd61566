import * as z from 'zod'

/** A JSON Schema of draft 2020-12. */
export type JSONSchema = z.core.JSONSchema.BaseSchema

/** Converts a schema to the JSON Schema of its input. Refinements have no equivalent and are left out. */
export function jsonSchemaOf(schema: z.ZodType): JSONSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
}
