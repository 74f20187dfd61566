import { instantShape } from '../schema/primitives'
import { defineEvent } from './event'

export const sittingEvents = {
  'spotCheck.demand': defineEvent('office', () => ({
    dueAt: instantShape(),
  })),
  'spotCheck.answer': defineEvent('candidate', () => ({})),
  'admitCard.print': defineEvent('candidate', () => ({})),
}
