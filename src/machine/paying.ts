import { abandoned, owedBack, refuse } from './transitions'
import { withdraw } from './declaring'
import { stage } from './withTimers'

/**
 * A settlement is never refused: it is applied or owed back. What these arrows leave over is money for the order that
 * is to be paid; `always.ts` has what holds where none is.
 */
const settling = [
  { guard: 'sameTransaction' as const },
  { guard: 'payment.unknown-order' as const, actions: owedBack('payment.unknown-order') },
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
  description: 'The fee is awaited. Paid is registered; late is given up.',
  meta: { title: { zh: '缴费', en: 'Paying' }, cites: ['6.4.8', '6.9', '6.12'] },
  initial: 'awaiting',
  on: {
    'payment.settle': settling,
    'evidence.upload': [...refuse('verification.evidence-kind', 'proof.pdf'), { guard: 'evidenceAwaited' }],
  },
  states: {
    awaiting: {
      description: 'The order waits to be paid.',
      meta: { title: { zh: '待缴费', en: 'Awaiting payment' }, cites: ['6.4.8'] },
      tags: 'candidateActs',
      after: { 'payment.closes': { target: 'reconciling' } },
      on: {
        'payment.claim': [...refuse('payment.window', 'payment.current-order'), { target: 'reconciling' }],
        'commitment.withdraw': withdraw,
      },
    },
    reconciling: {
      description:
        'The money may have been debited although no notice of it has come: the bank is asked for 24 hours.',
      meta: { title: { zh: '对账中', en: 'Reconciling' }, cites: ['6.9'] },
      tags: 'outsideActs',
      after: {
        'reconciliation.ends': [{ guard: 'paymentOpen', target: 'awaiting' }, abandoned('unpaid')],
      },
      on: {
        'payment.notFound': [
          ...refuse('payment.current-order'),
          { guard: 'paymentOpen', target: 'awaiting' },
          abandoned('unpaid'),
        ],
        'notice.amend': { guard: 'reopensPayment', target: 'awaiting', actions: 'refund.due' },
      },
    },
  },
})
