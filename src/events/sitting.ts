import { instantShape } from '../schema/primitives'
import { event } from './event'

export const sittingEvents = {
  'spotCheck.demand': event('office', { zh: '要求接受核查', en: 'Demand a check' }, () => ({
    dueAt: instantShape(),
  })),
  'spotCheck.answer': event('candidate', { zh: '接受核查', en: 'Answer the check' }, () => ({})),
  'admitCard.print': event('candidate', { zh: '打印准考证', en: 'Print the admit card' }, () => ({})),
}
