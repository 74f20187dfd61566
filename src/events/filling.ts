import { applicationShape, routeShape } from '../model/application'
import { defineEvent } from './event'

export const fillingEvents = {
  'application.save': defineEvent('candidate', () => ({
    application: applicationShape(),
  })),
  'route.choose': defineEvent('candidate', () => ({
    route: routeShape(),
  })),
  'application.confirm': defineEvent('candidate', () => ({})),
}
