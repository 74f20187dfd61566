import type { Millis } from '../time'
import type { Context } from './context'

/** Returns the number of an order by its index: `<registrationId>-1` is the first. */
export const orderNumber = ({ registrationId }: Context, index: number): string =>
  `${registrationId}-${index + 1}`

/** Returns the number of a refund by its index: `<registrationId>-F1` is the first. */
export const refundNumber = ({ registrationId }: Context, index: number): string =>
  `${registrationId}-F${index + 1}`

/** @returns the index of the order, or −1 */
export function orderIndex(context: Context, orderNo: string): number {
  return context.orders.findIndex((_, index) => orderNumber(context, index) === orderNo)
}

export const orderOf = (context: Context, orderNo: string) => context.orders[orderIndex(context, orderNo)]

export const refundOf = (context: Context, refundId: string) =>
  context.refunds.find((_, index) => refundNumber(context, index) === refundId)

/** A transaction of the bank: the same number with another order or amount is another transaction. */
export type BankTransaction = { transactionId: string; orderNo: string; amountFen: number }

/** A text that is the same for the same transaction only. */
export const transactionKey = ({ transactionId, orderNo, amountFen }: BankTransaction): string =>
  JSON.stringify([transactionId, orderNo, amountFen])

/** The transactions that were processed: every settlement either pays an order or adds a refund. */
const processed = (context: Context) => [
  ...context.orders.map((order, index) => ({ ...order, orderNo: orderNumber(context, index) })),
  ...context.refunds,
]

/** Whether a transaction with this number was processed before. */
export const numberUsed = (context: Context, { transactionId }: BankTransaction): boolean =>
  processed(context).some((one) => one.transactionId === transactionId)

/** Whether exactly this transaction was processed before. */
export const settledBefore = (context: Context, transaction: BankTransaction): boolean =>
  processed(context).some(
    ({ transactionId, orderNo, amountFen }) =>
      transactionId === transaction.transactionId &&
      orderNo === transaction.orderNo &&
      amountFen === transaction.amountFen,
  )

/** The orders without the withdrawals that superseded them, after which a payment no longer restores the commitment. */
export const withoutWithdrawals = ({ orders }: Context): Context['orders'] =>
  orders.map(({ withdrawn: _, ...order }) => order)

/** @returns the index of the open order of 0, which is paid at once; −1 if there is none */
export const freeOrderIndex = ({ orders }: Context): number =>
  orders.findIndex(({ state, amountFen }) => state === 'open' && amountFen === 0)

export const isPaid = ({ orders }: Context): boolean => orders.some(({ state }) => state === 'paid')

/**
 * Whether the candidate's account may have been debited: the fee is paid, the candidate claims the debit of an open
 * order, or payment has closed for an open order and the settlement of a debit in time can still arrive (§6.9).
 */
export function mayBeDebited(context: Context, at: Millis): boolean {
  if (isPaid(context)) return true
  const open = context.orders.some(({ state }) => state === 'open')
  return open && (context.claim !== undefined || context.terms.payment[1] <= at)
}
