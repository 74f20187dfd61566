import { parseInstant } from '../time'
import { about, atInstant, branch, everywhere, type Rules, refusal } from './rule'

export const sittingRules = {
  'admitCard.window': refusal({
    cites: ['6.15'],
    title: { zh: '仅限准考证打印时间内', en: 'Only while admit cards are printed' },
    message: {
      zh: '现在不在准考证打印时间内，一般为考前一周，具体时间见报名须知。',
      en: 'Admit cards cannot be printed now. They are about a week before the exam; the notice has the dates.',
    },
    standsAgainst: everywhere,
  }),
  'spotCheck.answered': branch({
    cites: ['12(2)'],
    title: { zh: '核查要求未答复', en: 'A check was not answered' },
    message: {
      zh: '未按要求接受核查：打印准考证前的，报名无效；考试后的，当次全部科目成绩无效。',
      en: 'The check was not answered: before the admit card the registration is void, after the exam all its marks are.',
    },
    holds: ({ context }) => context.spotCheck !== undefined,
  }),
  'spotCheck.due': refusal({
    cites: ['12(2)'],
    title: { zh: '答复期限须合理', en: 'When an answer can be due' },
    message: {
      zh: '答复期限须在将来；准考证打印开始前要求的，不得晚于打印开始。',
      en: 'The answer must be due in the future, and before admit cards are printed if it is asked for before that.',
    },
    standsAgainst: about('spotCheck.demand', ({ context, event, at }) => {
      const due = parseInstant(event.dueAt)
      const opens = context.terms.admitCard[0]
      return due <= at || (at < opens && opens < due)
    }),
  }),
} satisfies Rules<'admitCard' | 'spotCheck'>

export const sittingBranches = {
  examBegun: branch({
    cites: ['7.4'],
    title: { zh: '考试已开始', en: 'The exam has begun' },
    message: { zh: '第一场考试已开始。', en: 'The first session has begun.' },
    holds: atInstant(({ terms }, at) => terms.sessions[0] <= at),
  }),
  admitCardAhead: branch({
    cites: ['6.15'],
    title: { zh: '准考证打印时间推后', en: 'Admit cards were put off' },
    message: {
      zh: '考试推迟，准考证重新打印。',
      en: 'The exam was put off, so the admit card will be printed anew.',
    },
    holds: about('notice.amend', ({ context, event, at }) => {
      const window = event.windows?.admitCard
      if (window === undefined) return false
      const closed = context.terms.admitCard[1] <= at
      return at < parseInstant(window.opens) || (closed && at < parseInstant(window.closes))
    }),
  }),
}
