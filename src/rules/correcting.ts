import { applicationPart, correctedFields } from '../model/correction'
import { mayBeDebited } from '../model/orders'
import { within } from '../time'
import { about, atInstant, branch, everywhere, type Rules, refusal } from './rule'

/** The fields that can still be corrected while admit cards are printed (§6.13.2). */
const admitCardFields: readonly string[] = ['name', 'idType', 'idNumber', 'gender', 'phone', 'email']

export const correctingRules = {
  'correction.before-confirmation': refusal({
    cites: ['6.13.1(1)'],
    standsAgainst: everywhere,
  }),
  'correction.pending': refusal({
    cites: ['policy'],
    standsAgainst: ({ context, event }) =>
      event.type === 'correction.request'
        ? context.correction !== undefined
        : context.correction === undefined ||
          (event.by !== undefined && 'correctionId' in event && context.correction.id !== event.correctionId),
  }),
  'correction.photo': refusal({
    cites: ['6.13.1(3)'],
    standsAgainst: about('correction.request', ({ event }) => event.changes.photo !== undefined),
  }),
  'correction.frozen-fields': refusal({
    cites: ['6.13.1(2)'],
    standsAgainst: (args) =>
      atInstant(mayBeDebited)(args) &&
      (about('correction.request', ({ event }) => applicationPart(event.changes) !== undefined)(args) ||
        (args.event.type === 'correction.approve' && args.context.correction?.application !== undefined)),
  }),
  'correction.closed': refusal({
    cites: ['6.13.1', '6.13.2'],
    until: ['registration.closes', 'admitCard.closes'],
    standsAgainst: atInstant(({ terms }, at) => at >= terms.registration[1] && !within(terms.admitCard, at)),
  }),
  'correction.admit-card-fields': refusal({
    cites: ['6.13.2'],
    standsAgainst: about('correction.request', ({ context: { terms }, event, at }) => {
      if (at < terms.registration[1] || !within(terms.admitCard, at)) return false
      return correctedFields(event.changes).some((field) => !admitCardFields.includes(field))
    }),
  }),
} satisfies Rules<'correction'>

export const correctingBranches = {
  correctsApplication: branch({
    cites: ['6.4.6', '6.10'],
    holds: ({ context }) => context.correction?.application !== undefined,
  }),
}
