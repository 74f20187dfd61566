import type { RegistrationEvent } from '../events'
import type { Context } from '../model/context'
import { isPaid, orderIndex, orderOf, refundOf, settledBefore } from '../model/orders'
import { type Millis, parseInstant, within } from '../time'
import { about, anyOf, atInstant, branch, type Guard, type Rules, refusal } from './rule'

type Settlement = RegistrationEvent<'payment.settle'>

const aboutSettlement = (test: (context: Context, event: Settlement, at: Millis) => boolean): Guard =>
  about('payment.settle', ({ context, event, at }) => test(context, event, at))

/** When the candidate paid; a future instant counts as now. */
const paidAt = (event: Settlement, at: Millis): Millis => Math.min(parseInstant(event.paidAt), at)

export const payingRules = {
  'payment.window': refusal({
    cites: ['6.4.8', '6.12'],
    title: { zh: '仅限缴费时间内', en: 'Only while payment is open' },
    message: {
      zh: '现在不在缴费时间内，请留意报名须知公布的时间；逾期不能补缴。',
      en: 'Payment is not open now. Please see the notice for its dates; nothing can be paid after the close.',
    },
    until: ['payment.closes'],
    standsAgainst: atInstant((context, at) => !within(context.terms.payment, at)),
  }),
  'payment.late': branch({
    cites: ['6.12'],
    title: { zh: '逾期缴费', en: 'Paid too late' },
    message: {
      zh: '超过缴费截止时间的款项不能作为报名费，原路退回。',
      en: 'Money paid after the close does not count as the fee; it goes back the same way.',
    },
    holds: aboutSettlement((context, event, at) => paidAt(event, at) >= context.terms.payment[1]),
  }),
  'payment.reconciliation': branch({
    cites: ['6.9'],
    title: { zh: '截止前扣款，视为已缴费', en: 'Debited in time counts as paid' },
    message: {
      zh: '在缴费时间内已扣款，对账后视为缴费成功。',
      en: 'The money was debited while payment was open, so it counts once the accounts are reconciled.',
    },
    holds: aboutSettlement((context, event, at) => within(context.terms.payment, paidAt(event, at))),
  }),
  'payment.superseded-order': branch({
    cites: ['6.10', '6.11'],
    title: { zh: '订单已被取代', en: 'The order was superseded' },
    message: {
      zh: '重新确认或撤回后旧订单失效，其款项在考试结束后原路退回。',
      en: 'A new confirmation or a withdrawal replaced this order; money for it goes back after the exam.',
    },
    holds: aboutSettlement((context, event) => orderOf(context, event.orderNo)?.state === 'superseded'),
  }),
  'payment.duplicate-other-order': branch({
    cites: ['6.11'],
    title: { zh: '不同订单重复缴费', en: 'Paid twice, by two orders' },
    message: {
      zh: '不同订单号重复缴费的，考试结束对账后原路退回。',
      en: 'Another order is paid already; money for this one goes back after the exam.',
    },
    holds: aboutSettlement(
      (context, event) => orderOf(context, event.orderNo)?.state === 'superseded' && isPaid(context),
    ),
  }),
  'payment.duplicate-same-order': branch({
    cites: ['6.11'],
    title: { zh: '同一订单重复缴费', en: 'Paid twice, the same order' },
    message: {
      zh: '同一订单号重复缴费的，报名截止后原路退回。',
      en: 'This order is paid already; the second payment goes back once registration has closed.',
    },
    holds: aboutSettlement((context, event) => orderOf(context, event.orderNo)?.state === 'paid'),
  }),
  'payment.amount': branch({
    cites: ['policy'],
    title: { zh: '金额不符', en: 'The wrong amount' },
    message: {
      zh: '金额与订单不符，原路退回，请按订单金额重新缴费。',
      en: 'The amount is not that of the order; it goes back. Please pay the exact amount.',
    },
    holds: aboutSettlement(
      (context, event) => orderOf(context, event.orderNo)?.amountFen !== event.amountFen,
    ),
  }),
  'payment.unknown-order': branch({
    cites: ['policy'],
    title: { zh: '订单不存在', en: 'No such order' },
    message: {
      zh: '没有这个订单号，款项原路退回。',
      en: 'This registration has no such order; the money goes back.',
    },
    holds: aboutSettlement((context, event) => orderIndex(context, event.orderNo) < 0),
  }),
  'payment.current-order': refusal({
    cites: ['policy'],
    title: { zh: '须为当前订单', en: 'Only the order that is to be paid' },
    message: {
      zh: '订单号不是当前待缴费的订单，请核对。',
      en: 'This is not the order that is to be paid now. Please check its number.',
    },
    standsAgainst: about(
      ['payment.claim', 'payment.notFound'],
      ({ context, event }) => orderOf(context, event.orderNo)?.state !== 'open',
    ),
  }),
  'payment.no-refund': branch({
    cites: ['6.4.8', '7.4'],
    title: { zh: '报名无效，费用不退', en: 'The registration is void and the fee is kept' },
    message: {
      zh: '考试前查实不符合条件的，报名无效，已缴费用不予退还。',
      en: 'Found before the exam of a registration that is paid: it is void, and the fee is not given back.',
    },
    holds: about('finding.record', ({ context, at }) => isPaid(context) && at < context.terms.sessions[0]),
  }),
  'refund.known': refusal({
    cites: ['policy'],
    title: { zh: '退款须存在', en: 'Only a refund that is owed' },
    message: { zh: '没有这笔退款。', en: 'This registration owes no such refund.' },
    standsAgainst: anyOf(
      ({ context }) => context.refunds.length === 0,
      about(
        ['refund.settle', 'refund.fail'],
        ({ context, event }) => refundOf(context, event.refundId) === undefined,
      ),
    ),
  }),
} satisfies Rules<'payment' | 'refund'>

export const payingBranches = {
  paidBeforeWindow: branch({
    cites: ['6.4.8'],
    title: { zh: '缴费开始之前付款', en: 'Paid before payment opened' },
    message: { zh: '缴费开始之前的款项原路退回。', en: 'Money that came before payment opened goes back.' },
    holds: aboutSettlement((context, event, at) => paidAt(event, at) < context.terms.payment[0]),
  }),
  sameTransaction: branch({
    cites: ['policy'],
    title: { zh: '同一笔交易', en: 'The same transaction again' },
    message: {
      zh: '该笔交易已处理过，不重复处理。',
      en: 'This transaction was taken in before and changes nothing.',
    },
    holds: aboutSettlement((context, event) => settledBefore(context, event.transactionId)),
  }),
  refundSettled: branch({
    cites: ['policy'],
    title: { zh: '已退款', en: 'Already paid back' },
    message: { zh: '该笔退款已完成，不重复处理。', en: 'This refund was paid before and changes nothing.' },
    holds: about(
      ['refund.settle', 'refund.fail'],
      ({ context, event }) => refundOf(context, event.refundId)?.settled === true,
    ),
  }),
  paymentOpen: branch({
    cites: ['6.9', '6.10'],
    title: { zh: '缴费尚未截止', en: 'Payment is still open' },
    message: { zh: '未查到扣款，可在截止前重新缴费。', en: 'No debit was found; the fee can still be paid.' },
    holds: atInstant((context, at) => at < context.terms.payment[1]),
  }),
}
