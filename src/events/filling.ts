import { z } from 'zod'
import { idSchema } from '../words'
import { event } from './event'

/** The fields of an application, one by one: a correction changes them singly. */
export const applicationFields = {
  level: idSchema,
  specialty: idSchema,
  subjects: z.array(idSchema).max(20),
  place: z.string().max(16),
}

export const applicationSchema = z.object({
  ...applicationFields,
  specialty: applicationFields.specialty.optional(),
})
export type Application = z.infer<typeof applicationSchema>

/** Some fields of an application, as a correction names them. */
export const applicationChangeSchema = applicationSchema.partial()
export type ApplicationChange = z.infer<typeof applicationChangeSchema>

export const routeSchema = z.enum(['commitment', 'proof'])

export const filling = {
  'application.save': event(
    'candidate',
    { zh: '保存报考信息', en: 'Save the application' },
    { application: applicationSchema },
  ),
  'route.choose': event(
    'candidate',
    { zh: '选择办理方式', en: 'Choose commitment or proof' },
    { route: routeSchema },
  ),
  'application.confirm': event('candidate', { zh: '确认报名信息', en: 'Confirm the application' }, {}),
}
