import { expect, it } from 'vitest'
import type { Notice, RegistrationEvent } from '../../src'
import { usualEducation } from '../../src/testing/candidateData'
import type { Given } from '../../src/testing/given'
import { correcting, nextTransaction, noticeOf, on, scenario, verified } from '../support/scenario'
import { describeRule } from './describeRule'
import { accepts, expectState, refuses } from './verdict'

const opens = on('04-07 09:00')

const registrationCloses = on('04-17 17:00')

const closes = on('04-18 17:00')

const lastSecond = on('04-18 16:59:59')

const reconciled = on('04-19 17:00')

const lastSessionEnds = on('06-16 16:30')

const morning = on('04-08 10:00')

const paying = scenario().to('paying.awaiting')

const claimed = paying.when('payment.claim', morning)

const awaitingBank = paying.when('clock.advance', closes)

const registered = paying.when({ type: 'payment.settle', transactionId: 'T1' }, morning)

const abandoned = paying.when('clock.advance', reconciled)

/** A new order, R-2, after an approved correction; R-1 is superseded. */
const reordered = paying
  .when(correcting({ place: '440300' }))
  .when('correction.approve', morning)
  .to('paying.awaiting')

const reorderedAndPaid = reordered.when({ type: 'payment.settle', transactionId: 'T1' })

type Settlement = Partial<Omit<RegistrationEvent<'payment.settle'>, 'type' | 'at' | 'by'>>

const settling = (fields: Settlement = {}) => ({ type: 'payment.settle', ...fields }) as const

/** The bundled windows; in `paymentOpensLater`, payment opens three days after registration. */
const windows = noticeOf('gd-2024-social-worker').windows

const paymentOpensLater: Notice = noticeOf('gd-2024-social-worker', {
  windows: { ...windows, payment: { opens: on('04-10 09:00'), closes } },
})

const early = scenario({ notice: paymentOpensLater }).to('paying.awaiting')

type Moved = RegistrationEvent<'notice.amend'>['windows']

const amending = (moved: Moved) => ({ type: 'notice.amend', windows: moved }) as const

const sitting = (day: string) => ({
  type: 'notice.amend' as const,
  sessions: [
    { subject: 'law', starts: on(`${day} 09:00`), ends: on(`${day} 11:00`) },
    { subject: 'general', starts: on(`${day} 14:00`), ends: on(`${day} 16:00`) },
    { subject: 'practice', starts: on(`${day} 16:30`), ends: on(`${day} 18:30`) },
  ],
})

/** Expects a payment to be owed back for this reason, due at this instant, and no other fact except an abandonment. */
function owes(before: Given, settlement: Settlement, at: string, reason: string, dueAt: string): Given {
  const { orders, refunds } = before.snapshot.context
  const after = accepts(before, settling(settlement), at)
  expect(after.decision.facts.filter(({ type }) => type !== 'registration.abandoned')).toEqual([
    {
      type: 'refund.due',
      at: expect.any(String),
      refundId: `R-F${refunds.length + 1}`,
      orderNo: settlement.orderNo ?? before.orderNo,
      transactionId: settlement.transactionId ?? nextTransaction(before.snapshot),
      amountFen: settlement.amountFen ?? orders.at(-1)?.amountFen ?? 1,
      dueAt,
      reason,
    },
  ])
  expect(after.snapshot.context.orders).toEqual(orders)
  return after
}

/** Expects a payment to be accepted as the fee. */
function completes(before: Given, settlement: Settlement, at: string): Given {
  const after = accepts(before, settling(settlement), at)
  expectState(after, 'registered.waiting')
  expect(after.decision.facts.map(({ type }) => type)).toEqual([
    'registration.completed',
    'invoice.available',
  ])
  expect(after.snapshot.context.refunds).toEqual(before.snapshot.context.refunds)
  return after
}

describeRule('payment.window', {
  holds() {
    it('refuses a claim a second before payment opens', () => {
      refuses('payment.window', early, 'payment.claim', on('04-10 08:59:59'))
    })
    it('refuses a claim of a paid candidate after the close, and by another rule before it', () => {
      refuses('payment.window', registered, 'payment.claim', closes)
      refuses('event.not-now', registered, 'payment.claim', lastSecond)
    })
  },
  fails() {
    it('accepts a claim while the payment is reconciled; only the first moves the end', () => {
      const again = accepts(claimed, 'payment.claim', on('04-08 12:00'))
      expect(again.snapshot.context.claim).toBe(Date.parse(morning))
      expectState(accepts(again, 'clock.advance', on('04-09 10:00')), 'paying.awaiting')
      const late = accepts(awaitingBank, 'payment.claim', on('04-19 09:00'))
      expectState(accepts(late, 'clock.advance', on('04-19 16:59:59')), 'paying.reconciling')
      expectState(accepts(late, 'clock.advance', reconciled), 'ended.abandoned')
    })
    it('accepts a claim from the instant that payment opens to the last second', () => {
      for (const at of [on('04-10 09:00'), lastSecond]) {
        expectState(accepts(early, 'payment.claim', at), 'paying.reconciling')
      }
    })
  },
})

describeRule('payment.late', {
  holds() {
    it('applies to a payment made at the close or later, which is owed back at once', () => {
      for (const paidAt of [closes, on('04-19 09:59:59')]) {
        const at = on('04-19 10:00')
        const after = owes(awaitingBank, { paidAt }, at, 'payment.late', at)
        expectState(after, 'paying.reconciling')
      }
    })
    it('applies while a claim is reconciled after the close', () => {
      const late = paying.when('payment.claim', lastSecond)
      owes(late, { paidAt: closes }, on('04-18 18:00'), 'payment.late', on('04-18 18:00'))
    })
    it('applies to a payment made after the close of a shortened window', () => {
      const moved = {
        registration: { opens, closes: on('04-12 17:00') },
        proofReview: { closes: on('04-12 17:00') },
      }
      const shortened = paying.when(
        amending({ ...moved, payment: { opens, closes: on('04-13 17:00') } }),
        morning,
      )
      const at = on('04-13 18:00')
      owes(shortened, { paidAt: on('04-13 17:00') }, at, 'payment.late', at)
      completes(shortened, { paidAt: on('04-13 16:59:59') }, at)
    })
  },
  fails() {
    it('does not apply to a payment made in the last second, even if reported late', () => {
      completes(awaitingBank, { paidAt: lastSecond }, on('04-19 16:59:59'))
    })
    it('does not apply to a future payment time, which counts as now', () => {
      completes(paying, { paidAt: on('12-31 00:00') }, lastSecond)
    })
    it('does not apply to a wrong amount, which is checked first', () => {
      const at = on('04-19 10:00')
      owes(awaitingBank, { paidAt: closes, amountFen: 1 }, at, 'payment.amount', at)
    })
  },
})

describeRule('payment.reconciliation', {
  holds() {
    it('accepts a payment of the right amount in time as the fee', () => {
      const after = completes(paying, { transactionId: 'T1' }, morning)
      expect(after.decision.facts).toEqual([
        {
          type: 'registration.completed',
          at: morning,
          orderNo: 'R-1',
          transactionId: 'T1',
          amountFen: 17_100,
        },
        { type: 'invoice.available', at: morning, orderNo: 'R-1' },
      ])
    })
    it('applies from the instant that payment opens to the last second', () => {
      completes(early, {}, on('04-10 09:00'))
      completes(early, { paidAt: on('04-10 09:00') }, on('04-11 10:00'))
      completes(paying, {}, lastSecond)
    })
    it('applies during reconciliation, with or without a claim', () => {
      completes(claimed, {}, morning)
      completes(awaitingBank, { paidAt: morning }, on('04-19 16:59:59'))
      const after = completes(
        paying.when('payment.claim', lastSecond),
        { paidAt: morning },
        on('04-19 16:59:59'),
      )
      expect(after.snapshot.context.claim).toBeUndefined()
    })
    it('accepts a lower fee for fewer subjects', () => {
      const one = scenario().when({
        type: 'application.save',
        application: { level: 'intermediate', subjects: ['law'], place: '440100' },
      })
      completes(one.to('paying.awaiting'), { amountFen: 5700 }, morning)
    })
    it('decides a back-dated report at the instant that the registration has reached', () => {
      const after = completes(claimed, { paidAt: on('04-07 12:00') }, on('04-07 12:01'))
      expect(after.facts('registration.completed')).toMatchObject([{ at: morning }])
      expect(after.snapshot.context.at).toBe(Date.parse(morning))
    })
  },
  fails() {
    it('does not apply once the 24 hours after the close are over', () => {
      const at = reconciled
      const after = accepts(awaitingBank, settling({ paidAt: morning }), at)
      expectState(after, 'ended.abandoned')
      expect(after.facts('registration.abandoned')).toMatchObject([{ reason: 'unpaid' }])
      expect(after.facts('refund.due')).toMatchObject([{ reason: 'registration.ended', dueAt: at }])
    })
    it('does not apply to a back-dated report after the registration has ended', () => {
      const after = owes(abandoned, { paidAt: morning }, morning, 'registration.ended', reconciled)
      expect(after.facts('refund.due')).toMatchObject([{ at: reconciled }])
      expectState(after, 'ended.abandoned')
    })
  },
})

describeRule('payment.superseded-order', {
  holds() {
    it('applies to a payment for a superseded order, which is owed back after the exam', () => {
      const after = owes(reordered, { orderNo: 'R-1' }, morning, 'payment.superseded-order', lastSessionEnds)
      expectState(after, 'paying.awaiting')
    })
    it('applies while the correction waits for confirmation', () => {
      const back = paying.when(correcting({ place: '440300' })).when('correction.approve')
      const after = owes(back, { orderNo: 'R-1' }, morning, 'payment.superseded-order', lastSessionEnds)
      expectState(after, 'filling.confirmation')
    })
    it('applies after a withdrawal of the commitment', () => {
      const withdrawn = paying.when('commitment.withdraw')
      const after = owes(withdrawn, { orderNo: 'R-1' }, morning, 'payment.superseded-order', lastSessionEnds)
      expectState(after, 'declaring.proof.uploading')
    })
    it('applies before the checks of the amount and the time', () => {
      const wrong = { orderNo: 'R-1', amountFen: 1 }
      owes(reordered, wrong, morning, 'payment.superseded-order', lastSessionEnds)
      const late = reordered.when('clock.advance', closes)
      owes(late, { ...wrong, paidAt: closes }, closes, 'payment.superseded-order', lastSessionEnds)
    })
    it('gives another reason once the new order is paid', () => {
      const [refund] = owes(
        reorderedAndPaid,
        { orderNo: 'R-1' },
        morning,
        'payment.duplicate-other-order',
        lastSessionEnds,
      ).facts('refund.due')
      expect(refund?.reason).not.toBe('payment.superseded-order')
    })
  },
  fails() {
    it('does not apply to a payment for the new order', () => {
      completes(reordered, { orderNo: 'R-2' }, morning)
    })
    it('does not apply once the registration has ended', () => {
      const cancelled = reordered.when('registration.cancel', morning)
      owes(cancelled, { orderNo: 'R-1' }, morning, 'registration.ended', morning)
    })
  },
})

describeRule('payment.duplicate-other-order', () => {
  const reason = 'payment.duplicate-other-order'
  it('owes a transaction back only once', () => {
    const once = reorderedAndPaid.when(settling({ orderNo: 'R-1', transactionId: 'T9' }))
    const again = accepts(once, settling({ orderNo: 'R-1', transactionId: 'T9' }))
    expect(again.decision.facts).toEqual([])
    expect(again.snapshot).toEqual(once.snapshot)
  })
  it('moves the due instant with the last session under the same id, on every amendment', () => {
    const owed = reorderedAndPaid.when(settling({ orderNo: 'R-1', transactionId: 'T9' }))
    const later = accepts(owed, sitting('07-20'))
    expect(later.facts('refund.due')).toEqual([
      {
        type: 'refund.due',
        at: morning,
        refundId: 'R-F1',
        orderNo: 'R-1',
        transactionId: 'T9',
        amountFen: 17_100,
        dueAt: on('07-20 18:30'),
        reason,
      },
    ])
    const back = accepts(later, sitting('06-16'))
    expect(back.facts('refund.due')).toMatchObject([{ refundId: 'R-F1', dueAt: on('06-16 18:30') }])
    expect(back.snapshot.context.refunds).toHaveLength(1)
  })
  it('moves the due instant in every state', () => {
    const back = paying.when(correcting({ place: '440300' })).when('correction.approve')
    const owing = back.when(settling({ orderNo: 'R-1', transactionId: 'T9' }))
    const again = owing.to('paying.awaiting')
    const closed = again.when('clock.advance', closes)
    const everywhere = [owing, owing.to('declaring.commitment'), again, again.when('payment.claim'), closed]
    const withdrawn = again.when('commitment.withdraw')
    const reviewing = withdrawn.to('declaring.proof.reviewing')
    const card = again.to('registered.admitCard')
    for (const scenario of [...everywhere, withdrawn, reviewing, card, card.to('registered.seated')]) {
      const emitted = accepts(scenario, sitting('07-20')).facts('refund.due')
      expect(emitted).toMatchObject([{ refundId: 'R-F1', dueAt: on('07-20 18:30') }])
    }
    // The fact is also emitted if the amendment changes the state.
    const payment = { opens, closes: on('04-25 17:00') }
    const reopened = accepts(closed, { ...sitting('07-20'), windows: { payment } })
    expectState(reopened, 'paying.awaiting')
    expect(reopened.facts('refund.due')).toMatchObject([{ refundId: 'R-F1' }])
    const admitCard = { opens: on('07-15 09:00'), closes: on('07-19 17:00') }
    const putOff = accepts(card, { ...sitting('07-20'), windows: { admitCard } })
    expectState(putOff, 'registered.waiting')
    expect(putOff.facts('refund.due')).toMatchObject([{ refundId: 'R-F1' }])
  })
  it('does not move the due instant of a settled refund', () => {
    const paidBack = reorderedAndPaid.when(settling({ orderNo: 'R-1' })).when('refund.settle')
    expect(accepts(paidBack, sitting('07-20')).facts('refund.due')).toEqual([])
  })
  it('moves the due instant of a failed refund', () => {
    const failed = reorderedAndPaid.when(settling({ orderNo: 'R-1' })).when('refund.fail')
    expect(accepts(failed, sitting('07-20')).facts('refund.due')).toMatchObject([{ refundId: 'R-F1' }])
  })
  return {
    holds() {
      it('applies to a payment for an earlier order once another is paid, due after the exam', () => {
        const after = owes(reorderedAndPaid, { orderNo: 'R-1' }, on('04-09 10:00'), reason, lastSessionEnds)
        expectState(after, 'registered.waiting')
      })
      it('applies between the sessions', () => {
        const seated = reorderedAndPaid.to('registered.seated')
        owes(seated, { orderNo: 'R-1' }, on('06-15 20:00'), reason, lastSessionEnds)
      })
    },
    fails() {
      it('does not apply to a payment for the paid order', () => {
        owes(
          reorderedAndPaid,
          { orderNo: 'R-2' },
          morning,
          'payment.duplicate-same-order',
          registrationCloses,
        )
      })
      it('does not apply to a payment for an earlier order while no other is paid', () => {
        owes(reordered, { orderNo: 'R-1' }, morning, 'payment.superseded-order', lastSessionEnds)
      })
    },
  }
})

describeRule('payment.duplicate-same-order', () => {
  const reason = 'payment.duplicate-same-order'
  it('moves the due instant with the close of registration, in both directions', () => {
    const owed = registered.when(settling({ transactionId: 'T2' }), on('04-09 10:00'))
    const shorter = accepts(owed, amending({ registration: { opens, closes: on('04-15 12:00') } }))
    expect(shorter.facts('refund.due')).toMatchObject([
      { refundId: 'R-F1', transactionId: 'T2', dueAt: on('04-15 12:00'), reason },
    ])
    const since = registered.when(settling(), on('04-20 10:00'))
    const longer = amending({
      registration: { opens, closes: on('04-25 17:00') },
      proofReview: { closes: on('04-26 17:00') },
      payment: { opens, closes: on('04-26 17:00') },
    })
    const moved = accepts(since, longer)
    expect(moved.facts('refund.due')).toMatchObject([{ dueAt: on('04-25 17:00') }])
    const back = accepts(moved, amending({ registration: { opens, closes: on('04-20 12:00') } }))
    expect(back.facts('refund.due')).toMatchObject([{ dueAt: on('04-20 12:00') }])
  })
  it('does not move the due instant with the sessions', () => {
    const owed = registered.when(settling({ transactionId: 'T2' }))
    expect(accepts(owed, sitting('07-20')).facts('refund.due')).toEqual([])
  })
  it('moves the due instant after the registration has ended', () => {
    const owed = registered.when(settling({ transactionId: 'T2' })).when('finding.record')
    expectState(owed, 'ended.voided')
    const after = accepts(owed, amending({ registration: { opens, closes: on('04-15 12:00') } }))
    expect(after.facts('refund.due')).toMatchObject([{ refundId: 'R-F1', dueAt: on('04-15 12:00') }])
  })
  return {
    holds() {
      it('applies to a payment for a paid order, which is owed back once registration closes', () => {
        const after = owes(registered, { transactionId: 'T2' }, on('04-09 10:00'), reason, registrationCloses)
        expectState(after, 'registered.waiting')
      })
      it('is due at the close if paid before it, and at once if paid later', () => {
        const last = on('04-17 16:59:59')
        owes(registered, {}, last, reason, registrationCloses)
        owes(registered, {}, registrationCloses, reason, registrationCloses)
        owes(registered, {}, on('04-20 10:00'), reason, on('04-20 10:00'))
        owes(registered.to('registered.seated'), {}, on('06-15 10:00'), reason, on('06-15 10:00'))
        for (const state of ['marking', 'notPassed.underReview', 'qualifying', 'certified'] as const) {
          const later = owes(
            registered.to(state),
            {},
            on('06-15 10:00', 2029),
            reason,
            on('06-15 10:00', 2029),
          )
          accepts(later, 'refund.settle')
        }
      })
      it('applies before the checks of the amount and the time', () => {
        owes(registered, { amountFen: 1 }, morning, reason, registrationCloses)
        owes(registered, { paidAt: on('04-19 10:00') }, on('04-19 10:00'), reason, on('04-19 10:00'))
      })
      it('owes each further payment back separately', () => {
        const twice = owes(registered, { transactionId: 'T2' }, morning, reason, registrationCloses)
        const thrice = owes(twice, { transactionId: 'T3' }, morning, reason, registrationCloses)
        expect(thrice.snapshot.context.refunds).toHaveLength(2)
      })
      it('applies to a back-dated report, due at the instant that the registration has reached', () => {
        owes(registered.to('registered.admitCard'), {}, on('04-09 10:00'), reason, on('06-11 09:00'))
      })
    },
    fails() {
      it('does not apply to the transaction that paid the order', () => {
        const again = accepts(registered, settling({ transactionId: 'T1' }), on('04-09 10:00'))
        expect(again.decision.facts).toEqual([])
        expect(again.snapshot.context.refunds).toEqual([])
      })
      it('does not apply to a payment for an unpaid order', () => {
        completes(paying, {}, morning)
      })
    },
  }
})

describeRule('payment.amount', {
  holds() {
    it('owes a wrong amount back at once and keeps the order open', () => {
      for (const amountFen of [17_099, 17_101, 1]) {
        const after = owes(paying, { amountFen }, morning, 'payment.amount', morning)
        expectState(after, 'paying.awaiting')
      }
    })
    it('counts two halves as two wrong amounts', () => {
      const half = owes(paying, { amountFen: 8550 }, morning, 'payment.amount', morning)
      owes(half, { amountFen: 8550 }, morning, 'payment.amount', morning)
    })
    it('applies before the check of the time', () => {
      owes(early, { amountFen: 1 }, morning, 'payment.amount', morning)
    })
    it('applies during reconciliation, which continues', () => {
      expectState(owes(claimed, { amountFen: 1 }, morning, 'payment.amount', morning), 'paying.reconciling')
    })
    it('decides a back-dated report at the instant that the registration has reached', () => {
      owes(claimed, { amountFen: 1 }, on('04-07 10:00'), 'payment.amount', morning)
    })
  },
  fails() {
    it('does not apply to the exact amount, even after a wrong one', () => {
      const after = completes(paying.when(settling({ amountFen: 1 }), morning), {}, morning)
      expect(after.snapshot.context.refunds).toHaveLength(1)
    })
  },
})

describeRule('payment.unknown-order', {
  holds() {
    it('owes a payment for an unknown order back at once, and the state does not change', () => {
      for (const at of [scenario().to('filling.route'), paying, claimed, registered]) {
        const after = owes(
          at,
          { orderNo: 'R-7', transactionId: 'T7' },
          morning,
          'payment.unknown-order',
          morning,
        )
        expect(after.snapshot.value).toEqual(at.snapshot.value)
      }
    })
    it('applies to the first order number before that order exists', () => {
      owes(scenario(), { orderNo: 'R-1' }, morning, 'payment.unknown-order', morning)
    })
    it('applies to an order of another registration and to similar numbers', () => {
      for (const orderNo of ['Q-1', 'R-01', 'R-0', 'r-1', 'R-1 ', '-1'])
        owes(paying, { orderNo }, morning, 'payment.unknown-order', morning)
    })
    it('applies before the checks of the amount and the time', () => {
      owes(early, { orderNo: 'R-7', amountFen: 1 }, morning, 'payment.unknown-order', morning)
    })
  },
  fails() {
    it('does not apply to a known order', () => {
      completes(paying, { orderNo: 'R-1' }, morning)
    })
    it('does not apply once the registration has ended', () => {
      const at = on('04-20 10:00')
      owes(abandoned, { orderNo: 'R-7' }, at, 'registration.ended', at)
    })
  },
})

describeRule('payment.current-order', {
  holds() {
    it('refuses a claim for a superseded or unknown order', () => {
      for (const orderNo of ['R-1', 'R-3'])
        refuses('payment.current-order', reordered, { type: 'payment.claim', orderNo })
    })
    it('refuses the report of no debit for a superseded or unknown order', () => {
      const looking = reordered.when('payment.claim')
      for (const orderNo of ['R-1', 'R-3'])
        refuses('payment.current-order', looking, { type: 'payment.notFound', orderNo })
    })
  },
  fails() {
    it('accepts a claim for the open order', () => {
      expectState(accepts(reordered, { type: 'payment.claim', orderNo: 'R-2' }), 'paying.reconciling')
    })
    it('accepts the report of no debit for the open order', () => {
      const after = accepts(reordered.when('payment.claim'), { type: 'payment.notFound', orderNo: 'R-2' })
      expectState(after, 'paying.awaiting')
    })
  },
})

describeRule('payment.no-refund', {
  holds() {
    it('voids a paid registration on a finding before the exam, and keeps the fee', () => {
      const after = accepts(registered, 'finding.record', on('06-15 13:59:59'))
      expectState(after, 'ended.voided')
      expect(after.facts('refund.due')).toEqual([])
      expect(after.facts('registration.voided')).toMatchObject([{ reason: 'ineligible' }])
      expect(after.snapshot.context.refunds).toEqual([])
    })
    it('keeps an earlier refund owed', () => {
      const owed = registered.when(settling({ transactionId: 'T2' }))
      const after = accepts(owed, 'finding.record')
      expect(after.snapshot.context.refunds).toEqual(owed.snapshot.context.refunds)
    })
  },
  fails() {
    it('does not apply to an unpaid registration: a later payment is owed back', () => {
      const voided = accepts(paying, 'finding.record', morning)
      owes(voided, {}, on('04-09 10:00'), 'registration.ended', on('04-09 10:00'))
    })
    it('does not apply once the exam has begun: the marks are void', () => {
      expectState(accepts(registered, 'finding.record', on('06-15 14:00')), 'ended.scoresVoided')
    })
    it('does not apply to a cancelled exam: the fee is owed back at once', () => {
      const after = accepts(registered, 'exam.cancel', on('06-01 10:00'))
      expectState(after, 'ended.cancelled')
      expect(after.facts('refund.due')).toEqual([
        {
          type: 'refund.due',
          at: on('06-01 10:00'),
          refundId: 'R-F1',
          orderNo: 'R-1',
          transactionId: 'T1',
          amountFen: 17_100,
          dueAt: on('06-01 10:00'),
          reason: 'exam.cancel',
        },
      ])
    })
    it('does not change earlier refunds when the exam is cancelled', () => {
      const owed = registered.when(settling({ transactionId: 'T2' }))
      const after = accepts(owed, 'exam.cancel')
      expect(after.facts('refund.due')).toMatchObject([{ refundId: 'R-F2', transactionId: 'T1' }])
      expect(after.snapshot.context.refunds.slice(0, 1)).toEqual(owed.snapshot.context.refunds)
      expect(accepts(paying, 'exam.cancel').facts('refund.due')).toEqual([])
    })
  },
})

describeRule('refund.known', () => {
  const owed = registered.when(settling({ transactionId: 'T2' }))
  return {
    holds() {
      it('refuses a refund if none is owed', () => {
        for (const none of [scenario(), registered, abandoned]) {
          refuses('refund.known', none, 'refund.settle')
          refuses('refund.known', none, 'refund.fail')
        }
      })
      it('refuses an unknown refund number', () => {
        for (const refundId of ['R-F2', 'R-F0', 'R-1', 'Q-F1']) {
          refuses('refund.known', owed, { type: 'refund.settle', refundId })
          refuses('refund.known', owed, { type: 'refund.fail', refundId })
        }
      })
    },
    fails() {
      it('accepts a settled refund and emits it', () => {
        const after = accepts(owed, { type: 'refund.settle', refundId: 'R-F1' }, registrationCloses)
        expect(after.decision.facts).toEqual([
          { type: 'refund.settled', at: registrationCloses, refundId: 'R-F1' },
        ])
      })
      it('accepts a failed refund, which stays owed', () => {
        const after = accepts(owed, { type: 'refund.fail', refundId: 'R-F1', reason: 'closed' })
        expect(after.facts('refund.failed')).toMatchObject([{ refundId: 'R-F1', reason: 'closed' }])
        expect(after.snapshot.context.refunds).toEqual(owed.snapshot.context.refunds)
        expect(accepts(after, 'refund.settle').facts('refund.settled')).toHaveLength(1)
      })
      it('accepts both after the registration has ended', () => {
        const ended = owed.when('finding.record')
        expect(accepts(ended, 'refund.settle').facts('refund.settled')).toHaveLength(1)
        expect(accepts(ended, 'refund.fail').facts('refund.failed')).toHaveLength(1)
      })
    },
  }
})

describeRule('paidBeforeWindow', {
  holds() {
    it('owes a payment made before the opening back at once, and keeps the order open', () => {
      const at = on('04-10 08:59:59')
      expectState(owes(early, {}, at, 'payment.window', at), 'paying.awaiting')
    })
    it('applies even if the report comes while payment is open', () => {
      const at = on('04-11 10:00')
      owes(early, { paidAt: on('04-10 08:59:59') }, at, 'payment.window', at)
    })
  },
  fails() {
    it('does not apply to a payment made at the opening instant', () => {
      completes(early, { paidAt: on('04-10 09:00') }, on('04-10 09:00'))
    })
  },
})

describeRule('payment.conflict', {
  holds() {
    it.each([
      ['another amount', { amountFen: 17_100 }],
      ['another order', { orderNo: 'R-7', amountFen: 1 }],
    ])('owes a used number with %s back at once', (_, other) => {
      const owed = paying.when(settling({ transactionId: 'T0', amountFen: 1 }))
      const after = accepts(owed, settling({ transactionId: 'T0', ...other }))
      expectState(after, 'paying.awaiting')
      const { amountFen } = other
      expect(after.facts('refund.due')).toMatchObject([
        { refundId: 'R-F2', transactionId: 'T0', amountFen, reason: 'payment.conflict', dueAt: after.at },
      ])
    })
    it('owes the number of the kept payment with another amount back, and keeps the payment', () => {
      const after = accepts(registered, settling({ transactionId: 'T1', amountFen: 1 }))
      expectState(after, 'registered.waiting')
      expect(after.facts('refund.due')).toMatchObject([{ amountFen: 1, reason: 'payment.conflict' }])
      const again = accepts(after, settling({ transactionId: 'T1', amountFen: 1 }))
      expect(again.decision.facts).toEqual([])
    })
    it('applies once ended as well', () => {
      const owed = abandoned.when(settling({ transactionId: 'T0' }))
      const after = accepts(owed, settling({ transactionId: 'T0', amountFen: 1 }), on('05-01 10:00'))
      expect(after.facts('refund.due')).toMatchObject([{ reason: 'payment.conflict' }])
    })
  },
  fails() {
    it('does not apply to an unused number', () => {
      const owed = paying.when(settling({ transactionId: 'T0', amountFen: 1 }))
      expectState(accepts(owed, settling({ transactionId: 'T2' })), 'registered.waiting')
    })
  },
})

describeRule('payment.before-withdrawal', () => {
  const signed = paying.when('clock.advance', morning)
  const withdrawn = signed.when('commitment.withdraw', on('04-08 12:00'))
  const reviewed = withdrawn.when('proof.upload').when('proof.approve')
  const debited = (paidAt: string, fields: Settlement = {}) =>
    settling({ orderNo: 'R-1', amountFen: 17_100, paidAt, ...fields })
  const lastMoment = on('04-08 11:59:59')
  return {
    holds() {
      it('restores the commitment as it was signed, and completes the registration', () => {
        const after = accepts(withdrawn, debited(lastMoment), on('04-08 13:00'))
        expectState(after, 'registered.waiting')
        expect(after.decision.facts.map(({ type }) => type)).toEqual([
          'registration.completed',
          'invoice.available',
          'commitment.restored',
        ])
        const { signedAt } = paying.snapshot.context
        expect(after.snapshot.context).toMatchObject({ route: 'commitment', signedAt, refunds: [] })
        expect(after.snapshot.context.orders).toEqual([
          { amountFen: 17_100, state: 'paid', transactionId: expect.any(String) },
        ])
        expect(after.snapshot.context.forfeited).toBeUndefined()
      })
      it('supersedes the order of the proof that was approved meanwhile', () => {
        const after = accepts(reviewed, debited(lastMoment))
        expectState(after, 'registered.waiting')
        expect(after.facts('order.superseded')).toMatchObject([{ orderNo: 'R-2' }])
      })
      it('keeps the evidence of the commitment', () => {
        const scan = { kind: 'degreeScan' as const, mediaType: 'application/pdf' }
        const shown = scenario({
          candidate: { ...verified, education: { origin: 'domestic', result: 'failed' } },
        })
          .to('declaring.evidence')
          .when({ type: 'evidence.upload', document: scan })
          .when('commitment.withdraw', on('04-08 12:00'))
        const after = accepts(shown, debited(on('04-07 12:00')), on('04-08 13:00'))
        expect(after.snapshot.context.evidence).toBe('degreeScan')
      })
    },
    fails() {
      it.each([
        ['at the instant of the withdrawal', on('04-08 12:00'), {}],
        ['of another amount', lastMoment, { amountFen: 17_101 }],
        ['before the window', on('04-07 08:59:59'), {}],
      ])('owes a payment %s back', (_, paidAt, fields) => {
        const after = accepts(withdrawn, debited(paidAt, fields))
        expectState(after, 'declaring.proof.uploading')
        expect(after.facts('refund.due')).toMatchObject([{ reason: 'payment.superseded-order' }])
      })
      it('owes it back once another order is paid', () => {
        const paid = reviewed.when(settling({ orderNo: 'R-2' }))
        const after = accepts(paid, debited(lastMoment))
        expect(after.facts('refund.due')).toMatchObject([{ reason: 'payment.duplicate-other-order' }])
      })
      it('owes it back after a correction of the application or the degree', () => {
        for (const changes of [{ place: '440300' }, { education: usualEducation }]) {
          const corrected = withdrawn.when(correcting(changes)).when('correction.approve')
          const after = accepts(corrected, debited(lastMoment))
          expect(after.facts('refund.due')).toMatchObject([{ reason: 'payment.superseded-order' }])
        }
      })
      it('owes it back once the registration has ended', () => {
        const after = accepts(withdrawn, debited(lastMoment), on('04-17 17:00'))
        expectState(after, 'ended.abandoned')
        expect(after.facts('refund.due')).toMatchObject([{ reason: 'registration.ended' }])
      })
    },
  }
})

describeRule('sameTransaction', {
  holds() {
    it('ignores a repeat of the payment that completed the registration', () => {
      for (const later of [
        registered,
        registered.to('registered.admitCard'),
        registered.when('finding.record'),
      ]) {
        const after = accepts(later, settling({ transactionId: 'T1' }), on('06-12 10:00'))
        expect(after.facts('refund.due')).toEqual([])
        expect(after.snapshot.context).toMatchObject({ orders: [{ transactionId: 'T1' }], refunds: [] })
      }
    })
    it('ignores a repeat of a transaction that is owed back', () => {
      const owed = paying.when(settling({ transactionId: 'T0', amountFen: 1 }))
      const after = accepts(owed, settling({ transactionId: 'T0', amountFen: 1 }))
      expectState(after, 'paying.awaiting')
      expect(after.decision.facts).toEqual([])
      expect(after.snapshot.context.refunds).toHaveLength(1)
    })
    it('ignores a repeat after the refund is settled', () => {
      const settled = paying.when(settling({ transactionId: 'T0', amountFen: 1 })).when('refund.settle')
      expect(accepts(settled, settling({ transactionId: 'T0', amountFen: 1 })).decision.facts).toEqual([])
    })
    it('ignores a repeat after the end, before the check for an ended registration', () => {
      const owed = abandoned.when(settling({ transactionId: 'T0' }))
      const again = accepts(owed, settling({ transactionId: 'T0' }), on('05-01 10:00'))
      expect(again.decision.facts).toEqual([])
      expect(again.snapshot.context.refunds).toHaveLength(1)
    })
  },
  fails() {
    it('does not apply to another transaction of the same amount', () => {
      const other = accepts(registered, settling({ transactionId: 't1' }))
      expect(other.facts('refund.due')).toHaveLength(1)
    })
  },
})

describeRule('refundSettled', () => {
  const settled = registered.when(settling({ transactionId: 'T2' })).when('refund.settle')
  return {
    holds() {
      it('ignores a second report of the same refund', () => {
        const after = accepts(settled, 'refund.settle')
        expect(after.decision.facts).toEqual([])
        expect(after.snapshot).toEqual(settled.snapshot)
      })
      it('ignores a failure after the settlement', () => {
        const after = accepts(settled, 'refund.fail')
        expect(after.decision.facts).toEqual([])
        expect(after.snapshot).toEqual(settled.snapshot)
      })
    },
    fails() {
      it('does not apply to the refund of another payment', () => {
        const two = settled.when(settling({ transactionId: 'T3' }))
        const after = accepts(two, { type: 'refund.settle', refundId: 'R-F2' })
        expect(after.facts('refund.settled')).toMatchObject([{ refundId: 'R-F2' }])
      })
      it('does not apply to a failed refund, which can fail again', () => {
        const failed = registered.when(settling({ transactionId: 'T2' })).when('refund.fail')
        expect(accepts(failed, 'refund.fail').facts('refund.failed')).toHaveLength(1)
      })
    },
  }
})

describeRule('paymentOpen', () => {
  it('keeps reconciling until 24 hours after the close', () => {
    for (const search of [awaitingBank, paying.when('payment.claim', on('04-18 12:00'))]) {
      expectState(accepts(search, 'clock.advance', on('04-19 16:59:59')), 'paying.reconciling')
      const after = accepts(search, 'clock.advance', reconciled)
      expectState(after, 'ended.abandoned')
      expect(after.facts('registration.abandoned')).toEqual([
        { type: 'registration.abandoned', at: reconciled, reason: 'unpaid' },
      ])
    }
  })
  it('starts reconciliation of an unclaimed order at the close', () => {
    expectState(accepts(paying, 'clock.advance', closes), 'paying.reconciling')
  })
  return {
    holds() {
      it('returns a claim to payment if the bank found no debit, up to the last second', () => {
        const after = accepts(claimed, 'payment.notFound', on('04-08 11:00'))
        expectState(after, 'paying.awaiting')
        expect(after.snapshot.context.claim).toBeUndefined()
        const last = paying.when('payment.claim', on('04-18 12:00'))
        expectState(accepts(last, 'payment.notFound', lastSecond), 'paying.awaiting')
      })
      it('returns a claim to payment after 24 hours without a report from the bank', () => {
        expectState(accepts(claimed, 'clock.advance', on('04-09 09:59:59')), 'paying.reconciling')
        const after = accepts(claimed, 'clock.advance', on('04-09 10:00'))
        expectState(after, 'paying.awaiting')
        expect(after.decision.fired).toEqual([{ name: 'reconciliation.ends', at: on('04-09 10:00') }])
      })
      it('applies to the proof route as well', () => {
        const proof = scenario({ candidate: verified })
          .to('filling.route')
          .when({ type: 'route.choose', route: 'proof' })
        expectState(proof.to('paying.reconciling').when('payment.notFound'), 'paying.awaiting')
      })
    },
    fails() {
      it('does not apply from the close on: a report of no debit is noted, and a debit in time still counts', () => {
        const last = paying.when('payment.claim', on('04-18 12:00'))
        const noted = accepts(last, 'payment.notFound', closes)
        expectState(noted, 'paying.reconciling')
        expect(noted.decision.facts).toEqual([])
        const inTime = settling({ paidAt: lastSecond })
        expectState(accepts(noted, inTime, on('04-19 16:59:59')), 'registered.waiting')
        expectState(accepts(noted, 'clock.advance', reconciled), 'ended.abandoned')
      })
    },
  }
})

const free = scenario({ notice: noticeOf('gd-2024-social-worker', { fee: { perSubjectFen: 0 } }) })

describeRule('nothingToPay', {
  holds() {
    it('completes the registration at once, before payment opens, without a transaction or an invoice', () => {
      const notice = { ...paymentOpensLater, fee: { perSubjectFen: 0 } }
      const signed = accepts(scenario({ notice }).to('declaring.commitment'), 'commitment.sign')
      expectState(signed, 'registered.waiting')
      expect(signed.decision.facts.map(({ at: _, ...fact }) => fact)).toEqual([
        expect.objectContaining({ type: 'commitment.signed' }),
        { type: 'order.created', orderNo: 'R-1', amountFen: 0 },
        { type: 'registration.completed', orderNo: 'R-1', amountFen: 0 },
      ])
    })
    it('completes the registration when proof is approved after registration closed', () => {
      const reviewing = free
        .to('filling.route')
        .when({ type: 'route.choose', route: 'proof' })
        .to('declaring.proof.reviewing')
      expectState(accepts(reviewing, 'proof.approve', registrationCloses), 'registered.waiting')
    })
    it('leaves nothing to refund if the exam is cancelled', () => {
      const cancelled = accepts(free.to('registered.waiting'), 'exam.cancel')
      expect(cancelled.decision.facts.map(({ type }) => type)).not.toContain('refund.due')
    })
  },
  fails() {
    it('asks for any other amount', () => {
      const cheap = noticeOf('gd-2024-social-worker', { fee: { perSubjectFen: 0, perRegistrationFen: 1 } })
      const signed = accepts(scenario({ notice: cheap }).to('declaring.commitment'), 'commitment.sign')
      expectState(signed, 'paying.awaiting')
      expect(signed.snapshot.context.orders).toEqual([{ amountFen: 1, state: 'open' }])
    })
  },
})

describeRule('nothingWasOwed', {
  holds() {
    it('owes money for an order of 0 back at once, each transaction once', () => {
      const waiting = free.to('registered.waiting')
      const paid = accepts(waiting, settling({ orderNo: 'R-1', transactionId: 'T9', amountFen: 1 }), morning)
      expect(paid.decision.facts).toEqual([
        expect.objectContaining({
          type: 'refund.due',
          amountFen: 1,
          dueAt: morning,
          reason: 'payment.amount',
        }),
      ])
      const again = accepts(paid, settling({ orderNo: 'R-1', transactionId: 'T9', amountFen: 1 }))
      expect(again.decision.facts).toEqual([])
    })
  },
  fails() {
    it('keeps a second payment of an order with an amount until registration has closed', () => {
      const twice = accepts(registered, settling({ orderNo: 'R-1', transactionId: 'T2', amountFen: 17_100 }))
      expect(twice.decision.facts).toEqual([
        expect.objectContaining({ dueAt: registrationCloses, reason: 'payment.duplicate-same-order' }),
      ])
    })
  },
})
