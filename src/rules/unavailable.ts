import { everywhere, type Rules, refusal } from './rule'

/** Why a registration ended: the message of each way of ending. */
const endings = {
  'ended.abandoned': 'registration.ended/abandoned',
  'ended.voided': 'registration.ended/voided',
  'ended.scoresVoided': 'registration.ended/scoresVoided',
  'ended.notPassed': 'registration.ended/notPassed',
  'ended.revoked': 'registration.ended/revoked',
  'ended.cancelled': 'registration.ended/examCancelled',
} as const

/** Rules that refuse events that the current state never accepts. */
export const unavailableRules = {
  'event.not-now': refusal({
    cites: ['policy'],
    standsAgainst: everywhere,
  }),
  'registration.ended': refusal({
    cites: ['policy'],
    standsAgainst: everywhere,
    messageFor: ({ isIn }) => Object.entries(endings).find(([state]) => isIn(state))?.[1],
  }),
} satisfies Rules<'event' | 'registration'>
