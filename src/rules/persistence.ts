import { intake, type Rules } from './rule'

/** Rules that a store checks: which registrations exist, and what was sent before. */
export const persistenceRules = {
  'registration.exists': intake({
    cites: ['policy'],
  }),
  'registration.unknown': intake({
    cites: ['policy'],
  }),
  'event.key-reused': intake({
    cites: ['policy'],
  }),
} satisfies Rules<'registration' | 'event'>
