import { everywhere, type Rules, refusal } from './rule'

/** The sub-states of an ended registration, each with a message. */
const endings = ['abandoned', 'voided', 'scoresVoided', 'notPassed', 'revoked', 'cancelled'] as const

/** Rules that refuse events that the current state never accepts. */
export const unavailableRules = {
  'event.not-now': refusal({
    cites: ['policy'],
    standsAgainst: everywhere,
  }),
  'registration.ended': refusal({
    cites: ['policy'],
    standsAgainst: everywhere,
    messageFor: ({ isIn }) =>
      endings.map((ending) => `registration.ended/${ending}` as const)[
        endings.findIndex((ending) => isIn(`ended.${ending}`))
      ],
  }),
} satisfies Rules<'event' | 'registration'>
