import * as z from 'zod'
import { fenShape, instantShape, lazy, lineShape } from '../schema/primitives'
import { defineEvent } from './event'

const numberShape = lazy(() => z.string().min(1).max(100))

export const payingEvents = {
  'payment.claim': defineEvent('candidate', () => ({
    orderNo: numberShape(),
  })),
  'payment.settle': defineEvent('gateway', () => ({
    orderNo: numberShape(),
    transactionId: numberShape(),
    amountFen: fenShape(),
    paidAt: instantShape(),
  })),
  'payment.notFound': defineEvent('gateway', () => ({
    orderNo: numberShape(),
  })),
  'refund.settle': defineEvent('gateway', () => ({
    refundId: numberShape(),
  })),
  'refund.fail': defineEvent('gateway', () => ({
    refundId: numberShape(),
    reason: lineShape(),
  })),
}
