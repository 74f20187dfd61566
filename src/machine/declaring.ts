import { stateTitles } from '../titles'
import { abandoned, refuse, untilRegistrationCloses } from './transitions'
import { anywhere, stage } from './withTimers'

/** A signed commitment may be withdrawn before payment and before registration closes (§5.1.4). */
const withdrawn = {
  target: '#declaring.proof' as const,
  actions: ['commitment.withdrawn' as const, 'commitment.forfeited' as const, 'order.superseded' as const],
}

export const withdraw = [
  ...refuse('commitment.withdraw-window'),
  { guard: 'commitmentStands' as const, ...withdrawn },
]

export const declaring = stage('declaring', {
  description:
    'The candidate declares eligibility: by a signed commitment, or by documents that the office reviews.',
  meta: { title: stateTitles.declaring, cites: ['5.1', '5.2', '6.4.7'] },
  initial: 'commitment',
  states: {
    commitment: {
      description: 'The commitment waits to be read and signed in person; it binds on submission.',
      meta: { title: stateTitles['declaring.commitment'], cites: ['5.1.1', '5.1.3', '6.4.7'] },
      tags: 'candidateActs',
      after: untilRegistrationCloses,
      on: {
        'commitment.sign': [
          ...refuse('commitment.no-return', 'commitment.eligible', 'commitment.statements'),
          { guard: 'exemptionLevel', target: 'proof', actions: 'commitment.signed' },
          { guard: 'educationUnverified', target: 'evidence', actions: 'commitment.signed' },
          { target: '#paying', actions: ['commitment.signed', 'order.created'] },
        ],
        'route.choose': { guard: 'choosesProof', target: 'proof', actions: 'commitment.forfeited' },
      },
    },
    evidence: {
      description: 'A degree that the online check could not confirm is shown by a document.',
      meta: { title: stateTitles['declaring.evidence'], cites: ['6.4.1(3)', '6.4.1(4)', '6.4.1(5)'] },
      tags: 'candidateActs',
      after: untilRegistrationCloses,
      on: {
        'evidence.upload': [
          ...refuse('verification.evidence-kind', 'proof.pdf'),
          { target: '#paying', actions: 'order.created' },
        ],
        'commitment.withdraw': withdrawn,
      },
    },
    proof: {
      description:
        'Documents are uploaded by the candidate and reviewed by the office before anything is paid.',
      meta: { title: stateTitles['declaring.proof'], cites: ['5.2', '6.4.7'] },
      initial: 'uploading',
      on: { 'commitment.withdraw': withdraw },
      states: {
        uploading: {
          description: 'Documents wait to be uploaded before registration closes, better a day earlier.',
          meta: { title: stateTitles['declaring.proof.uploading'], cites: ['6.4.7'] },
          tags: 'candidateActs',
          after: untilRegistrationCloses,
          on: {
            'proof.upload': [
              ...refuse('proof.window', 'proof.pdf', 'proof.required', 'verification.evidence-kind'),
              { target: 'reviewing', actions: 'proof.submitted' },
            ],
          },
        },
        reviewing: {
          description: 'The office reviews the documents.',
          meta: { title: stateTitles['declaring.proof.reviewing'], cites: ['6.4.7'] },
          tags: 'officeActs',
          after: { 'proofReview.closes': abandoned('proofNotReviewed') },
          on: {
            'proof.approve': { target: '#paying', actions: 'order.created' },
            'proof.reject': [
              { guard: 'registrationClosed', ...abandoned('proofRejected') },
              { target: 'uploading' },
            ],
          },
        },
      },
    },
  },
})

export const declaringAnywhere = anywhere({
  'commitment.withdraw': refuse('commitment.withdraw-unpaid'),
  'proof.upload': refuse('proof.window'),
})
