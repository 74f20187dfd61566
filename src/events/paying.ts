import { z } from 'zod'
import { fenSchema, instantSchema, lineSchema } from '../words'
import { event } from './event'

const number = z.string().min(1).max(100)

export const paying = {
  'payment.claim': event('candidate', { orderNo: number }),
  'payment.settle': event('gateway', {
    orderNo: number,
    transactionId: number,
    amountFen: fenSchema,
    paidAt: instantSchema,
  }),
  'payment.notFound': event('gateway', { orderNo: number }),
  'refund.settle': event('gateway', { refundId: number }),
  'refund.fail': event('gateway', { refundId: number, reason: lineSchema }),
}
