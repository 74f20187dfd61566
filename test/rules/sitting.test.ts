import { expect, it } from 'vitest'
import type { RegistrationEvent } from '../../src'
import type { Given } from '../../src/testing/given'
import { correcting, marks, on, scenario, verified } from '../support/scenario'
import { describeRule } from './describeRule'
import { accepts, expectState, refuses } from './verdict'

const opens = on('06-11 09:00')

const closes = on('06-14 17:00')

const dueAt = on('05-10 17:00')

const waiting = scenario().to('registered.waiting')

const admitCard = waiting.to('registered.admitCard')

const seated = waiting.to('registered.seated')

const demanded = waiting.when({ type: 'spotCheck.demand', dueAt }, on('05-01 10:00'))

type Window = NonNullable<NonNullable<RegistrationEvent<'notice.amend'>['windows']>['admitCard']>

const moving = (admitCard: Window) => ({ type: 'notice.amend', windows: { admitCard } }) as const

const demanding = (dueAt: string) => ({ type: 'spotCheck.demand', dueAt }) as const

const firstSession = on('06-15 14:00')

const marking = seated.to('marking')

const onPublication = on('08-05 10:00')

const qualifying = marking.when('marks.publish', onPublication)

const notPassed = marking.when(marks({ law: 59 }), onPublication)

const underReview = notPassed.when({ type: 'scoreReview.request', subjects: ['law'] })

const done = notPassed.to('ended.notPassed')

/** The degree was not verified online, so the check after the exam is made by hand. */
const doubtful = scenario({ candidate: { ...verified, education: { origin: 'domestic', result: 'failed' } } })

const unreviewed = doubtful.to('marking').when('marks.publish', onPublication)

const misconduct = (article: number, subject?: string) =>
  ({ type: 'misconduct.record', article, ...scopeOf(subject) }) as const

const scopeOf = (subject: string | undefined) =>
  subject === undefined ? { scope: 'sitting' as const } : { scope: 'subject' as const, subject }

const types = (scenario: Given) => scenario.decision.facts.map(({ type }) => type)

describeRule('admitCard.window', {
  holds() {
    it('refuses printing a second before the window opens', () => {
      refuses('admitCard.window', waiting, 'admitCard.print', on('06-11 08:59:59'))
    })
    it('refuses printing from the close on', () => {
      refuses('admitCard.window', admitCard, 'admitCard.print', closes, 'registered.seated')
      refuses('admitCard.window', seated, 'admitCard.print', on('06-15 10:00'))
    })
    it('refuses printing by an unpaid candidate', () => {
      for (const state of ['filling.route', 'paying.awaiting', 'paying.reconciling'] as const)
        refuses('admitCard.window', scenario().to(state), 'admitCard.print')
    })
    it('refuses a withdrawn card until the new window opens', () => {
      const putOff = admitCard.when(moving({ opens: on('06-12 09:00'), closes }))
      refuses('admitCard.window', putOff, 'admitCard.print', on('06-12 08:59:59'))
      accepts(putOff, 'admitCard.print', on('06-12 09:00'))
    })
  },
  fails() {
    it('accepts printing from the instant that the window opens to its last second', () => {
      for (const at of [opens, on('06-14 16:59:59')]) {
        expectState(accepts(waiting, 'admitCard.print', at), 'registered.admitCard')
      }
    })
    it('accepts repeated printing', () => {
      accepts(admitCard.when('admitCard.print'), 'admitCard.print')
    })
  },
})

describeRule('spotCheck.answered', {
  holds() {
    it('voids the registration if the demand is unanswered at the due instant', () => {
      expectState(accepts(demanded, 'clock.advance', on('05-10 16:59:59')), 'registered.waiting')
      const after = accepts(demanded, 'clock.advance', dueAt)
      expectState(after, 'ended.voided')
      expect(after.decision.facts).toEqual([
        { type: 'registration.voided', at: dueAt, reason: 'spotCheck.due' },
      ])
    })
    it('accepts an answer in the last second', () => {
      const after = accepts(demanded, 'spotCheck.answer', on('05-10 16:59:59'))
      expectState(after, 'registered.waiting')
      expect(after.facts('spotCheck.answered')).toHaveLength(1)
      expect(after.snapshot.context.spotCheck).toBeUndefined()
    })
    it.each([
      ['marking', marking],
      ['notPassed.open', notPassed],
      ['notPassed.underReview', underReview],
      ['qualifying.check.notRequired', qualifying],
      ['qualifying.check.unreviewed', unreviewed],
      ['qualifying.check.rejected', unreviewed.when('postCheck.reject')],
      ['qualifying.check.approved', unreviewed.when('postCheck.approve')],
    ])('voids all marks of the sitting if a demand in %s is unanswered', (state, scenario) => {
      const due = on('08-08 17:00')
      const asked = accepts(scenario, demanding(due))
      expectState(asked, state)
      expect(types(asked)).toEqual(['spotCheck.demanded'])
      expectState(accepts(asked, 'clock.advance', on('08-08 16:59:59')), state)
      const answered = accepts(asked, 'spotCheck.answer', on('08-08 16:59:59'))
      expectState(answered, state)
      expectState(accepts(answered, 'clock.advance', due), state)
      const silent = accepts(asked, 'clock.advance', due)
      expectState(silent, 'ended.scoresVoided')
      const subjects = ['general', 'law', 'practice']
      const emitted = { type: 'scores.voided', at: due, subjects, examYear: 2024, reason: 'spotCheck.due' }
      expect(silent.facts('scores.voided')).toEqual([emitted])
    })
    it('withdraws the credits if the demand is unanswered after publication', () => {
      const silent = notPassed.when(demanding(on('08-08 17:00'))).until('spotCheck.due')
      expect(silent.facts('credits.earned')).toMatchObject([{ subjects: [], examYear: 2024 }])
      const unpublished = marking.when(demanding(on('08-08 17:00'))).until('spotCheck.due')
      expect(unpublished.facts('credits.earned')).toEqual([])
    })
    it('keeps an open demand when the marks are published', () => {
      for (const changes of [{}, { law: 59 }]) {
        const published = marking.when(demanding(on('09-20 17:00'))).when(marks(changes), onPublication)
        expectState(accepts(published, 'clock.advance', on('09-20 17:00')), 'ended.scoresVoided')
      }
    })
  },
  fails() {
    it('refuses an answer at the due instant', () => {
      refuses('registration.ended', demanded, 'spotCheck.answer', dueAt, 'ended.voided')
    })
    it('refuses an answer without a demand', () => {
      refuses('event.not-now', waiting, 'spotCheck.answer')
      refuses('event.not-now', demanded.when('spotCheck.answer'), 'spotCheck.answer')
    })
    it('does not apply after an answer: the admit card becomes available', () => {
      const after = accepts(demanded.when('spotCheck.answer'), 'clock.advance', opens)
      expectState(after, 'registered.admitCard')
      expect(after.decision.facts).toEqual([{ type: 'admitCard.available', at: opens }])
    })
    it('does not apply without a demand: the admit card becomes available', () => {
      expect(accepts(waiting, 'clock.advance', opens).facts('admitCard.available')).toHaveLength(1)
    })
  },
})

describeRule('spotCheck.before-exam', {
  holds() {
    it.each([
      ['paying.awaiting', '04-08 10:00', '04-10 10:00'],
      ['registered.waiting', '05-01 10:00', '05-10 17:00'],
      ['registered.admitCard', '06-12 10:00', '06-13 17:00'],
      ['registered.seated', '06-15 08:00', '06-15 13:59:59'],
    ] as const)('voids the registration if a demand in %s is unanswered', (state, at, due) => {
      const asked = accepts(scenario().to(state), demanding(on(due)), on(at))
      const after = accepts(asked, 'clock.advance', on(due))
      expectState(after, 'ended.voided')
      expect(after.facts('registration.voided')).toMatchObject([{ reason: 'spotCheck.due' }])
    })
    it('applies before the first session as an amendment moved it', () => {
      const sessions = [{ subject: 'law', starts: on('07-20 09:00'), ends: on('07-20 11:00') }]
      const asked = seated.when(demanding(on('07-01 09:00'))).when({ type: 'notice.amend', sessions })
      expectState(accepts(asked, 'clock.advance', on('07-01 09:00')), 'ended.voided')
    })
    it.each([
      ['a withdrawal', 'declaring.proof.uploading'],
      ['a correction', 'filling.confirmation'],
    ])('applies after %s, which leaves the demand open', (how, state) => {
      const asked = scenario()
        .to('paying.awaiting')
        .when(demanding(on('04-10 17:00')))
      const later =
        how === 'a withdrawal'
          ? asked.when('commitment.withdraw')
          : asked.when(correcting({ place: '440300' })).when('correction.approve')
      expectState(later, state)
      expectState(accepts(later, 'clock.advance', on('04-10 17:00')), 'ended.voided')
      const answered = accepts(later, 'spotCheck.answer')
      expectState(answered, state)
      expectState(accepts(answered, 'clock.advance', on('04-10 17:00')), state)
    })
    it('applies in the profile, to which a failed identity leads after a correction', () => {
      const back = scenario()
        .to('paying.awaiting')
        .when(demanding(on('04-10 17:00')))
        .when(correcting({ place: '440300' }))
        .when('correction.approve')
        .when('education.amend')
        .when({ type: 'verification.report', identity: 'failed' })
      expectState(back, 'account.profile')
      expectState(accepts(back, 'clock.advance', on('04-10 17:00')), 'ended.voided')
      const answered = accepts(back, 'spotCheck.answer')
      expectState(accepts(answered, 'clock.advance', on('04-10 17:00')), 'account.profile')
    })
  },
  fails() {
    it('does not apply from the first session on: the marks are void', () => {
      const asked = accepts(seated, demanding(firstSession))
      expectState(accepts(asked, 'clock.advance', firstSession), 'ended.scoresVoided')
    })
  },
})

describeRule('spotCheck.documents', {
  holds() {
    it('refuses an answer without documents', () => {
      for (const asked of [demanded, qualifying.when(demanding(on('08-08 17:00')))])
        refuses('spotCheck.documents', asked, { type: 'spotCheck.answer', documents: [] })
    })
    it('refuses by another rule if no check was demanded', () => {
      refuses('event.not-now', waiting, { type: 'spotCheck.answer', documents: [] })
    })
  },
  fails() {
    it('accepts an answer with a document', () => {
      const documents = [{ kind: 'workProof' as const, mediaType: 'application/pdf' }]
      accepts(demanded, { type: 'spotCheck.answer', documents })
    })
  },
})

describeRule('spotCheck.due', {
  holds() {
    it('refuses a demand after the exam that is due now or in the past', () => {
      for (const scenario of [marking, notPassed, underReview, qualifying, unreviewed]) {
        refuses('spotCheck.due', scenario, demanding(onPublication), onPublication)
        refuses('spotCheck.due', scenario, demanding(on('08-06 17:00')), on('08-06 17:00:01'))
      }
    })
    it('refuses a demand before the exam that is due now or in the past', () => {
      refuses('spotCheck.due', waiting, demanding(dueAt), dueAt)
      refuses('spotCheck.due', waiting, demanding(dueAt), on('05-10 17:00:01'))
    })
    it('refuses by another rule in states without spot checks', () => {
      for (const state of ['filling.route', 'declaring.commitment'] as const)
        refuses('event.not-now', scenario().to(state), demanding(dueAt))
      refuses('event.not-now', qualifying.to('certified'), demanding(on('12-01 09:00')))
      refuses('registration.ended', done, demanding(on('12-01 09:00')))
    })
  },
  fails() {
    it('accepts a demand that is due in the future, and emits it', () => {
      const after = accepts(waiting, demanding('2024-05-10T09:00:00Z'), on('05-10 16:59:59'))
      expectState(after, 'registered.waiting')
      expect(after.facts('spotCheck.demanded')).toEqual([
        { type: 'spotCheck.demanded', at: on('05-10 16:59:59'), dueAt },
      ])
    })
    it('accepts a demand due after the admit card opens; neither the card nor the exam waits for it', () => {
      const after = accepts(waiting, demanding(on('07-01 09:00')))
      expect(accepts(after, 'clock.advance', opens).facts('admitCard.available')).toHaveLength(1)
      expectState(accepts(after, 'clock.advance', on('06-16 16:30')), 'marking')
      expectState(accepts(after, 'clock.advance', on('07-01 09:00')), 'ended.scoresVoided')
    })
    it.each(['paying.awaiting', 'paying.reconciling', 'registered.admitCard', 'registered.seated'] as const)(
      'accepts a demand and its answer in %s',
      (state) => {
        const there = scenario().to(state)
        const asked = accepts(there, demanding(new Date(Date.parse(there.at) + 60_000).toISOString()))
        expectState(asked, state)
        expectState(accepts(asked, 'spotCheck.answer'), state)
      },
    )
    it('accepts a second demand that replaces the first', () => {
      const again = accepts(demanded, demanding(on('05-20 17:00')))
      expectState(accepts(again, 'clock.advance', dueAt), 'registered.waiting')
      expectState(accepts(again, 'clock.advance', on('05-20 17:00')), 'ended.voided')
    })
    it('accepts any future instant after the exam, and lets a later demand replace the first', () => {
      for (const scenario of [marking, notPassed, underReview, qualifying, unreviewed]) {
        const again = accepts(scenario.when(demanding(on('08-06 17:00'))), demanding(on('08-07 17:00')))
        expect(accepts(again, 'clock.advance', on('08-06 17:00')).snapshot.value).toEqual(
          scenario.snapshot.value,
        )
        expectState(accepts(again, 'clock.advance', on('08-07 17:00')), 'ended.scoresVoided')
      }
    })
    it('accepts a later demand that is due earlier', () => {
      const sooner = qualifying.when(demanding(on('08-09 17:00'))).when(demanding(on('08-06 17:00')))
      expectState(accepts(sooner, 'clock.advance', on('08-06 17:00')), 'ended.scoresVoided')
    })
  },
})

describeRule('admitCardAhead', () => {
  const july = { opens: on('07-15 09:00'), closes: on('07-19 17:00') }
  return {
    holds() {
      it('withdraws the card and returns to waiting if the window is still ahead', () => {
        const sessions = [{ subject: 'law', starts: on('07-20 09:00'), ends: on('07-20 11:00') }]
        for (const scenario of [admitCard, seated]) {
          const after = accepts(scenario, { ...moving(july), sessions })
          expectState(after, 'registered.waiting')
          expect(after.facts('admitCard.withdrawn')).toHaveLength(1)
          const again = accepts(after, 'clock.advance', july.opens)
          expectState(again, 'registered.admitCard')
          expect(again.facts('admitCard.available')).toHaveLength(1)
        }
      })
      it('makes the card available again at once if a closed window is open again', () => {
        const at = on('06-14 18:00')
        const after = accepts(seated, moving({ opens, closes: on('06-15 08:00') }), at)
        expectState(after, 'registered.admitCard')
        expect(after.decision.facts.map(({ type }) => type)).toEqual([
          'admitCard.withdrawn',
          'admitCard.available',
        ])
      })
    },
    fails() {
      it('does not apply if the opening stays in the past and only the close moves', () => {
        const after = accepts(admitCard, moving({ opens, closes: on('06-15 08:00') }), on('06-12 10:00'))
        expectState(after, 'registered.admitCard')
        expect(after.decision.facts).toEqual([])
        expectState(accepts(after, 'clock.advance', on('06-15 07:59:59')), 'registered.admitCard')
        expectState(accepts(after, 'clock.advance', on('06-15 08:00')), 'registered.seated')
      })
      it('does not apply to a window that opens at this instant', () => {
        const at = on('06-12 10:00')
        const after = accepts(admitCard, moving({ opens: at, closes }), at)
        expectState(after, 'registered.admitCard')
        expect(after.facts('admitCard.withdrawn')).toEqual([])
      })
      it('does not apply to a window that has already closed', () => {
        const after = accepts(seated, moving({ opens, closes: on('06-14 12:00') }), on('06-14 18:00'))
        expectState(after, 'registered.seated')
        expect(after.facts('admitCard.withdrawn')).toEqual([])
      })
      it('does not apply if only the sessions move', () => {
        const sessions = [{ subject: 'law', starts: on('07-20 09:00'), ends: on('07-20 11:00') }]
        expectState(accepts(admitCard, { type: 'notice.amend', sessions }), 'registered.admitCard')
      })
      it('does not apply to a waiting candidate, for whom the new window simply applies', () => {
        const after = accepts(waiting, moving(july))
        expect(after.facts('admitCard.withdrawn')).toEqual([])
        expectState(accepts(after, 'clock.advance', opens), 'registered.waiting')
      })
    },
  }
})

describeRule('examBegun', {
  holds() {
    it('accepts misconduct from the first instant of the first session', () => {
      accepts(seated, misconduct(7), firstSession)
    })
    it('uses the first session of the notice, not of the registered subjects', () => {
      const general = scenario()
        .when({
          type: 'application.save',
          application: { level: 'intermediate', subjects: ['general'], place: '440100' },
        })
        .to('registered.seated')
      accepts(general, misconduct(6, 'general'), firstSession)
    })
  },
  fails() {
    it('does not apply a second before the first session', () => {
      refuses('event.not-now', seated, misconduct(7), on('06-15 13:59:59'))
    })
    it('does not apply at the old date of a postponed exam', () => {
      const sessions = [{ subject: 'law', starts: on('07-20 09:00'), ends: on('07-20 11:00') }]
      const putOff = seated.when({ type: 'notice.amend', sessions })
      refuses('event.not-now', putOff, misconduct(7), on('07-20 08:59:59'))
      const after = accepts(putOff, misconduct(7), on('07-20 09:00'))
      expectState(accepts(after, 'clock.advance', on('07-20 10:59:59')), 'registered.seated')
      expectState(accepts(after, 'clock.advance', on('07-20 11:00')), 'marking')
    })
  },
})
