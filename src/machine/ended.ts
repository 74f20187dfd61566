import type { EventType } from '../events'
import { stateTitles } from '../titles'
import { judgedAgain } from './marking'
import { overturned, owedBack, refuse, refuseAllBut } from './transitions'
import { stage } from './withTimers'

/** Overturning before the exam ends continues the registration. After that, the marks are published again. */
const reinstated = [
  { guard: 'beforeExamEnds' as const, target: '#registered' as const, actions: overturned },
  { target: '#marking' as const, actions: overturned },
]

/** Overturns a finding without leaving the state: the registration was never completed, or the exam was not held. */
const takenBackInPlace = { guard: 'findingOnRecord' as const, actions: overturned }

const restoring = [...overturned, 'certificate.restored' as const, 'certificate.questioned' as const]

/** Overturning a revocation restores the certificate, and its paper where it was. */
const restored = [
  { guard: 'paperMailing' as const, target: '#certified.paper.mailing' as const, actions: restoring },
  { guard: 'paperCollectable' as const, target: '#certified.paper.collectable' as const, actions: restoring },
  { guard: 'paperDelivered' as const, target: '#certified.paper.delivered' as const, actions: restoring },
  { guard: 'paperLost' as const, target: '#certified.paper.lost' as const, actions: restoring },
  { guard: 'paperReissuing' as const, target: '#certified.paper.reissuing' as const, actions: restoring },
  { guard: 'paperReissued' as const, target: '#certified.paper.reissued' as const, actions: restoring },
  { target: '#certified' as const, actions: restoring },
]

/** Event types that an ended registration accepts at any time: payments, refunds, findings, amendments, the clock. */
const stillTaken: readonly EventType[] = [
  'payment.settle',
  'refund.settle',
  'refund.fail',
  'finding.record',
  'history.amend',
  'notice.amend',
  'clock.advance',
]

export const ended = stage('ended', {
  description: 'The registration has ended. It still accepts payments, refunds and findings at any time.',
  meta: { title: stateTitles.ended, cites: ['policy'] },
  initial: 'abandoned',
  tags: 'ended',
  on: {
    ...refuseAllBut('registration.ended', stillTaken),
    'payment.settle': [
      { guard: 'sameTransaction' },
      { guard: 'payment.conflict', actions: owedBack('payment.conflict') },
      { actions: owedBack('registration.ended') },
    ],
    'finding.record': [
      ...refuse('exam.identical-answers'),
      { guard: 'finding.false-materials', actions: ['finding.recorded', 'integrity.recorded'] },
      { actions: 'finding.recorded' },
    ],
  },
  states: {
    abandoned: {
      description: 'Abandoned: not finished in time, not paid, not approved, or cancelled by the candidate.',
      meta: { title: stateTitles['ended.abandoned'], cites: ['6.4.7', '6.4.8', '6.12'] },
      on: { 'decision.overturn': takenBackInPlace },
    },
    voided: {
      description: 'The registration is void: a finding before the exam, or an unanswered spot check.',
      meta: { title: stateTitles['ended.voided'], cites: ['7.4', '12(1)', '12(2)'] },
      on: {
        'decision.overturn': [
          ...refuse('decision.none'),
          { guard: 'neverPaid', actions: overturned },
          ...reinstated,
        ],
      },
    },
    scoresVoided: {
      description: 'Every mark of the sitting is void.',
      meta: { title: stateTitles['ended.scoresVoided'], cites: ['7.4', '12(1)', '12(2)'] },
      on: {
        'decision.overturn': [...refuse('decision.none'), ...reinstated],
      },
    },
    notPassed: {
      description:
        'The exam is not passed and the score review has closed. Single passes may count in later years.',
      meta: { title: stateTitles['ended.notPassed'], cites: ['9', '10'] },
      on: {
        'marks.correct': judgedAgain,
        'misconduct.record': [
          ...refuse('exam.misconduct'),
          {
            guard: 'noValidMark',
            target: 'scoresVoided',
            actions: ['integrity.recorded', 'scores.voided', 'credits.earned'],
          },
          { actions: ['integrity.recorded', 'credits.earned'] },
        ],
        'finding.record': [
          ...refuse('exam.identical-answers'),
          {
            guard: 'noValidMark',
            target: 'scoresVoided',
            actions: ['finding.recorded', 'scores.voided', 'credits.earned'],
          },
          { guard: 'identicalAnswers', actions: ['finding.recorded', 'credits.earned'] },
          {
            target: 'scoresVoided',
            actions: ['finding.recorded', 'integrity.recorded', 'scores.voided', 'credits.earned'],
          },
        ],
        'decision.overturn': [...refuse('decision.none'), { target: '#marking', actions: overturned }],
      },
    },
    revoked: {
      description: 'The certificate is void. The office can revoke it at any time; overturning restores it.',
      meta: { title: stateTitles['ended.revoked'], cites: ['7.4', '12(1)'] },
      on: {
        // Identical answers in one subject can revoke the certificate; a later finding also voids the other passes.
        'finding.record': [
          ...refuse('exam.identical-answers'),
          { actions: ['finding.recorded', 'integrity.recorded', 'credits.earned'] },
        ],
        'decision.overturn': restored,
      },
    },
    cancelled: {
      description:
        'The exam was not held, and the fee is refunded; or the office terminated the registration. Neither is overturned.',
      meta: { title: stateTitles['ended.cancelled'], cites: ['policy'] },
      on: { 'decision.overturn': takenBackInPlace },
    },
  },
})
