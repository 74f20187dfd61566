import { amendmentFields } from '../model/notice'
import { hasDefinedProperty, notEmpty } from '../schema/primitives'
import { historyShape } from '../schema/vocabulary'
import { defineEvent } from './event'

export const amendingEvents = {
  'history.amend': defineEvent('office', () => ({
    history: historyShape().refine(...notEmpty),
  })),
  'notice.amend': defineEvent('office', amendmentFields, ({ windows, sessions, passMarks }, addIssue) => {
    if (hasDefinedProperty({ windows, sessions, passMarks })) return
    addIssue(
      [],
      '须说明变更了什么：windows、sessions 或 passMarks',
      'must name what changes: windows, sessions or passMarks',
    )
  }),
  'clock.advance': defineEvent('clock', () => ({})),
}
