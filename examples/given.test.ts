// #region given
import { event, given } from 'baokao/testing'
import { test } from 'vitest'

test('money that is not the fee goes back, and the order still waits', () => {
  given('paying.awaiting')
    .when(event.payment.settle({ amountFen: 100 }))
    .emits('refund.due', { reason: 'payment.amount' })
    .in('paying.awaiting')
})

test('proof can never be turned back into a commitment', () => {
  given('filling.confirmation', { route: 'proof' })
    .when(event.route.choose('commitment'))
    .refuses('commitment.no-return')
})
// #endregion

// #region given-deadline
test('one mark short of passing, and nobody asks for a review', () => {
  given('marking', { exam: 'economics', specialty: 'finance' })
    .when(event.marks.publish({ marks: (passed) => ({ ...passed, basics: 83 }) }))
    .emits('marks.published', { passed: false })
    .until('scoreReview.closes')
    .in('ended.notPassed')
})
// #endregion
