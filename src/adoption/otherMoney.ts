import { orderNumber } from '../model/orders'
import { formatInstant, type Millis, parseInstant } from '../time'
import type { AdoptedPayment } from './adoptedLine'
import { isSamePayment, refundOfPayment } from './adoptedMoney'
import type { AdoptionGoal } from './adoptionGoal'
import type { Reconstruction } from './reconstruction'

/** The payments that do not pay the fee, and the refunds that were paid: each takes its place among the other events. */

/** What is still to be sent, and when it happened; `undefined` if the line does not say. */
type Pending = { at: string | undefined; send: () => void }

function sendPayment(
  run: Reconstruction,
  { transactionId, amountFen, paidAt, orderNo }: AdoptedPayment,
): void {
  const { line, context } = run
  const paid = context.orders.findIndex(({ state }) => state === 'paid')
  // An order that is open must not be paid by money that went back.
  const unknown = orderNo?.startsWith(`${line.registrationId}-`) ? undefined : orderNo
  const other = unknown ?? `${line.registrationId}-0`
  const owed = { orderNo: paid < 0 ? other : orderNumber(context, paid), transactionId, amountFen }
  if (paidAt === undefined) run.filled.add('payment.settle')
  // The bank may report it late.
  const at = formatInstant(Math.max(context.at, paidAt === undefined ? context.at : parseInstant(paidAt)))
  run.send({ type: 'payment.settle', ...owed, paidAt: paidAt ?? at }, at, 'payments')
}

function pendingOf(run: Reconstruction, goal: AdoptionGoal, isLast: boolean): Pending[] {
  const { payments = [] } = run.line
  const fee = goal.payment
  return payments.flatMap((payment): Pending[] => {
    const owed = refundOfPayment(run.snapshot, payment)
    const { refundedAt, paidAt, transactionId } = payment
    if (owed !== undefined) {
      if (payment.refund !== 'settled' || owed.settled) return []
      const { refundId } = owed
      return [
        {
          at: refundedAt,
          send: () => run.send({ type: 'refund.settle', refundId }, refundedAt, 'refundedAt'),
        },
      ]
    }
    const pays = run.context.orders.some((order) => isSamePayment(order, payment))
    // The fee is no other payment, and one under its number comes after it.
    const waits = fee !== undefined && transactionId === fee.transactionId && !isLast
    return pays || waits ? [] : [{ at: paidAt ?? refundedAt, send: () => sendPayment(run, payment) }]
  })
}

/**
 * Sends what happened up to an instant, in order of time.
 * @param before the instant; without it everything is sent, also what the line does not date
 */
export function settleOthers(run: Reconstruction, goal: AdoptionGoal, before?: Millis): void {
  const instantOf = ({ at }: Pending): Millis =>
    at === undefined ? Number.POSITIVE_INFINITY : parseInstant(at)
  const most = 2 * (run.line.payments?.length ?? 0)
  for (let count = 0; count < most; count += 1) {
    const pending = pendingOf(run, goal, before === undefined)
    const [next] = pending.sort((one, other) => instantOf(one) - instantOf(other) || 0)
    if (next === undefined || (before !== undefined && instantOf(next) > before)) return
    next.send()
  }
}
