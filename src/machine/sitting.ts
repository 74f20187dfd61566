import { stateTitles } from '../titles'
import { sanctionsHeld } from './deciding'
import { overturned, refuse, spotChecks } from './transitions'
import { anywhere, stage } from './withTimers'

/** An unanswered spot check before the admit card voids the registration (§12(2)). */
const unanswered = {
  guard: 'spotCheck.answered' as const,
  target: '#ended.voided',
  actions: 'registration.voided' as const,
}

const putOff = {
  guard: 'admitCardAhead' as const,
  target: 'waiting',
  actions: ['admitCard.withdrawn' as const, 'refund.due' as const],
}

export const registered = stage('registered', {
  description: 'The fee is paid and the registration complete. The admit card and the exam follow.',
  meta: { title: stateTitles.registered, cites: ['6.4.8', '6.15'] },
  initial: 'waiting',
  on: {
    'evidence.upload': [...refuse('verification.evidence-kind', 'proof.pdf'), { guard: 'evidenceAwaited' }],
    ...sanctionsHeld,
  },
  states: {
    waiting: {
      description: 'The candidate waits until admit cards can be printed.',
      meta: { title: stateTitles['registered.waiting'], cites: ['6.15', '12(2)'] },
      tags: 'clockActs',
      after: {
        'spotCheck.due': unanswered,
        'admitCard.opens': [unanswered, { target: 'admitCard', actions: 'admitCard.available' }],
        'exam.ends': { target: '#marking' },
      },
      on: {
        ...spotChecks('waiting'),
        'decision.overturn': [
          ...refuse('decision.none'),
          { target: 'waiting', reenter: true, actions: overturned },
        ],
      },
    },
    admitCard: {
      description: 'The candidate can print the admit card and request corrections of its personal data.',
      meta: { title: stateTitles['registered.admitCard'], cites: ['6.13.2', '6.15'] },
      tags: 'candidateActs',
      after: { 'admitCard.closes': { target: 'seated' }, 'exam.ends': { target: '#marking' } },
      on: { 'admitCard.print': {}, 'notice.amend': putOff },
    },
    seated: {
      description: 'The exam is about to start, or is in progress.',
      meta: { title: stateTitles['registered.seated'], cites: ['7.1', '7.2'] },
      tags: 'clockActs',
      after: { 'exam.ends': { target: '#marking' } },
      on: { 'notice.amend': putOff },
    },
  },
})

export const sittingAnywhere = anywhere({
  'admitCard.print': refuse('admitCard.window'),
})
