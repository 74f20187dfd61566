import { documentsShape } from '../model/documents'
import { idShape, instantShape, lineShape } from '../schema/primitives'
import { defineEvent } from './event'

export const qualifyingEvents = {
  'postCheck.approve': defineEvent('office', { zh: '核查通过', en: 'Approve the check' }, () => ({})),
  'postCheck.reject': defineEvent('office', { zh: '核查不通过', en: 'Reject the check' }, () => ({
    reason: lineShape(),
    dueAt: instantShape().optional(),
  })),
  'postCheck.resubmit': defineEvent(
    'candidate',
    { zh: '补交核查材料', en: 'Hand in again for the check' },
    () => ({
      documents: documentsShape(),
    }),
  ),
  'publicNotice.open': defineEvent('office', { zh: '开始公示', en: 'Open the public notice' }, () => ({})),
  'complaint.receive': defineEvent('office', { zh: '受理举报', en: 'Receive a complaint' }, () => ({
    complaintId: idShape(),
  })),
  'complaint.dismiss': defineEvent('office', { zh: '举报不成立', en: 'Dismiss the complaint' }, () => ({
    complaintId: idShape(),
  })),
}
