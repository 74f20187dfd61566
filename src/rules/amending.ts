import type { RegistrationEvent } from '../events'
import type { Context } from '../model/context'
import { passMarksKnown } from '../model/marks'
import { checkUnknown } from '../model/outcomes'
import { amendTerms, type Terms } from '../model/terms'
import { assertPresent } from '../schema/primitives'
import type { Millis } from '../time'
import { about, branch, type Rules, refusal } from './rule'

/** Whether the new dates are in order, all subjects are known, and no future close moves into the past. */
function isValidAmendment(terms: Terms, amendment: RegistrationEvent<'notice.amend'>, at: Millis): boolean {
  const next = amendTerms(terms, amendment)
  // Unchanged dates are not checked again: `open` accepted them.
  const untouched = amendment.windows === undefined && amendment.sessions === undefined
  const ordered =
    untouched ||
    (next.registration[1] <= next.proofReview &&
      next.proofReview <= next.payment[1] &&
      next.payment[1] <= next.sessions[0])
  const closes = (of: Terms) => [
    of.registration[1],
    of.proofReview,
    of.payment[1],
    of.admitCard[1],
    of.sessions[1],
  ]
  const nextCloses = closes(next)
  const intoPast = closes(terms).some((close, i) => at < close && assertPresent(nextCloses[i]) < at)
  const { sessions = [], passMarks = {} } = amendment
  const subjects = [...sessions.map(({ subject }) => subject), ...Object.keys(passMarks)]
  return ordered && !intoPast && subjects.every((subject) => Object.hasOwn(terms.fullMarks, subject))
}

/** Whether the amendment can still be made: sessions until the last has ended, pass marks until they judge the marks. */
export function isAmendable(context: Context, event: RegistrationEvent<'notice.amend'>, at: Millis): boolean {
  const tooLate = event.sessions !== undefined && context.terms.sessions[1] <= at
  const judged = context.marks !== undefined && passMarksKnown(context)
  const inTime = !tooLate && (event.passMarks === undefined || !judged)
  return inTime && isValidAmendment(context.terms, event, at) && !checkUnknown(context, event, at)
}

export const amendingRules = {
  'notice.sense': refusal({
    cites: ['policy'],
    standsAgainst: about(
      'notice.amend',
      ({ context, event, at }) => !isValidAmendment(context.terms, event, at),
    ),
  }),
} satisfies Rules<'notice'>

export const amendingBranches = {
  amendable: branch({
    cites: ['policy'],
    holds: about('notice.amend', ({ context, event, at }) => isAmendable(context, event, at)),
  }),
  reopensPayment: branch({
    cites: ['6.9'],
    holds: about(
      'notice.amend',
      ({ context, event, at }) =>
        context.claim === undefined && at < amendTerms(context.terms, event).payment[1],
    ),
  }),
}
