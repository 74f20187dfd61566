import { owedBack, refuse } from './arrows'
import { stretch } from './weave'

const overturned = ['decision.overturned' as const, 'integrity.withdrawn' as const]

/** What an office takes back of a registration that never was completed, or whose exam was not held. */
const takenBackInPlace = { guard: 'findingOnRecord' as const, actions: overturned }

export const ended = stretch('ended', {
  description: 'Nothing more can be done, but money and findings are still taken, however late they come.',
  meta: { title: { zh: '终结', en: 'Ended' }, cites: ['policy'] },
  initial: 'abandoned',
  tags: 'ended',
  on: {
    'payment.settle': [{ guard: 'sameTransaction' }, { actions: owedBack('registration.ended') }],
    'finding.record': [
      ...refuse('exam.identical-answers'),
      { guard: 'finding.false-materials', actions: ['finding.recorded', 'integrity.recorded'] },
      { actions: 'finding.recorded' },
    ],
    'agreement.accept': refuse('registration.ended'),
    'profile.submit': refuse('registration.ended'),
    'photo.upload': refuse('registration.ended'),
    'education.amend': refuse('registration.ended'),
    'identity.assert': refuse('registration.ended'),
    'verification.report': refuse('registration.ended'),
    'application.save': refuse('registration.ended'),
    'route.choose': refuse('registration.ended'),
    'application.confirm': refuse('registration.ended'),
    'commitment.sign': refuse('registration.ended'),
    'commitment.withdraw': refuse('registration.ended'),
    'evidence.upload': refuse('registration.ended'),
    'proof.upload': refuse('registration.ended'),
    'proof.approve': refuse('registration.ended'),
    'proof.reject': refuse('registration.ended'),
    'payment.claim': refuse('registration.ended'),
    'payment.notFound': refuse('registration.ended'),
    'spotCheck.demand': refuse('registration.ended'),
    'spotCheck.answer': refuse('registration.ended'),
    'admitCard.print': refuse('registration.ended'),
    'registration.cancel': refuse('registration.ended'),
    'exam.cancel': refuse('registration.ended'),
    'correction.request': refuse('registration.ended'),
    'correction.approve': refuse('registration.ended'),
    'correction.reject': refuse('registration.ended'),
    'decision.overturn': refuse('registration.ended'),
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
          { target: '#registered', actions: overturned },
        ],
      },
    },
    scoresVoided: {
      description: 'Every mark of the sitting is void.',
      meta: { title: { zh: '成绩无效', en: 'Marks void' }, cites: ['7.4', '12(1)', '12(2)'] },
      on: {
        'decision.overturn': { target: '#registered', actions: overturned },
      },
    },
    cancelled: {
      description: 'The exam was not held; every fee paid goes back.',
      meta: { title: { zh: '考试取消', en: 'Cancelled' }, cites: ['policy'] },
      on: { 'decision.overturn': takenBackInPlace },
    },
  },
})
