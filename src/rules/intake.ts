import { intake, type Rules } from './rule'

/** Rules that `decide` and `open` check before the machine runs: the sender, the instant, and whether the input is valid. */
export const intakeRules = {
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
      en: 'Some fields are not valid. See the list below.',
    },
  }),
  'event.unknown': intake({
    cites: ['policy'],
    title: { zh: '未知事项', en: 'Unknown' },
    message: { zh: '没有这种事项。', en: 'There is no such event.' },
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
      en: 'Some fields of the opening are not valid. See the list below.',
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
} satisfies Rules<'actor' | 'clock' | 'event' | 'input' | 'internal' | 'snapshot'>
