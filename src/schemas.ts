import { z } from 'zod'
import { inputSchema } from './context'
import { eventSchema } from './events'
import { examSpecSchema, noticeSchema } from './exam'
import { factSchema } from './facts'
import { journeySchema } from './journey'
import { snapshotSchema } from './snapshot'

const schemas = {
  event: eventSchema,
  fact: factSchema,
  exam: examSpecSchema,
  notice: noticeSchema,
  input: inputSchema,
  snapshot: snapshotSchema,
  journey: journeySchema,
} satisfies Record<string, z.ZodType>

/** What has a schema: what goes in, what comes out, and what stands in files. */
export type SchemaName = keyof typeof schemas

export const schemaNames = Object.keys(schemas) as SchemaName[]

/** A JSON Schema of draft 2020-12. */
export type JSONSchema = z.core.JSONSchema.BaseSchema

/**
 * The schema of an event, a fact, an exam and so on, for other languages. Personal fields carry `personal: true`.
 * What JSON Schema cannot say (that a notice belongs to its exam, that a window closes after it opens) is checked by
 * the library itself.
 */
export function toJSONSchema(name: SchemaName): JSONSchema {
  return z.toJSONSchema(schemas[name], { io: 'input', unrepresentable: 'any' })
}
