import { intake, type Rules } from './rule'

/** Rules that a store checks: which registrations exist, and whether an id or a key is already used. */
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
  'event.key-reused': intake({
    cites: ['policy'],
  }),
} satisfies Rules<'registration' | 'event'>
