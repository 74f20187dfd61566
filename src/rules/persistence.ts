import { intake, type Rules } from './rule'

/** Rules that a store checks: which registrations exist, and what was sent before. */
export const persistenceRules = {
  'registration.exists': intake({
    cites: ['policy'],
    title: { zh: '同一考试只能有一个有效报名', en: 'One live registration for an exam' },
    message: {
      zh: '该报名编号已被使用，或您已有该次考试的有效报名，不能重复报名。',
      en: 'The id of the registration is taken, or there is a live registration for this exam already.',
    },
  }),
  'registration.unknown': intake({
    cites: ['policy'],
    title: { zh: '没有该报名', en: 'No such registration' },
    message: { zh: '没有找到该报名。', en: 'There is no such registration.' },
  }),
  'event.key-reused': intake({
    cites: ['policy'],
    title: { zh: '幂等键已用于其他内容', en: 'The key was used for something else' },
    message: {
      zh: '该幂等键已用于另一项内容，请换用新的键。',
      en: 'This key was sent with another event; use a new one.',
    },
  }),
} satisfies Rules<'registration' | 'event'>
