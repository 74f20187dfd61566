import { describe, expect, it } from 'vitest'
import { type EventType, type Explanation, explain, type RegistrationEvent, type Snapshot } from '../../src'
import { completed } from '../../src/testing/drafts'
import type { Given } from '../../src/testing/given'
import { correcting, noticeOf, on, scenario } from '../support/scenario'
import { clockOf, journeys, of, stages } from './explained'

const ask = (here: Given, type: EventType, at = here.at): Explanation => of(explain(here.snapshot, at), type)

describe('the end of a possibility', () => {
  const registering = scenario().to('filling.application')
  const qualifying = scenario().to('qualifying')

  it('a form can be saved until registration closes', () => {
    expect(ask(registering, 'application.save')).toMatchObject({
      until: 'registration.closes',
      untilAt: on('04-17 17:00'),
    })
  })

  it('a commitment can be withdrawn until registration closes, although payment ends later (§6.4.8)', () => {
    const paying = scenario().to('paying.awaiting')
    expect(ask(paying, 'commitment.withdraw')).toMatchObject({ until: 'registration.closes' })
    expect(ask(paying, 'payment.claim')).toMatchObject({
      until: 'payment.closes',
      untilAt: on('04-18 17:00'),
    })
  })

  it('an exam can be cancelled until the reconciliation ends', () => {
    const paying = scenario().to('paying.awaiting')
    expect(ask(paying, 'exam.cancel')).toMatchObject({ until: 'reconciliation.ends' })
    const claimed = paying.when('payment.claim')
    expect(ask(claimed, 'exam.cancel')).toMatchObject({ until: 'reconciliation.ends' })
  })

  it('an admit card can be printed until admit cards close; before they open, `until` is absent', () => {
    const registered = scenario().to('registered.waiting')
    expect(ask(registered, 'admitCard.print')).toMatchObject({ possible: false })
    expect(ask(registered, 'admitCard.print')).not.toHaveProperty('until')
    expect(ask(registered.until('admitCard.opens'), 'admitCard.print')).toMatchObject({
      until: 'admitCard.closes',
    })
  })

  it('a correction can be requested until registration closes, and again later (§6.13.2)', () => {
    const registered = scenario().to('registered.waiting')
    expect(ask(registered, 'correction.request')).toMatchObject({ until: 'registration.closes' })
    const printing = registered.until('admitCard.opens')
    expect(ask(printing, 'correction.request')).toMatchObject({ until: 'admitCard.closes' })
  })

  it('`until` is absent for an event that becomes possible only later', () => {
    const closed = scenario().to('registered.waiting').when('clock.advance', on('05-01 00:00'))
    expect(ask(closed, 'admitCard.print')).toMatchObject({ possible: false })
    expect(ask(closed, 'admitCard.print')).not.toHaveProperty('until')
    expect(ask(closed, 'correction.request')).not.toHaveProperty('until')
  })

  it('of two deadlines at one instant, `until` has the one whose rule refuses, else the pending one', () => {
    const notice = noticeOf('gd-2024-social-worker')
    const { registration, proofReview, payment } = notice.windows
    const together = (windows: object) =>
      scenario({ notice: { ...notice, windows: { ...notice.windows, ...windows } } }).to('paying.awaiting')
    const reviewed = together({ proofReview: { ...proofReview, closes: registration.closes } })
    expect(ask(reviewed, 'commitment.withdraw')).toMatchObject({ until: 'registration.closes' })
    const { closes } = registration
    const paid = together({ proofReview: { ...proofReview, closes }, payment: { ...payment, closes } })
    expect(ask(paid, 'commitment.withdraw')).toMatchObject({ until: 'registration.closes' })
    expect(ask(paid, 'payment.claim')).toMatchObject({ until: 'payment.closes' })
    const noticed = qualifying.when('publicNotice.open')
    expect(ask(noticed, 'certificate.requestMail')).toMatchObject({ until: 'directMail.closes' })
    expect(ask(noticed, 'complaint.receive')).toMatchObject({ until: 'publicNotice.closes' })
    const { untilAt } = ask(qualifying, 'scoreReview.request')
    const demanded = qualifying.when({ type: 'spotCheck.demand', dueAt: untilAt as string })
    expect(ask(demanded, 'scoreReview.request')).toMatchObject({ until: 'scoreReview.closes', untilAt })
    expect(ask(demanded, 'spotCheck.answer')).toMatchObject({ until: 'spotCheck.due', untilAt })
  })

  it('spot checks end when an open public notice closes, which certifies; score reviews go on (§10, §12)', () => {
    const noticed = qualifying.when('publicNotice.open')
    expect(ask(qualifying, 'scoreReview.request')).toMatchObject({ until: 'scoreReview.closes' })
    expect(ask(noticed, 'scoreReview.request')).toMatchObject({ until: 'scoreReview.closes' })
    expect(ask(noticed, 'spotCheck.demand')).toMatchObject({ until: 'publicNotice.closes' })
  })

  it('an open demand does not shorten the time for a score review', () => {
    const demanded = qualifying.when({ type: 'spotCheck.demand', dueAt: on('12-20 17:00') })
    expect(ask(demanded, 'scoreReview.request')).toMatchObject({ until: 'scoreReview.closes' })
    expect(ask(demanded, 'spotCheck.answer')).toMatchObject({
      until: 'spotCheck.due',
      untilAt: on('12-20 17:00'),
    })
  })

  it('`until` is absent for an event that no deadline ends', () => {
    expect(ask(registering, 'clock.advance')).not.toHaveProperty('untilAt')
    expect(ask(scenario().to('marking'), 'marks.publish')).not.toHaveProperty('until')
  })
})

describe('explain', () => {
  const paying = scenario().to('paying.awaiting')

  it('evaluates the given event with its fields, and every other type without fields', () => {
    const fields = correcting({ level: 'junior', subjects: ['general', 'practice'] })
    const event = completed(fields, { snapshot: paying.snapshot, at: paying.at })
    const debited = paying.when('payment.claim')
    expect(ask(debited, 'correction.request')).toMatchObject({ possible: true, rules: [] })
    expect(of(explain(debited.snapshot, debited.at, event), 'correction.request')).toMatchObject({
      possible: false,
      rules: ['correction.frozen-fields'],
    })
    const others = (all: Explanation[]) => all.filter(({ type }) => type !== 'correction.request')
    expect(others(explain(debited.snapshot, debited.at, event))).toEqual(
      others(explain(debited.snapshot, debited.at)),
    )
  })

  it('names every rule that refuses, not only the first', () => {
    const registered = scenario().to('registered.waiting').when('clock.advance', on('05-01 00:00'))
    const fields = correcting({ place: '440300' })
    const event = completed(fields, { snapshot: registered.snapshot, at: registered.at })
    expect(of(explain(registered.snapshot, registered.at, event), 'correction.request').rules).toEqual([
      'correction.frozen-fields',
      'correction.closed',
      'application.offered',
    ])
  })

  it('names rules exactly for the events that are not possible', () => {
    for (const [, journey] of journeys)
      for (const snapshot of stages(journey)) {
        const all = explain(snapshot, clockOf(snapshot))
        expect(all.filter(({ possible, rules }) => possible === rules.length > 0)).toEqual([])
      }
  })

  it('counts a deadline as passed from its exact instant', () => {
    expect(ask(paying, 'payment.claim', on('04-18 16:59:59'))).toMatchObject({ possible: true })
    expect(ask(paying, 'payment.claim', on('04-18 17:00'))).toMatchObject({
      possible: false,
      rules: ['payment.window'],
    })
  })

  it('uses the clock of the registration if the requested instant is earlier', () => {
    expect(explain(paying.snapshot, on('01-01 00:00'))).toEqual(explain(paying.snapshot, paying.at))
  })

  it('returns nothing for an invalid snapshot', () => {
    expect(explain({ ...paying.snapshot, version: 2 } as unknown as Snapshot, paying.at)).toEqual([])
  })

  it('ignores an argument that is not an event', () => {
    const plain = explain(paying.snapshot, paying.at)
    for (const junk of [{ type: 'nonsense' }, null, 7])
      expect(explain(paying.snapshot, paying.at, junk as unknown as RegistrationEvent)).toEqual(plain)
  })

  it('reports a malformed event, and accepts an event without an instant', () => {
    const by = { role: 'candidate', id: paying.snapshot.context.candidateId }
    const explained = (event: object) =>
      explain(paying.snapshot, paying.at, event as RegistrationEvent).find(
        ({ type }) => type === 'payment.claim',
      )
    expect(explained({ type: 'payment.claim', by, orderNo: 'R-1' })).toMatchObject({
      possible: true,
      rules: [],
    })
    expect(explained({ type: 'payment.claim', by, orderNo: 'R-7' })).toMatchObject({ possible: false })
    for (const wrong of [{}, { by }, { by, orderNo: 'R-1', colour: 'red' }])
      expect(explained({ type: 'payment.claim', ...wrong })).toEqual({
        type: 'payment.claim',
        by: 'candidate',
        possible: false,
        rules: ['event.malformed'],
      })
  })
})
