import { documentsShape } from '../model/documents'
import { instantShape } from '../schema/primitives'
import { defineEvent } from './event'

export const sittingEvents = {
  'spotCheck.demand': defineEvent('office', () => ({
    dueAt: instantShape(),
  })),
  'spotCheck.answer': defineEvent('candidate', () => ({
    documents: documentsShape(),
  })),
  'admitCard.print': defineEvent('candidate', () => ({})),
}
