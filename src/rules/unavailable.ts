import { everywhere, type Rules, refusal } from './rule'

/** Rules that refuse events that the current state never accepts. */
export const unavailableRules = {
  'event.not-now': refusal({
    cites: ['policy'],
    standsAgainst: everywhere,
  }),
  'registration.ended': refusal({
    cites: ['policy'],
    standsAgainst: everywhere,
  }),
} satisfies Rules<'event' | 'registration'>
