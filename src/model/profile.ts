import * as z from 'zod'
import { patternShape } from '../schema/issueMessages'
import { personal } from '../schema/personal'
import { dayShape, lazy, lineShape } from '../schema/primitives'
import { educationLevels, idTypes, secondDegrees, titleLevels } from '../schema/vocabulary'
import { mediaTypeShape } from './documents'

const daySpanShape = lazy(() => z.strictObject({ from: dayShape(), to: dayShape() }))

const studyModeShape = lazy(() => z.enum(['fullTime', 'partTime']))

/** A second degree or a graduate class, with a major of its own. It stands beside the degree of the highest level. */
const secondDegreeShape = lazy(() =>
  z.strictObject({
    kind: z.enum(secondDegrees),
    major: lineShape(),
    graduatedOn: dayShape(),
    studyMode: studyModeShape(),
  }),
)

/** The schema of a degree as the candidate enters it. A snapshot keeps only its origin and online result. */
export const educationShape = lazy(() =>
  z.strictObject({
    origin: z.enum(['domestic', 'overseas']),
    level: z.enum(educationLevels),
    degree: z.enum(['doctor', 'master', 'bachelor']).optional(),
    school: personal(lineShape()),
    major: lineShape(),
    startedOn: dayShape().optional(),
    graduatedOn: dayShape(),
    studyMode: studyModeShape(),
    fullReleaseSpans: z.array(daySpanShape()).max(20).optional(),
    certificateOn: dayShape().optional(),
    certificateNo: personal(z.string().max(64)),
    secondDegree: secondDegreeShape().optional(),
  }),
)

const workSpanShape = lazy(() =>
  z.strictObject({
    from: dayShape(),
    to: dayShape().optional(),
    employer: personal(lineShape()),
    relevant: z.boolean(),
  }),
)

/** A professional title (职称), with the day from which it is held. */
const professionalTitleShape = lazy(() =>
  z.strictObject({
    level: z.enum(titleLevels),
    series: lineShape().optional(),
    from: dayShape().optional(),
  }),
)

/** A professional certificate, with the day on which it was issued. */
const heldCertificateShape = lazy(() =>
  z.strictObject({ certificate: lineShape().min(1), certificateOn: dayShape().optional() }),
)

/** Measures the length in code points, so that a rare character outside the basic plane counts once (§6.4.6). */
const nameShape = () =>
  z
    .string()
    .max(128)
    .refine((name) => name.trim() !== '' && [...name].length <= 64, {
      params: {
        zh: '姓名不能为空，且不超过 64 个字',
        en: 'a name must not be empty, nor longer than 64 characters',
      },
    })

/** The schema of each field of a profile. They are separate because a correction changes single fields. */
export const profileFields = lazy(() => ({
  name: personal(nameShape()),
  idType: personal(z.enum(idTypes)),
  idNumber: personal(z.string().max(64)),
  gender: personal(z.enum(['female', 'male'])),
  phone: personal(patternShape(/^\+?[\d -]{5,24}$/, '须为电话号码', 'must be a telephone number')),
  email: personal(z.email().max(254)),
  employer: personal(lineShape()),
  address: personal(lineShape()),
  postcode: personal(z.string().max(16)),
}))

export const profileShape = lazy(() =>
  z.strictObject({
    ...profileFields(),
    email: profileFields().email.optional(),
    postcode: profileFields().postcode.optional(),
    education: educationShape().optional(),
    workHistory: z.array(workSpanShape()).max(60).optional(),
    /** An empty list means that the candidate holds none; absent, that the candidate did not say. */
    professionalTitles: z.array(professionalTitleShape()).max(20).optional(),
    /** An empty list means that the candidate holds none; absent, that the candidate did not say. */
    certificates: z.array(heldCertificateShape()).max(50).optional(),
  }),
)
/** A candidate's profile: personal data, education, work history, titles and certificates. */
export type Profile = z.infer<ReturnType<typeof profileShape>>

/** The schema of the properties of an uploaded photo; `background` is the name of a colour. */
export const photoShape = lazy(() =>
  z.strictObject({
    mediaType: mediaTypeShape(),
    widthPx: z.int().min(0).max(100_000),
    heightPx: z.int().min(0).max(100_000),
    background: patternShape(
      /^[a-z-]+$/,
      '须为颜色的英文名称，例如 white',
      'must be the name of a colour, such as white',
    ).max(40),
  }),
)
