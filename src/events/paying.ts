import * as z from 'zod'
import { fenShape, instantShape, lazy, lineShape } from '../schema/primitives'
import { defineEvent } from './event'

const numberShape = lazy(() => z.string().min(1).max(100))

export const payingEvents = {
  'payment.claim': defineEvent('candidate', { zh: '反映已扣款', en: 'Say that the fee was debited' }, () => ({
    orderNo: numberShape(),
  })),
  'payment.settle': defineEvent('gateway', { zh: '到账通知', en: 'Notice of a payment' }, () => ({
    orderNo: numberShape(),
    transactionId: numberShape(),
    amountFen: fenShape(),
    paidAt: instantShape(),
  })),
  'payment.notFound': defineEvent('gateway', { zh: '未查到扣款', en: 'No payment found' }, () => ({
    orderNo: numberShape(),
  })),
  'refund.settle': defineEvent('gateway', { zh: '退款完成', en: 'Refund paid' }, () => ({
    refundId: numberShape(),
  })),
  'refund.fail': defineEvent('gateway', { zh: '退款失败', en: 'Refund failed' }, () => ({
    refundId: numberShape(),
    reason: lineShape(),
  })),
}
