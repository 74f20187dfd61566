import type { RegistrationEvent } from '../events'
import type { Context } from '../model/context'
import {
  freeOrderIndex,
  isPaid,
  numberUsed,
  orderIndex,
  orderNumber,
  orderOf,
  refundOf,
  settledBefore,
} from '../model/orders'
import { type Millis, parseInstant, within } from '../time'
import { about, anyOf, atInstant, branch, type Guard, type Rules, refusal } from './rule'

type Settlement = RegistrationEvent<'payment.settle'>

const aboutSettlement = (test: (context: Context, event: Settlement, at: Millis) => boolean): Guard =>
  about('payment.settle', ({ context, event, at }) => test(context, event, at))

/** Returns the instant of the payment; a future instant counts as `at`. */
const paidAt = (event: Settlement, at: Millis): Millis => Math.min(parseInstant(event.paidAt), at)

export const payingRules = {
  'payment.window': refusal({
    cites: ['6.4.8', '6.12'],
    until: ['payment.closes'],
    from: ['payment.opens'],
    standsAgainst: atInstant((context, at) => !within(context.terms.payment, at)),
  }),
  'payment.late': branch({
    cites: ['6.12'],
    holds: aboutSettlement((context, event, at) => paidAt(event, at) >= context.terms.payment[1]),
  }),
  'payment.reconciliation': branch({
    cites: ['6.9'],
    holds: aboutSettlement((context, event, at) => within(context.terms.payment, paidAt(event, at))),
  }),
  'payment.superseded-order': branch({
    cites: ['6.10', '6.11'],
    holds: aboutSettlement((context, event) => orderOf(context, event.orderNo)?.state === 'superseded'),
  }),
  'payment.duplicate-other-order': branch({
    cites: ['6.11'],
    holds: aboutSettlement(
      (context, event) => orderOf(context, event.orderNo)?.state === 'superseded' && isPaid(context),
    ),
  }),
  'payment.duplicate-same-order': branch({
    cites: ['6.11'],
    holds: aboutSettlement((context, event) => orderOf(context, event.orderNo)?.state === 'paid'),
  }),
  // A used number with another order or amount. The money goes back at once, so that a person looks at it.
  'payment.conflict': branch({
    cites: ['policy'],
    holds: aboutSettlement((context, event) => numberUsed(context, event) && !settledBefore(context, event)),
  }),
  'payment.before-withdrawal': branch({
    cites: ['5.1.4', '6.4.8'],
    holds: aboutSettlement((context, event, at) => {
      const { withdrawn, amountFen } = orderOf(context, event.orderNo) ?? {}
      const paid = paidAt(event, at)
      return (
        withdrawn !== undefined &&
        amountFen === event.amountFen &&
        paid < withdrawn.at &&
        within(context.terms.payment, paid) &&
        !numberUsed(context, event) &&
        !isPaid(context)
      )
    }),
  }),
  'payment.amount': branch({
    cites: ['policy'],
    holds: aboutSettlement(
      (context, event) => orderOf(context, event.orderNo)?.amountFen !== event.amountFen,
    ),
  }),
  'payment.unknown-order': branch({
    cites: ['policy'],
    holds: aboutSettlement((context, event) => orderIndex(context, event.orderNo) < 0),
  }),
  'payment.current-order': refusal({
    cites: ['policy'],
    standsAgainst: about(
      ['payment.claim', 'payment.notFound'],
      ({ context, event }) => orderOf(context, event.orderNo)?.state !== 'open',
    ),
    params: ({ context }) => {
      const index = context.orders.findIndex(({ state }) => state === 'open')
      const open = context.orders[index]
      return open ? { orderNo: orderNumber(context, index), amountFen: open.amountFen } : {}
    },
  }),
  'payment.no-refund': branch({
    cites: ['6.4.8', '7.4'],
    holds: about('finding.record', ({ context, at }) => isPaid(context) && at < context.terms.sessions[0]),
  }),
  'refund.known': refusal({
    cites: ['policy'],
    standsAgainst: anyOf(
      ({ context }) => context.refunds.length === 0,
      about(
        ['refund.settle', 'refund.fail'],
        ({ context, event }) => refundOf(context, event.refundId) === undefined,
      ),
    ),
  }),
} satisfies Rules<'payment' | 'refund'>

export const payingBranches = {
  paidBeforeWindow: branch({
    cites: ['6.4.8'],
    holds: aboutSettlement((context, event, at) => paidAt(event, at) < context.terms.payment[0]),
  }),
  sameTransaction: branch({
    cites: ['policy'],
    holds: aboutSettlement((context, event) => settledBefore(context, event)),
  }),
  refundSettled: branch({
    cites: ['policy'],
    holds: about(
      ['refund.settle', 'refund.fail'],
      ({ context, event }) => refundOf(context, event.refundId)?.settled === true,
    ),
  }),
  nothingToPay: branch({
    cites: ['policy'],
    holds: ({ context }) => freeOrderIndex(context) >= 0,
  }),
  nothingWasOwed: branch({
    cites: ['policy'],
    holds: aboutSettlement((context, event) => orderOf(context, event.orderNo)?.amountFen === 0),
  }),
  paymentOpen: branch({
    cites: ['6.9', '6.10'],
    holds: atInstant((context, at) => at < context.terms.payment[1]),
  }),
}
