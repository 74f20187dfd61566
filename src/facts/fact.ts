import type * as z from 'zod'
import { lazy } from '../schema/primitives'

/** The catalogue entry of a fact: its fields besides `type` and `at`. Its title is in `data/titles.json`, by type. */
export type FactSpec<Fields extends z.ZodRawShape = z.ZodRawShape> = {
  readonly fields: Fields
}

/** Defines a fact of a stage. Its fields are built on first use. */
export const defineFact = <Fields extends z.ZodRawShape>(fields: () => Fields): FactSpec<Fields> => {
  const lazyFields = lazy(fields)
  return {
    get fields() {
      return lazyFields()
    },
  }
}
