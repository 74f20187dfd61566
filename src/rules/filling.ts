import type { Application, ApplicationChange } from '../model/application'
import { hasForfeited } from '../model/commitment'
import type { Context } from '../model/context'
import { applicationPart, correctedApplication } from '../model/correction'
import { now } from '../model/instants'
import { isBarred } from '../model/integrity'
import { levelOf, specialtiesOf } from '../model/levels'
import { creditCounts } from '../model/marks'
import { type Millis, within } from '../time'
import { about, anyOf, atInstant, branch, everywhere, type Guard, type Rules, refusal } from './rule'

/** Creates a guard on an application: the saved one, or the one that a correction request or its approval leads to. */
function aboutApplication(test: (context: Context, application: Application, at: Millis) => boolean): Guard {
  const testChange = (context: Context, change: ApplicationChange | undefined, at: Millis) => {
    const application = correctedApplication(context, change)
    return application !== undefined && test(context, application, at)
  }
  return anyOf(
    about('application.save', ({ context, event, at }) => test(context, event.application, at)),
    about('correction.request', ({ context, event, at }) =>
      testChange(context, applicationPart(event.changes), at),
    ),
    // An approval carries no changes; the pending request in the context does.
    (args) =>
      args.event.type === 'correction.approve' &&
      testChange(args.context, args.context.correction?.application, now(args)),
  )
}

function isOffered({ terms }: Context, application: Application): boolean {
  const level = terms.levels.find(({ code }) => code === application.level)
  if (level === undefined || !terms.places.includes(application.place)) return false
  const { subjects, specialty } = application
  if (specialty === undefined ? level.specialty : !specialtiesOf(terms, level).includes(specialty))
    return false
  return (
    subjects.length > 0 &&
    new Set(subjects).size === subjects.length &&
    subjects.every((subject) => level.subjects.includes(subject))
  )
}

const outsideRegistration = atInstant((context, at) => !within(context.terms.registration, at))

export const fillingRules = {
  'application.locked': refusal({
    cites: ['6.4.6'],
    title: { zh: '确认后不得自行修改', en: 'Confirmed is locked' },
    message: {
      zh: '报名信息确认后不能自行修改；如有错误，请提交更正申请。',
      en: 'Once confirmed, you cannot change the form yourself. If something is wrong, please request a correction.',
    },
    standsAgainst: everywhere,
  }),
  'application.window': refusal({
    cites: ['6.1'],
    title: { zh: '仅限报名时间内', en: 'Only while registration is open' },
    message: {
      zh: '现在不在报名时间内。请留意报名须知公布的时间。',
      en: 'Registration is not open now. Please see the notice for its dates.',
    },
    until: ['registration.closes'],
    // Applies to the approval of a correction only if the application itself changes (§6.13.1).
    standsAgainst: (args) =>
      outsideRegistration(args) &&
      (args.event.type !== 'correction.approve' || args.context.correction?.application !== undefined),
  }),
  'application.offered': refusal({
    cites: ['6.4.3'],
    title: { zh: '级别、专业、科目、报名地须在公布范围内', en: 'Only what the notice offers' },
    message: {
      zh: '所选级别、专业、科目或报名地不在本次考试的范围内，请重新选择。',
      en: 'This level, specialty, set of subjects or place is not offered this time. Please choose again.',
    },
    standsAgainst: aboutApplication((context, application) => !isOffered(context, application)),
  }),
  'application.all-subjects': refusal({
    cites: ['9.1'],
    title: { zh: '非滚动考试须报全部科目', en: 'Without rolling years, all subjects at once' },
    message: {
      zh: '该级别的成绩当次有效，必须一次报考全部科目。',
      en: 'Marks of this level count for one sitting only, so all its subjects must be taken at once.',
    },
    standsAgainst: aboutApplication((context, application) => {
      const level = levelOf(context, application)
      return level?.years === 1 && level.subjects.some((subject) => !application.subjects.includes(subject))
    }),
  }),
  'application.already-credited': refusal({
    cites: ['policy'],
    title: { zh: '已合格且在有效期内的科目不再报', en: 'What still counts is not taken again' },
    message: {
      zh: '所选科目中有已合格且成绩仍在有效期内的，不需要再报。',
      en: 'You have already passed one of these subjects and the pass still counts; please leave it out.',
    },
    standsAgainst: aboutApplication((context, application) =>
      context.credits.some(
        (credit) =>
          application.subjects.includes(credit.subject) && creditCounts(context, application, credit),
      ),
    ),
  }),
  'commitment.offered': refusal({
    cites: ['policy'],
    title: { zh: '本次考试不实行告知承诺制', en: 'This notice offers no commitment' },
    message: {
      zh: '本次考试未实行告知承诺制，请选择提交证明材料。',
      en: 'This exam is held without the commitment this time. Please choose proof.',
    },
    standsAgainst: about(
      'route.choose',
      ({ context, event }) => event.route === 'commitment' && !context.terms.commitment,
    ),
  }),
  'commitment.eligible': refusal({
    cites: ['5', '6.4.5'],
    title: { zh: '诚信记录期内不适用承诺制', en: 'A running record bars the commitment' },
    message: {
      zh: '您有虚假承诺或仍在记录期内的严重违纪违规记录，不适用告知承诺制，请提交证明材料办理。',
      en: 'A record of a false commitment or of serious misconduct is running, so the commitment is closed to you. You can still register with proof.',
    },
    standsAgainst: anyOf(
      about(
        'route.choose',
        ({ context, event, at }) => event.route === 'commitment' && isBarred(context, at),
      ),
      (args) => args.event.type === 'commitment.sign' && atInstant(isBarred)(args),
    ),
  }),
  'commitment.no-return': refusal({
    cites: ['5.1.4', '6.4.5'],
    title: { zh: '放弃后本年度不再适用承诺制', en: 'No return to the commitment' },
    message: {
      zh: '您本年度在本考试中未选择承诺或已撤回承诺，不能再转回告知承诺制，请提交证明材料办理。',
      en: 'You have given up the commitment for this exam this year, and it does not come back. Please go on with proof.',
    },
    standsAgainst: anyOf(
      about('route.choose', ({ context, event }) => event.route === 'commitment' && hasForfeited(context)),
      ({ context, event }) => event.type === 'commitment.sign' && hasForfeited(context),
    ),
  }),
} satisfies Rules<'application' | 'commitment'>

export const fillingBranches = {
  routeChosen: branch({
    cites: ['6.4.5'],
    title: { zh: '办理方式已选', en: 'The route is chosen' },
    message: { zh: '办理方式保持不变，回到确认。', en: 'The route stays; confirming comes next.' },
    holds: ({ context }) => context.route !== undefined,
  }),
  choosesProof: branch({
    cites: ['6.4.5'],
    title: { zh: '选择提交证明', en: 'Proof is chosen' },
    message: {
      zh: '选择提交证明，本年度不再适用承诺制。',
      en: 'Proof is chosen; the commitment is given up for this year.',
    },
    holds: about('route.choose', ({ event }) => event.route === 'proof'),
  }),
  proofRoute: branch({
    cites: ['6.4.7'],
    title: { zh: '证明材料方式', en: 'On the proof route' },
    message: { zh: '须先上传证明材料。', en: 'Documents are uploaded first.' },
    holds: ({ context }) => context.route === 'proof',
  }),
}
