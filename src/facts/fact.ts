import type { z } from 'zod'
import type { LocalizedText } from '../language'
import { lazy } from '../schema/primitives'

/** A fact's entry in the catalogue: what it is called, and its fields besides `type` and `at`. */
export type FactSpec<Fields extends z.ZodRawShape = z.ZodRawShape> = {
  readonly title: LocalizedText
  readonly fields: Fields
}

/** Adds a fact to the catalogue of its stretch. */
export const defineFact = <Fields extends z.ZodRawShape>(
  title: LocalizedText,
  fields: () => Fields,
): FactSpec<Fields> => {
  const made = lazy(fields)
  return {
    title,
    get fields() {
      return made()
    },
  }
}
