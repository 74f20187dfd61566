import { instants } from '../model/instants'
import { certificateOf, reissueOf } from '../model/levels'
import { hasPassed } from '../model/qualification'
import { about, atInstant, branch, everywhere, type Rules, refusal } from './rule'

export const certifiedRules = {
  'certificate.direct-mail': refusal({
    cites: ['13.1'],
    title: { zh: '证书直邮须在期限内申请', en: 'Direct mail is asked for in time' },
    message: {
      zh: '本考试未开通证书直邮，或申请期限已过；证书到达后可向当地申请邮寄或领取。',
      en: 'This exam has no direct mail, or its window is over. Once the certificate has come, it can be collected or sent on by the local office.',
    },
    until: ['directMail.closes'],
    standsAgainst: atInstant((context, at) => {
      if (certificateOf(context).directMail !== true || hasPassed(context, 'directMail.closes')) return true
      const closes = instants['directMail.closes'](context)
      return closes !== undefined && closes <= at
    }),
  }),
  'certificate.local': branch({
    cites: ['13.1'],
    title: { zh: '当地领取', en: 'Handed out locally' },
    message: {
      zh: '未申请直邮的，由报名所在地发放。',
      en: 'Without direct mail the local office hands the certificate out.',
    },
    holds: ({ context }) => context.mail !== true,
  }),
  'certificate.electronic': branch({
    cites: ['13.2'],
    title: { zh: '有电子证书', en: 'With an electronic certificate' },
    message: { zh: '该考试核发电子证书。', en: 'This exam gives an electronic certificate.' },
    holds: ({ context }) => certificateOf(context).electronic !== 'none',
  }),
  'certificate.number': refusal({
    cites: ['policy'],
    title: { zh: '须先有证书编号', en: 'The certificate needs its number' },
    message: {
      zh: '证书尚未编号，不能发出。',
      en: 'The certificate has no number yet, so it cannot be sent out.',
    },
    standsAgainst: ({ context }) => context.certificateNo === undefined,
  }),
  'certificate.association': refusal({
    cites: ['14(5)'],
    title: { zh: '由行业协会办理', en: 'The association sees to it' },
    message: {
      zh: '该证书由行业协会核发，遗失、损毁不补办，请向协会网站申请职业资格证明。',
      en: 'This certificate is issued by an association, which gives a proof of qualification instead of another copy.',
    },
    standsAgainst: ({ context }) => reissueOf(context) === 'association',
  }),
  'certificate.proof-letter': refusal({
    cites: ['14(1)', '14(2)'],
    title: { zh: '开具合格证明', en: 'A letter instead' },
    message: {
      zh: '该考试不再补办纸质证书，由考试机构开具合格证明。',
      en: 'No certificate of this exam is printed again; the exam office writes a letter of proof.',
    },
    standsAgainst: ({ context }) => reissueOf(context) === 'proofLetter',
  }),
  'certificate.no-reissue': refusal({
    cites: ['14', '14(3)', '14(4)'],
    title: { zh: '有电子证书的不补办', en: 'No reissue beside an electronic certificate' },
    message: {
      zh: '已推行电子证书，纸质证书遗失、损毁或逾期未领的不再补办，请使用电子证书。',
      en: 'There is an electronic certificate, so a paper one that is lost, damaged or not collected is not printed again. Please use the electronic one.',
    },
    standsAgainst: ({ context }) => reissueOf(context) === 'no',
  }),
  'certificate.reissue-scope': refusal({
    cites: ['14'],
    title: { zh: '补办的受理范围', en: 'Certificates of which years' },
    message: {
      zh: '该年度的证书不在补办受理范围内。',
      en: 'Certificates of that year are not reissued here.',
    },
    standsAgainst: ({ context: { terms } }) =>
      terms.certificate.sinceYear !== undefined && terms.year < terms.certificate.sinceYear,
  }),
  'certificate.reissue-documents': refusal({
    cites: ['14'],
    title: { zh: '补办材料须齐全', en: 'What a reissue needs' },
    message: {
      zh: '补办须上传：签名的申请表、居民身份证或社会保障卡、白底证件照。',
      en: 'A reissue needs the signed form, the resident identity card or social security card, and a photo.',
    },
    standsAgainst: about('certificate.requestReissue', ({ event }) => {
      const kinds = new Set(event.documents.map(({ kind }) => kind))
      const identity = kinds.has('residentId') || kinds.has('socialSecurityCard')
      return !(kinds.has('reissueForm') && kinds.has('photo') && identity)
    }),
  }),
  'certificate.change': refusal({
    cites: ['15'],
    title: { zh: '取得证书后原则上不改', en: 'Names and numbers stay' },
    message: {
      zh: '已取得证书的，姓名、证件号码原则上不予修改；确需变更的，请凭依据致电考试机构登记。',
      en: 'Once the certificate is earned, name and number are in principle not changed. If they must be, please telephone the exam office with proof.',
    },
    standsAgainst: everywhere,
  }),
} satisfies Rules<'certificate'>

export const certifiedBranches = {
  directMailOpen: branch({
    cites: ['13.1'],
    title: { zh: '直邮申请期内', en: 'The window for direct mail' },
    message: { zh: '直邮申请期限届满。', en: 'The window for direct mail closes.' },
    holds: ({ context }) => instants['directMail.closes'](context) !== undefined,
  }),
  onPaper: branch({
    cites: ['13.1'],
    title: { zh: '有纸质证书', en: 'With a certificate on paper' },
    message: { zh: '制发纸质证书。', en: 'A certificate is printed.' },
    holds: ({ context }) => certificateOf(context).paper !== false,
  }),
  mailWanted: branch({
    cites: ['13.1'],
    title: { zh: '已申请邮寄', en: 'Mail was asked for' },
    message: { zh: '按申请邮寄。', en: 'It is sent by mail, as asked for.' },
    holds: ({ context }) => context.mail === true,
  }),
  notNumbered: branch({
    cites: ['13.2'],
    title: { zh: '尚未编号', en: 'Without a number yet' },
    message: { zh: '尚未核发证书编号。', en: 'No number was given yet.' },
    holds: ({ context }) => context.certificateNo === undefined,
  }),
}
