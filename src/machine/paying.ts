import { stateTitles } from '../titles'
import { paidBeforeWithdrawal, withdraw } from './declaring'
import { abandoned, owedBack, refuse, registrationVoidUnanswered, spotChecks } from './transitions'
import { anywhere, stage } from './withTimers'

/**
 * The machine never refuses a settlement: it applies or refunds each transaction once. Only a payment of the open order
 * completes the registration. `payingAnywhere` handles payments while no order is open.
 */
const settling = [
  { guard: 'sameTransaction' as const },
  { guard: 'payment.conflict' as const, actions: owedBack('payment.conflict') },
  { guard: 'payment.unknown-order' as const, actions: owedBack('payment.unknown-order') },
  paidBeforeWithdrawal,
  { guard: 'payment.superseded-order' as const, actions: owedBack('payment.superseded-order') },
  { guard: 'payment.amount' as const, actions: owedBack('payment.amount') },
  { guard: 'payment.late' as const, actions: owedBack('payment.late') },
  { guard: 'paidBeforeWindow' as const, actions: owedBack('payment.window') },
  {
    guard: 'payment.reconciliation' as const,
    target: '#registered' as const,
    actions: ['registration.completed' as const, 'invoice.available' as const],
  },
]

export const paying = stage('paying', {
  description:
    'The registration waits for the fee. Payment completes it; without payment in time it is abandoned.',
  meta: { title: stateTitles.paying, cites: ['6.4.8', '6.9', '6.12'] },
  initial: 'awaiting',
  on: {
    'payment.settle': settling,
    'evidence.upload': [...refuse('verification.evidence-kind', 'proof.pdf'), { guard: 'evidenceAwaited' }],
  },
  states: {
    awaiting: {
      description: 'The candidate can pay the order. An order of 0 is paid at once.',
      meta: { title: stateTitles['paying.awaiting'], cites: ['6.4.8'] },
      tags: 'candidateActs',
      always: { guard: 'nothingToPay', target: '#registered', actions: 'registration.completed' },
      after: { 'payment.closes': { target: 'reconciling' }, 'spotCheck.due': registrationVoidUnanswered },
      on: {
        ...spotChecks('awaiting'),
        'payment.claim': [...refuse('payment.window', 'payment.current-order'), { target: 'reconciling' }],
        'commitment.withdraw': withdraw,
      },
    },
    reconciling: {
      description:
        'The fee may have been debited without a settlement. The bank has 24 hours to find the payment.',
      meta: { title: stateTitles['paying.reconciling'], cites: ['6.9'] },
      tags: 'outsideActs',
      after: {
        'reconciliation.ends': [{ guard: 'paymentOpen', target: 'awaiting' }, abandoned('unpaid')],
        'spotCheck.due': registrationVoidUnanswered,
      },
      on: {
        ...spotChecks('reconciling'),
        'payment.notFound': [
          ...refuse('payment.current-order'),
          { guard: 'paymentOpen', target: 'awaiting' },
          // After the close, a debit made in time can still be found until the reconciliation ends.
          {},
        ],
        'payment.claim': [...refuse('payment.current-order'), {}],
        'notice.amend': { guard: 'reopensPayment', target: 'awaiting', actions: 'refund.due' },
      },
    },
  },
})

export const payingAnywhere = anywhere({
  'payment.claim': refuse('payment.window'),
  // Without an open order, payments are refunded.
  'payment.settle': [
    { guard: 'sameTransaction' },
    { guard: 'payment.conflict', actions: owedBack('payment.conflict') },
    { guard: 'payment.unknown-order', actions: owedBack('payment.unknown-order') },
    { guard: 'nothingWasOwed', actions: owedBack('payment.amount') },
    { guard: 'payment.duplicate-other-order', actions: owedBack('payment.duplicate-other-order') },
    { guard: 'payment.superseded-order', actions: owedBack('payment.superseded-order') },
    { guard: 'payment.duplicate-same-order', actions: owedBack('payment.duplicate-same-order') },
  ],
  'refund.settle': [...refuse('refund.known'), { guard: 'refundSettled' }, { actions: 'refund.settled' }],
  'refund.fail': [...refuse('refund.known'), { guard: 'refundSettled' }, { actions: 'refund.failed' }],
})
