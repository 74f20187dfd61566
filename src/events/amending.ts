import { amendmentFields } from '../model/notice'
import { historyShape } from '../schema/vocabulary'
import { defineEvent } from './event'

export const amendingEvents = {
  'history.amend': defineEvent(
    'office',
    { zh: '更新其他报名记录', en: 'Bring in other registrations' },
    () => ({
      history: historyShape(),
    }),
  ),
  'notice.amend': defineEvent('office', { zh: '变更考试通知', en: 'Amend the notice' }, amendmentFields),
  'clock.advance': defineEvent('clock', { zh: '时间推进', en: 'Time passes' }, () => ({})),
}
