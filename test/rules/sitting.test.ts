import { describe, expect, it } from 'vitest'
import type { RegistrationEvent } from '../../src'
import { life, on } from '../support/life'
import { accepts, expectState, refuses } from './verdict'

const opens = on('06-11 09:00')
const closes = on('06-14 17:00')
const dueAt = on('05-10 17:00')

const waiting = life().to('registered.waiting')
const admitCard = waiting.to('registered.admitCard')
const seated = waiting.to('registered.seated')
const demanded = waiting.send({ type: 'spotCheck.demand', dueAt }, on('05-01 10:00'))

type Window = NonNullable<NonNullable<RegistrationEvent<'notice.amend'>['windows']>['admitCard']>
const moving = (admitCard: Window) => ({ type: 'notice.amend', windows: { admitCard } }) as const
const demanding = (dueAt: string) => ({ type: 'spotCheck.demand', dueAt }) as const

describe('admitCard.window §6.15', () => {
  it('accepts printing from the instant at which the window opens to its last second', () => {
    for (const at of [opens, on('06-14 16:59:59')]) {
      expectState(accepts(waiting, 'admitCard.print', at), 'registered.admitCard')
    }
  })
  it('accepts printing again and again', () => {
    accepts(admitCard.send('admitCard.print'), 'admitCard.print')
  })
  it('refuses printing a second before the window opens', () => {
    refuses('admitCard.window', waiting, 'admitCard.print', on('06-11 08:59:59'))
  })
  it('refuses printing from the closing instant', () => {
    refuses('admitCard.window', admitCard, 'admitCard.print', closes, 'registered.seated')
    refuses('admitCard.window', seated, 'admitCard.print', on('06-15 10:00'))
  })
  it('refuses printing of whoever has not paid', () => {
    for (const state of ['filling.route', 'paying.awaiting', 'paying.reconciling'])
      refuses('admitCard.window', life().to(state), 'admitCard.print')
  })
  it('refuses a card that was withdrawn until it is printed anew', () => {
    const putOff = admitCard.send(moving({ opens: on('06-12 09:00'), closes }))
    refuses('admitCard.window', putOff, 'admitCard.print', on('06-12 08:59:59'))
    accepts(putOff, 'admitCard.print', on('06-12 09:00'))
  })
})

describe('spotCheck.answered §12(2)', () => {
  it('takes silence at the due instant as the end of the registration', () => {
    expectState(accepts(demanded, 'clock.advance', on('05-10 16:59:59')), 'registered.waiting')
    const after = accepts(demanded, 'clock.advance', dueAt)
    expectState(after, 'ended.voided')
    expect(after.decision.facts).toEqual([
      { type: 'registration.voided', at: dueAt, reason: 'spotCheck.due' },
    ])
  })
  it('takes silence when the admit card opens as the end too, where the window was moved forward', () => {
    const forward = demanded.send(moving({ opens: on('05-09 09:00'), closes }))
    const after = accepts(forward, 'clock.advance', on('05-09 09:00'))
    expectState(after, 'ended.voided')
    expect(after.facts('registration.voided')).toMatchObject([{ reason: 'admitCard.opens' }])
    expect(after.facts('admitCard.available')).toEqual([])
  })
  it('takes an answer in the last second', () => {
    const after = accepts(demanded, 'spotCheck.answer', on('05-10 16:59:59'))
    expectState(after, 'registered.waiting')
    expect(after.facts('spotCheck.answered')).toHaveLength(1)
    expect(after.snapshot.context.spotCheck).toBeUndefined()
  })
  it('does not take an answer at the due instant', () => {
    refuses('registration.ended', demanded, 'spotCheck.answer', dueAt, 'ended.voided')
  })
  it('does not take an answer that nobody asked for', () => {
    refuses('event.not-now', waiting, 'spotCheck.answer')
    refuses('event.not-now', demanded.send('spotCheck.answer'), 'spotCheck.answer')
  })
  it('does not take the admit card from whoever has answered', () => {
    const after = accepts(demanded.send('spotCheck.answer'), 'clock.advance', opens)
    expectState(after, 'registered.admitCard')
    expect(after.decision.facts).toEqual([{ type: 'admitCard.available', at: opens }])
  })
  it('does not take the admit card from whom nobody asked', () => {
    expect(accepts(waiting, 'clock.advance', opens).facts('admitCard.available')).toHaveLength(1)
  })
})

describe('spotCheck.due §12(2)', () => {
  it('accepts a demand that is due in the future, and tells it', () => {
    const after = accepts(waiting, demanding('2024-05-10T09:00:00Z'), on('05-10 16:59:59'))
    expectState(after, 'registered.waiting')
    expect(after.facts('spotCheck.demanded')).toEqual([
      { type: 'spotCheck.demanded', at: on('05-10 16:59:59'), dueAt },
    ])
  })
  it('accepts a demand due at the instant at which the admit card opens, which then ends it', () => {
    const after = accepts(waiting, demanding(opens))
    expectState(accepts(after, 'clock.advance', opens), 'ended.voided')
  })
  it('accepts a second demand in place of the first', () => {
    const again = accepts(demanded, demanding(on('05-20 17:00')))
    expectState(accepts(again, 'clock.advance', dueAt), 'registered.waiting')
    expectState(accepts(again, 'clock.advance', on('05-20 17:00')), 'ended.voided')
  })
  it('refuses a demand that is due now or in the past', () => {
    refuses('spotCheck.due', waiting, demanding(dueAt), dueAt)
    refuses('spotCheck.due', waiting, demanding(dueAt), on('05-10 17:00:01'))
  })
  it('refuses a demand due after the admit card opens, by the second', () => {
    refuses('spotCheck.due', waiting, demanding(on('06-11 09:00:01')))
  })
  it('refuses by another rule where no check can be asked for', () => {
    for (const state of ['filling.route', 'paying.awaiting'])
      refuses('event.not-now', life().to(state), demanding(dueAt))
    refuses('event.not-now', admitCard, demanding(on('06-13 09:00')))
    refuses('event.not-now', seated, demanding(on('07-01 09:00')))
  })
})

describe('admitCardAhead §6.15', () => {
  const july = { opens: on('07-15 09:00'), closes: on('07-19 17:00') }

  it('takes a window that is still to come back to waiting, and withdraws the card', () => {
    for (const life of [admitCard, seated]) {
      const after = accepts(life, moving(july))
      expectState(after, 'registered.waiting')
      expect(after.facts('admitCard.withdrawn')).toHaveLength(1)
      const again = accepts(after, 'clock.advance', july.opens)
      expectState(again, 'registered.admitCard')
      expect(again.facts('admitCard.available')).toHaveLength(1)
    }
  })
  it('takes a window that had closed and no longer has, and the card is available at once', () => {
    const at = on('06-14 18:00')
    const after = accepts(seated, moving({ opens, closes: on('06-15 08:00') }), at)
    expectState(after, 'registered.admitCard')
    expect(after.decision.facts.map(({ type }) => type)).toEqual([
      'admitCard.withdrawn',
      'admitCard.available',
    ])
  })
  it('does not take a window whose opening stays in the past and whose close only moves', () => {
    const after = accepts(admitCard, moving({ opens, closes: on('06-15 08:00') }), on('06-12 10:00'))
    expectState(after, 'registered.admitCard')
    expect(after.decision.facts).toEqual([])
    expectState(accepts(after, 'clock.advance', on('06-15 07:59:59')), 'registered.admitCard')
    expectState(accepts(after, 'clock.advance', on('06-15 08:00')), 'registered.seated')
  })
  it('does not take a window that opens at this very instant', () => {
    const at = on('06-12 10:00')
    const after = accepts(admitCard, moving({ opens: at, closes }), at)
    expectState(after, 'registered.admitCard')
    expect(after.facts('admitCard.withdrawn')).toEqual([])
  })
  it('does not take a window that has closed still', () => {
    const after = accepts(seated, moving({ opens, closes: on('06-14 12:00') }), on('06-14 18:00'))
    expectState(after, 'registered.seated')
    expect(after.facts('admitCard.withdrawn')).toEqual([])
  })
  it('does not take sessions that move alone', () => {
    const sessions = [{ subject: 'law', starts: on('07-20 09:00'), ends: on('07-20 11:00') }]
    expectState(accepts(admitCard, { type: 'notice.amend', sessions }), 'registered.admitCard')
  })
  it('does not take anybody who waits still: the new window simply holds', () => {
    const after = accepts(waiting, moving(july))
    expect(after.facts('admitCard.withdrawn')).toEqual([])
    expectState(accepts(after, 'clock.advance', opens), 'registered.waiting')
  })
})
