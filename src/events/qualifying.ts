import { documentsShape } from '../model/documents'
import { idShape, instantShape, lineShape } from '../schema/primitives'
import { defineEvent } from './event'

export const qualifyingEvents = {
  'postCheck.approve': defineEvent('office', () => ({})),
  'postCheck.reject': defineEvent('office', () => ({
    reason: lineShape(),
    dueAt: instantShape().optional(),
  })),
  'postCheck.resubmit': defineEvent('candidate', () => ({
    documents: documentsShape(),
  })),
  'publicNotice.open': defineEvent('office', () => ({})),
  'complaint.receive': defineEvent('office', () => ({
    complaintId: idShape(),
  })),
  'complaint.dismiss': defineEvent('office', () => ({
    complaintId: idShape(),
  })),
}
