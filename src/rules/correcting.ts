import { type Context, type Correction, mostCorrections } from '../model/context'
import { applicationPart, correctedFields, correctionOf } from '../model/correction'
import { now } from '../model/instants'
import { mayBeDebited } from '../model/orders'
import { type Millis, within } from '../time'
import { about, anyOf, atInstant, branch, everywhere, type Guard, type Rules, refusal } from './rule'

/**
 * Creates a guard on the correction that an approval names. For an `EventQuery`, which names none, it holds if it holds
 * for every pending one.
 */
export function aboutApproval(
  test: (context: Context, correction: Correction, at: Millis) => boolean,
): Guard {
  return ({ context, event }) => {
    if (event.type !== 'correction.approve') return false
    const { corrections = [] } = context
    const named = corrections.filter(({ id }) => event.by === undefined || id === event.correctionId)
    const at = now({ context, event })
    return named.length > 0 && named.every((correction) => test(context, correction, at))
  }
}

/** Whether the correction that an approval names changes the application. */
export const changesApplication = aboutApproval((_, { application }) => application !== undefined)

/** The fields that can still be corrected while admit cards are printed (§6.13.2). */
const admitCardFields: readonly string[] = ['name', 'idType', 'idNumber', 'gender', 'phone', 'email']

export const correctingRules = {
  'correction.before-confirmation': refusal({
    cites: ['6.13.1(1)'],
    standsAgainst: everywhere,
  }),
  'correction.pending': refusal({
    cites: ['policy'],
    standsAgainst: about(
      'correction.request',
      ({ context, event }) => correctionOf(context, event.correctionId) !== undefined,
    ),
  }),
  'correction.too-many': refusal({
    cites: ['policy'],
    standsAgainst: ({ context: { corrections = [] } }) => corrections.length >= mostCorrections,
  }),
  'correction.unknown': refusal({
    cites: ['policy'],
    standsAgainst: anyOf(
      ({ context }) => context.corrections === undefined,
      about(
        ['correction.withdraw', 'correction.approve', 'correction.reject'],
        ({ context, event }) => correctionOf(context, event.correctionId) === undefined,
      ),
    ),
  }),
  'correction.photo': refusal({
    cites: ['6.13.1(3)'],
    standsAgainst: about('correction.request', ({ event }) => event.changes.photo !== undefined),
  }),
  'correction.frozen-fields': refusal({
    cites: ['6.13.1(2)'],
    standsAgainst: anyOf(
      about(
        'correction.request',
        ({ context, event, at }) => applicationPart(event.changes) !== undefined && mayBeDebited(context, at),
      ),
      aboutApproval((context, { application }, at) => application !== undefined && mayBeDebited(context, at)),
    ),
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
    holds: changesApplication,
  }),
}
