import type { RegistrationEvent } from '../events'
import { amendTerms, type Terms } from '../model/terms'
import { assertPresent } from '../schema/primitives'
import type { Millis } from '../time'
import { about, branch, type Rules, refusal } from './rule'

/** Whether the new dates are in order, all subjects belong to the exam, and no future close moves into the past. */
function isValidAmendment(terms: Terms, amendment: RegistrationEvent<'notice.amend'>, at: Millis): boolean {
  const next = amendTerms(terms, amendment)
  // Dates that stay the same were valid when the registration was opened.
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

export const amendingRules = {
  'notice.sense': refusal({
    cites: ['policy'],
    title: { zh: '变更须合理', en: 'An amended notice must make sense' },
    message: {
      zh: '变更后的时间须前后一致，尚未到来的截止不得改到过去。',
      en: 'The amended dates must be in order, and no close that is still to come may be moved into the past.',
    },
    standsAgainst: about(
      'notice.amend',
      ({ context, event, at }) => !isValidAmendment(context.terms, event, at),
    ),
  }),
} satisfies Rules<'notice'>

export const amendingBranches = {
  amendable: branch({
    cites: ['policy'],
    title: { zh: '尚可变更', en: 'It can still be amended' },
    message: {
      zh: '考试结束后不再变更场次，成绩公布后不再变更合格标准。',
      en: 'Sessions change until the exam has ended, pass marks until the marks are published.',
    },
    holds: about('notice.amend', ({ context, event, at }) => {
      const tooLate = event.sessions !== undefined && context.terms.sessions[1] <= at
      const inTime = !tooLate && (event.passMarks === undefined || context.marks === undefined)
      return inTime && isValidAmendment(context.terms, event, at)
    }),
  }),
  reopensPayment: branch({
    cites: ['6.9'],
    title: { zh: '重新开放缴费', en: 'Payment was reopened' },
    message: { zh: '缴费时间延长，可继续缴费。', en: 'Payment was extended, so the fee can still be paid.' },
    holds: about(
      'notice.amend',
      ({ context, event, at }) =>
        context.claim === undefined && at < amendTerms(context.terms, event).payment[1],
    ),
  }),
}
