import { stateTitles } from '../titles'
import { sanctionsHeld } from './deciding'
import {
  marksVoidUnanswered,
  overturned,
  refuse,
  registrationVoidUnanswered,
  spotChecks,
} from './transitions'
import { anywhere, stage } from './withTimers'

const unanswered = { 'spotCheck.due': [registrationVoidUnanswered, marksVoidUnanswered] }

/** Creates the transitions of a spot check; a demand that is overturned re-enters the state, because its timer ends. */
const spotChecked = (target: string) => ({
  ...spotChecks(target),
  'decision.overturn': [...refuse('decision.none'), { target, reenter: true, actions: overturned }],
})

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
        ...unanswered,
        'admitCard.opens': { target: 'admitCard', actions: 'admitCard.available' },
        'exam.ends': { target: '#marking' },
      },
      on: spotChecked('waiting'),
    },
    admitCard: {
      description: 'The candidate can print the admit card and request corrections of its personal data.',
      meta: { title: stateTitles['registered.admitCard'], cites: ['6.13.2', '6.15'] },
      tags: 'candidateActs',
      after: {
        ...unanswered,
        'admitCard.closes': { target: 'seated' },
        'exam.ends': { target: '#marking' },
      },
      on: { ...spotChecked('admitCard'), 'admitCard.print': {}, 'notice.amend': putOff },
    },
    seated: {
      description: 'The exam is about to start, or is in progress.',
      meta: { title: stateTitles['registered.seated'], cites: ['7.1', '7.2'] },
      tags: 'clockActs',
      after: { ...unanswered, 'exam.ends': { target: '#marking' } },
      on: { ...spotChecked('seated'), 'notice.amend': putOff },
    },
  },
})

export const sittingAnywhere = anywhere({
  // An open demand can be answered in every state to which it goes along.
  'spotCheck.answer': [
    ...refuse('spotCheck.documents'),
    { guard: 'spotCheck.answered', actions: 'spotCheck.answered' },
    ...refuse('event.not-now'),
  ],
  'admitCard.print': refuse('admitCard.window'),
})
