import { z } from 'zod'
import { fenShape, instantShape, lazy } from '../schema/primitives'
import { defineFact } from './fact'

const orderNo = lazy(() => z.string())

export const payingFacts = {
  'order.created': defineFact({ zh: '订单已生成', en: 'Order created' }, () => ({
    orderNo: orderNo(),
    amountFen: fenShape(),
  })),
  /** Nobody should pay this order any more; money for it is owed back (§6.10). */
  'order.superseded': defineFact({ zh: '订单已失效', en: 'Order superseded' }, () => ({ orderNo: orderNo() })),
  /** Paid is registered (§6.4.8). */
  'registration.completed': defineFact({ zh: '报名成功', en: 'Registered' }, () => ({
    orderNo: orderNo(),
    transactionId: z.string(),
    amountFen: fenShape(),
  })),
  /** The candidate can print the electronic invoice (§6.8). */
  'invoice.available': defineFact({ zh: '电子票据可打印', en: 'Invoice available' }, () => ({
    orderNo: orderNo(),
  })),
  /** Pay back, the same way, at `dueAt`. Told again under the same id when the due date moves. `reason` is a rule. */
  'refund.due': defineFact({ zh: '应退款', en: 'Refund owed' }, () => ({
    refundId: z.string(),
    orderNo: orderNo(),
    transactionId: z.string(),
    amountFen: fenShape(),
    dueAt: instantShape(),
    reason: z.string(),
  })),
  'refund.settled': defineFact({ zh: '已退款', en: 'Refund paid' }, () => ({ refundId: z.string() })),
  /** The bank could not pay back; the refund stays owed. */
  'refund.failed': defineFact({ zh: '退款未成', en: 'Refund failed' }, () => ({
    refundId: z.string(),
    reason: z.string(),
  })),
}
