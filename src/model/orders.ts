import type { Millis } from '../time'
import type { Context } from './context'

/** The number of the n-th order, counted from 0. */
export const orderNumber = ({ registrationId }: Context, index: number): string =>
  `${registrationId}-${index + 1}`
/** The number of the n-th refund, counted from 0. */
export const refundNumber = ({ registrationId }: Context, index: number): string =>
  `${registrationId}-F${index + 1}`
/** @returns where the order stands among the orders, or −1 */
export function orderIndex(context: Context, orderNo: string): number {
  return context.orders.findIndex((_, index) => orderNumber(context, index) === orderNo)
}

export const orderOf = (context: Context, orderNo: string) => context.orders[orderIndex(context, orderNo)]
export const refundOf = (context: Context, refundId: string) =>
  context.refunds.find((_, index) => refundNumber(context, index) === refundId)
/** Whether that settlement has come before: each one either paid an order or is owed back. */
export const settledBefore = ({ orders, refunds }: Context, transactionId: string): boolean =>
  [...orders, ...refunds].some((one) => one.transactionId === transactionId)
export const isPaid = ({ orders }: Context): boolean => orders.some(({ state }) => state === 'paid')
/**
 * Whether money may have left the candidate's account: paid, or an open order that is claimed to be debited, or whose
 * payment window is over while debits made in time can still turn up (§6.9).
 */
export function mayBeDebited(context: Context, at: Millis): boolean {
  if (isPaid(context)) return true
  const open = context.orders.some(({ state }) => state === 'open')
  return open && (context.claim !== undefined || context.terms.payment[1] <= at)
}
