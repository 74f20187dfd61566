import { applicationPart, correctedFields } from '../model/correction'
import { mayBeDebited } from '../model/orders'
import { within } from '../time'
import { about, atInstant, branch, everywhere, type Rules, refusal } from './rule'

/** The fields that can still be corrected while admit cards are printed (§6.13.2). */
const admitCardFields: readonly string[] = ['name', 'idType', 'idNumber', 'gender', 'phone', 'email']

export const correctingRules = {
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
    title: { zh: '更正申请逐一办理', en: 'One correction at a time' },
    message: {
      zh: '前一份更正申请尚未办结，或没有这一份待办的更正申请。',
      en: 'Another correction is still to be decided, or no correction under this number is.',
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
    standsAgainst: (args) =>
      atInstant(mayBeDebited)(args) &&
      (about('correction.request', ({ event }) => applicationPart(event.changes) !== undefined)(args) ||
        (args.event.type === 'correction.approve' && args.context.correction?.application !== undefined)),
  }),
  'correction.closed': refusal({
    cites: ['6.13.1', '6.13.2'],
    title: { zh: '不在更正时间内', en: 'Not a time for corrections' },
    message: {
      zh: '只能在报名截止前，或准考证打印期间申请更正。',
      en: 'Corrections can be requested until registration closes and while admit cards are printed.',
    },
    until: ['registration.closes', 'admitCard.closes'],
    standsAgainst: atInstant(({ terms }, at) => at >= terms.registration[1] && !within(terms.admitCard, at)),
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
      return correctedFields(event.changes).some((field) => !admitCardFields.includes(field))
    }),
  }),
} satisfies Rules<'correction'>

export const correctingBranches = {
  correctsApplication: branch({
    cites: ['6.4.6', '6.10'],
    title: { zh: '更正报考信息', en: 'The application itself changes' },
    message: { zh: '须重新确认并生成新订单。', en: 'It must be confirmed anew and gets a new order.' },
    holds: ({ context }) => context.correction?.application !== undefined,
  }),
}
