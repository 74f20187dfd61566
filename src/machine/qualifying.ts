import { stateTitles } from '../titles'
import { mailWithdrawn } from './certified'
import { marksVoidUnanswered, overturned, refuse, spotChecks } from './transitions'
import { stage } from './withTimers'

/** An open demand keeps the registration in this stage. An event that changes its due instant re-enters the state. */
const spotChecked = (target: string) => ({
  ...spotChecks(target),
  // If only a demand is overturned, everything else stays.
  'decision.overturn': { guard: 'onlyDemand' as const, target, reenter: true, actions: overturned },
})

/** Accepts the report that a scan replaces temporarily, until the window of the check closes (§6.4.1(3)). */
const reportTaken = (target: string) => [
  ...refuse('verification.evidence-kind', 'proof.pdf'),
  { guard: 'reportMissing' as const, target, reenter: true },
]

const marksVoid = {
  target: '#ended.scoresVoided' as const,
  actions: ['scores.voided' as const, 'credits.earned' as const],
}

const reportDue = { guard: 'reportMissing' as const, ...marksVoid }

/** An amendment of the notice that moves the window of the check reports its new close. */
const checkMoved = (target: string) => ({
  guard: 'checkMoved' as const,
  target,
  reenter: true,
  actions: ['refund.due' as const, 'postCheck.required' as const],
})

/**
 * The end of the stage, for the states in which the check is done. It does not use `onDone`, because XState raises that
 * only once, and an open demand or review would lose it.
 */
const qualified = {
  guard: 'qualified' as const,
  target: '#certified' as const,
  actions: ['certificate.cleared' as const, { type: 'mail.lapsed' as const, params: { reason: 'late' } }],
}

export const qualifying = stage('qualifying', {
  description:
    'All subjects are passed. Some candidates are checked; a public notice names those who committed.',
  meta: { title: stateTitles.qualifying, cites: ['11.1', '12'] },
  type: 'parallel',
  on: {
    'misconduct.record': [
      ...refuse('exam.misconduct'),
      {
        guard: 'noValidMark',
        target: '#ended.scoresVoided',
        actions: ['integrity.recorded', 'scores.voided', 'credits.earned'],
      },
      { guard: 'stillPasses', actions: ['integrity.recorded', 'credits.earned'] },
      { target: '#notPassed', actions: ['integrity.recorded', 'credits.earned'] },
    ],
    'finding.record': [
      ...refuse('exam.identical-answers'),
      {
        guard: 'noValidMark',
        target: '#ended.scoresVoided',
        actions: ['finding.recorded', 'scores.voided', 'credits.earned'],
      },
      { guard: 'stillPasses', actions: ['finding.recorded', 'credits.earned'] },
      { guard: 'identicalAnswers', target: '#notPassed', actions: ['finding.recorded', 'credits.earned'] },
    ],
    'marks.correct': [
      ...refuse('marks.codes', 'calendar.unknown-year'),
      { guard: 'stillPasses', actions: ['marks.corrected', 'credits.earned'] },
      { target: '#notPassed', actions: ['marks.corrected', 'credits.earned'] },
    ],
    'scoreReview.request': [...refuse('scoreReview.window', 'scoreReview.subjects', 'scoreReview.once'), {}],
    'scoreReview.decide': [
      ...refuse('marks.codes'),
      { guard: 'stillPasses', actions: ['marks.published', 'credits.earned'] },
      { guard: 'reviewAsked', target: '#notPassed', actions: ['marks.published', 'credits.earned'] },
    ],
    'history.amend': {
      guard: 'creditTakenBack',
      target: '#notPassed',
      actions: ['marks.published', 'credits.earned'],
    },
    'decision.overturn': [...refuse('decision.none'), { target: '#marking', actions: overturned }],
    'certificate.requestMail': [...refuse('certificate.direct-mail'), { actions: 'mail.requested' }],
    'certificate.withdrawMail': mailWithdrawn,
  },
  states: {
    check: {
      description: 'The office checks the conditions manually where the official text requires it.',
      meta: { title: stateTitles['qualifying.check'], cites: ['11.1', '11.2'] },
      initial: 'notRequired',
      states: {
        notRequired: {
          description: 'No manual check is required.',
          meta: { title: stateTitles['qualifying.check.notRequired'], cites: ['11.1'] },
          tags: 'clockActs',
          always: [
            { guard: 'postCheck.who', target: 'unreviewed', actions: 'postCheck.required' },
            qualified,
          ],
          after: { 'spotCheck.due': marksVoidUnanswered },
          on: spotChecked('notRequired'),
        },
        unreviewed: {
          description: 'The office has not decided the check. A missing decision does not end it.',
          meta: { title: stateTitles['qualifying.check.unreviewed'], cites: ['11.1', '11.2'] },
          tags: 'officeActs',
          after: { 'report.due': reportDue, 'spotCheck.due': marksVoidUnanswered },
          on: {
            'postCheck.approve': [
              ...refuse('verification.report-due'),
              { target: 'approved', actions: 'postCheck.approved' },
            ],
            'postCheck.reject': [
              ...refuse('postCheck.window'),
              { target: 'rejected', actions: 'postCheck.rejected' },
            ],
            'evidence.upload': reportTaken('unreviewed'),
            'notice.amend': checkMoved('unreviewed'),
            ...spotChecked('unreviewed'),
          },
        },
        rejected: {
          description: 'The office rejected the check. The candidate can submit the missing documents.',
          meta: { title: stateTitles['qualifying.check.rejected'], cites: ['11.2'] },
          tags: 'candidateActs',
          after: {
            'report.due': reportDue,
            'repair.ends': [
              { guard: 'repairFailed', ...marksVoid },
              { guard: 'repairGoesOn', target: 'rejected', reenter: true },
            ],
            'spotCheck.due': marksVoidUnanswered,
          },
          on: {
            'postCheck.resubmit': [...refuse('postCheck.resubmit'), { target: 'unreviewed' }],
            'evidence.upload': reportTaken('rejected'),
            'notice.amend': checkMoved('rejected'),
            ...spotChecked('rejected'),
          },
        },
        approved: {
          description: 'The office approved the check.',
          meta: { title: stateTitles['qualifying.check.approved'], cites: ['11.1'] },
          tags: 'clockActs',
          always: qualified,
          after: { 'spotCheck.due': marksVoidUnanswered },
          on: spotChecked('approved'),
        },
      },
    },
    publicNotice: {
      description: 'The names of those who committed are published, and the public can report them.',
      meta: { title: stateTitles['qualifying.publicNotice'], cites: ['12'] },
      initial: 'notRequired',
      states: {
        notRequired: {
          description: 'No public notice is required, because the conditions were proved beforehand.',
          meta: { title: stateTitles['qualifying.publicNotice.notRequired'], cites: ['12'] },
          tags: 'officeActs',
          always: { guard: 'publicNotice.who', target: 'pending' },
        },
        pending: {
          description: 'The office has not opened the public notice yet.',
          meta: { title: stateTitles['qualifying.publicNotice.pending'], cites: ['12'] },
          tags: 'officeActs',
          on: {
            'publicNotice.open': [
              ...refuse('calendar.unknown-year'),
              { target: 'open', actions: 'publicNotice.opened' },
            ],
          },
        },
        open: {
          description: 'The name is on the public notice. An open complaint keeps the notice open.',
          meta: { title: stateTitles['qualifying.publicNotice.open'], cites: ['12'] },
          tags: 'clockActs',
          after: {
            'publicNotice.closes': [
              { guard: 'stillRejected', ...marksVoid },
              { guard: 'noticeUncontested', target: 'closed' },
            ],
            'directMail.closes': {
              guard: 'directMailOpen',
              target: 'open',
              reenter: true,
              actions: 'mail.lapsed',
            },
          },
          on: {
            'complaint.receive': { target: 'open', reenter: true },
            'complaint.dismiss': [...refuse('publicNotice.complaints'), { target: 'open', reenter: true }],
            'notice.amend': {
              guard: 'publicNoticeMoved',
              target: 'open',
              reenter: true,
              actions: ['refund.due', 'publicNotice.opened'],
            },
          },
        },
        closed: {
          description: 'The public notice has closed.',
          meta: { title: stateTitles['qualifying.publicNotice.closed'], cites: ['12'] },
          tags: 'officeActs',
          after: {
            'directMail.closes': {
              guard: 'directMailOpen',
              target: 'closed',
              reenter: true,
              actions: 'mail.lapsed',
            },
          },
        },
      },
    },
  },
})
