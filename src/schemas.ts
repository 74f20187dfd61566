import * as z from 'zod'
import { decisionShape, explanationShape, issueShape, refusalShape } from './engine/decisionShapes'
import { snapshotShape } from './engine/snapshot'
import { eventShape } from './events'
import { factShape } from './facts'
import { regionShape } from './guide'
import { journeyShape } from './journeyFormat'
import type { Language } from './language'
import { contextShape } from './model/context'
import { examSpecShape } from './model/exam'
import { noticeShape } from './model/notice'
import { inputShape } from './model/opening'
import {
  deliveryShape,
  logRowShape,
  storedDecisionShape,
  storedRegistrationShape,
} from './persistence/shapes'
import { type JSONSchema, jsonSchemaOf } from './schema/jsonSchema'

/** An event, with the role that may send it. Like every schema here, it is built on first use. */
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
/** A mistake in an input: its path, and a message. */
export const issueSchema = z.lazy(issueShape)
/** The refusal of an event or an opening. */
export const refusalSchema = z.lazy(refusalShape)
/**
 * A decision of `decide` or `open`. Does not accept a decision on an invalid snapshot, which contains that snapshot.
 */
export const decisionSchema = z.lazy(decisionShape)
/** One explanation of `explain`. */
export const explanationSchema = z.lazy(explanationShape)
/** A decision of a store. */
export const storedDecisionSchema = z.lazy(storedDecisionShape)
/** A registration in a store. */
export const storedRegistrationSchema = z.lazy(storedRegistrationShape)
/** An entry of a store's log. */
export const logRowSchema = z.lazy(logRowShape)
/** A fact that a store delivers. */
export const deliverySchema = z.lazy(deliveryShape)

const schemas = {
  event: eventSchema,
  fact: factSchema,
  exam: examSpecSchema,
  notice: noticeSchema,
  region: regionSchema,
  input: inputSchema,
  snapshot: snapshotSchema,
  context: contextSchema,
  journey: journeySchema,
  issue: issueSchema,
  refusal: refusalSchema,
  decision: decisionSchema,
  explanation: explanationSchema,
  storedDecision: storedDecisionSchema,
  storedRegistration: storedRegistrationSchema,
  logRow: logRowSchema,
  delivery: deliverySchema,
} satisfies Record<string, z.ZodType>

/** The name of a schema that `toJSONSchema` converts. */
export type SchemaName = keyof typeof schemas

/** All names that `toJSONSchema` accepts. */
export const schemaNames = Object.keys(schemas) as SchemaName[]

/**
 * Returns the JSON Schema of events, facts, exams and so on, for other languages. Personal fields have `"x-personal":
 * true`. Only the library checks conditions that JSON Schema cannot express, such as that a notice belongs to its exam
 * or that a window closes after it opens.
 * @param lang the language of the titles; by default `en`
 * @throws RangeError for an unknown name or language
 * @example
 * ```ts
 * import { toJSONSchema } from 'baokao'
 *
 * 'commitment.sign' in (toJSONSchema('event', { lang: 'zh' }).$defs ?? {}) // true
 * ```
 */
export function toJSONSchema(name: SchemaName, { lang = 'en' }: { lang?: Language } = {}): JSONSchema {
  if (!Object.hasOwn(schemas, name))
    throw new RangeError(`There is no schema ${String(name)}. There are: ${schemaNames.join(', ')}.`)
  if (lang !== 'zh' && lang !== 'en')
    throw new RangeError(`There is no language ${String(lang)}. There are: zh, en.`)
  return jsonSchemaOf(schemas[name], lang)
}
