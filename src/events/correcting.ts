import { changesShape } from '../model/correction'
import { idShape, lineShape } from '../schema/primitives'
import { defineEvent } from './event'

export const correctingEvents = {
  'correction.request': defineEvent('candidate', { zh: '申请更正', en: 'Request a correction' }, () => ({
    correctionId: idShape(),
    changes: changesShape(),
  })),
  'correction.approve': defineEvent('office', { zh: '同意更正', en: 'Approve the correction' }, () => ({
    correctionId: idShape(),
  })),
  'correction.reject': defineEvent('office', { zh: '不同意更正', en: 'Reject the correction' }, () => ({
    correctionId: idShape(),
    reason: lineShape().optional(),
  })),
}
