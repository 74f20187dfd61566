import { stateTitles } from '../titles'
import { beforePayment, refuse, untilRegistrationCloses } from './transitions'
import { anywhere, stage } from './withTimers'

export const account = stage('account', {
  description:
    'The candidate creates an account: accepts the agreement, fills in the profile, uploads a photo.',
  meta: { title: stateTitles.account, cites: ['6.4.1(1)'] },
  initial: 'agreement',
  on: {
    'identity.assert': {},
    'application.save': refuse('verification.complete-first'),
    'route.choose': refuse('commitment.no-return', 'event.not-now'),
    'correction.request': refuse('correction.before-confirmation'),
    // An approved change of the application would skip the verification.
    'correction.approve': refuse('correction.pending', 'event.not-now'),
  },
  states: {
    agreement: {
      description: 'The candidate reads and accepts the registration agreement and the instructions.',
      meta: { title: stateTitles['account.agreement'], cites: ['6.4.1(1)'] },
      tags: 'candidateActs',
      // A candidate with an account skips this stage.
      always: [
        { guard: 'alreadyVerified', target: '#filling' },
        { guard: 'alreadyRegistered', target: '#verifying', actions: 'verification.requested' },
      ],
      after: untilRegistrationCloses,
      on: { 'agreement.accept': { target: 'profile' } },
    },
    profile: {
      description: 'The candidate fills in personal data, education and work history.',
      meta: { title: stateTitles['account.profile'], cites: ['6.4.1(1)', '6.7'] },
      tags: 'candidateActs',
      // Also reached by a failed identity check after a correction, with a spot check that is still open.
      after: beforePayment,
      on: {
        'profile.submit': [
          ...refuse('account.identity-provider', 'account.employer-required', 'account.id-number'),
          { guard: 'photoOnFile', target: '#verifying', actions: 'verification.requested' },
          { target: 'photo' },
        ],
      },
    },
    photo: {
      description: 'The candidate uploads the photo for the admit card and the certificate.',
      meta: { title: stateTitles['account.photo'], cites: ['6.4.2'] },
      tags: 'candidateActs',
      after: untilRegistrationCloses,
      on: {
        'photo.upload': [
          ...refuse('account.photo-spec'),
          { target: '#verifying', actions: 'verification.requested' },
        ],
      },
    },
  },
})

export const verifying = stage('verifying', {
  description: 'The verifier checks the identity and the degree online, in principle within 24 hours.',
  meta: { title: stateTitles.verifying, cites: ['6.4.1(3)', '6.4.1(5)'] },
  tags: 'outsideActs',
  after: beforePayment,
  on: {
    'verification.report': [
      ...refuse('verification.overseas-online'),
      { guard: 'identityFailed', target: '#account.profile' },
      { target: '#filling' },
    ],
    'education.amend': { target: '#verifying', reenter: true, actions: 'verification.requested' },
    'identity.assert': {},
    'application.save': refuse('verification.complete-first'),
    'route.choose': refuse('commitment.no-return', 'event.not-now'),
    'correction.request': refuse('correction.before-confirmation'),
    // An approved change of the application would skip the verification.
    'correction.approve': refuse('correction.pending', 'event.not-now'),
  },
})

export const accountAnywhere = anywhere({
  'photo.upload': refuse('account.photo-final'),
  'verification.report': [
    ...refuse('verification.overseas-online', 'calendar.unknown-year'),
    { guard: 'verificationAwaited' },
    ...refuse('event.not-now'),
  ],
})
