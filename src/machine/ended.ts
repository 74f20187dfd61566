import type { EventType } from '../events'
import { overturned, owedBack, refuse, refuseAllBut } from './transitions'
import { stage } from './withTimers'

/** Overturned before the exam ends, the registration continues; afterwards the marks are published again. */
const reinstated = [
  { guard: 'beforeExamEnds' as const, target: '#registered' as const, actions: overturned },
  { target: '#marking' as const, actions: overturned },
]

/** A finding on a registration that was never completed, or whose exam was not held, is taken back in place. */
const takenBackInPlace = { guard: 'findingOnRecord' as const, actions: overturned }

/** Accepted however late: money, findings, and what the store sends. */
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
  description: 'Nothing more can be done, but money and findings are still taken, however late they come.',
  meta: { title: { zh: '终结', en: 'Ended' }, cites: ['policy'] },
  initial: 'abandoned',
  tags: 'ended',
  on: {
    ...refuseAllBut('registration.ended', stillTaken),
    'payment.settle': [{ guard: 'sameTransaction' }, { actions: owedBack('registration.ended') }],
    'finding.record': [
      ...refuse('exam.identical-answers'),
      { guard: 'finding.false-materials', actions: ['finding.recorded', 'integrity.recorded'] },
      { actions: 'finding.recorded' },
    ],
  },
  states: {
    abandoned: {
      description: 'Given up: not finished in time, not paid, not approved, or cancelled by the candidate.',
      meta: { title: { zh: '放弃报名', en: 'Abandoned' }, cites: ['6.4.7', '6.4.8', '6.12'] },
      on: { 'decision.overturn': takenBackInPlace },
    },
    voided: {
      description: 'The registration is void: found ineligible before the exam, or a check not answered.',
      meta: { title: { zh: '报名无效', en: 'Voided' }, cites: ['7.4', '12(1)', '12(2)'] },
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
      meta: { title: { zh: '成绩无效', en: 'Marks void' }, cites: ['7.4', '12(1)', '12(2)'] },
      on: {
        'decision.overturn': [...refuse('decision.none'), ...reinstated],
      },
    },
    notPassed: {
      description:
        'Not passed, and the time for a review is over; passes of single subjects may still count on.',
      meta: { title: { zh: '成绩不合格', en: 'Not passed' }, cites: ['9', '10'] },
      on: {
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
      description: 'The certificate is void, whenever it was found out.',
      meta: { title: { zh: '证书无效', en: 'Revoked' }, cites: ['7.4', '12(1)'] },
      on: {
        // Identical answers in one subject may have revoked it; a later finding voids the other passes too.
        'finding.record': [
          ...refuse('exam.identical-answers'),
          { actions: ['finding.recorded', 'integrity.recorded', 'credits.earned'] },
        ],
        'decision.overturn': { target: '#marking', actions: overturned },
      },
    },
    cancelled: {
      description: 'The exam was not held; every fee paid goes back.',
      meta: { title: { zh: '考试取消', en: 'Cancelled' }, cites: ['policy'] },
      on: { 'decision.overturn': takenBackInPlace },
    },
  },
})
