import type { Snapshot } from '../engine/snapshot'
import { orderNumber, refundNumber, transactionKey } from '../model/orders'
import type { AdoptedLine } from './adoptedLine'

/** Sums in fen: all payments, what of them is owed back, and what has been paid back. */
export type AdoptedMoney = { receivedFen: number; dueFen: number; settledFen: number }

const sum = (amounts: readonly { amountFen: number }[]): number =>
  amounts.reduce((total, { amountFen }) => total + amountFen, 0)

/** The money of a line. */
export function moneyOfLine({ payments = [] }: AdoptedLine): AdoptedMoney {
  return {
    receivedFen: sum(payments),
    dueFen: sum(payments.filter(({ refund }) => refund === 'due')),
    settledFen: sum(payments.filter(({ refund }) => refund === 'settled')),
  }
}

/** The money of a registration. A payment that completed it and is owed back is one payment. */
export function moneyOfSnapshot({ context }: Snapshot): AdoptedMoney {
  const { orders, refunds } = context
  const received = new Map<string, { amountFen: number }>()
  for (const [index, { transactionId, amountFen }] of orders.entries())
    if (transactionId !== undefined) {
      const payment = { transactionId, amountFen, orderNo: orderNumber(context, index) }
      received.set(transactionKey(payment), payment)
    }
  for (const refund of refunds) received.set(transactionKey(refund), refund)
  return {
    receivedFen: sum([...received.values()]),
    dueFen: sum(refunds.filter(({ settled }) => !settled)),
    settledFen: sum(refunds.filter(({ settled }) => settled)),
  }
}

/** A payment, by the bank's number and its amount: the bank may use a number twice. */
type PaymentId = { transactionId: string; amountFen: number }

/** Whether two payments are the same. */
export const isSamePayment = (
  one: { transactionId?: string | undefined; amountFen: number },
  other: PaymentId,
): boolean => one.transactionId === other.transactionId && one.amountFen === other.amountFen

/** The refund of a payment, with its number; `undefined` if the registration owes none. */
export function refundOfPayment({ context }: Snapshot, payment: PaymentId) {
  const index = context.refunds.findIndex((refund) => isSamePayment(refund, payment))
  const refund = context.refunds[index]
  return refund && { ...refund, refundId: refundNumber(context, index) }
}
