import * as z from 'zod'
import { lazy, notEmpty, omitUndefined } from '../schema/primitives'
import { type Application, type ApplicationChange, applicationFields } from './application'
import type { Context, Correction } from './context'
import { educationShape, photoShape, profileFields } from './profile'

/** The schema of the fields that a correction can change, each with its new value. */
export const changesShape = lazy(() =>
  z
    .strictObject({
      ...profileFields(),
      ...applicationFields(),
      education: educationShape(),
      photo: photoShape(),
    })
    .partial()
    .refine(...notEmpty),
)

/** The fields that identify the candidate on the certificate (§15). */
export const identityFields = ['name', 'idType', 'idNumber'] as const

/** Returns the pending correction with that id. */
export const correctionOf = ({ corrections = [] }: Context, id: string): Correction | undefined =>
  corrections.find((correction) => correction.id === id)

/** Returns the names of the fields that a correction changes. */
export const correctedFields = (changes: z.infer<ReturnType<typeof changesShape>>): string[] =>
  Object.keys(omitUndefined(changes))

/** Returns the changes to the application; `undefined` if there are none. */
export function applicationPart({
  level,
  specialty,
  subjects,
  place,
}: ApplicationChange): ApplicationChange | undefined {
  const part = omitUndefined({ level, specialty, subjects, place })
  return Object.keys(part).length === 0 ? undefined : part
}

/** Returns the application after the change; `undefined` without an application or a change. */
export function correctedApplication(
  { application }: Context,
  change: ApplicationChange | undefined,
): Application | undefined {
  return application && change && ({ ...application, ...omitUndefined(change) } as Application)
}
