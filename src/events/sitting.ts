import { instantShape } from '../schema/primitives'
import { defineEvent } from './event'

export const sittingEvents = {
  'spotCheck.demand': defineEvent('office', { zh: '要求接受核查', en: 'Demand a check' }, () => ({
    dueAt: instantShape(),
  })),
  'spotCheck.answer': defineEvent('candidate', { zh: '接受核查', en: 'Answer the check' }, () => ({})),
  'admitCard.print': defineEvent('candidate', { zh: '打印准考证', en: 'Print the admit card' }, () => ({})),
}
