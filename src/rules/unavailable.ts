import { everywhere, type Rules, refusal } from './rule'

/** Rules for events that the current state does not accept at all. */
export const unavailableRules = {
  'event.not-now': refusal({
    cites: ['policy'],
    title: { zh: '当前阶段不办理', en: 'Not at this stage' },
    message: { zh: '当前阶段不能办理该事项。', en: 'This cannot be done at the present stage.' },
    standsAgainst: everywhere,
  }),
  'registration.ended': refusal({
    cites: ['policy'],
    title: { zh: '报名已终结', en: 'The registration has ended' },
    message: {
      zh: '本次报名已经终结，不能再办理。',
      en: 'This registration has ended, so nothing more can be done in it.',
    },
    standsAgainst: everywhere,
  }),
} satisfies Rules<'event' | 'registration'>
