import type { FactFields } from '../facts'
import { narrowedTerms } from '../model/amendment'
import type { Context, Refund } from '../model/context'
import { feeOf } from '../model/fees'
import { freeOrderIndex, orderIndex, orderNumber, refundNumber } from '../model/orders'
import type { Terms } from '../model/terms'
import { assertPresent, omitUndefined } from '../schema/primitives'
import { formatInstant, type Millis } from '../time'
import { type Effects, forEvent, type Memory } from './action'

export const payingMemory: Memory = {
  'payment.claim': ({ claim }, _, at) => ({ claim: claim ?? at }),
  'payment.notFound': () => ({ claim: undefined }),
  'reconciliation.ends': () => ({ claim: undefined }),
}

/** Whether the due date of a refund depends on a date of the notice. */
const canMove = (reason: string): boolean =>
  ['payment.duplicate-same-order', 'payment.duplicate-other-order', 'payment.superseded-order'].includes(
    reason,
  )

/** Returns when a refund is due, in milliseconds: at once, or after registration or the exam has ended (§6.11). */
function refundDueAt(reason: string, since: Millis, terms: Terms): Millis {
  switch (reason) {
    case 'payment.duplicate-same-order':
      return Math.max(since, terms.registration[1])
    case 'payment.duplicate-other-order':
    case 'payment.superseded-order':
      return Math.max(since, terms.sessions[1])
    default:
      return since
  }
}

const emitted = (context: Context, refund: Refund, index: number): FactFields<'refund.due'> => ({
  refundId: refundNumber(context, index),
  orderNo: refund.orderNo,
  transactionId: refund.transactionId,
  amountFen: refund.amountFen,
  dueAt: formatInstant(refund.dueAt),
  reason: refund.reason,
})

type Payment = Pick<Refund, 'orderNo' | 'transactionId' | 'amountFen'>

function owe(context: Context, payment: Payment, reason: string, since: Millis) {
  const { orderNo, transactionId, amountFen } = payment
  const dueAt = refundDueAt(reason, since, context.terms)
  const refund: Refund = {
    orderNo,
    transactionId,
    amountFen,
    reason,
    dueAt,
    ...(canMove(reason) && { since }),
  }
  return {
    change: { refunds: [...context.refunds, refund] },
    emitted: [emitted(context, refund, context.refunds.length)],
  }
}

/** Returns the payment that completed the registration; `undefined` if there was none. */
function appliedPayment(context: Context): Payment | undefined {
  const index = context.orders.findIndex(({ state }) => state === 'paid')
  const order = context.orders[index]
  if (order?.transactionId === undefined) return undefined
  const { amountFen, transactionId } = order
  return { orderNo: orderNumber(context, index), transactionId, amountFen }
}

/** Recomputes the due dates that depend on dates of the notice, and emits each moved refund again under its id. */
function moveRefunds(context: Context) {
  const moved = context.refunds.map((refund) => {
    const { reason, since, settled } = refund
    return settled || since === undefined
      ? refund
      : { ...refund, dueAt: refundDueAt(reason, since, context.terms) }
  })
  return {
    change: { refunds: moved },
    emitted: moved.flatMap((refund, index) =>
      refund.dueAt === context.refunds[index]?.dueAt ? [] : [emitted(context, refund, index)],
    ),
  }
}

const settle = (refunds: Refund[], context: Context, refundId: string): Refund[] =>
  refunds.map((refund, index) =>
    refundNumber(context, index) === refundId ? { ...refund, settled: true } : refund,
  )

export const payingEffects: Pick<
  Effects,
  | 'order.created'
  | 'order.superseded'
  | 'registration.completed'
  | 'invoice.available'
  | 'refund.due'
  | 'refund.settled'
  | 'refund.failed'
> = {
  'order.created': (context) => {
    const amountFen = feeOf(assertPresent(context.terms.fee), assertPresent(context.application))
    return {
      change: { orders: [...context.orders, { amountFen, state: 'open' }] },
      emitted: [{ orderNo: orderNumber(context, context.orders.length), amountFen }],
    }
  },
  // Emitted only if there is an open order.
  'order.superseded': (context) => {
    const superseded = context.orders.flatMap(({ state }, index) =>
      state === 'open' ? [{ orderNo: orderNumber(context, index) }] : [],
    )
    const orders = context.orders.map((order) =>
      order.state === 'open' ? { ...order, state: 'superseded' as const } : order,
    )
    return { change: { orders }, emitted: superseded }
  },
  'registration.completed': (context, { event }) => {
    const paid =
      event.type === 'payment.settle' ? orderIndex(context, event.orderNo) : freeOrderIndex(context)
    const payment = omitUndefined({
      transactionId: event.type === 'payment.settle' ? event.transactionId : undefined,
    })
    const orders = context.orders.map((order, index) =>
      index === paid ? { ...order, state: 'paid' as const, ...payment } : order,
    )
    const { amountFen } = assertPresent(context.orders[paid])
    return {
      change: { orders, claim: undefined, terms: narrowedTerms(context) },
      emitted: [{ orderNo: orderNumber(context, paid), ...payment, amountFen }],
    }
  },
  'invoice.available': { emit: forEvent('payment.settle', (_, { orderNo }) => ({ orderNo })) },
  'refund.due': (context, { event, at, params: { reason } }) => {
    if (reason === undefined) return moveRefunds(context)
    const payment = event.type === 'payment.settle' ? event : appliedPayment(context)
    return payment === undefined ? { emitted: [] } : owe(context, payment, reason, at)
  },
  'refund.settled': forEvent('refund.settle', (context, { refundId }) => ({
    change: { refunds: settle(context.refunds, context, refundId) },
    emitted: [{ refundId }],
  })),
  'refund.failed': { emit: forEvent('refund.fail', (_, { refundId, reason }) => ({ refundId, reason })) },
}
