import type { EventType } from '../events'
import { stateTitles } from '../titles'
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
  meta: { title: stateTitles.ended, cites: ['policy'] },
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
      meta: { title: stateTitles['ended.abandoned'], cites: ['6.4.7', '6.4.8', '6.12'] },
      on: { 'decision.overturn': takenBackInPlace },
    },
    voided: {
      description: 'The registration is void: found ineligible before the exam, or a check not answered.',
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
        'Not passed, and the time for a review is over; passes of single subjects may still count on.',
      meta: { title: stateTitles['ended.notPassed'], cites: ['9', '10'] },
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
      meta: { title: stateTitles['ended.revoked'], cites: ['7.4', '12(1)'] },
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
      meta: { title: stateTitles['ended.cancelled'], cites: ['policy'] },
      on: { 'decision.overturn': takenBackInPlace },
    },
  },
})
