import type * as z from 'zod'
import type { LocalizedText } from '../language'
import { lazy } from '../schema/primitives'

/** A fact's entry in the catalogue: its title, and its fields besides `type` and `at`. */
export type FactSpec<Fields extends z.ZodRawShape = z.ZodRawShape> = {
  readonly title: LocalizedText
  readonly fields: Fields
}

/** Defines a fact of a stage. Its fields are built on first use. */
export const defineFact = <Fields extends z.ZodRawShape>(
  title: LocalizedText,
  fields: () => Fields,
): FactSpec<Fields> => {
  const lazyFields = lazy(fields)
  return {
    title,
    get fields() {
      return lazyFields()
    },
  }
}
