import { amendmentFields } from '../model/notice'
import { historyShape } from '../schema/vocabulary'
import { event } from './event'

export const amendingEvents = {
  'history.amend': event('office', { zh: '更新其他报名记录', en: 'Bring in other registrations' }, () => ({
    history: historyShape(),
  })),
  'notice.amend': event('office', { zh: '变更考试通知', en: 'Amend the notice' }, amendmentFields),
  'clock.advance': event('clock', { zh: '时间推进', en: 'Time passes' }, () => ({})),
}
