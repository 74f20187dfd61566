import type { EndingReason } from '../model/ending'
import type { MessageKey } from '../titles'
import { everywhere, type Rules, refusal } from './rule'

/** The message for each reason why a registration ended. */
const endedBecause: Record<EndingReason, MessageKey> = {
  registrationClosed: 'registration.ended/abandoned',
  proofNotUploaded: 'registration.ended/proofNotUploaded',
  unpaid: 'registration.ended/abandoned',
  cancelled: 'registration.ended/abandoned',
  proofRejected: 'registration.ended/proofNotReviewed',
  proofNotReviewed: 'registration.ended/proofNotReviewed',
  voided: 'registration.ended/voided',
  scoresVoided: 'registration.ended/scoresVoided',
  notPassed: 'registration.ended/notPassed',
  revoked: 'registration.ended/revoked',
  examCancelled: 'registration.ended/examCancelled',
  terminated: 'registration.ended/terminated',
}

/** Rules that refuse events that the current state never accepts. */
export const unavailableRules = {
  'event.not-now': refusal({
    cites: ['policy'],
    standsAgainst: everywhere,
  }),
  'registration.ended': refusal({
    cites: ['policy'],
    standsAgainst: everywhere,
    messageFor: ({ context: { endedBy } }) => endedBy && endedBecause[endedBy],
  }),
} satisfies Rules<'event' | 'registration'>
