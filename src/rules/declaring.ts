import { isCommitted } from '../model/commitment'
import type { Context } from '../model/context'
import { evidenceKinds, isUnverified, reportOutstanding } from '../model/degree'
import { levelOf } from '../model/levels'
import { type Millis, within } from '../time'
import { about, anyOf, atInstant, branch, type Rules, refusal } from './rule'

/** Whether evidence of the degree is due: for a commitment, or as the report that replaces a scan. */
function evidenceDue(context: Context, at: Millis): boolean {
  const inTime = at < context.terms.registration[1] || context.marks !== undefined
  if (!isUnverified(context) || !inTime) return false
  return reportOutstanding(context) || (isCommitted(context) && context.evidence === undefined)
}

const isPdf = ({ mediaType }: { mediaType: string }) => mediaType === 'application/pdf'

export const declaringRules = {
  'commitment.statements': refusal({
    cites: ['5.1.3'],
    title: { zh: '四项承诺缺一不可', en: 'All four statements' },
    message: {
      zh: '须对四项内容全部作出承诺：已知晓告知事项、已符合报考条件、信息真实、愿意接受核查并承担法律责任。',
      en: 'The commitment holds only with all four statements: you are informed, you are eligible, what you filled in is true, and you accept checks and their consequences.',
    },
    standsAgainst: about(
      'commitment.sign',
      ({ event: { statements } }) => !Object.values(statements).every(Boolean),
    ),
  }),
  'commitment.withdraw-unpaid': refusal({
    cites: ['5.1.4'],
    title: { zh: '未缴费方可撤回', en: 'Only before paying' },
    message: {
      zh: '已缴费或正在对账，不能再撤回承诺。',
      en: 'You have paid, or a payment is being looked for, so the commitment can no longer be withdrawn.',
    },
    standsAgainst: ({ context }) => isCommitted(context),
  }),
  'commitment.withdraw-window': refusal({
    cites: ['5.1.4'],
    title: { zh: '报名截止前方可撤回', en: 'Only until registration closes' },
    message: {
      zh: '报名已截止，不能再撤回承诺。',
      en: 'Registration has closed, so the commitment can no longer be withdrawn.',
    },
    until: ['registration.closes'],
    standsAgainst: atInstant((context, at) => isCommitted(context) && at >= context.terms.registration[1]),
  }),
  'verification.evidence-kind': refusal({
    cites: ['6.4.1(3)', '6.4.1(5)', '6.19'],
    title: { zh: '学历证明材料的种类', en: 'Which document shows the degree' },
    message: {
      zh: '境内学历须上传学信网的验证/认证报告（报名期间可暂以学历学位扫描件代替）；国（境）外学历须上传留学服务中心的认证书。',
      en: 'A degree from China is shown by the online report of CHSI (for the time being by a scan of the degree), a degree from abroad by the certificate of the Service Center for Scholarly Exchange.',
    },
    standsAgainst: anyOf(
      about('evidence.upload', ({ context, event: { document }, at }) => {
        if (!evidenceDue(context, at)) return false
        return reportOutstanding(context)
          ? document.kind !== 'verificationReport'
          : !evidenceKinds(context).includes(document.kind)
      }),
      about('proof.upload', ({ context, event: { documents } }) => {
        if (levelOf(context, context.application)?.exemption !== true) return false
        if (!isUnverified(context) || context.evidence !== undefined) return false
        const kinds: readonly string[] = evidenceKinds(context)
        return !documents.some(({ kind }) => kinds.includes(kind))
      }),
    ),
  }),
  'proof.window': refusal({
    cites: ['6.4.7'],
    title: { zh: '报名时间内上传', en: 'Upload while registration is open' },
    message: {
      zh: '证明材料须在报名时间结束前上传，现在不在报名时间内。',
      en: 'Documents are uploaded while registration is open, and it is not open now.',
    },
    until: ['registration.closes'],
    standsAgainst: atInstant((context, at) => !within(context.terms.registration, at)),
  }),
  'proof.pdf': refusal({
    cites: ['6.4.1(3)', '6.4.1(4)'],
    title: { zh: '须为 PDF', en: 'A PDF' },
    message: {
      zh: '材料须为 PDF 格式，请转换后重新上传。',
      en: 'Documents must be PDF files. Please convert and upload again.',
    },
    standsAgainst: anyOf(
      about(
        'evidence.upload',
        ({ context, event: { document }, at }) =>
          evidenceDue(context, at) && document.kind !== 'overseasCertificate' && !isPdf(document),
      ),
      about('proof.upload', ({ event }) => !event.documents.every(isPdf)),
    ),
  }),
  'proof.required': refusal({
    cites: ['6.4.7'],
    title: { zh: '材料须齐全', en: 'Nothing may be missing' },
    message: {
      zh: '证明材料不齐，请按要求补齐后上传。',
      en: 'Some of the documents asked for are missing. Please add them and upload again.',
    },
    standsAgainst: about('proof.upload', ({ context, event: { documents } }) => {
      const required = levelOf(context, context.application)?.proof ?? []
      return (
        documents.length === 0 ||
        required.some((kind) => !documents.some((document) => document.kind === kind))
      )
    }),
  }),
} satisfies Rules<'commitment' | 'verification' | 'proof'>

export const declaringBranches = {
  exemptionLevel: branch({
    cites: ['6.4.7'],
    title: { zh: '免试级别', en: 'A level that exempts from subjects' },
    message: {
      zh: '报考免试级别，须先上传证明材料。',
      en: 'A level that exempts from subjects asks for proof first.',
    },
    holds: ({ context }) => levelOf(context, context.application)?.exemption === true,
  }),
  educationUnverified: branch({
    cites: ['6.4.1(3)', '6.4.1(4)', '6.4.1(5)'],
    title: { zh: '学历未在线核验通过且无证明', en: 'The degree is not verified, nothing shows it yet' },
    message: { zh: '须先上传学历证明材料。', en: 'A document must show the degree first.' },
    holds: ({ context }) => isUnverified(context) && context.evidence === undefined,
  }),
  commitmentStands: branch({
    cites: ['5.1.4'],
    title: { zh: '已签署承诺', en: 'A signed commitment stands' },
    message: { zh: '已签署的承诺可以撤回。', en: 'A commitment that was signed can be withdrawn.' },
    holds: ({ context }) => isCommitted(context),
  }),
  evidenceAwaited: branch({
    cites: ['6.4.1(3)', '6.4.1(5)'],
    title: { zh: '报名期间补交学历证明', en: 'What shows the degree, in time' },
    message: {
      zh: '报名截止前补交，不必考后补交。',
      en: 'It came before registration closed, so nothing is due after the exam.',
    },
    holds: atInstant((context, at) => context.marks === undefined && evidenceDue(context, at)),
  }),
  registrationClosed: branch({
    cites: ['6.4.7'],
    title: { zh: '报名已截止', en: 'Registration has closed' },
    message: {
      zh: '报名已截止，不能再补交材料。',
      en: 'Registration has closed, so nothing can be handed in again.',
    },
    holds: atInstant((context, at) => at >= context.terms.registration[1]),
  }),
}
