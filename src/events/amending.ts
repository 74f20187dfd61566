import { amendmentFields, type NoticeAmendment } from '../model/notice'
import { notEmpty } from '../schema/primitives'
import { historyShape } from '../schema/vocabulary'
import { defineEvent } from './event'

export const amendingEvents = {
  'history.amend': defineEvent('office', () => ({
    history: historyShape().refine(...notEmpty),
  })),
  'notice.amend': defineEvent('office', amendmentFields, (amendment, addIssue) => {
    const parts = Object.keys(amendmentFields()) as (keyof NoticeAmendment)[]
    if (parts.some((part) => amendment[part] !== undefined)) return
    addIssue([], `须说明变更了什么：${parts.join('、')}`, `must name what changes: ${parts.join(', ')}`)
  }),
  'clock.advance': defineEvent('clock', () => ({})),
}
