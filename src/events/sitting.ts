import { instantSchema } from '../words'
import { event } from './event'

export const sitting = {
  'spotCheck.demand': event('office', { dueAt: instantSchema }),
  'spotCheck.answer': event('candidate', {}),
  'admitCard.print': event('candidate', {}),
}
