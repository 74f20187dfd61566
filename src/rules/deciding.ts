import type { Context } from '../model/context'
import { isPaid, mayBeDebited } from '../model/orders'
import { about, atInstant, branch, type Rules, refusal } from './rule'

/** Whether a decision exists that can be overturned. */
function hasDecision(context: Context): boolean {
  const { findings = [], records = [], spotCheck } = context
  return findings.length > 0 || records.length > 0 || spotCheck !== undefined || marksSanctioned(context)
}

/** Whether misconduct or identical answers made a mark void. */
const marksSanctioned = ({ misconduct, identical }: Context): boolean =>
  misconduct !== undefined || identical !== undefined

export const decidingRules = {
  'decision.none': refusal({
    cites: ['policy'],
    title: { zh: '没有可撤销的决定', en: 'Nothing to take back' },
    message: {
      zh: '没有可以撤销的认定或处理。',
      en: 'There is no finding or measure that could be taken back.',
    },
    standsAgainst: ({ context }) => !hasDecision(context),
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
    holds: atInstant((context, at) => at < context.terms.sessions[0]),
  }),
  'finding.after-exam': branch({
    cites: ['7.4', '12', '12(1)'],
    title: { zh: '考试开始后查实', en: 'Found once the exam has begun' },
    message: {
      zh: '考试开始后查实不符合报名条件的，当次全部科目成绩无效。',
      en: 'Found once the exam had begun: every mark of this sitting is void.',
    },
    holds: atInstant((context, at) => context.terms.sessions[0] <= at),
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
  'exam.misconduct': refusal({
    cites: ['7.3', '7.3.2', '7.5'],
    title: { zh: '违纪认定须有条款', en: 'Misconduct by its article' },
    message: {
      zh: '违纪认定须依第31号令：第6、11条为该科目，第7、8、10条为当次全部科目，第9条两者皆可；科目须已报考。',
      en: 'Misconduct is recorded by an article of Order 31: 6 and 11 for one subject, 7, 8 and 10 for the whole sitting, 9 for either; the subject must be one that was registered for.',
    },
    standsAgainst: about('misconduct.record', ({ context, event, at }) => {
      if (at < context.terms.sessions[0]) return false
      const { scope, article, subject } = event
      const bySubject = [6, 9, 11].includes(article) && context.application?.subjects.includes(subject ?? '')
      const bySitting = [7, 8, 9, 10].includes(article)
      return scope === 'subject' ? !bySubject : !bySitting
    }),
  }),
  'finding.after-certificate': branch({
    cites: ['7.4', '12(1)'],
    title: { zh: '取得证书后查实', en: 'Found after the certificate' },
    message: {
      zh: '取得证书后查实的，证书无效。',
      en: 'Found after the certificate was earned: it is void.',
    },
    holds: about(['finding.record', 'misconduct.record'], () => true),
  }),
  'registration.unpaid': refusal({
    cites: ['policy'],
    title: { zh: '仅限缴费之前', en: 'Only before paying' },
    message: {
      zh: '已缴费或正在对账，不能取消报名。',
      en: 'You have paid, or a payment is being looked for, so the registration can no longer be cancelled.',
    },
    until: ['payment.closes'],
    standsAgainst: atInstant(mayBeDebited),
  }),
} satisfies Rules<'decision' | 'exam' | 'finding' | 'registration'>

export const decidingBranches = {
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
    holds: atInstant((context, at) => at < context.terms.sessions[1]),
  }),
  findingOnRecord: branch({
    cites: ['policy'],
    title: { zh: '有在案的认定', en: 'A finding stands' },
    message: {
      zh: '撤销认定，报名仍为终结。',
      en: 'The finding is taken back; the registration stays ended.',
    },
    holds: ({ context }) => hasDecision({ ...context, spotCheck: undefined }),
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
