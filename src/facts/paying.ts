import * as z from 'zod'
import { feeShape, fenShape, instantShape, lazy } from '../schema/primitives'
import { defineFact } from './fact'

const orderNo = lazy(() => z.string())

export const payingFacts = {
  'order.created': defineFact(() => ({
    orderNo: orderNo(),
    amountFen: feeShape(),
  })),
  /** The order must no longer be paid. Payments for it are refunded (§6.10). */
  'order.superseded': defineFact(() => ({
    orderNo: orderNo(),
  })),
  /**
   * The payment of the fee completes the registration (§6.4.8). If nothing is to be paid, it is complete without a
   * transaction.
   */
  'registration.completed': defineFact(() => ({
    orderNo: orderNo(),
    transactionId: z.string().optional(),
    amountFen: feeShape(),
  })),
  /** The candidate can print the electronic invoice (§6.8). */
  'invoice.available': defineFact(() => ({
    orderNo: orderNo(),
  })),
  /**
   * The payment must be refunded at `dueAt`, the same way as it was paid. Emitted again with the same id if the due
   * date moves. `reason` is the id of a rule, `exam.cancel` or `registration.terminate`.
   */
  'refund.due': defineFact(() => ({
    refundId: z.string(),
    orderNo: orderNo(),
    transactionId: z.string(),
    amountFen: fenShape(),
    dueAt: instantShape(),
    reason: z.string(),
  })),
  'refund.settled': defineFact(() => ({ refundId: z.string() })),
  /** The bank could not refund the payment; the refund stays due. */
  'refund.failed': defineFact(() => ({
    refundId: z.string(),
    reason: z.string(),
  })),
}
