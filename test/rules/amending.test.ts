import { expect, it } from 'vitest'
import type { RegistrationEvent } from '../../src'
import { marks, noticeOf, on, scenario } from '../support/scenario'
import { describeRule } from './describeRule'
import { accepts, expectState, refuses } from './verdict'

const opens = on('04-07 09:00')

const closes = on('04-17 17:00')

const morning = on('04-08 10:00')

const firstSession = on('06-15 14:00')

const filling = scenario()

const paying = filling.to('paying.awaiting')

const registered = paying.when('payment.settle', morning)

const seated = registered.to('registered.seated')

const lastEnds = on('06-16 16:30')

const onPublication = on('08-05 10:00')

const marking = seated.to('marking')

const notPassed = marking.when(marks({ law: 59 }), onPublication)

const qualifying = marking.when('marks.publish', onPublication)

const done = notPassed.to('ended.notPassed')

const certified = qualifying.to('certified')

/** A candidate whose degree was not verified online, so the check after the exam is made by hand. */
const doubtful = scenario({ candidate: { photo: true, education: { origin: 'domestic', result: 'onSite' } } })
  .to('marking')
  .when('marks.publish', onPublication)

type Amendment = Partial<Omit<RegistrationEvent<'notice.amend'>, 'type' | 'at' | 'by'>>

const amending = (amendment: Amendment) => ({ type: 'notice.amend', ...amendment }) as const

const misconductOf = (subject: string) =>
  ({ type: 'misconduct.record', scope: 'subject', subject, article: 6 }) as const

describeRule('notice.sense', () => {
  const registration = (closes: string) => ({ registration: { opens, closes } })
  return {
    holds() {
      it('refuses a proof review that closes before registration or after payment', () => {
        const review = (closes: string) => amending({ windows: { proofReview: { closes } } })
        accepts(paying, review(closes))
        refuses('notice.sense', paying, review(on('04-17 16:59:59')))
        refuses('notice.sense', paying, review(on('04-18 17:00:01')))
      })
      it('refuses a payment window that closes before the review or after the first session begins', () => {
        const payment = (closes: string) => amending({ windows: { payment: { opens, closes } } })
        refuses('notice.sense', paying, payment(closes))
        accepts(paying, payment(firstSession))
        refuses('notice.sense', paying, payment(on('06-15 14:00:01')))
      })
      it('refuses a session before payment closes, or in a subject that the exam does not have', () => {
        const session = (subject: string, starts: string) =>
          amending({ sessions: [{ subject, starts, ends: on('06-20 12:00') }] })
        accepts(paying, session('law', on('04-18 17:00')))
        refuses('notice.sense', paying, session('law', on('04-18 16:59:59')))
        refuses('notice.sense', paying, session('astrology', on('06-20 09:00')))
      })
      it('refuses pass marks for a subject that the exam does not have', () => {
        accepts(paying, amending({ passMarks: { law: 55 } }))
        refuses('notice.sense', paying, amending({ passMarks: { law: 55, astrology: 60 } }))
      })
      it('refuses to move a future close into the past, and accepts to move it to now', () => {
        const at = on('04-10 10:00')
        accepts(filling, amending({ windows: registration(at) }), at)
        refuses('notice.sense', filling, amending({ windows: registration(on('04-10 09:59:59')) }), at)
        const window = { opens: on('04-01 09:00'), closes: on('04-09 17:00') }
        refuses('notice.sense', registered, amending({ windows: { admitCard: window } }), at)
      })
      it('refuses by another rule a window that closes before it opens', () => {
        refuses(
          'event.malformed',
          paying,
          amending({ windows: { registration: { opens: closes, closes: opens } } }),
        )
      })
      it('refuses the same after the registration ends, because refunds still depend on the dates', () => {
        const ended = registered.when('finding.record')
        refuses('notice.sense', ended, amending({ windows: registration(on('04-30 17:00')) }))
      })
    },
    fails() {
      it('accepts dates in order and applies them from then on', () => {
        const after = accepts(paying, amending({ windows: registration(on('04-18 17:00')) }))
        expectState(accepts(after, 'commitment.withdraw', on('04-18 16:59:59')), 'declaring.proof.uploading')
      })
      it('accepts an amendment that repeats the current notice', () => {
        accepts(paying, 'notice.amend')
      })
      it('accepts one close for registration, review and payment, but no later one for registration', () => {
        accepts(paying, amending({ windows: registration(on('04-18 17:00')) }))
        refuses('notice.sense', paying, amending({ windows: registration(on('04-18 17:00:01')) }))
      })
      it('accepts a new date for a close that has already passed', () => {
        const at = on('04-18 10:00')
        accepts(registered, amending({ windows: registration(on('04-16 17:00')) }), at)
      })
    },
  }
})

describeRule('reopensPayment', () => {
  const prolonged = amending({ windows: { payment: { opens, closes: on('04-25 17:00') } } })
  const silent = paying.when('clock.advance', on('04-18 17:00'))
  return {
    holds() {
      it('returns an unclaimed registration to payment after the close', () => {
        const after = accepts(silent, prolonged, on('04-19 10:00'))
        expectState(after, 'paying.awaiting')
        expectState(accepts(after, 'payment.settle', on('04-25 16:59:59')), 'registered.waiting')
        expectState(accepts(after, 'clock.advance', on('04-25 17:00')), 'paying.reconciling')
      })
    },
    fails() {
      it('does not apply to a claim, which stays in reconciliation', () => {
        const claiming = paying.when('payment.claim', on('04-18 16:00'))
        const after = accepts(claiming, prolonged, on('04-18 18:00'))
        expectState(after, 'paying.reconciling')
        expectState(accepts(after, 'clock.advance', on('04-19 15:59:59')), 'paying.reconciling')
        expectState(accepts(after, 'clock.advance', on('04-19 16:00')), 'paying.awaiting')
      })
      it('does not apply if the new payment window has already closed', () => {
        const later = amending({ windows: { payment: { opens, closes: on('04-18 18:00') } } })
        const after = accepts(silent, later, on('04-18 18:00'))
        expectState(after, 'paying.reconciling')
        expectState(accepts(after, 'clock.advance', on('04-19 17:59:59')), 'paying.reconciling')
        expectState(accepts(after, 'clock.advance', on('04-19 18:00')), 'ended.abandoned')
      })
      it('does not apply to an invalid amendment', () => {
        const payment = { opens, closes: on('06-30 17:00') }
        refuses('notice.sense', silent, amending({ windows: { payment } }))
      })
    },
  }
})

describeRule('amendable', () => {
  const sessions = [{ subject: 'law', starts: on('07-20 09:00'), ends: on('07-20 11:00') }]
  const passMarks = { general: 50, law: 50, practice: 50 }
  const windows = { admitCard: { opens: on('07-15 09:00'), closes: on('07-19 17:00') } }
  return {
    holds() {
      it('applies to new sessions until the last session has ended', () => {
        const after = accepts(seated, amending({ sessions }), on('06-16 16:29:59'))
        expectState(accepts(after, 'clock.advance', on('07-20 10:59:59')), 'registered.seated')
        expectState(accepts(after, 'clock.advance', on('07-20 11:00')), 'marking')
      })
      it('applies to pass marks until the marks are published, and the result uses them', () => {
        const after = accepts(marking, amending({ passMarks }))
        expectState(after, 'marking')
        const marks = { general: 50, law: 50, practice: 50 }
        expectState(accepts(after, { type: 'marks.publish', marks }), 'qualifying')
      })
      it('applies to pass marks that published marks wait for, but not again', () => {
        const { passMarks: _, ...notice } = noticeOf('gd-2024-social-worker')
        const unjudged = scenario({ notice }).to('marking').when('marks.publish', onPublication)
        const partly = accepts(unjudged, amending({ passMarks: { law: 50 } }))
        const judged = accepts(partly, amending({ passMarks }))
        refuses('event.not-now', judged, amending({ passMarks }))
        const ended = unjudged.when('finding.record')
        expectState(accepts(ended, amending({ passMarks })), 'ended.scoresVoided')
      })
      it('applies to pass marks after an overturned decision has removed the marks', () => {
        const fallen = notPassed.when(misconductOf('law')).when('decision.overturn')
        accepts(fallen, amending({ passMarks }))
      })
      it('applies to windows in every later stage and keeps the state', () => {
        for (const scenario of [marking, notPassed, qualifying, doubtful, certified, done]) {
          const after = accepts(scenario, amending({ windows }))
          expect(after.snapshot.value).toEqual(scenario.snapshot.value)
          expect(after.decision.facts).toEqual([])
        }
      })
      it('applies to sessions, pass marks and windows in one amendment while each can be amended', () => {
        const after = accepts(registered, amending({ sessions, passMarks, windows }))
        expectState(accepts(after, 'clock.advance', on('07-15 09:00')), 'registered.admitCard')
      })
    },
    fails() {
      it('does not apply to sessions after the last one has ended, in any stage', () => {
        refuses('event.not-now', seated, amending({ sessions }), lastEnds, 'marking')
        const putOff = [{ subject: 'law', starts: on('12-20 09:00'), ends: on('12-20 11:00') }]
        for (const scenario of [marking, notPassed, qualifying, doubtful, certified, done])
          refuses('event.not-now', scenario, amending({ sessions: putOff }))
      })
      it('does not apply to pass marks after publication, alone or with other changes', () => {
        for (const scenario of [
          notPassed,
          qualifying,
          doubtful,
          certified,
          done,
          certified.to('ended.revoked'),
        ]) {
          refuses('event.not-now', scenario, amending({ passMarks }))
          refuses('event.not-now', scenario, amending({ passMarks, windows }))
        }
      })
      it('does not apply to an invalid amendment, which another rule refuses first', () => {
        refuses('notice.sense', qualifying, amending({ passMarks: { astrology: 1 } }))
      })
    },
  }
})
