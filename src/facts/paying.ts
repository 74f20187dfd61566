import { z } from 'zod'
import { fenSchema, instantSchema } from '../words'

const orderNo = z.string()

export const paying = {
  'order.created': { orderNo, amountFen: fenSchema },
  /** Nobody should pay this order any more; money for it is owed back (§6.10). */
  'order.superseded': { orderNo },
  /** Paid is registered (§6.4.8). */
  'registration.completed': { orderNo, transactionId: z.string(), amountFen: fenSchema },
  /** The candidate can print the electronic invoice (§6.8). */
  'invoice.available': { orderNo },
  /** Pay back, the same way, at `dueAt`. Told again under the same id when the due date moves. `reason` is a rule. */
  'refund.due': {
    refundId: z.string(),
    orderNo,
    transactionId: z.string(),
    amountFen: fenSchema,
    dueAt: instantSchema,
    reason: z.string(),
  },
  'refund.settled': { refundId: z.string() },
  /** The bank could not pay back; the refund stays owed. */
  'refund.failed': { refundId: z.string(), reason: z.string() },
}
