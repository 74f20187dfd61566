import { applicationShape, routeShape } from '../model/application'
import { defineEvent } from './event'

export const fillingEvents = {
  'application.save': defineEvent('candidate', { zh: '保存报考信息', en: 'Save the application' }, () => ({
    application: applicationShape(),
  })),
  'route.choose': defineEvent('candidate', { zh: '选择办理方式', en: 'Choose commitment or proof' }, () => ({
    route: routeShape(),
  })),
  'application.confirm': defineEvent(
    'candidate',
    { zh: '确认报名信息', en: 'Confirm the application' },
    () => ({}),
  ),
}
