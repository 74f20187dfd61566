import { describe, expect, it } from 'vitest'
import type { AnyStateNode } from 'xstate'
import {
  type ExamSpec,
  exams,
  type FactType,
  isIn,
  type Notice,
  notices,
  type RuleId,
  registrationMachine,
} from '../../src'
import { event, type GivenOptions, given, type StatePath } from '../../src/testing'

const leaves = (node: AnyStateNode): string[] => {
  const below = Object.values(node.states)
  return below.length === 0 ? [node.path.join('.')] : below.flatMap(leaves)
}
const states = leaves(registrationMachine.root as AnyStateNode) as StatePath[]

type Certificate = ExamSpec['certificate']

/** No electronic certificate, and the local office replaces a lost one. */
const replaced: Partial<Certificate> = { electronic: 'none', issuer: 'national', reissue: 'paper' }

/** The kind of certificate that a state requires, if any. */
const certificates: { [state: string]: Partial<Certificate> } = {
  'certified.paper.none': { paper: false },
  'certified.paper.reissuing': replaced,
  'certified.paper.reissued': replaced,
  'certified.electronic.none': { electronic: 'none' },
}

/** The kind of certificate that a state requires of an exam for which it is not known. */
const electronicCertificates: typeof certificates = {
  'certified.paper.none': { paper: false },
  'certified.electronic.awaited': { electronic: 'national' },
  'certified.electronic.available': { electronic: 'national' },
}

const certificatesOf = (name: string) =>
  exams[name]?.certificate.electronic === 'unknown' ? electronicCertificates : certificates

function examFor(name: string, state: string): ExamSpec {
  const exam = exams[name]
  if (exam === undefined) throw new Error(name)
  return { ...exam, certificate: { ...exam.certificate, ...certificatesOf(name)[state] } }
}

/** The message of the thrown error. */
function messageOf(fails: () => unknown): string {
  try {
    fails()
  } catch (error) {
    if (error instanceof Error) return error.message
  }
  return 'nothing'
}

describe.each(Object.keys(exams))('given for %s', (name) => {
  it.each(states)('reaches %s', (state) => {
    const there = given(state, { exam: examFor(name, state) })
    expect(isIn(there.snapshot.value, state)).toBe(true)
  })

  it.each(Object.keys(certificatesOf(name)))('throws if no plain path of the exam leads to %s', (state) => {
    expect(() => given(state as StatePath, { exam: name }).snapshot).toThrow(
      `No plain path leads to ${state}`,
    )
  })
})

describe('given', () => {
  const proof: GivenOptions = { route: 'proof' }

  it('accepts the type of an event alone, and fills in its fields', () => {
    given('paying').when('payment.settle').emits('registration.completed').in('registered')
  })

  it('continues to a deadline, and by the plain path to a state', () => {
    given('paying').until('payment.closes').in('paying.reconciling')
    given('paying').to('registered.seated').when('admitCard.print').refuses('admitCard.window')
    given('paying.awaiting').when('registration.cancel').in('ended.abandoned')
  })

  it('returns its latest order and refund, and the facts of the last event', () => {
    const paying = given('paying')
    expect(paying.orderNo).toBe('R-1')
    const owed = paying.when(event.payment.settle({ orderNo: paying.orderNo, amountFen: 1 }))
    expect(owed.facts('refund.due')).toMatchObject([{ refundId: owed.refundId, amountFen: 1 }])
    expect(owed.facts('registration.completed')).toEqual([])
  })

  it('is computed once, when a test first reads it', () => {
    const misspelt = given('paying').when(event.payment.settle({ amountFne: 100 } as object))
    expect(messageOf(() => misspelt.when('clock.advance').to('marking').snapshot)).toMatch(
      /^There is no field/,
    )
    const marking = given('marking')
    expect(marking.snapshot).toBe(marking.snapshot)
  })

  it('sends an event, and expects its facts and the next state', () => {
    given('paying.awaiting')
      .when(event.payment.settle({ amountFen: 100 }))
      .emits('refund.due', { reason: 'payment.amount', amountFen: 100 })
      .in('paying.awaiting')
  })

  it('expects a refusal by its rule, and continues after it', () => {
    given('filling.confirmation', proof)
      .when(event.route.choose('commitment'))
      .refuses('commitment.no-return')
      .in('filling.confirmation')
      .when(event.route.choose('proof'))
      .accepts()
      .in('filling.confirmation')
  })

  it('is immutable: each event returns another registration', () => {
    const awaiting = given('paying.awaiting')
    const before = JSON.stringify(awaiting.snapshot)
    awaiting.when(event.payment.settle()).in('registered.waiting')
    awaiting.when(event.payment.claim()).in('paying.reconciling')
    expect(JSON.stringify(awaiting.snapshot)).toBe(before)
  })

  it('sends an event at a deadline given by name', () => {
    given('paying.awaiting')
      .when(event.clock.advance(), 'payment.closes')
      .in('paying.reconciling')
      .when(event.clock.advance(), 'reconciliation.ends')
      .emits('registration.abandoned', { reason: 'unpaid' })
      .in('ended.abandoned')
  })

  it('accepts matchers of the test runner as fields', () => {
    given('paying.awaiting')
      .when(event.payment.settle({ amountFen: 100 }))
      .emits('refund.due', { dueAt: expect.stringContaining('+08:00') })
    expect(() =>
      given('paying.awaiting')
        .when(event.payment.settle({ amountFen: 100 }))
        .emits('refund.due', { refundId: expect.stringContaining('X') }),
    ).toThrow('to emit refund.due')
  })

  it('returns the decision, the instant and the events for further expectations', () => {
    const { decision, at, events } = given('paying.awaiting').when(event.payment.settle())
    expect(decision.facts.map(({ type }) => type)).toEqual(['registration.completed', 'invoice.available'])
    expect(at).toBe(notices['gd-2024-social-worker'].windows.registration.opens)
    expect(events.map(({ type }) => type)).toEqual([
      'application.save',
      'route.choose',
      'application.confirm',
      'commitment.sign',
      'payment.settle',
    ])
  })
})

describe('the options of given', () => {
  const notice = notices['gd-2024-social-worker']

  it('name a bundled exam or notice; each implies the other', () => {
    expect(given('marking', { exam: 'economics' }).snapshot.context.terms.notice).toBe('gd-2023-economics')
    const { terms } = given('marking', { notice: 'gd-2023-constructor-2' }).snapshot.context
    expect(terms.exam).toBe('gd-constructor-2')
  })

  it('choose the level, specialty and subjects', () => {
    const chosen = { level: 'two-subjects', specialty: 'water', subjects: ['law', 'practice'] }
    const { snapshot } = given('paying.awaiting', { exam: 'gd-constructor-2', ...chosen })
    expect(snapshot.context.application).toEqual({ ...chosen, place: '440100' })
  })

  it('default to all subjects of the chosen level', () => {
    const { snapshot } = given('paying.awaiting', { level: 'junior' })
    expect(snapshot.context.application?.subjects).toEqual(['general', 'practice'])
  })

  it('choose the origin of the degree; a degree from abroad is proved by its certificate', () => {
    const { snapshot } = given('qualifying.check.unreviewed', { origin: 'overseas', candidate: null })
    expect(snapshot.context).toMatchObject({
      education: { origin: 'overseas' },
      evidence: 'overseasCertificate',
    })
  })

  it('choose proof if the notice or the history rules out a commitment', () => {
    const none: Notice = { ...notice, commitment: 'none' }
    for (const options of [{ notice: none }, { history: { commitmentForfeited: true } }]) {
      expect(given('paying.awaiting', options).snapshot.context.route).toBe('proof')
    }
    const past = { kind: 'serious' as const, from: '2010-01-01', until: '2015-01-01' }
    const { snapshot } = given('paying.awaiting', { history: { integrity: [past] } })
    expect(snapshot.context.route).toBe('commitment')
  })

  it('count credits of earlier years', () => {
    const credits = [{ subject: 'general', year: 2023 }]
    given('marking', { subjects: ['law', 'practice'], history: { credits } })
      .when(event.marks.publish())
      .in('qualifying')
  })

  it('default to the level of the notice', () => {
    const { snapshot } = given('certified.paper.none', { notice: 'gd-2024-economics-senior' })
    expect(snapshot.context.application).toMatchObject({
      level: 'senior',
      specialty: 'business-administration',
    })
  })

  it('default to the first specialty of the level', () => {
    const { snapshot } = given('paying.awaiting', { exam: 'software', level: 'senior' })
    expect(snapshot.context.application?.specialty).toBe('project-management')
  })

  it('accept a notice of any year', () => {
    const moved = JSON.parse(JSON.stringify(notice).replaceAll('2024-', '2026-')) as Notice
    const later: Notice = { ...moved, id: 'later', examYear: 2026 }
    const { snapshot } = given('certified.paper.delivered', { notice: later })
    expect(new Date(snapshot.context.at).getFullYear()).toBe(2026)
  })

  it('throw an error that explains an invalid value', () => {
    expect(messageOf(() => given('marking', { exam: 'astrology' }))).toBe(
      `No exam for astrology is bundled: give it as \`exam\`. Bundled are: ${Object.keys(exams).join(', ')}.`,
    )
    expect(messageOf(() => given('marking', { notice: 'gd-1999' }))).toMatch(
      /^No notice for gd-1999 is bundled: give it as `notice`\. Bundled are: .*gd-2024-social-worker/,
    )
    const own = { ...exams.economics, code: 'own' }
    expect(messageOf(() => given('marking', { exam: own }))).toMatch(
      /^No notice for own is bundled: give it as/,
    )
    expect(messageOf(() => given('marking', { at: 'noon' }).snapshot)).toMatch(
      /cannot be opened: input.malformed\n {2}at: /,
    )
    expect(messageOf(() => given('marking', { rout: 'proof' } as GivenOptions))).toMatch(
      /^There is no option rout\. There are: exam, notice, /,
    )
    for (const [options, message] of [
      [
        { level: 'master' },
        'There is no level of social-worker master. There are: junior, intermediate, senior.',
      ],
      [{ specialty: 'water' }, 'There is no specialty of social-worker water. There are: none.'],
      [{ subjects: ['maths'] }, 'There is no subject of social-worker maths. There are: general, '],
    ] as const) {
      expect(messageOf(() => given('marking', options as unknown as GivenOptions))).toContain(message)
    }
    const law = { subjects: ['law'], level: 'junior' }
    expect(messageOf(() => given('marking', law).snapshot)).toMatch(
      /application\.save.*is refused.*application\.offered/,
    )
  })
})

describe('a failing expectation', () => {
  const refused = () =>
    given('filling.confirmation', { route: 'proof' }).when(event.route.choose('commitment'))
  const owed = () => given('paying.awaiting').when(event.payment.settle({ amountFen: 100 }))

  it('reports the expectation, the refusing rule and the possible events', () => {
    expect(messageOf(() => refused().accepts())).toMatchInlineSnapshot(`
      "Expected route.choose to be accepted.

        given    filling.confirmation
        when     route.choose by candidate at 2024-04-07T09:00:00+08:00 {"route":"commitment"}
        happened refused by commitment.no-return "Commitment given up for this year" (§5.1.4 §6.4.5)
                 You did not choose the commitment, or withdrew it, for this exam this year, so you cannot return to it. Please continue with proof.
        facts    none
        state    filling.confirmation
        possible candidate: education.amend, application.save, route.choose, application.confirm, registration.cancel
                 verifier: identity.assert, attestation.record
                 gateway: payment.settle
                 office: photo.replace, finding.record, registration.terminate, exam.cancel, history.amend, notice.amend
                 clock: clock.advance
      "
    `)
  })

  it('reports the emitted facts', () => {
    expect(messageOf(() => owed().emits('registration.completed'))).toMatchInlineSnapshot(`
      "Expected payment.settle to emit registration.completed.

        given    paying.awaiting
        when     payment.settle by gateway at 2024-04-07T09:00:00+08:00 {"orderNo":"R-1","transactionId":"T1","amountFen":100,"paidAt":"2024-04-07T09:00:00+08:00"}
        happened accepted
        facts    refund.due {"refundId":"R-F1","orderNo":"R-1","transactionId":"T1","amountFen":100,"dueAt":"2024-04-07T09:00:00+08:00","reason":"payment.amount"}
        state    paying.awaiting
        possible candidate: commitment.withdraw, payment.claim, correction.request, registration.cancel
                 gateway: payment.settle, refund.settle, refund.fail
                 office: spotCheck.demand, photo.replace, finding.record, registration.terminate, exam.cancel, history.amend, notice.amend
                 verifier: attestation.record
                 clock: clock.advance
      "
    `)
  })

  it('reports the resulting state', () => {
    expect(messageOf(() => owed().in('registered'))).toMatch(
      /^Expected payment\.settle to lead to registered\..*state {4}paying\.awaiting/s,
    )
  })

  it('reports that the event was accepted, or refused by another rule', () => {
    expect(messageOf(() => owed().refuses('payment.window'))).toMatch(
      /^Expected payment\.settle to be refused by payment\.window ".*" \(§6\.4\.8 §6\.12\).*happened accepted/s,
    )
    expect(messageOf(() => refused().refuses('application.window'))).toMatch(
      /by application\.window.*refused by commitment\.no-return/s,
    )
  })

  it('reports an unexpected refusal before anything else', () => {
    expect(messageOf(() => refused().in('filling.confirmation'))).toMatch(/to be accepted/)
    expect(messageOf(() => refused().when(event.route.choose('proof')).accepts())).toMatch(/to be accepted/)
    expect(messageOf(() => refused().emits('refund.due'))).toMatch(/to be accepted/)
    expect(messageOf(() => refused().snapshot)).toMatch(/to be accepted/)
    expect(refused().refuses('commitment.no-return').snapshot.value).toEqual({ filling: 'confirmation' })
  })

  it('reports a malformed event by its path', () => {
    const issue = event.certificate.issue({ certificateNo: '' })
    expect(messageOf(() => given('certified').when(issue).accepts())).toMatch(
      /event\.malformed.*certificateNo: /s,
    )
  })

  it('reports a field that the event does not have', () => {
    const misspelt = event.payment.settle({ amountFne: 100 } as object)
    expect(messageOf(() => given('paying').when(misspelt).accepts())).toBe(
      'There is no field of payment.settle amountFne. There are: by, meta, orderNo, transactionId, amountFen, paidAt.',
    )
  })

  it('reports an unknown rule or fact', () => {
    expect(messageOf(() => owed().refuses('refund.unknown' as RuleId))).toBe(
      'There is no rule refund.unknown. There are: refund.known.',
    )
    expect(messageOf(() => owed().emits('refund.owed' as FactType))).toMatch(
      /^There is no fact refund\.owed\. There are: refund\.due, /,
    )
  })

  it('reports an unknown state or deadline', () => {
    expect(messageOf(() => owed().in('paying.waiting' as StatePath))).toBe(
      'There is no state paying.waiting. There are: paying.awaiting, paying.reconciling.',
    )
    expect(messageOf(() => given('paid' as StatePath))).toMatch(
      /There is no state paid\. There are: account, account\.…, /,
    )
    expect(messageOf(() => given('marking').when('clock.advance', 'payment.closes').accepts())).toMatch(
      /^payment\.closes is not pending in marking\.awaited; pending: none$/,
    )
    expect(messageOf(() => given('marking').when('clock.advance', 'scoreReview.close').accepts())).toMatch(
      /^There is no deadline scoreReview\.close\. There are: scoreReview\.closes\.$/,
    )
    expect(
      messageOf(() => given('registered').when('clock.advance', 'scoreReview.closes').accepts()),
    ).toMatch(/^scoreReview\.closes is not fixed yet in registered\.waiting; pending: /)
  })
})

/** Never executed: `npm run types` checks it. */
function expectations(): unknown[] {
  const paid = given('paying').when(event.payment.settle())
  return [
    // @ts-expect-error there is no such state
    given('paying.waiting'),
    // @ts-expect-error there is no such event
    given('paying').when('payment.setle'),
    // @ts-expect-error there is no such state
    given('paying').to('registered.wait'),
    // @ts-expect-error there is no such deadline
    given('paying').until('payment.close'),
    // @ts-expect-error there is no such rule
    paid.refuses('payment.sum'),
    // @ts-expect-error there is no such fact
    paid.emits('refund.owed'),
    // @ts-expect-error the fact has no such field
    paid.emits('refund.due', { amount: 100 }),
    // @ts-expect-error there is no such state
    paid.in('registered.waiting.long'),
  ]
}

it('the types of given accept no wrong name', () => expect(expectations).toBeTypeOf('function'))
