import * as z from 'zod'
import { en, zhCN } from 'zod/locales'

/**
 * Everything that the library reads of zod's schemas and issues beside parsing. A new version may change it without a
 * word: `npm run canary` tries the newest versions, and `test/internals.test.ts` says what changed.
 */

/** The schema inside `optional()`; any other schema itself. */
export const required = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema

/** The schemas of the fields of an object; `undefined` if the schema is not one of an object. */
export const fieldSchemas = (schema: unknown): Readonly<Record<string, z.ZodType>> | undefined =>
  schema instanceof z.ZodObject ? (schema.shape as Record<string, z.ZodType>) : undefined

export const isOptional = (schema: z.ZodType): boolean => schema instanceof z.ZodOptional

/** The schema of the entries of a list; `undefined` if the schema is not one of a list. */
export const entrySchema = (schema: z.ZodType): z.ZodType | undefined =>
  schema instanceof z.ZodArray ? (schema.element as z.ZodType) : undefined

/** The values of an enum; `undefined` if the schema is not one. */
export const enumValues = (schema: z.ZodType): readonly unknown[] | undefined =>
  schema instanceof z.ZodEnum ? schema.options : undefined

/** The schemas of which a union takes one. */
export const optionSchemas = (schema: unknown): readonly z.ZodType[] =>
  schema instanceof z.ZodUnion ? (schema.options as readonly z.ZodType[]) : []

/** The schema that found an issue. */
export const schemaOf = (issue: z.core.$ZodRawIssue): unknown => issue.inst

/** The format of a text, such as that of an instant; `undefined` if the schema has none. */
export const formatOf = (schema: unknown): string | undefined =>
  (schema as { _zod?: { def?: { format?: string } } } | undefined)?._zod?.def?.format

/** For each option of a union, the issues why an input does not fit it. */
export const optionIssues = ({ errors }: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[][] => errors

/** zod's own messages. */
export const zodMessages = () => ({ zh: zhCN().localeError, en: en().localeError })

/** Generates code for a schema. Returns the schema itself if generated code is forbidden (by a page's CSP). */
export function compile<T>(schema: z.ZodType<T>): z.ZodType<T> {
  try {
    return z.compile(schema)
  } catch (error) {
    if (error instanceof TypeError) throw error
    return schema
  }
}
