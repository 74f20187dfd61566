import { stateTitles } from '../titles'
import { abandoned, beforePayment, refuse, registrationVoidUnanswered } from './transitions'
import { anywhere, stage } from './withTimers'

/** A payment made before the withdrawal of the commitment: there was nothing left to withdraw (§5.1.4, §6.4.8). */
export const paidBeforeWithdrawal = {
  guard: 'payment.before-withdrawal' as const,
  target: '#registered' as const,
  actions: [
    'order.superseded' as const,
    'registration.completed' as const,
    'invoice.available' as const,
    'commitment.restored' as const,
  ],
}

/** Withdraws a signed commitment, before payment and before registration closes (§5.1.4). */
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
    'The candidate declares eligibility by a signed commitment, or by documents that the office reviews.',
  meta: { title: stateTitles.declaring, cites: ['5.1', '5.2', '6.4.7'] },
  initial: 'commitment',
  on: { 'payment.settle': paidBeforeWithdrawal },
  states: {
    commitment: {
      description: 'The candidate reads the commitment and signs it in person. It is binding on submission.',
      meta: { title: stateTitles['declaring.commitment'], cites: ['5.1.1', '5.1.3', '6.4.7'] },
      tags: 'candidateActs',
      after: beforePayment,
      on: {
        'commitment.sign': [
          ...refuse('commitment.no-return', 'proof.window', 'commitment.eligible', 'commitment.statements'),
          { guard: 'exemptionLevel', target: 'proof', actions: 'commitment.signed' },
          { guard: 'educationUnverified', target: 'evidence', actions: 'commitment.signed' },
          { target: '#paying', actions: ['commitment.signed', 'order.created'] },
        ],
        'route.choose': { guard: 'choosesProof', target: 'proof', actions: 'commitment.forfeited' },
      },
    },
    evidence: {
      description: 'The candidate uploads a document for a degree that the online check did not confirm.',
      meta: { title: stateTitles['declaring.evidence'], cites: ['6.4.1(3)', '6.4.1(4)', '6.4.1(5)'] },
      tags: 'candidateActs',
      after: beforePayment,
      on: {
        'evidence.upload': [
          ...refuse('verification.evidence-kind', 'proof.pdf'),
          { target: '#paying', actions: 'order.created' },
        ],
        'commitment.withdraw': withdrawn,
      },
    },
    proof: {
      description: 'The candidate uploads documents, and the office reviews them before payment.',
      meta: { title: stateTitles['declaring.proof'], cites: ['5.2', '6.4.7'] },
      initial: 'uploading',
      on: { 'commitment.withdraw': withdraw },
      states: {
        uploading: {
          description: 'The candidate uploads documents before the upload closes, preferably a day earlier.',
          meta: { title: stateTitles['declaring.proof.uploading'], cites: ['6.4.7'] },
          tags: 'candidateActs',
          after: {
            'proofUpload.closes': [
              { guard: 'uploadClosesByItself', ...abandoned('proofNotUploaded') },
              abandoned('registrationClosed'),
            ],
            'spotCheck.due': registrationVoidUnanswered,
          },
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
          // The candidate uploaded in time, so the office can still decide until payment closes.
          after: {
            'proofReview.closes': { target: 'reviewing', reenter: true, actions: 'proof.overdue' },
            'payment.closes': abandoned('proofNotReviewed'),
            'spotCheck.due': registrationVoidUnanswered,
          },
          on: {
            'proof.approve': { target: '#paying', actions: 'order.created' },
            'proof.reject': [
              { guard: 'uploadClosed', ...abandoned('proofRejected') },
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
