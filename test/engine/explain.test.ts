import { describe, expect, it } from 'vitest'
import {
  type EventType,
  type Explanation,
  explain,
  type RegistrationEvent,
  type Role,
  type Snapshot,
} from '../../src'
import { completed } from '../../src/testing/drafts'
import type { Given } from '../../src/testing/given'
import { allRefusedBy } from '../support/plainPath'
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
      until: 'reconciliation.ends',
      untilAt: on('04-19 17:00'),
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

  it('a correction can be requested until admit cards close, and again after the exam (§6.13.2, §15)', () => {
    const registered = scenario().to('registered.waiting')
    expect(ask(registered, 'correction.request')).toMatchObject({ until: 'admitCard.closes' })
    const seated = registered.to('registered.seated')
    expect(ask(seated, 'correction.request')).toMatchObject({ possible: false })
    expect(ask(seated, 'correction.request')).not.toHaveProperty('until')
    expect(ask(registered.to('marking'), 'correction.request')).toMatchObject({ possible: true })
  })

  it('`until` is absent for an event that becomes possible only later', () => {
    const closed = scenario().to('registered.waiting').when('clock.advance', on('05-01 00:00'))
    expect(ask(closed, 'admitCard.print')).toMatchObject({ possible: false })
    expect(ask(closed, 'admitCard.print')).not.toHaveProperty('until')
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
    expect(ask(paid, 'application.save')).not.toHaveProperty('until')
    const noticed = qualifying.when('publicNotice.open')
    expect(ask(noticed, 'certificate.requestMail')).toMatchObject({ until: 'directMail.closes' })
    expect(ask(noticed, 'complaint.receive')).toMatchObject({ until: 'publicNotice.closes' })
    const { untilAt } = ask(qualifying, 'scoreReview.request')
    const demanded = qualifying.when({ type: 'spotCheck.demand', dueAt: untilAt as string })
    expect(ask(demanded, 'scoreReview.request')).toMatchObject({ until: 'scoreReview.closes', untilAt })
    expect(ask(demanded, 'spotCheck.answer')).toMatchObject({ until: 'spotCheck.due', untilAt })
  })

  it('spot checks end when an open public notice closes, which certifies (§12); score reviews go on (§10)', () => {
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

describe('the beginning of a possibility', () => {
  const early = scenario({ at: on('04-01 10:00') })

  it('a form can be saved from the opening of registration, even if payment opens at the same instant', () => {
    expect(ask(early, 'application.save')).toEqual({
      type: 'application.save',
      by: 'candidate',
      possible: false,
      rules: ['application.window'],
      from: 'registration.opens',
      fromAt: on('04-07 09:00'),
    })
    expect(ask(early.when('clock.advance', on('04-07 09:00')), 'application.save')).toMatchObject({
      possible: true,
      until: 'registration.closes',
    })
  })

  it('a debit can be reported from the opening of payment, if an order is open', () => {
    const notice = noticeOf('gd-2024-social-worker')
    const payment = { ...notice.windows.payment, opens: on('04-10 09:00') }
    const later = scenario({ notice: { ...notice, windows: { ...notice.windows, payment } } })
    expect(ask(later.to('paying.awaiting'), 'payment.claim')).toMatchObject({
      possible: false,
      from: 'payment.opens',
      fromAt: on('04-10 09:00'),
    })
    expect(ask(later, 'payment.claim')).not.toHaveProperty('from')
  })

  it('an admit card can be printed when admit cards open', () => {
    const registered = scenario().to('registered.waiting')
    const opens = { from: 'admitCard.opens', fromAt: on('06-11 09:00') }
    expect(ask(registered, 'admitCard.print')).toMatchObject(opens)
    expect(ask(registered.until('admitCard.opens'), 'admitCard.print')).not.toHaveProperty('from')
  })

  it('a correction can be requested again when the exam has ended (§15)', () => {
    expect(ask(scenario().to('registered.seated'), 'correction.request')).toMatchObject({
      possible: false,
      from: 'exam.ends',
    })
  })

  it('marks can be published when the exam has ended, and misconduct recorded when it has begun', () => {
    const registered = scenario().to('registered.waiting')
    expect(ask(registered, 'marks.publish')).toMatchObject({ from: 'exam.ends' })
    expect(ask(registered, 'misconduct.record')).toMatchObject({
      from: 'exam.starts',
      fromAt: on('06-15 14:00'),
    })
  })

  it('is absent if another event must come first, and after the last close', () => {
    expect(ask(early, 'commitment.sign')).not.toHaveProperty('from')
    expect(ask(scenario().to('marking'), 'payment.claim')).not.toHaveProperty('from')
  })

  it('is absent if the end of an integrity record makes the event possible', () => {
    const integrity = [{ kind: 'serious' as const, from: '2023-04-10', until: '2024-04-10' }]
    const notice = noticeOf('gd-2024-social-worker')
    // An instant after the end of the record, at which the event is already possible.
    const payment = { ...notice.windows.payment, opens: on('04-12 09:00') }
    const windows = { ...notice.windows, payment }
    const barred = scenario({ notice: { ...notice, windows }, history: { integrity } }).to('filling.route')
    const choosing = completed({ type: 'route.choose', route: 'commitment' }, barred)
    const { possible, from } = of(explain(barred.snapshot, barred.at, choosing), 'route.choose')
    expect({ possible, from }).toEqual({ possible: false, from: undefined })
  })
})

describe('the role of explain', () => {
  const paying = scenario().to('paying.awaiting')

  it('limits it to the events of one sender', () => {
    const all = explain(paying.snapshot, paying.at)
    for (const role of ['candidate', 'office', 'verifier', 'gateway', 'clock'] as const)
      expect(explain(paying.snapshot, paying.at, { role })).toEqual(all.filter(({ by }) => by === role))
  })

  it('limits it also for an invalid snapshot', () => {
    const invalid = { ...paying.snapshot, version: 2 } as unknown as Snapshot
    const refused = explain(invalid, paying.at, { role: 'verifier' })
    expect(refused.length).toBeGreaterThan(0)
    for (const { by, rules } of refused) expect([by, rules]).toEqual(['verifier', ['snapshot.malformed']])
  })

  it('must be known', () => {
    expect(() => explain(paying.snapshot, paying.at, { role: 'student' as Role })).toThrow(
      'There is no role student. There are: candidate, office, verifier, gateway, clock.',
    )
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
      'correction.admit-card-fields',
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
    expect(ask(paying, 'commitment.withdraw', on('04-17 16:59:59'))).toMatchObject({ possible: true })
    expect(ask(paying, 'commitment.withdraw', on('04-17 17:00'))).toMatchObject({
      possible: false,
      rules: ['commitment.withdraw-window'],
    })
  })

  it('uses the clock of the registration if the requested instant is earlier', () => {
    expect(explain(paying.snapshot, on('01-01 00:00'))).toEqual(explain(paying.snapshot, paying.at))
  })

  it('refuses every event for an invalid snapshot or instant, by the rule of decide', () => {
    const invalid = { ...paying.snapshot, version: 2 } as unknown as Snapshot
    expect(explain(invalid, paying.at)).toEqual(allRefusedBy('snapshot.malformed'))
    for (const at of ['yesterday', undefined, 1_712_541_600_000])
      expect(explain(paying.snapshot, at as string)).toEqual(allRefusedBy('event.malformed'))
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
