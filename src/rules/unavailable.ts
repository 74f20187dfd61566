import { everywhere, type Rules, refusal } from './rule'

/** Rules for events that the current state does not accept at all. */
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
