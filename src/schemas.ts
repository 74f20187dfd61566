import * as z from 'zod'
import { snapshotShape } from './engine/snapshot'
import { eventShape } from './events'
import { factShape } from './facts'
import { regionShape } from './guide'
import { journeyShape } from './journey'
import { contextShape, inputShape } from './model/context'
import { examSpecShape } from './model/exam'
import { noticeShape } from './model/notice'
import { type JSONSchema, jsonSchemaOf } from './schema/jsonSchema'

/** An event, with the role that may send it. Like all of these schemas, built on first use. */
export const eventSchema = z.lazy(eventShape)
/** A fact. */
export const factSchema = z.lazy(factShape)
/** An exam; its parts are checked against each other. */
export const examSpecSchema = z.lazy(examSpecShape)
/** A notice; its parts are checked against each other. */
export const noticeSchema = z.lazy(noticeShape)
/** The guide of a city; states and sections are checked too. */
export const regionSchema = z.lazy(regionShape)
/** The input of `open`; the notice must belong to the exam. */
export const inputSchema = z.lazy(inputShape)
/** The context of a registration. */
export const contextSchema = z.lazy(contextShape)
/** A snapshot that `decide` accepts. */
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

/** The name of a schema that `toJSONSchema` converts. */
export type SchemaName = keyof typeof schemas

/** All names that `toJSONSchema` accepts. */
export const schemaNames = Object.keys(schemas) as SchemaName[]

/**
 * Returns the JSON Schema of events, facts, exams and so on, for other languages. Personal fields have `personal: true`.
 * Only the library checks what JSON Schema cannot express, such as that a notice belongs to its exam or that a window
 * closes after it opens.
 */
export function toJSONSchema(name: SchemaName): JSONSchema {
  return jsonSchemaOf(schemas[name])
}
