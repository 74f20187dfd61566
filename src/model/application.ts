import { z } from 'zod'
import { idShape, lazy } from '../schema/primitives'

/** The fields of an application, one by one: a correction changes them singly. */
export const applicationFields = lazy(() => ({
  level: idShape(),
  specialty: idShape(),
  subjects: z.array(idShape()).max(20),
  place: z.string().max(16),
}))
export const applicationShape = lazy(() =>
  z.object({
    ...applicationFields(),
    specialty: applicationFields().specialty.optional(),
  }),
)
export type Application = z.infer<ReturnType<typeof applicationShape>>
/** Some fields of an application, as a correction names them. */
export const applicationChangeShape = lazy(() => applicationShape().partial())
export type ApplicationChange = z.infer<ReturnType<typeof applicationChangeShape>>
export const routeShape = lazy(() => z.enum(['commitment', 'proof']))
