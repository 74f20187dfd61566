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

/** Whether the settlement was processed before: every settlement either pays an order or adds a refund. */
export const settledBefore = ({ orders, refunds }: Context, transactionId: string): boolean =>
  [...orders, ...refunds].some((one) => one.transactionId === transactionId)

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
