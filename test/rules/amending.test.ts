import { expect, it } from 'vitest'
import type { RegistrationEvent } from '../../src'
import { marks, on, scenario } from '../support/scenario'
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

/** Checked by hand, since the degree was not verified online. */
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
      it('refuses a review that closes before registration or after payment', () => {
        const review = (closes: string) => amending({ windows: { proofReview: { closes } } })
        accepts(paying, review(closes))
        refuses('notice.sense', paying, review(on('04-17 16:59:59')))
        refuses('notice.sense', paying, review(on('04-18 17:00:01')))
      })
      it('refuses payment that closes before registration, or after the first session begins', () => {
        const payment = (closes: string) => amending({ windows: { payment: { opens, closes } } })
        refuses('notice.sense', paying, payment(closes))
        accepts(paying, payment(firstSession))
        refuses('notice.sense', paying, payment(on('06-15 14:00:01')))
      })
      it('refuses sessions that begin before payment closes, or of a subject that the exam lacks', () => {
        const session = (subject: string, starts: string) =>
          amending({ sessions: [{ subject, starts, ends: on('06-20 12:00') }] })
        accepts(paying, session('law', on('04-18 17:00')))
        refuses('notice.sense', paying, session('law', on('04-18 16:59:59')))
        refuses('notice.sense', paying, session('astrology', on('06-20 09:00')))
      })
      it('refuses pass marks of a subject that the exam lacks', () => {
        accepts(paying, amending({ passMarks: { law: 55 } }))
        refuses('notice.sense', paying, amending({ passMarks: { law: 55, astrology: 60 } }))
      })
      it('refuses to move a close that is still to come before now, and accepts to move it to now', () => {
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
      it('refuses the same after the end, where refunds still hang on the dates', () => {
        const ended = registered.when('finding.record')
        refuses('notice.sense', ended, amending({ windows: registration(on('04-30 17:00')) }))
      })
    },
    fails() {
      it('accepts dates that stay in order, and they hold from then on', () => {
        const after = accepts(paying, amending({ windows: registration(on('04-18 17:00')) }))
        expectState(accepts(after, 'commitment.withdraw', on('04-18 16:59:59')), 'declaring.proof.uploading')
      })
      it('accepts an amendment that states what is the case already', () => {
        accepts(paying, 'notice.amend')
      })
      it('accepts that registration closes with the review and with payment, and refuses it a second later', () => {
        accepts(paying, amending({ windows: registration(on('04-18 17:00')) }))
        refuses('notice.sense', paying, amending({ windows: registration(on('04-18 17:00:01')) }))
      })
      it('accepts to move a close that has passed anyway', () => {
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
      it('takes a registration that the close has overtaken back to paying', () => {
        const after = accepts(silent, prolonged, on('04-19 10:00'))
        expectState(after, 'paying.awaiting')
        expectState(accepts(after, 'payment.settle', on('04-25 16:59:59')), 'registered.waiting')
        expectState(accepts(after, 'clock.advance', on('04-25 17:00')), 'paying.reconciling')
      })
    },
    fails() {
      it('does not take a claim back: the bank is asked still', () => {
        const claiming = paying.when('payment.claim', on('04-18 16:00'))
        const after = accepts(claiming, prolonged, on('04-18 18:00'))
        expectState(after, 'paying.reconciling')
        expectState(accepts(after, 'clock.advance', on('04-19 15:59:59')), 'paying.reconciling')
        expectState(accepts(after, 'clock.advance', on('04-19 16:00')), 'paying.awaiting')
      })
      it('does not take a payment window that has closed still', () => {
        const later = amending({ windows: { payment: { opens, closes: on('04-18 18:00') } } })
        const after = accepts(silent, later, on('04-18 18:00'))
        expectState(after, 'paying.reconciling')
        expectState(accepts(after, 'clock.advance', on('04-19 17:59:59')), 'paying.reconciling')
        expectState(accepts(after, 'clock.advance', on('04-19 18:00')), 'ended.abandoned')
      })
      it('does not take an amendment that makes no sense', () => {
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
      it('takes new sessions until the last one has ended', () => {
        const after = accepts(seated, amending({ sessions }), on('06-16 16:29:59'))
        expectState(accepts(after, 'clock.advance', on('07-20 10:59:59')), 'registered.seated')
        expectState(accepts(after, 'clock.advance', on('07-20 11:00')), 'marking')
      })
      it('takes pass marks until the marks are published, and they decide', () => {
        const after = accepts(marking, amending({ passMarks }))
        expectState(after, 'marking')
        const marks = { general: 50, law: 50, practice: 50 }
        expectState(accepts(after, { type: 'marks.publish', marks }), 'qualifying')
      })
      it('takes pass marks again where the marks have fallen', () => {
        const fallen = notPassed.when(misconductOf('law')).when('decision.overturn')
        accepts(fallen, amending({ passMarks }))
      })
      it('takes windows at any time, and the registration stays where it is', () => {
        for (const scenario of [marking, notPassed, qualifying, doubtful, certified, done]) {
          const after = accepts(scenario, amending({ windows }))
          expect(after.snapshot.value).toEqual(scenario.snapshot.value)
          expect(after.decision.facts).toEqual([])
        }
      })
      it('takes both parts of one amendment while both can be amended', () => {
        const after = accepts(registered, amending({ sessions, passMarks, windows }))
        expectState(accepts(after, 'clock.advance', on('07-15 09:00')), 'registered.admitCard')
      })
    },
    fails() {
      it('does not take them from then on, in whatever stage', () => {
        refuses('event.not-now', seated, amending({ sessions }), lastEnds, 'marking')
        const putOff = [{ subject: 'law', starts: on('12-20 09:00'), ends: on('12-20 11:00') }]
        for (const scenario of [marking, notPassed, qualifying, doubtful, certified, done])
          refuses('event.not-now', scenario, amending({ sessions: putOff }))
      })
      it('does not take pass marks once they are, alone or beside what could be amended', () => {
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
      it('does not take what makes no sense, first of all', () => {
        refuses('notice.sense', qualifying, amending({ passMarks: { astrology: 1 } }))
      })
    },
  }
})
