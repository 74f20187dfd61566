import * as z from 'zod'
import type { Language, LocalizedText } from '../language'
import { schemaNotes } from './personal'

/** A JSON Schema of draft 2020-12. */
export type JSONSchema = z.core.JSONSchema.BaseSchema

/** Gives a schema a title, and a name by which other schemas refer to it. */
export function named<S extends z.ZodType>(name: string, title: LocalizedText, schema: S): S {
  schemaNotes.add(schema, { id: name, titles: title })
  return schema
}

/**
 * Converts a schema to the JSON Schema of its input. Refinements are omitted, because they have no equivalent.
 * @param lang the language of the titles
 */
export function jsonSchemaOf(schema: z.ZodType, lang: Language = 'en'): JSONSchema {
  return z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    metadata: schemaNotes,
    override({ jsonSchema }) {
      const { titles } = jsonSchema as { titles?: LocalizedText }
      if (titles === undefined) return
      jsonSchema.title = titles[lang]
      delete jsonSchema.titles
    },
  })
}
