import { idSchema, instantSchema, lineSchema } from '../words'
import { documentsSchema } from './declaring'
import { event } from './event'

export const qualifying = {
  'postCheck.approve': event('office', { zh: '核查通过', en: 'Approve the check' }, {}),
  'postCheck.reject': event(
    'office',
    { zh: '核查不通过', en: 'Reject the check' },
    { reason: lineSchema, dueAt: instantSchema.optional() },
  ),
  'postCheck.resubmit': event(
    'candidate',
    { zh: '补交核查材料', en: 'Hand in again for the check' },
    { documents: documentsSchema },
  ),
  'publicNotice.open': event('office', { zh: '开始公示', en: 'Open the public notice' }, {}),
  'complaint.receive': event(
    'office',
    { zh: '受理举报', en: 'Receive a complaint' },
    { complaintId: idSchema },
  ),
  'complaint.dismiss': event(
    'office',
    { zh: '举报不成立', en: 'Dismiss the complaint' },
    { complaintId: idSchema },
  ),
}
