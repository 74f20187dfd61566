import { intake, type Rules } from './rule'

/** Rules that a store checks: which registrations exist, whether an id or a key is already used, and what time it is. */
export const persistenceRules = {
  'registration.exists': intake({
    cites: ['policy'],
  }),
  'registration.id-in-use': intake({
    cites: ['policy'],
  }),
  'registration.unknown': intake({
    cites: ['policy'],
  }),
  'registration.changed': intake({
    cites: ['policy'],
  }),
  'event.key-reused': intake({
    cites: ['policy'],
  }),
  'clock.ahead': intake({
    cites: ['policy'],
  }),
} satisfies Rules<'registration' | 'event' | 'clock'>
