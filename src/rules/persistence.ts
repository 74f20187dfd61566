import { intake, type Rules } from './rule'

/** Rules that a store checks: whether the registration exists, and whether a key was used for another event. */
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
