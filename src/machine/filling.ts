import { stateTitles } from '../titles'
import { beforePayment, refuse, untilRegistrationCloses } from './transitions'
import { anywhere, stage } from './withTimers'

const chosen = [
  ...refuse(
    'commitment.no-return',
    'application.window',
    'proof.window',
    'commitment.offered',
    'commitment.eligible',
  ),
  { guard: 'choosesProof' as const, target: 'confirmation', actions: 'commitment.forfeited' as const },
  { target: 'confirmation' },
]

export const filling = stage('filling', {
  description:
    'The candidate fills in the form, chooses commitment or proof, and confirms. This locks the form.',
  meta: { title: stateTitles.filling, cites: ['6.4.3', '6.4.4', '6.4.5', '6.4.6'] },
  initial: 'application',
  on: {
    // The application can be saved again until it is confirmed. A chosen route stays.
    'application.save': [
      ...refuse(
        'account.identity-provider',
        'application.window',
        'application.offered',
        'application.all-subjects',
        'application.already-credited',
      ),
      { guard: 'routeChosen', target: '.confirmation' },
      { target: '.route' },
    ],
    'education.amend': { target: '#verifying', actions: 'verification.requested' },
    'identity.assert': {},
    'route.choose': refuse('commitment.no-return', 'event.not-now'),
    'correction.request': refuse('correction.before-confirmation'),
  },
  states: {
    application: {
      description: 'The candidate chooses level, specialty, subjects and place.',
      meta: { title: stateTitles['filling.application'], cites: ['6.4.3', '6.4.4'] },
      tags: 'candidateActs',
      after: beforePayment,
    },
    route: {
      description:
        'The candidate chooses a route: a commitment with a check later, or proof with a check first.',
      meta: { title: stateTitles['filling.route'], cites: ['5', '6.4.5'] },
      tags: 'candidateActs',
      after: untilRegistrationCloses,
      on: {
        'route.choose': chosen,
      },
    },
    confirmation: {
      description: 'The candidate reviews the form before the confirmation locks it.',
      meta: { title: stateTitles['filling.confirmation'], cites: ['6.4.6'] },
      tags: 'candidateActs',
      after: beforePayment,
      on: {
        // A candidate who chose proof without forfeiting the commitment can still turn to it.
        'route.choose': chosen,
        'application.confirm': [
          ...refuse('application.window', 'proof.window'),
          { guard: 'proofRoute', target: '#declaring.proof', actions: 'application.confirmed' },
          { target: '#declaring.commitment', actions: 'application.confirmed' },
        ],
      },
    },
  },
})

export const fillingAnywhere = anywhere({
  'application.save': refuse('application.locked'),
  'route.choose': refuse('commitment.no-return', 'application.locked'),
})
