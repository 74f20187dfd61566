import type { Context } from '../model/context'
import { reportOutstanding } from '../model/degree'
import { passesWithHistory } from '../model/outcomes'
import { checkRequired, complaintOpen, hasPassed, noticeOver, noticeRequired } from '../model/qualification'
import { day, parseInstant } from '../time'
import { about, anyOf, branch, type Rules, refusal } from './rule'

export const qualifyingRules = {
  'postCheck.who': branch({
    cites: ['11.1'],
    title: { zh: '须人工核查的考生', en: 'Who is checked by hand' },
    message: {
      zh: '全科合格，且未选择、不适用或撤回告知承诺制，或者已承诺但学历在线核查未通过、需现场核查的，实施人工核查。',
      en: 'Checked by hand is whoever passed all subjects on the proof route, or committed with a degree that was not verified online.',
    },
    holds: ({ context }) => checkRequired(context),
  }),
  'postCheck.window': refusal({
    cites: ['11.1'],
    title: { zh: '须留出补交时间', en: 'Time to hand in' },
    message: {
      zh: '核查期将满或已满时判定不通过的，须给出至少 24 小时之后的补交期限。',
      en: 'A rejection when the window of the check is over, or nearly, must give at least 24 hours to hand in.',
    },
    standsAgainst: about('postCheck.reject', ({ context, event, at }) => {
      if (!noticeOver(context) || at <= (context.postCheckCloses ?? 0) - day) return false
      return event.dueAt === undefined || parseInstant(event.dueAt) < at + day
    }),
  }),
  'postCheck.resubmit': refusal({
    cites: ['11.2'],
    title: { zh: '补交须有材料', en: 'Something must be handed in' },
    message: {
      zh: '核查不通过的，请按要求补交材料；补交不能为空。',
      en: 'After a rejected check the documents asked for are handed in; an empty hand-in is none.',
    },
    standsAgainst: about('postCheck.resubmit', ({ event }) => event.documents.length === 0),
  }),
  'verification.report-due': refusal({
    cites: ['6.4.1(3)'],
    title: { zh: '学历报告尚未补交', en: 'The report on the degree is missing' },
    message: {
      zh: '报名时以扫描件代替的学历验证/认证报告尚未补交，不能核查通过。',
      en: 'The report that a scan stood in for is still missing, so the check cannot be approved.',
    },
    standsAgainst: ({ context }) => reportOutstanding(context),
  }),
  'publicNotice.who': branch({
    cites: ['12'],
    title: { zh: '须公示的考生', en: 'Who goes on the public notice' },
    message: {
      zh: '已作出承诺且全科成绩合格的人员予以公示。',
      en: 'If you signed the commitment and passed all subjects, your name goes on the public notice.',
    },
    holds: ({ context }) => noticeRequired(context),
  }),
  'publicNotice.complaints': refusal({
    cites: ['12'],
    title: { zh: '举报须在案', en: 'Only a complaint that is open' },
    message: {
      zh: '没有这件未结的举报。未结的举报使公示不能结束。',
      en: 'There is no such open complaint. While one is open, the public notice does not close.',
    },
    standsAgainst: anyOf(
      ({ context }) => !complaintOpen(context),
      about('complaint.dismiss', ({ context, event }) => !context.complaints?.includes(event.complaintId)),
    ),
  }),
} satisfies Rules<'postCheck' | 'verification' | 'publicNotice'>

/** Whether a rejected check can still be repaired. */
const repairOpen = (context: Context): boolean =>
  context.repairUntil !== undefined && !hasPassed(context, 'repair.ends')

export const qualifyingBranches = {
  creditTakenBack: branch({
    cites: ['7.4', '9.2'],
    title: { zh: '往年合格被取消', en: 'A pass of an earlier year was taken back' },
    message: {
      zh: '所依据的往年合格成绩已被取消，不再全科合格。',
      en: 'A pass of an earlier year that this one rests on was taken back, so not all subjects are passed.',
    },
    holds: about('history.amend', ({ context, event }) => !passesWithHistory(context, event)),
  }),
  reportMissing: branch({
    cites: ['6.4.1(3)'],
    title: { zh: '学历报告待补交', en: 'The report is due' },
    message: { zh: '须补交学历验证/认证报告。', en: 'The report that a scan stood in for is due.' },
    holds: ({ context }) => reportOutstanding(context),
  }),
  repairFailed: branch({
    cites: ['11.2'],
    title: { zh: '补交期限已到', en: 'The repair is over' },
    message: {
      zh: '补交期限届满仍未通过。',
      en: 'The time to hand in is over and the check is still rejected.',
    },
    holds: ({ context }) => repairOpen(context) && noticeOver(context),
  }),
  repairGoesOn: branch({
    cites: ['11.2'],
    title: { zh: '公示未结束，仍可补交', en: 'The public notice is still to close' },
    message: {
      zh: '公示结束之前仍可补交。',
      en: 'Until the public notice closes, documents can still be handed in.',
    },
    holds: ({ context }) => repairOpen(context),
  }),
  stillRejected: branch({
    cites: ['11.2', '12'],
    title: { zh: '公示结束仍未通过', en: 'Rejected still as the notice closes' },
    message: {
      zh: '公示结束时补交期限已过，核查仍未通过。',
      en: 'The public notice closes, the time to hand in is over, and the check is still rejected.',
    },
    holds: ({ context }) => hasPassed(context, 'repair.ends') && !complaintOpen(context),
  }),
  noticeUncontested: branch({
    cites: ['12'],
    title: { zh: '公示期满无未结举报', en: 'No complaint is open' },
    message: { zh: '公示期满且无未结举报。', en: 'The notice has run its time and no complaint is open.' },
    holds: ({ context }) => !complaintOpen(context),
  }),
  qualified: branch({
    cites: ['11.1', '12', '13.1'],
    title: { zh: '核查、公示均已完成', en: 'Check and public notice are done' },
    message: {
      zh: '核查和公示均已完成，发放证书。',
      en: 'Check and public notice are done: cleared for a certificate.',
    },
    holds: ({ context }) =>
      noticeOver(context) && context.spotCheck === undefined && context.review === undefined,
  }),
}
