import * as z from 'zod'
import { idShape, lazy } from '../schema/primitives'

/** The schema of each field of an application. They are separate because a correction changes single fields. */
export const applicationFields = lazy(() => ({
  level: idShape(),
  specialty: idShape(),
  subjects: z.array(idShape()).max(20),
  place: z.string().max(16),
}))

export const applicationShape = lazy(() =>
  z.strictObject({
    ...applicationFields(),
    specialty: applicationFields().specialty.optional(),
  }),
)
export type Application = z.infer<ReturnType<typeof applicationShape>>

/** The fields of an application that a correction can change. */
export const applicationChangeShape = lazy(() => applicationShape().partial())
export type ApplicationChange = z.infer<ReturnType<typeof applicationChangeShape>>

export const routeShape = lazy(() => z.enum(['commitment', 'proof']))
