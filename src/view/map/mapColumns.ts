import type { Language, LocalizedText } from '../../language'

/** A column of the map; each lane shows the leaves of the states that it lists, one below the other. */
export type MapColumn = { readonly title: LocalizedText; readonly lanes: readonly (readonly string[])[] }

/** All columns. If several lanes list an ancestor of a leaf, the leaf is in the lane of the closest ancestor. */
export const mapColumns: readonly MapColumn[] = [
  { title: { zh: '注册与核查', en: 'Account' }, lanes: [['account', 'verifying']] },
  { title: { zh: '填报', en: 'Filling in' }, lanes: [['filling']] },
  { title: { zh: '申报', en: 'Declaring' }, lanes: [['declaring']] },
  { title: { zh: '缴费', en: 'Paying' }, lanes: [['paying']] },
  { title: { zh: '考试与成绩', en: 'Exam' }, lanes: [['registered', 'marking', 'notPassed']] },
  {
    title: { zh: '考后核查与公示（同时进行）', en: 'Check and notice, side by side' },
    lanes: [['qualifying.check'], ['qualifying.publicNotice']],
  },
  {
    title: { zh: '发放证书（同时进行）', en: 'Certificate: paper and electronic' },
    lanes: [
      ['certified.paper'],
      [
        'certified.paper.lost',
        'certified.paper.reissuing',
        'certified.paper.reissued',
        'certified.electronic',
      ],
    ],
  },
]

/** Shorter titles, where the full one is too wide for a card. */
const shortTitles: Readonly<Record<string, Partial<LocalizedText>>> = {
  'agreement.accept': { en: 'Accept' },
  'profile.submit': { en: 'Submit' },
  'photo.upload': { en: 'Upload' },
  'education.amend': { en: 'Change degree' },
  'verification.report': { en: 'Report result' },
  'application.save': { en: 'Save' },
  'route.choose': { en: 'Choose route' },
  'application.confirm': { en: 'Confirm' },
  'commitment.sign': { en: 'Sign', zh: '签署承诺书' },
  'commitment.withdraw': { en: 'Withdraw commitment' },
  'evidence.upload': { en: 'Upload evidence' },
  'proof.approve': { en: 'Approve', zh: '审核通过' },
  'proof.reject': { en: 'Reject', zh: '审核不通过' },
  'misconduct.record': { en: 'Misconduct', zh: '违纪违规' },
  'finding.record': { en: 'Finding', zh: '核查认定' },
  'marks.publish': { en: 'Publish' },
  'scoreReview.request': { en: 'Request', zh: '申请复查' },
  'scoreReview.decide': { en: 'Decide', zh: '反馈结果' },
  'decision.overturn': { en: 'Overturn' },
  'postCheck.approve': { en: 'Approve' },
  'postCheck.reject': { en: 'Reject' },
  'postCheck.resubmit': { en: 'Submit again', zh: '补交材料' },
  'publicNotice.open': { en: 'Open notice' },
  'certificate.issue': { en: 'Issue' },
  'certificate.dispatch': { en: 'Send' },
  'certificate.deliver': { en: 'Delivered' },
  'certificate.return': { en: 'Returned', zh: '退回' },
  'certificate.reportLost': { en: 'Report loss', zh: '报告遗失' },
  'certificate.requestReissue': { en: 'Request reissue', zh: '申请补办' },
  'certificate.reissue': { en: 'Reissue' },
  'certificate.refuseReissue': { en: 'Refuse' },
  'registration.terminate': { en: 'Terminate' },
  'correction.approve': { en: 'Correction' },
  'history.amend': { en: 'Update history', zh: '其他报名变动' },
  'attestation.record': { en: 'Attestation', zh: '证明结果' },
  'notice.amend': { en: 'Amend notice', zh: '通知变更' },
  'proofReview.closes': { zh: '审核截止' },
  'spotCheck.due': { en: 'Check not answered', zh: '未接受核查' },
  'admitCard.opens': { en: 'Cards open', zh: '开始打印' },
  'admitCard.closes': { en: 'Cards close', zh: '停止打印' },
  'scoreReview.closes': { en: 'Review requests close', zh: '复查申请截止' },
  'report.due': { zh: '补交报告截止' },
  'repair.ends': { zh: '补交材料截止' },
  alreadyVerified: { en: 'Already verified', zh: '已核查' },
  alreadyRegistered: { en: 'Has an account', zh: '已注册' },
  reviewAsked: { en: 'Review pending' },
  'postCheck.who': { en: 'Check required', zh: '须人工核查' },
  'publicNotice.who': { en: 'Notice required', zh: '须公示' },
  'paying.awaiting': { en: 'Payment due' },
  'notPassed.open': { en: 'Reviewable' },
  'marking.awaited': { en: 'No marks yet' },
  'marking.published': { en: 'Not judged' },
  'marks.correct': { en: 'Correct' },
}

/** The title of a state, event, deadline or rule on the map. */
export const shortTitle = (id: string, title: LocalizedText, lang: Language): string =>
  shortTitles[id]?.[lang] ?? title[lang]

/** Texts of the map. */
export const mapTexts = {
  branches: (count: number): LocalizedText => ({ zh: `分${count}路`, en: `${count}-way` }),
  continued: { zh: '（续）', en: ' (continued)' },
  endings: { zh: '从哪里会提前结束', en: 'Where it can end early' },
  barsHint: {
    zh: '横条盖住可能发生的状态（格中数字是该列卡片的次序），右端是结局',
    en: 'A bar covers the states where it can happen, by card number; its ending is on the right',
  },
  anywhere: { zh: '其余随时', en: 'Anywhere else' },
  ended: { zh: '终结后', en: 'Once ended' },
  otherwise: { zh: '否则', en: 'otherwise' },
  stays: { zh: '留在原处', en: 'stays' },
} as const
