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

// Marked as pure, so that a bundle of `decide` contains none of the schemas.
/** An event, with the role that may send it. Like every schema here, it is built on first use. */
export const eventSchema = /* @__PURE__ */ z.lazy(eventShape)
/** A fact. */
export const factSchema = /* @__PURE__ */ z.lazy(factShape)
/** An exam; its parts are checked against each other. */
export const examSpecSchema = /* @__PURE__ */ z.lazy(examSpecShape)
/** A notice; its parts are checked against each other. */
export const noticeSchema = /* @__PURE__ */ z.lazy(noticeShape)
/** The guide of a city; states and sections are checked too. */
export const regionSchema = /* @__PURE__ */ z.lazy(regionShape)
/** The input of `open`; the notice must belong to the exam. */
export const inputSchema = /* @__PURE__ */ z.lazy(inputShape)
/** The context of a registration. */
export const contextSchema = /* @__PURE__ */ z.lazy(contextShape)
/** A snapshot that `decide` accepts. */
export const snapshotSchema = /* @__PURE__ */ z.lazy(snapshotShape)
/** A journey. */
export const journeySchema = /* @__PURE__ */ z.lazy(journeyShape)
/** A mistake in an input: its path, and a message. */
export const issueSchema = /* @__PURE__ */ z.lazy(issueShape)
/** The refusal of an event or an opening. */
export const refusalSchema = /* @__PURE__ */ z.lazy(refusalShape)
/**
 * A decision of `decide` or `open`. Does not accept a decision on an invalid snapshot, which contains that snapshot.
 */
export const decisionSchema = /* @__PURE__ */ z.lazy(decisionShape)
/** One explanation of `explain`. */
export const explanationSchema = /* @__PURE__ */ z.lazy(explanationShape)
/** A decision of a store. */
export const storedDecisionSchema = /* @__PURE__ */ z.lazy(storedDecisionShape)
/** A registration in a store. */
export const storedRegistrationSchema = /* @__PURE__ */ z.lazy(storedRegistrationShape)
/** An entry of a store's log. */
export const logRowSchema = /* @__PURE__ */ z.lazy(logRowShape)
/** A fact that a store delivers. */
export const deliverySchema = /* @__PURE__ */ z.lazy(deliveryShape)

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
export const schemaNames = /* @__PURE__ */ Object.keys(schemas) as SchemaName[]

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
