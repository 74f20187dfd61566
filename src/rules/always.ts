import type { Context } from '../model/context'
import type { RegistrationEvent } from '../events'
import { isPaid } from '../model/questions'
import { amended, type Terms } from '../model/terms'
import type { Millis } from '../time'
import { assertPresent } from '../schema/primitives'
import { about, at, branch, everywhere, type Rules, refusal } from './rule'

/** Whether there is something that a review could take back. */
function decided(context: Context): boolean {
  const { findings = [], records = [], spotCheck } = context
  return findings.length > 0 || records.length > 0 || spotCheck !== undefined || marksSanctioned(context)
}

/** Whether misconduct or identical answers made some mark void. */
const marksSanctioned = ({ misconduct, identical }: Context): boolean =>
  misconduct !== undefined || identical !== undefined

/** Whether an amended notice is in order, names only subjects of the exam, and moves no close to come into the past. */
function makesSense(terms: Terms, amendment: RegistrationEvent<'notice.amend'>, at: Millis): boolean {
  const next = amended(terms, amendment)
  // Dates that it does not touch are as they were when the registration was opened.
  const untouched = amendment.windows === undefined && amendment.sessions === undefined
  const ordered =
    untouched ||
    (next.registration[1] <= next.proofReview &&
      next.proofReview <= next.payment[1] &&
      next.payment[1] <= next.sessions[0])
  const closes = (of: Terms) => [
    of.registration[1],
    of.proofReview,
    of.payment[1],
    of.admitCard[1],
    of.sessions[1],
  ]
  const moved = closes(next)
  const intoPast = closes(terms).some((close, i) => at < close && assertPresent(moved[i]) < at)
  const { sessions = [], passMarks = {} } = amendment
  const named = [...sessions.map(({ subject }) => subject), ...Object.keys(passMarks)]
  return ordered && !intoPast && named.every((subject) => subject in terms.fullMarks)
}

export const always = {
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
  'notice.sense': refusal({
    cites: ['policy'],
    title: { zh: '变更须合理', en: 'An amended notice must make sense' },
    message: {
      zh: '变更后的时间须前后一致，尚未到来的截止不得改到过去。',
      en: 'The amended dates must be in order, and no close that is still to come may be moved into the past.',
    },
    standsAgainst: about('notice.amend', ({ context, event, at }) => !makesSense(context.terms, event, at)),
  }),
  'decision.none': refusal({
    cites: ['policy'],
    title: { zh: '没有可撤销的决定', en: 'Nothing to take back' },
    message: {
      zh: '没有可以撤销的认定或处理。',
      en: 'There is no finding or measure that could be taken back.',
    },
    standsAgainst: ({ context }) => !decided(context),
  }),
  'exam.identical-answers': refusal({
    cites: ['7.3.1'],
    title: { zh: '雷同答卷须有答卷', en: 'Identical answers need answers' },
    message: {
      zh: '雷同答卷只能在考试开始后、对已报考的科目认定。',
      en: 'Identical answers are found only after the exam has begun, and in a subject that was registered for.',
    },
    standsAgainst: about('finding.record', ({ context, event, at }) => {
      if (event.finding !== 'identicalAnswers') return false
      const registered = context.application?.subjects ?? []
      const foreign = (event.subjects ?? []).some((subject) => !registered.includes(subject))
      return at < context.terms.sessions[0] || !isPaid(context) || foreign
    }),
  }),
  'finding.before-exam': branch({
    cites: ['7.4', '12', '12(1)'],
    title: { zh: '考试前查实', en: 'Found before the exam' },
    message: {
      zh: '考试前查实不符合报名条件的，报名无效。',
      en: 'Found before the exam: the registration is void.',
    },
    holds: at((context, at) => at < context.terms.sessions[0]),
  }),
  'finding.after-exam': branch({
    cites: ['7.4', '12', '12(1)'],
    title: { zh: '考试开始后查实', en: 'Found once the exam has begun' },
    message: {
      zh: '考试开始后查实不符合报名条件的，当次全部科目成绩无效。',
      en: 'Found once the exam had begun: every mark of this sitting is void.',
    },
    holds: at((context, at) => context.terms.sessions[0] <= at),
  }),
  'finding.refused-check': branch({
    cites: ['7.4', '12', '12(2)'],
    title: { zh: '考试后未按要求接受核查', en: 'A check refused after the exam' },
    message: {
      zh: '考试结束后未按要求接受核查的，当次全部科目成绩无效。',
      en: 'A check was refused after the exam: every mark of this sitting is void.',
    },
    holds: about('finding.record', ({ event }) => event.finding === 'refusedCheck'),
  }),
  'finding.false-materials': branch({
    cites: ['7.4', '12'],
    title: { zh: '虚假材料或虚假承诺', en: 'False materials, or a false commitment' },
    message: {
      zh: '提供虚假材料或作出虚假承诺的，另记入诚信档案。',
      en: 'False materials and false commitments also go into the integrity record.',
    },
    holds: about(
      'finding.record',
      ({ event }) => event.finding === 'falseMaterials' || event.finding === 'falseCommitment',
    ),
  }),
} satisfies Rules<'decision' | 'event' | 'exam' | 'finding' | 'notice' | 'registration'>

export const alwaysBranches = {
  amendable: branch({
    cites: ['policy'],
    title: { zh: '尚可变更', en: 'It can still be amended' },
    message: {
      zh: '考试结束后不再变更场次，成绩公布后不再变更合格标准。',
      en: 'Sessions change until the exam has ended, pass marks until the marks are published.',
    },
    holds: about('notice.amend', ({ context, event, at }) => {
      const tooLate = event.sessions !== undefined && context.terms.sessions[1] <= at
      const inTime = !tooLate && (event.passMarks === undefined || context.marks === undefined)
      return inTime && makesSense(context.terms, event, at)
    }),
  }),
  onlyDemand: branch({
    cites: ['12(2)'],
    title: { zh: '仅有核查要求', en: 'Nothing but a demanded check' },
    message: { zh: '撤回核查要求，其余不变。', en: 'The demand is taken back; everything else stands.' },
    holds: ({ context }) => context.spotCheck !== undefined && !marksSanctioned(context),
  }),
  beforeExamEnds: branch({
    cites: ['policy'],
    title: { zh: '考试尚未结束', en: 'The exam has not ended' },
    message: { zh: '恢复为报名成功。', en: 'The registration stands again.' },
    holds: at((context, at) => at < context.terms.sessions[1]),
  }),
  reopensPayment: branch({
    cites: ['6.9'],
    title: { zh: '重新开放缴费', en: 'Payment was reopened' },
    message: { zh: '缴费时间延长，可继续缴费。', en: 'Payment was extended, so the fee can still be paid.' },
    holds: about(
      'notice.amend',
      ({ context, event, at }) =>
        context.claim === undefined && at < amended(context.terms, event).payment[1],
    ),
  }),
  findingOnRecord: branch({
    cites: ['policy'],
    title: { zh: '有在案的认定', en: 'A finding stands' },
    message: {
      zh: '撤销认定，报名仍为终结。',
      en: 'The finding is taken back; the registration stays ended.',
    },
    holds: ({ context }) => decided({ ...context, spotCheck: undefined }),
  }),
  neverPaid: branch({
    cites: ['6.4.8'],
    title: { zh: '未缴费', en: 'Never paid' },
    message: {
      zh: '未完成报名，撤销认定后可另行报名。',
      en: 'It was never completed; another registration can be opened.',
    },
    holds: ({ context }) => !isPaid(context),
  }),
}
