import { z } from 'zod'
import { daySchema, educationLevels, identityProviderSchema, idTypes, lineSchema } from '../words'
import { event, personal } from './event'

const span = z.object({ from: daySchema, to: daySchema })

/** A degree as the candidate gives it. Where it is from and whether it was verified is all that a snapshot keeps. */
export const educationSchema = z.object({
  origin: z.enum(['domestic', 'overseas']),
  level: z.enum(educationLevels),
  degree: z.enum(['doctor', 'master', 'bachelor']).optional(),
  school: personal(lineSchema),
  major: lineSchema,
  startedOn: daySchema.optional(),
  graduatedOn: daySchema,
  studyMode: z.enum(['fullTime', 'partTime']),
  fullReleaseSpans: z.array(span).max(20).optional(),
  certificateOn: daySchema.optional(),
  certificateNo: personal(z.string().max(64)),
})

const workSpanSchema = z.object({
  from: daySchema,
  to: daySchema.optional(),
  employer: personal(lineSchema),
  relevant: z.boolean(),
})

/** Counts code points, so that a rare character outside the basic plane counts once (§6.4.6). */
const nameSchema = z
  .string()
  .max(128)
  .refine((name) => name.trim() !== '' && [...name].length <= 64, {
    params: {
      zh: '姓名不能为空，且不超过 64 个字',
      en: 'a name must not be empty, nor longer than 64 characters',
    },
  })

/** The fields of a profile, one by one: a correction changes them singly. */
export const profileFields = {
  name: personal(nameSchema),
  idType: personal(z.enum(idTypes)),
  idNumber: personal(z.string().max(64)),
  gender: personal(z.enum(['female', 'male'])),
  phone: personal(z.string().regex(/^\+?[\d -]{5,24}$/)),
  email: personal(z.email().max(254)),
  employer: personal(lineSchema),
  address: personal(lineSchema),
  postcode: personal(z.string().max(16)),
}

export const profileSchema = z.object({
  ...profileFields,
  email: profileFields.email.optional(),
  postcode: profileFields.postcode.optional(),
  education: educationSchema,
  workHistory: z.array(workSpanSchema).max(60).optional(),
})

/** What is known of an uploaded photo; `background` is a colour word. */
export const photoSchema = z.object({
  mediaType: z.string().max(100),
  widthPx: z.int().min(0).max(100_000),
  heightPx: z.int().min(0).max(100_000),
  background: z.string().max(40),
})

export const account = {
  'agreement.accept': event('candidate', { zh: '接受报名协议', en: 'Accept the agreement' }, {}),
  'profile.submit': event(
    'candidate',
    { zh: '提交个人信息', en: 'Submit the profile' },
    { profile: profileSchema },
  ),
  'photo.upload': event('candidate', { zh: '上传照片', en: 'Upload the photo' }, { photo: photoSchema }),
  'education.amend': event(
    'candidate',
    { zh: '修改学历学位', en: 'Amend the degree' },
    { education: educationSchema },
  ),
  'identity.assert': event(
    'verifier',
    { zh: '身份认证', en: 'Vouch for the identity' },
    { provider: identityProviderSchema },
  ),
  'verification.report': event(
    'verifier',
    { zh: '反馈核查结果', en: 'Report the verification' },
    {
      identity: z.enum(['passed', 'failed']),
      education: z.enum(['passed', 'failed', 'onSite']),
    },
  ),
}
