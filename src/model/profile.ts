import { z } from 'zod'
import { personal } from '../schema/personal'
import { dayShape, lineShape, lazy } from '../schema/primitives'
import { educationLevels, idTypes } from '../schema/vocabulary'

const span = lazy(() => z.object({ from: dayShape(), to: dayShape() }))
/** A degree as the candidate gives it. Where it is from and whether it was verified is all that a snapshot keeps. */
export const educationShape = lazy(() =>
  z.object({
    origin: z.enum(['domestic', 'overseas']),
    level: z.enum(educationLevels),
    degree: z.enum(['doctor', 'master', 'bachelor']).optional(),
    school: personal(lineShape()),
    major: lineShape(),
    startedOn: dayShape().optional(),
    graduatedOn: dayShape(),
    studyMode: z.enum(['fullTime', 'partTime']),
    fullReleaseSpans: z.array(span()).max(20).optional(),
    certificateOn: dayShape().optional(),
    certificateNo: personal(z.string().max(64)),
  }),
)
const workSpanShape = lazy(() =>
  z.object({
    from: dayShape(),
    to: dayShape().optional(),
    employer: personal(lineShape()),
    relevant: z.boolean(),
  }),
)
/** Counts code points, so that a rare character outside the basic plane counts once (§6.4.6). */
const nameSchema = () =>
  z
    .string()
    .max(128)
    .refine((name) => name.trim() !== '' && [...name].length <= 64, {
      params: {
        zh: '姓名不能为空，且不超过 64 个字',
        en: 'a name must not be empty, nor longer than 64 characters',
      },
    })
/** The fields of a profile, one by one: a correction changes them singly. */
export const profileFields = lazy(() => ({
  name: personal(nameSchema()),
  idType: personal(z.enum(idTypes)),
  idNumber: personal(z.string().max(64)),
  gender: personal(z.enum(['female', 'male'])),
  phone: personal(z.string().regex(/^\+?[\d -]{5,24}$/)),
  email: personal(z.email().max(254)),
  employer: personal(lineShape()),
  address: personal(lineShape()),
  postcode: personal(z.string().max(16)),
}))
export const profileShape = lazy(() =>
  z.object({
    ...profileFields(),
    email: profileFields().email.optional(),
    postcode: profileFields().postcode.optional(),
    education: educationShape(),
    workHistory: z.array(workSpanShape()).max(60).optional(),
  }),
)
/** A person's profile as submitted: personal data, education and work history. */
export type Profile = z.infer<ReturnType<typeof profileShape>>

/** What is known of an uploaded photo; `background` is a colour word. */
export const photoShape = lazy(() =>
  z.object({
    mediaType: z.string().max(100),
    widthPx: z.int().min(0).max(100_000),
    heightPx: z.int().min(0).max(100_000),
    background: z.string().max(40),
  }),
)
