import * as z from 'zod'
import { factTypes } from '../facts'
import { countKeys } from '../postgres/count'
import { schemaNotes } from '../schema/personal'
import { instantShape, lazy } from '../schema/primitives'
import { roles } from '../schema/vocabulary'
import { taskIds } from '../tasks'

/** The parameters of queries. All arrive as text. */

/** A number in a query. */
function numberShape(minimum: number, maximum: number) {
  const digits = z.string().regex(/^\d{1,9}$/)
  schemaNotes.add(digits, { type: 'integer', minimum, maximum })
  return digits.transform(Number).pipe(z.number().min(minimum).max(maximum))
}

const textShape = () => z.string().min(1).max(128)

const filterFields = () => ({
  state: textShape().optional(),
  waitsFor: z.enum(roles).optional(),
  task: z.enum(taskIds).optional(),
  exam: textShape().optional(),
  examYear: numberShape(0, 9999).optional(),
  notice: textShape().optional(),
  place: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  candidateId: textShape().optional(),
  dueBefore: instantShape().optional(),
})

/** The query of `GET /registrations`. */
export const listQueryShape = lazy(() =>
  z.strictObject({ ...filterFields(), after: textShape().optional(), limit: numberShape(1, 500).optional() }),
)

/** The query of `GET /counts`. */
export const countQueryShape = lazy(() =>
  z.strictObject({
    ...filterFields(),
    by: z
      .string()
      .transform((text) => text.split(','))
      .pipe(z.array(z.enum(countKeys)).min(1).max(countKeys.length)),
  }),
)

/** The query of `GET /registrations/{id}/events`. */
export const logQueryShape = lazy(() =>
  z.strictObject({ after: numberShape(0, 999_999_999).optional(), limit: numberShape(1, 500).optional() }),
)

/** The query of `GET /candidates/{id}/export`. */
export const exportQueryShape = lazy(() =>
  z.strictObject({ after: textShape().optional(), limit: numberShape(1, 100).optional() }),
)

/** The query of `GET /dead-letters`. `after` is `next` of the page before. */
export const deadLetterQueryShape = lazy(() =>
  z.strictObject({
    consumer: z.string().min(1).max(60).optional(),
    type: z.enum(factTypes).optional(),
    since: instantShape().optional(),
    after: z
      .string()
      .regex(/^[^ ]+ \d{1,15}$/)
      .optional(),
    limit: numberShape(1, 500).optional(),
  }),
)
