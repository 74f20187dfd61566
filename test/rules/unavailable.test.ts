import { expect, it } from 'vitest'
import { eventTypes } from '../../src'
import { amendingHistory, marks, on, scenario } from '../support/scenario'
import { describeRule } from './describeRule'
import { accepts, expectState, refuses } from './verdict'

const closes = on('04-17 17:00')

const morning = on('04-08 10:00')

const firstSession = on('06-15 14:00')

const filling = scenario()

const confirmation = filling.to('filling.confirmation')

const committing = filling.to('declaring.commitment')

const paying = filling.to('paying.awaiting')

const registered = paying.when('payment.settle', morning)

const seated = registered.to('registered.seated')

const abandoned = scenario({ at: closes })

const onPublication = on('08-05 10:00')

const marking = seated.to('marking')

const notPassed = marking.when(marks({ law: 59 }), onPublication)

const qualifying = marking.when('marks.publish', onPublication)

const done = notPassed.to('ended.notPassed')

const certified = qualifying.to('certified')

describeRule('event.not-now', () => {
  it('lists the possible events for the sender’s role', () => {
    const decision = committing.when('application.confirm').decision
    if (decision.accepted) throw new Error('it was accepted')
    expect(decision.refusal.at).toEqual({ declaring: 'commitment' })
    expect(decision.refusal.possible).toContain('commitment.sign')
    expect(decision.refusal.possible).not.toContain('finding.record')
    expect(decision.refusal.possible).not.toContain('application.confirm')
  })
  return {
    holds() {
      it('refuses a step that is already done', () => {
        refuses('event.not-now', filling, 'agreement.accept')
        refuses('event.not-now', filling, 'profile.submit')
        refuses('event.not-now', paying, 'application.confirm')
        refuses('event.not-now', paying, 'commitment.sign')
      })
      it('refuses a step that is still ahead', () => {
        refuses('event.not-now', filling, 'route.choose')
        refuses('event.not-now', filling, 'application.confirm')
        refuses('event.not-now', filling, 'proof.approve')
        refuses('event.not-now', paying, 'payment.notFound')
      })
      it('refuses a change of the degree or an identity assertion once the form is confirmed', () => {
        refuses('event.not-now', committing, 'education.amend')
        refuses('event.not-now', committing, 'identity.assert')
        accepts(confirmation, 'education.amend')
        accepts(confirmation, 'identity.assert')
      })
    },
    fails() {
      it('accepts an event at its stage and refuses it at another', () => {
        refuses('event.not-now', confirmation, 'commitment.sign')
        accepts(confirmation.when('application.confirm'), 'commitment.sign')
      })
    },
  }
})

describeRule('registration.ended', () => {
  const endings = {
    abandoned,
    voided: registered.when('finding.record'),
    scoresVoided: seated.when('finding.record', firstSession),
    cancelled: registered.when('exam.cancel'),
    notPassed: done,
    revoked: certified.to('ended.revoked'),
  }
  const money = { type: 'payment.settle', transactionId: 'late', orderNo: 'R-1', amountFen: 5700 } as const
  return {
    holds() {
      it.each(Object.entries(endings))('refuses every other event in %s', (name, ended) => {
        const taken = ['payment.settle', 'refund.settle', 'refund.fail', 'finding.record', 'notice.amend']
        const others = ['history.amend', 'clock.advance', 'decision.overturn']
        for (const type of eventTypes) {
          if ([...taken, ...others].includes(type)) continue
          if (name === 'notPassed' && (type === 'misconduct.record' || type === 'marks.correct')) continue
          refuses('registration.ended', ended, type)
        }
        expectState(ended, `ended.${name}`)
      })
      it('refuses to overturn an abandoned or cancelled registration without a finding', () => {
        refuses('registration.ended', endings.abandoned, 'decision.overturn')
        refuses('registration.ended', endings.cancelled, 'decision.overturn')
      })
    },
    fails() {
      it.each(Object.entries(endings))(
        'accepts payments, refunds, findings, amended notices and histories, and the clock in %s',
        (_, ended) => {
          const owed = accepts(ended, money)
          expect(owed.facts('refund.due')).toMatchObject([
            { reason: 'registration.ended', transactionId: 'late' },
          ])
          accepts(owed, 'refund.fail')
          accepts(owed, 'refund.settle')
          accepts(ended, 'finding.record')
          accepts(ended, 'notice.amend')
          accepts(ended, amendingHistory({ commitmentForfeited: true }))
          expect(accepts(ended, 'clock.advance', on('12-31 00:00')).snapshot.value).toEqual(
            ended.snapshot.value,
          )
        },
      )
      it.each(Object.entries(endings))('refunds a payment that arrives years later in %s', (_, ended) => {
        const owed = accepts(ended, money, on('06-15 10:00', 2031))
        expect(owed.facts('refund.due')).toMatchObject([{ dueAt: on('06-15 10:00', 2031) }])
        expect(accepts(owed, money, on('06-15 10:00', 2032)).decision.facts).toEqual([])
        expect(
          accepts(ended, { ...money, transactionId: 'late', orderNo: 'R-99' }).facts('refund.due'),
        ).toHaveLength(1)
      })
      it('accepts an opening after the close and ends the registration at once', () => {
        expectState(scenario({ at: closes }), 'ended.abandoned')
        expect(abandoned.facts('registration.abandoned')).toMatchObject([{ reason: 'registrationClosed' }])
        expectState(scenario({ at: on('04-17 16:59:59') }), 'filling.application')
      })
    },
  }
})
