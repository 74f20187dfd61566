import { describe, expect, it } from 'vitest'
import { open, type Snapshot } from '../../src'
import type { AdoptedLine } from '../../src/adoption/adoptedLine'
import { moneyOfLine, moneyOfSnapshot } from '../../src/adoption/adoptedMoney'
import { type AdoptionSettings, planAdoption } from '../../src/adoption/planAdoption'
import { allStatePaths } from '../../src/machine/states'
import { stateLine } from '../../src/persistence/derived'
import { nationalRegistrations } from '../../src/registrations/registrations'
import { event, given, type StatePath } from '../../src/testing'
import { exportedLine } from '../support/exportedLine'
import { examOf, noticeOf, profile } from '../support/scenario'

const exam = examOf('social-worker')
const notice = noticeOf('gd-2024-social-worker')

const settingsAt = (at: string): AdoptionSettings => ({
  registrations: nationalRegistrations(),
  exam,
  notice,
  asOf: Date.parse(at),
})
const inRegistration = settingsAt('2024-04-15T18:00:00+08:00')
const afterPublication = settingsAt('2024-08-20T18:00:00+08:00')

const subjects = ['general', 'law', 'practice']
const chosen = { level: 'intermediate', subjects, place: '440100' }
const verified = { origin: 'domestic', education: 'passed' } as const
const ids = { registrationId: 'R1', candidateId: 'C1' }
const fee = { transactionId: 'T1', amountFen: 17_100, paidAt: '2024-04-10T10:00:00+08:00' }
const paid: AdoptedLine = {
  ...ids,
  ...chosen,
  ...verified,
  route: 'commitment',
  state: 'registered.waiting',
  payments: [fee],
}

/** The plan of a line that can be adopted. */
function planOf(line: AdoptedLine, settings = inRegistration) {
  const { plan, problems } = planAdoption(line, settings)
  if (plan === undefined) throw new Error(JSON.stringify(problems))
  return plan
}

const problemsOf = (line: AdoptedLine, settings = inRegistration) =>
  planAdoption(line, settings).problems?.map(({ field, rule, cites, message }) => ({
    field,
    ...(rule && { rule }),
    ...(cites && { cites }),
    en: message.en,
  }))

/** The registration after the events of a plan, decided again. */
function replayed({ opening, events }: ReturnType<typeof planOf>): Snapshot {
  const { decide } = nationalRegistrations()
  let snapshot = open(opening).snapshot as Snapshot
  for (const one of events) {
    const decision = decide(snapshot, one)
    expect(decision.accepted, one.type).toBe(true)
    snapshot = decision.snapshot
  }
  return snapshot
}

/** Every state to which `given` knows a path. */
const reachable = allStatePaths().filter((state) => {
  try {
    return given(state).snapshot !== undefined
  } catch {
    return false
  }
})

describe('a line in each state', () => {
  it('exists for all but five states, which need another exam or are no state of their own', () => {
    expect(allStatePaths().filter((state) => !reachable.includes(state))).toEqual([
      'certified.paper.none',
      'certified.paper.reissuing',
      'certified.paper.reissued',
      'certified.electronic.none',
      'ended',
    ])
  })

  it.each(reachable)('is adopted, with and without the instants of its events: %s', (state) => {
    const live = given(state)
    for (const dated of [true, false]) {
      const { line, asOf } = exportedLine(live.input, live.events, live.snapshot, { dated })
      const settings = { ...inRegistration, exam: live.input.exam, notice: live.input.notice, asOf }
      const plan = planOf(line, settings as AdoptionSettings)
      const snapshot = replayed(plan)
      expect(snapshot).toEqual(plan.snapshot)
      expect(stateLine(snapshot)).toBe(stateLine(live.snapshot))
      expect(moneyOfSnapshot(snapshot)).toEqual(moneyOfSnapshot(live.snapshot))
      expect(snapshot.context.marks).toEqual(live.snapshot.context.marks)
      expect(snapshot.context.application).toEqual(live.snapshot.context.application)
      if (dated) expect(plan.filled).not.toContain('openedAt')
    }
  })

  it.each([
    ['certified.paper.reissuing', 'certified.paper.reissuing'],
    ['certified.paper.reissued', 'certified.paper.reissued'],
  ] satisfies [StatePath, string][])(
    'is adopted where the certificate can be issued again: %s',
    (state, expected) => {
      const options = {
        exam: examOf('social-worker', { certificate: { ...exam.certificate, reissue: 'paper' } }),
        notice,
      }
      const live = given('certified.paper.lost', options)
      const { line, asOf } = exportedLine(live.input, live.events, live.snapshot)
      const plan = planOf({ ...line, state, instants: undefined } as unknown as AdoptedLine, {
        ...inRegistration,
        exam: options.exam,
        asOf,
      })
      expect(stateLine(plan.snapshot)).toContain(expected)
    },
  )

  it.each(['待缴费', 'Awaiting payment', 'paying.awaiting', 'paying', '缴费'])(
    'is named by its path or a title: %s',
    (state) => {
      const { payments: _, ...line } = paid
      expect(stateLine(planOf({ ...line, state }).snapshot)).toBe('paying.awaiting')
    },
  )
})

describe('a line', () => {
  it('becomes the shortest sequence of events, each at its instant', () => {
    const { opening, events, filled } = planOf({
      ...paid,
      openedAt: '2024-04-08T09:30:00+08:00',
      instants: { 'commitment.sign': '2024-04-09T08:00:00+08:00' },
    })
    expect([opening.at, ...events.map(({ type, at }) => `${type} ${at}`)]).toEqual([
      '2024-04-08T09:30:00+08:00',
      'application.save 2024-04-08T09:30:00+08:00',
      'route.choose 2024-04-08T09:30:00+08:00',
      'application.confirm 2024-04-08T09:30:00+08:00',
      'commitment.sign 2024-04-09T08:00:00+08:00',
      'payment.settle 2024-04-10T10:00:00+08:00',
    ])
    expect(filled).toEqual(['application.save', 'route.choose', 'application.confirm'])
  })

  it('with the profile of an unknown candidate begins with the account', () => {
    const { events, filled } = planOf({ ...paid, profile, origin: undefined } as unknown as AdoptedLine)
    expect(events.slice(0, 4).map(({ type }) => type)).toEqual([
      'agreement.accept',
      'profile.submit',
      'photo.upload',
      'verification.report',
    ])
    expect(filled).toContain('photo')
  })

  it('of somebody who paid twice owes the second payment back when registration closes', () => {
    const second = {
      transactionId: 'T2',
      amountFen: 17_100,
      paidAt: '2024-04-10T10:05:00+08:00',
      orderNo: 'old-2',
    }
    const { snapshot } = planOf({ ...paid, payments: [fee, { ...second, refund: 'due' }] })
    expect(snapshot.context.refunds).toMatchObject([
      { reason: 'payment.duplicate-same-order', orderNo: 'R1-1' },
    ])
    const back = { ...second, refund: 'settled' as const, refundedAt: '2024-04-12T10:00:00+08:00' }
    const { snapshot: settled, events } = planOf({ ...paid, payments: [fee, back] })
    expect(settled.context.refunds).toMatchObject([{ settled: true }])
    expect(events.at(-1)).toMatchObject({ type: 'refund.settle', at: back.refundedAt })
  })

  it('with money that went back and an open order does not pay that order', () => {
    const { snapshot } = planOf({ ...paid, state: 'paying.awaiting', payments: [{ ...fee, refund: 'due' }] })
    expect(snapshot.context).toMatchObject({
      orders: [{ state: 'open' }],
      refunds: [{ reason: 'payment.unknown-order' }],
    })
    expect(moneyOfSnapshot(snapshot)).toEqual(moneyOfLine({ ...paid, payments: [{ ...fee, refund: 'due' }] }))
  })

  it('whose commitment was given up in another registration of the year takes proof', () => {
    const line = { ...paid, history: { commitmentForfeited: true } }
    expect(problemsOf(line)).toMatchObject([
      { field: 'route', rule: 'commitment.no-return', cites: ['5.1.4', '6.4.5'] },
    ])
    const proof = {
      ...line,
      route: 'proof' as const,
      state: 'declaring.proof.reviewing',
      payments: undefined,
    }
    expect(planOf(proof as unknown as AdoptedLine).opening.history).toEqual({ commitmentForfeited: true })
    // Given up afterwards, it does not concern this registration.
    const later = { ...line, instants: { 'history.amend': '2024-04-12T10:00:00+08:00' } }
    expect(planOf(later).events.at(-1)?.type).toBe('history.amend')
  })

  it('whose commitment was withdrawn took that way', () => {
    const line: AdoptedLine = {
      ...paid,
      route: 'proof',
      state: 'declaring.proof.uploading',
      instants: {
        'commitment.sign': '2024-04-09T08:00:00+08:00',
        'commitment.withdraw': '2024-04-09T09:00:00+08:00',
      },
    }
    delete (line as Partial<AdoptedLine>).payments
    const { snapshot, events } = planOf(line)
    expect(events.map(({ type }) => type)).toContain('commitment.withdraw')
    expect(snapshot.context).toMatchObject({ forfeited: true, orders: [{ state: 'superseded' }] })
  })

  it('passes with the credits of earlier years', () => {
    const marked: AdoptedLine = {
      ...paid,
      subjects: ['practice'],
      payments: [{ ...fee, amountFen: 5_700 }],
      history: {
        credits: [
          { subject: 'general', year: 2023 },
          { subject: 'law', year: 2023 },
        ],
      },
      marks: { practice: 70 },
      state: 'certified.paper.collectable',
      certificateNo: 'N1',
    }
    expect(stateLine(planOf(marked, settingsAt('2024-12-20T18:00:00+08:00')).snapshot)).toBe(
      'certified.paper.collectable certified.electronic.available',
    )
    expect(
      problemsOf({ ...marked, history: {} } as AdoptedLine, settingsAt('2024-12-20T18:00:00+08:00')),
    ).toMatchObject([{ field: 'marks', rule: 'marks.rolling', cites: ['9.2'] }])
  })

  it('with a window that is still open has its instants late enough', () => {
    const failing = { ...paid, marks: { general: 20, law: 70, practice: 70 } }
    const line = { ...failing, state: 'notPassed.open' }
    expect(stateLine(planOf(line, afterPublication).snapshot)).toBe('notPassed.open')
    expect(planOf({ ...failing, state: 'ended.notPassed' }, afterPublication).filled).toContain(
      'marks.publish',
    )
  })

  it.each([
    ['unpaid', { route: 'commitment' }, '2024-05-01T00:00:00+08:00', 'unpaid'],
    ['cancelled', {}, '2024-04-15T00:00:00+08:00', 'cancelled'],
    [undefined, {}, '2024-04-15T00:00:00+08:00', 'cancelled'],
    ['registrationClosed', { route: 'proof' }, '2024-05-01T00:00:00+08:00', 'registrationClosed'],
    ['proofRejected', { route: 'proof' }, '2024-05-01T00:00:00+08:00', 'proofRejected'],
    ['proofNotReviewed', { route: 'proof' }, '2024-05-01T00:00:00+08:00', 'proofNotReviewed'],
  ] as const)('that was abandoned because of %s ends for that reason', (endedBy, fields, at, expected) => {
    const line = {
      ...ids,
      ...chosen,
      ...verified,
      ...fields,
      state: 'ended.abandoned',
      endedBy,
    } as AdoptedLine
    if (endedBy === undefined) delete (line as Partial<AdoptedLine>).endedBy
    expect(planOf(line, settingsAt(at)).snapshot.context.endedBy).toBe(expected)
  })
})

describe('a line that cannot be adopted is named', () => {
  const without = (...fields: (keyof AdoptedLine)[]): AdoptedLine =>
    Object.fromEntries(
      Object.entries(paid).filter(([name]) => !fields.includes(name as keyof AdoptedLine)),
    ) as AdoptedLine

  it.each([
    ['an unknown state', { ...paid, state: '已交费' }, { field: 'state' }],
    ['states that exclude each other', { ...paid, state: '待缴费;已领取' }, { field: 'state' }],
    ['no level', without('level'), { field: 'level' }],
    ['no place', without('place'), { field: 'place' }],
    ['no subjects', without('subjects'), { field: 'subjects' }],
    ['no route', without('route'), { field: 'route' }],
    ['no payment', without('payments'), { field: 'payments' }],
    ['no degree', without('education'), { field: 'education' }],
    ['a degree of unknown origin', without('origin'), { field: 'origin' }],
    [
      'a place that the notice has not',
      { ...paid, place: '110000' },
      { field: 'level', rule: 'application.offered', cites: ['6.4.3'] },
    ],
    [
      'another amount',
      { ...paid, payments: [{ ...fee, amountFen: 100 }] },
      { field: 'payments', rule: 'payment.amount' },
    ],
    [
      'a payment before the registration opened',
      { ...paid, payments: [{ ...fee, paidAt: '2024-04-07T08:00:00+08:00' }] },
      { field: 'paidAt', rule: 'clock.backwards', cites: ['policy'] },
    ],
    [
      'another payment before the registration was opened',
      {
        ...paid,
        openedAt: '2024-04-09T08:00:00+08:00',
        payments: [fee, { ...fee, transactionId: 'T2', paidAt: '2024-04-08T08:00:00+08:00', refund: 'due' }],
      },
      { field: 'paidAt', rule: 'clock.backwards' },
    ],
    [
      'a payment before the commitment was signed',
      { ...paid, instants: { 'commitment.sign': '2024-04-11T08:00:00+08:00' } },
      { field: 'payments', rule: 'clock.backwards' },
    ],
    [
      'a refund before its payment',
      {
        ...paid,
        payments: [
          fee,
          {
            ...{ ...fee, transactionId: 'T2', refund: 'settled' },
            refundedAt: '2024-04-10T09:00:00+08:00',
          },
        ],
      },
      { field: 'refundedAt', rule: 'clock.backwards' },
    ],
    [
      'the instant of a refund that is owed',
      {
        ...paid,
        payments: [
          fee,
          { ...fee, transactionId: 'T2', refund: 'due', refundedAt: '2024-04-11T09:00:00+08:00' },
        ],
      },
      { field: 'refundedAt' },
    ],
    ['a reason that nothing has', { ...paid, reason: 'x' }, { field: 'reason' }],
    ['a finding while registered', { ...paid, finding: 'ineligible' }, { field: 'finding' }],
    ['a document that nobody needed', { ...paid, evidence: 'degreeScan' }, { field: 'evidence' }],
    ['a review before the marks', { ...paid, review: ['law'] }, { field: 'review' }],
    [
      'a payment after the list',
      { ...paid, payments: [{ ...fee, paidAt: '2024-04-17T08:00:00+08:00' }] },
      { field: 'payments' },
    ],
    [
      'a second payment that is not owed back',
      { ...paid, payments: [fee, { ...fee, transactionId: 'T2' }] },
      { field: 'payments' },
    ],
    ['a state after the windows of the list', { ...paid, state: 'marking.awaited' }, { field: 'state' }],
    [
      'an order of events that the rules exclude',
      {
        ...paid,
        instants: {
          'application.confirm': '2024-04-10T09:00:00+08:00',
          'commitment.sign': '2024-04-10T08:00:00+08:00',
        },
      },
      { field: 'commitment.sign', rule: 'clock.backwards' },
    ],
    ['marks before the exam', { ...paid, marks: { general: 70, law: 70, practice: 70 } }, { field: 'marks' }],
    [
      'choices before the application',
      { ...paid, state: 'verifying', education: 'pending' },
      { field: 'level' },
    ],
    [
      'a commitment during an integrity record',
      { ...paid, history: { integrity: [{ kind: 'serious', from: '2023-01-01' }] } },
      { field: 'route', rule: 'commitment.eligible', cites: ['5', '6.4.5'] },
    ],
    [
      'an unverified degree without evidence beyond its stage',
      { ...paid, state: 'declaring.evidence' },
      { field: 'state' },
    ],
    ['an end without its reason', { ...paid, state: 'ended.cancelled' }, { field: 'endedBy' }],
    ['a voided registration without its finding', { ...paid, state: 'ended.voided' }, { field: 'finding' }],
  ] as [string, AdoptedLine, object][])('%s', (_, line, expected) => {
    expect(problemsOf(line)?.[0]).toMatchObject(expected)
  })

  it('a window that has passed, with the deadline, the state and its §', () => {
    const line = { ...without('payments'), state: 'paying.awaiting' }
    expect(problemsOf(line, settingsAt('2024-05-01T00:00:00+08:00'))).toEqual([
      {
        field: 'state',
        cites: ['6.4.7', '6.4.8', '6.12'],
        en: 'the list says "paying.awaiting", but what else it says leads to "Abandoned" (Reconciliation ends: 2024-04-19 17:00)',
      },
    ])
  })

  it('marks that decide otherwise', () => {
    const passing = { ...paid, marks: { general: 70, law: 70, practice: 70 } }
    expect(problemsOf({ ...passing, state: 'notPassed.open' }, afterPublication)).toMatchObject([
      { field: 'marks', rule: 'marks.rolling' },
    ])
    const incomplete = { ...passing, marks: { general: 70 }, state: 'qualifying' }
    expect(problemsOf(incomplete, afterPublication)).toMatchObject([
      { field: 'marks', rule: 'marks.complete', cites: ['8'] },
    ])
    const { passMarks: _, ...unjudged } = notice
    expect(
      problemsOf({ ...passing, state: 'qualifying' }, { ...afterPublication, notice: unjudged }),
    ).toMatchObject([{ field: 'marks' }])
  })

  it('what is possible instead is said', () => {
    const { problems } = planAdoption({ ...paid, place: '110000' }, inRegistration)
    expect(problems?.[0]?.possible).toContain('application.save')
  })
})

it('other payments and refunds are in the order of their instants', () => {
  const payments = [
    fee,
    {
      ...{ ...fee, transactionId: 'T2', paidAt: '2024-04-09T10:00:00+08:00', refund: 'settled' as const },
      refundedAt: '2024-04-12T10:00:00+08:00',
    },
    {
      transactionId: 'T3',
      amountFen: 17_100,
      refund: 'settled' as const,
      refundedAt: '2024-04-11T10:00:00+08:00',
    },
  ]
  const line: AdoptedLine = {
    ...{ ...paid, payments, state: 'qualifying', marks: { general: 70, law: 70, practice: 70 } },
    instants: { 'marks.publish': '2024-07-01T10:00:00+08:00' },
  }
  const { events } = planOf(line, afterPublication)
  const instants = events.map(({ at }) => Date.parse(at))
  expect(instants).toEqual([...instants].sort((one, other) => one - other))
  expect(
    events.filter(({ by }) => by.role === 'gateway').map(({ type, at }) => `${type} ${at.slice(5, 10)}`),
  ).toEqual([
    'payment.settle 04-09',
    'payment.settle 04-10',
    'payment.settle 04-10',
    'refund.settle 04-11',
    'refund.settle 04-12',
  ])
})

it('a registration with a finding keeps it', () => {
  const live = given('marking').when(event.finding.record({ finding: 'falseMaterials' }))
  const { line, asOf } = exportedLine(live.input, live.events, live.snapshot)
  const { snapshot } = planOf(line, { ...inRegistration, asOf })
  expect(snapshot.context).toMatchObject({ findings: ['falseMaterials'], records: [{ kind: 'serious' }] })
})
