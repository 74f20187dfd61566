import { z } from 'zod'
import { idShape, once } from '../schema/primitives'
import { event } from './event'

/** The fields of an application, one by one: a correction changes them singly. */
export const applicationFields = once(() => ({
  level: idShape(),
  specialty: idShape(),
  subjects: z.array(idShape()).max(20),
  place: z.string().max(16),
}))

export const applicationShape = once(() =>
  z.object({
    ...applicationFields(),
    specialty: applicationFields().specialty.optional(),
  }),
)
export type Application = z.infer<ReturnType<typeof applicationShape>>

/** Some fields of an application, as a correction names them. */
export const applicationChangeShape = once(() => applicationShape().partial())
export type ApplicationChange = z.infer<ReturnType<typeof applicationChangeShape>>

export const routeShape = once(() => z.enum(['commitment', 'proof']))

export const filling = {
  'application.save': event('candidate', { zh: '保存报考信息', en: 'Save the application' }, () => ({
    application: applicationShape(),
  })),
  'route.choose': event('candidate', { zh: '选择办理方式', en: 'Choose commitment or proof' }, () => ({
    route: routeShape(),
  })),
  'application.confirm': event(
    'candidate',
    { zh: '确认报名信息', en: 'Confirm the application' },
    () => ({}),
  ),
}
