import { z } from 'zod'
import { fenShape, instantShape, lineShape, lazy } from '../schema/primitives'
import { defineEvent } from './event'

const number = lazy(() => z.string().min(1).max(100))

export const payingEvents = {
  'payment.claim': defineEvent('candidate', { zh: '反映已扣款', en: 'Say that the fee was debited' }, () => ({
    orderNo: number(),
  })),
  'payment.settle': defineEvent('gateway', { zh: '到账通知', en: 'Notice of a payment' }, () => ({
    orderNo: number(),
    transactionId: number(),
    amountFen: fenShape(),
    paidAt: instantShape(),
  })),
  'payment.notFound': defineEvent('gateway', { zh: '未查到扣款', en: 'No payment found' }, () => ({
    orderNo: number(),
  })),
  'refund.settle': defineEvent('gateway', { zh: '退款完成', en: 'Refund paid' }, () => ({ refundId: number() })),
  'refund.fail': defineEvent('gateway', { zh: '退款失败', en: 'Refund failed' }, () => ({
    refundId: number(),
    reason: lineShape(),
  })),
}
