import { intake, type Rules } from './rule'

/**
 * Rules that `decide` and `open` check before the machine runs: the sender, the instant and the validity of the input.
 * `internal.defect` is the refusal after an unexpected error.
 */
export const intakeRules = {
  'actor.role': intake({
    cites: ['policy'],
  }),
  'actor.personal-act': intake({
    cites: ['5.1.1', '6.17'],
  }),
  'clock.backwards': intake({
    cites: ['policy'],
  }),
  'event.malformed': intake({
    cites: ['policy'],
  }),
  'event.unknown': intake({
    cites: ['policy'],
  }),
  'snapshot.malformed': intake({
    cites: ['policy'],
  }),
  'snapshot.law': intake({
    cites: ['policy'],
  }),
  'input.malformed': intake({
    cites: ['policy'],
  }),
  'internal.defect': intake({
    cites: ['policy'],
  }),
} satisfies Rules<'actor' | 'clock' | 'event' | 'input' | 'internal' | 'snapshot'>
