import { z } from 'zod'
import { omitUndefined, lazy } from '../schema/primitives'
import { type Application, type ApplicationChange, applicationFields } from './application'
import type { Context } from './context'
import { educationShape, photoShape, profileFields } from './profile'

/** What a correction may name, and to what it would change it. */
export const changesShape = lazy(() =>
  z
    .strictObject({
      ...profileFields(),
      ...applicationFields(),
      education: educationShape(),
      photo: photoShape(),
    })
    .partial()
    .refine((changes) => Object.values(changes).some((value) => value !== undefined), {
      params: { zh: '至少更正一项', en: 'a correction must change something' },
    }),
)
/** The fields that a correction names. */
export const correctedFields = (changes: z.infer<ReturnType<typeof changesShape>>): string[] =>
  Object.keys(omitUndefined(changes))
/** The fields of a correction that belong to the application, or `undefined` if there is none. */
export function applicationPart({
  level,
  specialty,
  subjects,
  place,
}: ApplicationChange): ApplicationChange | undefined {
  const part = omitUndefined({ level, specialty, subjects, place })
  return Object.keys(part).length === 0 ? undefined : part
}
/** The application as it would stand after the correction. */
export function correctedApplication(
  { application }: Context,
  change: ApplicationChange | undefined,
): Application | undefined {
  return application && change && ({ ...application, ...omitUndefined(change) } as Application)
}
