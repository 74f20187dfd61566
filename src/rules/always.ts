import type { Context } from '../context'
import type { RegistrationEvent } from '../events'
import { paid, perhapsDebited } from '../questions'
import { amended } from '../terms'
import { within } from '../time'
import { applicationPart } from './filling'
import { about, at, branch, everywhere, intake, type Rules, refusal } from './rule'

/** What can still be changed while the admit card is printed (§6.13.2). */
const admitCardFields: readonly string[] = ['name', 'idType', 'idNumber', 'gender', 'phone', 'email']

const fieldsOf = (changes: RegistrationEvent<'correction.request'>['changes']): string[] =>
  Object.entries(changes).flatMap(([field, value]) => (value === undefined ? [] : [field]))

/** Whether there is something that a review could take back. */
function decided(context: Context): boolean {
  const { findings = [], records = [], spotCheck } = context
  return findings.length > 0 || records.length > 0 || spotCheck !== undefined || marksSanctioned(context)
}

/** Whether misconduct or identical answers made some mark void. */
const marksSanctioned = ({ misconduct, identical }: Context): boolean =>
  misconduct !== undefined || identical !== undefined

export const always = {
  'actor.role': intake({
    cites: ['policy'],
    title: { zh: '由有权者办理', en: 'Each event has its sender' },
    message: { zh: '该事项不由此角色办理。', en: 'This is not for the sender to do.' },
  }),
  'actor.personal-act': intake({
    cites: ['5.1.1', '6.17'],
    title: { zh: '须由本人办理', en: 'In person' },
    message: {
      zh: '报名和承诺须由本人办理，不得委托他人或机构代办。',
      en: 'Registering and signing are done in person; nobody else may do it for the candidate.',
    },
  }),
  'clock.backwards': intake({
    cites: ['policy'],
    title: { zh: '时间不可倒退', en: 'Time goes forward' },
    message: { zh: '该事项的时间早于上一次办理的时间。', en: 'This is dated before what was decided last.' },
  }),
  'event.malformed': intake({
    cites: ['policy'],
    title: { zh: '内容有误', en: 'Malformed' },
    message: {
      zh: '提交的内容有误，请按提示逐项更正。',
      en: 'Something in it is not as it must be; each mistake is named.',
    },
  }),
  'event.unknown': intake({
    cites: ['policy'],
    title: { zh: '未知事项', en: 'Unknown' },
    message: { zh: '没有这种事项。', en: 'There is no such event.' },
  }),
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
  'snapshot.malformed': intake({
    cites: ['policy'],
    title: { zh: '快照无效', en: 'No valid snapshot' },
    message: { zh: '保存的报名状态无法识别。', en: 'The stored state of this registration cannot be read.' },
  }),
  'input.malformed': intake({
    cites: ['policy'],
    title: { zh: '开启报名的内容有误', en: 'Malformed input' },
    message: {
      zh: '开启报名所需的内容有误，请按提示逐项更正。',
      en: 'Something in what opens a registration is not as it must be; each mistake is named.',
    },
  }),
  'internal.defect': intake({
    cites: ['policy'],
    title: { zh: '程序缺陷', en: 'A defect of the library' },
    message: {
      zh: '程序出现缺陷，未作任何处理，请报告。',
      en: 'The library failed and changed nothing. Please report it.',
    },
  }),
  'notice.sense': refusal({
    cites: ['policy'],
    title: { zh: '变更须合理', en: 'An amended notice must make sense' },
    message: {
      zh: '变更后的时间须前后一致，尚未到来的截止不得改到过去。',
      en: 'The amended dates must be in order, and no close that is still to come may be moved into the past.',
    },
    standsAgainst: about('notice.amend', ({ context, event, at }) => {
      const { terms } = context
      const next = amended(terms, event)
      const ordered =
        next.registration[1] <= next.proofReview &&
        next.proofReview <= next.payment[1] &&
        next.registration[1] <= next.payment[1] &&
        next.payment[1] <= next.sessions[0]
      const closes = (of: typeof terms) => [
        of.registration[1],
        of.proofReview,
        of.payment[1],
        of.admitCard[1],
        of.sessions[1],
      ]
      const moved = closes(next)
      const intoPast = closes(terms).some((close, i) => at < close && (moved[i] ?? close) < at)
      const named = [
        ...(event.sessions ?? []).map(({ subject }) => subject),
        ...Object.keys(event.passMarks ?? {}),
      ]
      return !ordered || intoPast || named.some((subject) => !(subject in terms.fullMarks))
    }),
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
  'correction.before-confirmation': refusal({
    cites: ['6.13.1(1)'],
    title: { zh: '确认前自行修改', en: 'Before confirming, edit it yourself' },
    message: {
      zh: '报名信息尚未确认，可以自行修改，不需要申请更正。',
      en: 'The form is not confirmed yet, so you can change it yourself without a request.',
    },
    standsAgainst: everywhere,
  }),
  'correction.pending': refusal({
    cites: ['policy'],
    title: { zh: '一次一份更正申请', en: 'One correction at a time' },
    message: {
      zh: '更正申请逐一办理：前一份未办结不能再提交，未提交的也无从审核。',
      en: 'Corrections are handled one at a time: another waits until this one is decided, and only a pending one can be decided.',
    },
    standsAgainst: ({ context, event }) =>
      event.type === 'correction.request'
        ? context.correction !== undefined
        : context.correction === undefined ||
          (event.by !== undefined && 'correctionId' in event && context.correction.id !== event.correctionId),
  }),
  'correction.photo': refusal({
    cites: ['6.13.1(3)'],
    title: { zh: '照片不予更正', en: 'The photo is not corrected' },
    message: {
      zh: '照片一经上传，原则上不得修改。',
      en: 'The photo stays as it was uploaded.',
    },
    standsAgainst: about('correction.request', ({ event }) => event.changes.photo !== undefined),
  }),
  'correction.frozen-fields': refusal({
    cites: ['6.13.1(2)'],
    title: { zh: '缴费后级别、专业、科目、报名地不可更改', en: 'Frozen once paid' },
    message: {
      zh: '缴费后（或对账期间）级别、专业、科目、报名地不能更改，也不能增减科目。',
      en: 'Once the fee is paid, or while a payment is being looked for, level, specialty, subjects and place stay as they are.',
    },
    standsAgainst: (moment) =>
      at(perhapsDebited)(moment) &&
      (about('correction.request', ({ event }) => applicationPart(event.changes) !== undefined)(moment) ||
        (moment.event.type === 'correction.approve' && moment.context.correction?.application !== undefined)),
  }),
  'correction.closed': refusal({
    cites: ['6.13.1', '6.13.2'],
    title: { zh: '不在更正时间内', en: 'Not a time for corrections' },
    message: {
      zh: '只能在报名截止前，或准考证打印期间申请更正。',
      en: 'Corrections can be requested until registration closes and while admit cards are printed.',
    },
    until: ['registration.closes', 'admitCard.closes'],
    standsAgainst: at(({ terms }, at) => at >= terms.registration[1] && !within(terms.admitCard, at)),
  }),
  'correction.admit-card-fields': refusal({
    cites: ['6.13.2'],
    title: { zh: '打印准考证期间仅更正个人信息', en: 'While admit cards are printed, personal data only' },
    message: {
      zh: '准考证打印期间只能更正姓名、证件、性别、电话、邮箱等个人信息。',
      en: 'While admit cards are printed only personal data can be corrected: name, identity document, gender, telephone, e-mail.',
    },
    standsAgainst: about('correction.request', ({ context: { terms }, event, at }) => {
      if (at < terms.registration[1] || !within(terms.admitCard, at)) return false
      return fieldsOf(event.changes).some((field) => !admitCardFields.includes(field))
    }),
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
      return at < context.terms.sessions[0] || !paid(context) || foreign
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
      zh: '考试后查实不符合报名条件的，当次全部科目成绩无效。',
      en: 'Found after the exam: every mark of this sitting is void.',
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
} satisfies Rules<
  | 'actor'
  | 'clock'
  | 'correction'
  | 'decision'
  | 'event'
  | 'exam'
  | 'finding'
  | 'input'
  | 'internal'
  | 'notice'
  | 'registration'
  | 'snapshot'
>

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
      return !tooLate && (event.passMarks === undefined || context.marks === undefined)
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
  correctsApplication: branch({
    cites: ['6.4.6', '6.10'],
    title: { zh: '更正报考信息', en: 'The application itself changes' },
    message: { zh: '须重新确认并生成新订单。', en: 'It must be confirmed anew and gets a new order.' },
    holds: ({ context }) => context.correction?.application !== undefined,
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
    holds: ({ context }) => (context.findings ?? []).length > 0,
  }),
  neverPaid: branch({
    cites: ['6.4.8'],
    title: { zh: '未缴费', en: 'Never paid' },
    message: {
      zh: '未完成报名，撤销认定后可另行报名。',
      en: 'It was never completed; another registration can be opened.',
    },
    holds: ({ context }) => !paid(context),
  }),
}
