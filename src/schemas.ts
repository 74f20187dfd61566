import { z } from 'zod'
import { snapshotShape } from './engine/snapshot'
import { eventShape } from './events'
import { factShape } from './facts'
import { regionShape } from './guide'
import { journeyShape } from './journey'
import { contextShape, inputShape } from './model/context'
import { examSpecShape } from './model/exam'
import { noticeShape } from './model/notice'

/** An event, tied to the role that may send it. Like all of these, made when it is first used. */
export const eventSchema = z.lazy(eventShape)
/** A fact. */
export const factSchema = z.lazy(factShape)
/** An exam whose parts make sense together. */
export const examSpecSchema = z.lazy(examSpecShape)
/** A notice whose parts make sense together. */
export const noticeSchema = z.lazy(noticeShape)
/** A region whose items make sense: what a city tells its candidates. */
export const regionSchema = z.lazy(regionShape)
/** What `open` takes; that the notice is of the exam is checked too. */
export const inputSchema = z.lazy(inputShape)
/** What a registration remembers. */
export const contextSchema = z.lazy(contextShape)
/** A snapshot that `decide` takes. */
export const snapshotSchema = z.lazy(snapshotShape)
/** A journey. */
export const journeySchema = z.lazy(journeyShape)

const schemas = {
  event: eventSchema,
  fact: factSchema,
  exam: examSpecSchema,
  notice: noticeSchema,
  region: regionSchema,
  input: inputSchema,
  snapshot: snapshotSchema,
  journey: journeySchema,
} satisfies Record<string, z.ZodType>

/** What has a schema: what goes in, what comes out, and what stands in files. */
export type SchemaName = keyof typeof schemas

/** The names that `toJSONSchema` takes. */
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
