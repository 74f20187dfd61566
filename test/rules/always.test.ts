import { describe, expect, it, vi } from 'vitest'
import {
  decide,
  eventTypes,
  exams,
  notices,
  type OpenInput,
  open,
  type RegistrationEvent,
  type Snapshot,
} from '../../src'
import { bringing, correcting, type Life, life, on, profile } from '../support/life'
import { accepts, expectRefusal, expectState, refuses } from './verdict'

const opens = on('04-07 09:00')
const closes = on('04-17 17:00')
const morning = on('04-08 10:00')
const firstSession = on('06-15 14:00')

const filling = life()
const confirmation = filling.to('filling.confirmation')
const committing = filling.to('declaring.commitment')
const paying = filling.to('paying.awaiting')
const claimed = paying.send('payment.claim', morning)
const registered = paying.send('payment.settle', morning)
const admitCard = registered.to('registered.admitCard')
const seated = registered.to('registered.seated')
const abandoned = life({ at: closes })

const lastEnds = on('06-16 16:30')
const onPublication = on('08-05 10:00')
const marking = seated.to('marking')
const notPassed = marking.publish({ law: 59 }, onPublication)
const qualifying = marking.publish({}, onPublication)
const done = notPassed.to('ended.notPassed')
const certified = qualifying.to('certified')
/** Checked by hand, since the degree was not verified online. */
const doubtful = life({ candidate: { photo: true, education: { origin: 'domestic', result: 'onSite' } } })
  .to('marking')
  .publish({}, onPublication)

const candidate = { role: 'candidate', id: 'C' } as const
const office = { role: 'office', id: 'office' } as const

/** For what no typed program could send. */
const raw = (of: Life, event: unknown) => decide(of.snapshot, event as RegistrationEvent)
const issuesOf = (decision: ReturnType<typeof decide> | ReturnType<typeof open>): string[] =>
  decision.accepted ? [] : (decision.refusal.issues ?? []).map(({ path }) => path)

type Amendment = Partial<Omit<RegistrationEvent<'notice.amend'>, 'type' | 'at' | 'by'>>
const amending = (amendment: Amendment) => ({ type: 'notice.amend', ...amendment }) as const
type Finding = RegistrationEvent<'finding.record'>['finding']
const finding = (finding: Finding, subjects?: string[]) =>
  ({ type: 'finding.record', finding, ...(subjects && { subjects }) }) as const

const misconductOfAll = { type: 'misconduct.record', scope: 'sitting', article: 7 } as const
const misconductOf = (subject: string) =>
  ({ type: 'misconduct.record', scope: 'subject', subject, article: 6 }) as const

describe('actor.role §policy', () => {
  it('accepts each event from its sender', () => {
    accepts(paying, 'payment.settle')
    accepts(registered, 'finding.record')
    accepts(filling, 'clock.advance')
  })
  it('refuses what is for an office, a gateway, a verifier or a clock to do', () => {
    for (const type of ['finding.record', 'payment.settle', 'verification.report', 'clock.advance'] as const)
      refuses('actor.role', paying, { type, by: candidate })
    refuses('actor.role', paying, { type: 'payment.settle', by: office })
  })
  it('refuses before it looks at the clock and at the state', () => {
    refuses('actor.role', paying, { type: 'proof.approve', by: candidate }, on('01-01 00:00'))
  })
})

describe('actor.personal-act §5.1.1 §6.17', () => {
  it('accepts what the candidates do themselves', () => {
    accepts(committing, { type: 'commitment.sign', by: candidate })
  })
  it('refuses somebody else who acts as a candidate', () => {
    refuses('actor.personal-act', committing, { type: 'commitment.sign', by: { role: 'candidate', id: 'D' } })
    refuses('actor.personal-act', committing, { type: 'commitment.sign', by: { role: 'candidate', id: 'c' } })
  })
  it('refuses an office that acts for the candidate, also under the candidate’s id', () => {
    refuses('actor.personal-act', committing, { type: 'commitment.sign', by: office })
    refuses('actor.personal-act', confirmation, {
      type: 'application.confirm',
      by: { role: 'office', id: 'C' },
    })
  })
  it('refuses before it looks at the clock and at the state', () => {
    refuses('actor.personal-act', abandoned, { type: 'commitment.sign', by: office }, on('01-01 00:00'))
  })
})

describe('clock.backwards §policy', () => {
  it('accepts what happens at the same instant', () => {
    accepts(claimed, 'correction.request', morning)
  })
  it('refuses what is dated before what was decided last, by the millisecond', () => {
    refuses('clock.backwards', claimed, 'correction.request', on('04-08 09:59:59'))
    refuses('clock.backwards', claimed, 'correction.request', '2024-04-08T09:59:59.999+08:00')
    refuses('clock.backwards', claimed, 'clock.advance', opens)
  })
  it('accepts the same instant under another offset', () => {
    accepts(claimed, 'correction.request', '2024-04-08T02:00:00Z')
    refuses('clock.backwards', claimed, 'correction.request', '2024-04-08T11:59:59+10:00')
  })
  it('accepts what a bank dates earlier, and the clock stays', () => {
    for (const type of ['payment.settle', 'payment.notFound'] as const) {
      const after = accepts(claimed, type, opens)
      expect(after.snapshot.context.at).toBe(Date.parse(morning))
    }
  })
  it('accepts the same event that a refusal took the time of: a refusal does not move the clock', () => {
    refuses('event.not-now', claimed, 'payment.claim', on('04-08 20:00'))
    accepts(claimed, 'payment.notFound', on('04-08 11:00'))
  })
  it('refuses what is dated before a deadline that a refused event has fired', () => {
    const decision = paying.tries('commitment.withdraw', on('04-18 18:00'))
    expectRefusal(decision, 'commitment.withdraw-unpaid')
    const before = {
      type: 'clock.advance',
      at: on('04-18 16:59:59'),
      by: { role: 'clock', id: 'clock' },
    } as const
    expectRefusal(decide(decision.snapshot, before), 'clock.backwards')
  })
})

describe('event.malformed §policy', () => {
  const save = { type: 'application.save', at: opens, by: candidate }
  const application = { level: 'intermediate', subjects: ['law'], place: '440100' }

  it('accepts a well-formed event, and drops fields that nobody knows', () => {
    const decision = raw(filling, { ...save, application: { ...application, colour: 'red' }, mood: 'good' })
    expect(decision.accepted).toBe(true)
    expect(decision.snapshot.context.application).toEqual(application)
  })
  it('refuses a field that is missing, and names its path', () => {
    const decision = raw(filling, save)
    expectRefusal(decision, 'event.malformed')
    expect(issuesOf(decision)).toEqual(['application'])
    expect(decision.snapshot).toBe(filling.snapshot)
  })
  it('refuses every mistake at once, each in both languages', () => {
    const decision = raw(filling, { ...save, at: 'yesterday', application: { level: '', subjects: [1] } })
    expectRefusal(decision, 'event.malformed')
    expect([...new Set(issuesOf(decision))].sort()).toEqual(
      ['application.level', 'application.place', 'application.subjects.0', 'at'].sort(),
    )
    for (const issue of decision.accepted ? [] : (decision.refusal.issues ?? [])) {
      expect(issue.zh).toMatch(/\p{Script=Han}/u)
      expect(issue.en).toMatch(/[a-z]/i)
    }
  })
  it.each([
    ['an instant without an offset', { at: '2024-04-08T10:00:00' }],
    ['a day instead of an instant', { at: '2024-04-08' }],
    ['a day that never was', { at: '2024-02-30T10:00:00+08:00' }],
    ['no sender', { by: undefined }],
    ['a sender without a name', { by: { role: 'candidate', id: '' } }],
    ['a role that nobody has', { by: { role: 'agent', id: 'C' } }],
  ])('refuses %s', (_, changes) => {
    expectRefusal(raw(filling, { ...save, application, ...changes }), 'event.malformed')
  })
  it('refuses money that is no whole and positive number of fen', () => {
    for (const amountFen of [0, -1, 171.5, Number.NaN, Number.POSITIVE_INFINITY])
      refuses('event.malformed', paying, { type: 'payment.settle', amountFen })
  })
  it('accepts as well-formed what a rule judges, and leaves the refusal to the rule', () => {
    const odd = { ...profile, employer: '', idNumber: '1' }
    const stranger = life({ candidate: null }).to('account.profile')
    refuses('account.employer-required', stranger, { type: 'profile.submit', profile: odd })
  })
  it('refuses before it looks at the sender and the clock', () => {
    expectRefusal(raw(filling, { ...save, by: office, at: on('01-01 00:00') }), 'event.malformed')
  })
  it('refuses a correction that changes nothing, or a field that nobody knows', () => {
    refuses('event.malformed', paying, correcting({}))
    const unknown = { type: 'correction.request', correctionId: 'K1', changes: { shoeSize: 42 } }
    expectRefusal(raw(paying, { ...unknown, at: opens, by: candidate }), 'event.malformed')
  })
})

describe('event.unknown §policy', () => {
  it('accepts every type of the catalogue as known, whatever becomes of it', () => {
    for (const type of eventTypes) {
      const decision = filling.tries(type)
      if (!decision.accepted) expect(decision.refusal.rule).not.toBe('event.unknown')
    }
  })
  it.each(['', 'payment.Settle', 'pay', 'xstate.init', 'xstate.after.registration.closes', '*', 'toString'])(
    'refuses the type %j',
    (type) => {
      const decision = raw(filling, { type, at: morning, by: candidate })
      expectRefusal(decision, 'event.unknown')
      expect(decision.snapshot).toBe(filling.snapshot)
    },
  )
  it('refuses what is no event at all', () => {
    for (const event of [
      undefined,
      null,
      7,
      'clock.advance',
      [],
      {},
      { type: 7 },
      { type: ['clock.advance'] },
    ])
      expectRefusal(raw(filling, event), 'event.unknown')
  })
  it('refuses before it looks at the rest', () => {
    expectRefusal(raw(abandoned, { type: 'nonsense', at: 'never' }), 'event.unknown')
  })
})

describe('event.not-now §policy', () => {
  it('accepts at its stage what is refused at another', () => {
    refuses('event.not-now', confirmation, 'commitment.sign')
    accepts(confirmation.send('application.confirm'), 'commitment.sign')
  })
  it('refuses what has been done already', () => {
    refuses('event.not-now', filling, 'agreement.accept')
    refuses('event.not-now', filling, 'profile.submit')
    refuses('event.not-now', paying, 'application.confirm')
    refuses('event.not-now', paying, 'commitment.sign')
  })
  it('refuses what is still to come', () => {
    refuses('event.not-now', filling, 'route.choose')
    refuses('event.not-now', filling, 'application.confirm')
    refuses('event.not-now', filling, 'proof.approve')
    refuses('event.not-now', paying, 'payment.notFound')
  })
  it('refuses to amend the degree, or to vouch, once the form is confirmed', () => {
    refuses('event.not-now', committing, 'education.amend')
    refuses('event.not-now', committing, 'identity.assert')
    accepts(confirmation, 'education.amend')
    accepts(confirmation, 'identity.assert')
  })
  it('names what is possible instead, for the sender’s role', () => {
    const decision = committing.tries('application.confirm')
    if (decision.accepted) throw new Error('it was accepted')
    expect(decision.refusal.at).toEqual({ declaring: 'commitment' })
    expect(decision.refusal.possible).toContain('commitment.sign')
    expect(decision.refusal.possible).not.toContain('finding.record')
    expect(decision.refusal.possible).not.toContain('application.confirm')
  })
})

describe('registration.ended §policy', () => {
  const endings = {
    abandoned,
    voided: registered.send('finding.record'),
    scoresVoided: seated.send('finding.record', firstSession),
    cancelled: registered.send('exam.cancel'),
    notPassed: done,
    revoked: certified.to('ended.revoked'),
  }
  const money = { type: 'payment.settle', transactionId: 'late', orderNo: 'R-1', amountFen: 5700 } as const

  it.each(Object.entries(endings))(
    'accepts money, findings and what is told of elsewhere when %s',
    (_, ended) => {
      const owed = accepts(ended, money)
      expect(owed.facts('refund.due')).toMatchObject([
        { reason: 'registration.ended', transactionId: 'late' },
      ])
      accepts(owed, 'refund.fail')
      accepts(owed, 'refund.settle')
      accepts(ended, 'finding.record')
      accepts(ended, 'notice.amend')
      accepts(ended, bringing({ commitmentForfeited: true }))
      expect(accepts(ended, 'clock.advance', on('12-31 00:00')).state).toEqual(ended.state)
    },
  )
  it.each(Object.entries(endings))('accepts money years later, too, when %s', (_, ended) => {
    const owed = accepts(ended, money, on('06-15 10:00', 2031))
    expect(owed.facts('refund.due')).toMatchObject([{ dueAt: on('06-15 10:00', 2031) }])
    expect(accepts(owed, money, on('06-15 10:00', 2032)).decision.facts).toEqual([])
    expect(
      accepts(ended, { ...money, transactionId: 'late', orderNo: 'R-99' }).facts('refund.due'),
    ).toHaveLength(1)
  })
  it.each(Object.entries(endings))('refuses everything else when %s', (name, ended) => {
    const taken = ['payment.settle', 'refund.settle', 'refund.fail', 'finding.record', 'notice.amend']
    const others = ['history.amend', 'clock.advance', 'decision.overturn']
    for (const type of eventTypes) {
      if ([...taken, ...others].includes(type)) continue
      if (name === 'notPassed' && type === 'misconduct.record') continue
      refuses('registration.ended', ended, type)
    }
    expectState(ended, `ended.${name}`)
  })
  it('refuses to overturn what was given up, or not held, where nothing was found', () => {
    refuses('registration.ended', endings.abandoned, 'decision.overturn')
    refuses('registration.ended', endings.cancelled, 'decision.overturn')
  })
  it('accepts an opening after the close, as a registration that has ended', () => {
    expectState(life({ at: closes }), 'ended.abandoned')
    expect(abandoned.facts('registration.abandoned')).toMatchObject([{ reason: 'registrationClosed' }])
    expectState(life({ at: on('04-17 16:59:59') }), 'filling.application')
  })
})

describe('snapshot.malformed §policy', () => {
  const event: RegistrationEvent = { type: 'clock.advance', at: closes, by: { role: 'clock', id: 'clock' } }
  const decideOn = (snapshot: unknown) => decide(snapshot as Snapshot, event)

  it('accepts a snapshot as it comes back from JSON', () => {
    for (const { snapshot } of [filling, paying, registered, abandoned]) {
      const stored = JSON.parse(JSON.stringify(snapshot))
      expect(stored).toStrictEqual(snapshot)
      expect(decideOn(stored)).toEqual(decideOn(snapshot))
      expect(decideOn(stored).accepted).toBe(true)
    }
  })
  it.each([[undefined], [null], [0], ['{}'], [[]], [{}]])('refuses %j, and gives it back', (garbage) => {
    const decision = decideOn(garbage)
    expectRefusal(decision, 'snapshot.malformed')
    expect(decision.snapshot).toBe(garbage)
  })
  it.each([
    ['of an unknown version', { ...filling.snapshot, version: 2 }],
    ['in a state that the machine does not have', { ...filling.snapshot, value: { filling: 'nowhere' } }],
    ['in half a state', { ...filling.snapshot, value: 'filling' }],
    ['without what its state needs', { ...filling.snapshot, value: { paying: 'awaiting' } }],
    ['without a context', { version: 1, value: filling.state }],
  ])('refuses one %s', (_, snapshot) => {
    const decision = decideOn(snapshot)
    expectRefusal(decision, 'snapshot.malformed')
    expect(decision.snapshot).toBe(snapshot)
    expect(issuesOf(decision)).not.toEqual([])
  })
  it('refuses before it looks at the event', () => {
    expectRefusal(
      decide({} as Snapshot, { type: 'nonsense' } as unknown as RegistrationEvent),
      'snapshot.malformed',
    )
  })
})

describe('input.malformed §policy', () => {
  const exam = exams['social-worker']
  const notice = notices['gd-2024-social-worker']
  const input = { registrationId: 'R', candidateId: 'C', exam, notice, at: opens }
  const opening = (changes: object) => open({ ...input, ...changes } as OpenInput)

  it('accepts what opens a registration', () => {
    expect(opening({})).toMatchObject({ accepted: true, facts: [], fired: [] })
  })
  it.each([
    ['no registration id', { registrationId: '' }, ['registrationId']],
    ['an instant without an offset', { at: '2024-04-07T09:00:00' }, ['at']],
    ['no exam', { exam: undefined }, ['exam']],
    ['a notice of another exam', { notice: notices['gd-2023-economics'] }, ['notice.exam']],
    [
      'a record that never begins',
      { history: { integrity: [{ kind: 'serious' }] } },
      ['history.integrity.0.from'],
    ],
  ])('refuses %s, by its path', (_, changes, paths) => {
    const decision = opening(changes)
    expectRefusal(decision, 'input.malformed')
    expect(decision.snapshot).toBeNull()
    expect(issuesOf(decision)).toEqual(expect.arrayContaining(paths))
  })
  it('refuses what is no input at all', () => {
    for (const garbage of [undefined, null, 7, 'open', []])
      expectRefusal(open(garbage as unknown as OpenInput), 'input.malformed')
  })
})

describe('internal.defect §policy', () => {
  const event = { type: 'clock.advance', at: morning, by: { role: 'clock', id: 'clock' } } as const

  it('accepts an event that can be read', () => {
    expect(decide(filling.snapshot, event).accepted).toBe(true)
  })
  it('refuses where something fails that never should, and does not throw', () => {
    const failing = vi.spyOn(Date.prototype, 'toISOString').mockImplementation(() => {
      throw new Error('no')
    })
    const decision = raw(filling, { type: 'payment.claim', orderNo: 'R-1', at: morning, by: candidate })
    failing.mockRestore()
    expectRefusal(decision, 'internal.defect')
    expect(decision.snapshot).toBe(filling.snapshot)
    expectRefusal(filling.tries('payment.claim'), 'event.not-now')
  })
})

describe('notice.sense §policy', () => {
  const registration = (closes: string) => ({ registration: { opens, closes } })

  it('accepts dates that stay in order, and they hold from then on', () => {
    const after = accepts(paying, amending({ windows: registration(on('04-18 17:00')) }))
    expectState(accepts(after, 'commitment.withdraw', on('04-18 16:59:59')), 'declaring.proof.uploading')
  })
  it('accepts an amendment that names nothing', () => {
    accepts(paying, 'notice.amend')
  })
  it('accepts that registration closes with the review and with payment, and refuses it a second later', () => {
    accepts(paying, amending({ windows: registration(on('04-18 17:00')) }))
    refuses('notice.sense', paying, amending({ windows: registration(on('04-18 17:00:01')) }))
  })
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
  it('accepts to move a close that has passed anyway', () => {
    const at = on('04-18 10:00')
    accepts(registered, amending({ windows: registration(on('04-16 17:00')) }), at)
  })
  it('refuses by another rule a window that closes before it opens', () => {
    refuses(
      'event.malformed',
      paying,
      amending({ windows: { registration: { opens: closes, closes: opens } } }),
    )
  })
  it('refuses the same after the end, where refunds still hang on the dates', () => {
    const ended = registered.send('finding.record')
    refuses('notice.sense', ended, amending({ windows: registration(on('04-30 17:00')) }))
  })
})

describe('decision.none §policy', () => {
  it('accepts to take back a demand that is not answered', () => {
    const demanded = registered.send({ type: 'spotCheck.demand', dueAt: on('05-10 17:00') })
    const after = accepts(demanded, 'decision.overturn')
    expectState(after, 'registered.waiting')
    expect(after.decision.facts.map(({ type }) => type)).toEqual(['decision.overturned'])
    expectState(accepts(after, 'clock.advance', on('05-10 17:00')), 'registered.waiting')
  })
  it('accepts to take back a finding, and the deadlines catch up', () => {
    const voided = registered.send(finding('falseMaterials'), morning)
    const after = accepts(voided, 'decision.overturn', on('06-12 10:00'))
    expectState(after, 'registered.admitCard')
    expect(after.decision.facts).toMatchObject([
      { type: 'decision.overturned' },
      { type: 'integrity.withdrawn', kind: 'serious', from: '2024-04-08' },
      { type: 'admitCard.available' },
    ])
    const { findings, records } = after.snapshot.context
    expect({ findings, records }).toEqual({ findings: undefined, records: undefined })
  })
  it('accepts to take back what an unanswered demand has ended', () => {
    const voided = registered
      .send({ type: 'spotCheck.demand', dueAt: on('05-10 17:00') })
      .send('clock.advance', on('05-10 17:00'))
    expectState(voided, 'ended.voided')
    expectState(accepts(voided, 'decision.overturn', on('05-20 10:00')), 'registered.waiting')
  })
  it('accepts to take back a finding between the sessions', () => {
    const ended = seated.send('finding.record', firstSession)
    const after = accepts(ended, 'decision.overturn', on('06-15 20:00'))
    expectState(after, 'registered.seated')
  })
  it('accepts to take back what ended the marks: they are published anew, and everything follows', () => {
    for (const life of [marking, notPassed, qualifying, done, certified]) {
      const ended = life.send(finding('falseMaterials'))
      const at = on('10-01 10:00')
      const after = accepts(ended, 'decision.overturn', at)
      expectState(after, 'marking')
      expect(after.decision.facts.map(({ type }) => type)).toEqual([
        'decision.overturned',
        'integrity.withdrawn',
      ])
      expect(after.snapshot.context.marks).toBeUndefined()
      const again = after.publish({}, at)
      expect(again.facts('credits.earned')).toMatchObject([{ subjects: ['general', 'law', 'practice'] }])
      expectState(again.to('certified'), 'certified')
    }
  })
  it('accepts it of a certificate, whose number and mail are asked for anew', () => {
    const mailed = qualifying.send('certificate.requestMail').to('certified.paper.delivered')
    const after = mailed.send(misconductOfAll).send('decision.overturn')
    expectState(after, 'marking')
    const again = after.publish().to('certified')
    refuses('certificate.number', again, 'certificate.dispatch')
    expectState(again.send('certificate.issue').send('certificate.dispatch'), 'certified.paper.collectable')
  })
  it('accepts it of an unanswered demand after the exam', () => {
    const silent = notPassed
      .send({ type: 'spotCheck.demand', dueAt: on('08-08 17:00') })
      .until('spotCheck.due')
    const after = accepts(silent, 'decision.overturn', on('08-09 10:00'))
    expectState(after, 'marking')
    expectState(accepts(after, 'clock.advance', on('12-01 10:00')), 'marking')
  })
  it('accepts it wherever misconduct or identical answers changed a mark, with the credits', () => {
    for (const life of [notPassed, qualifying, done]) {
      for (const event of [misconductOf('general'), finding('identicalAnswers', ['general'])]) {
        const after = accepts(life.send(event), 'decision.overturn')
        expectState(after, 'marking')
        expect(after.facts('credits.earned')).toMatchObject([{ subjects: [] }])
        const { misconduct, identical, marks } = after.snapshot.context
        expect([misconduct, identical, marks]).toEqual([undefined, undefined, undefined])
        expectState(accepts(after, 'marks.publish'), 'qualifying')
      }
    }
  })
  it('accepts it of what is only held, in place, with its record', () => {
    for (const life of [seated.send('clock.advance', firstSession), marking]) {
      const held = life.send(misconductOfAll).send(finding('identicalAnswers'))
      const after = accepts(held, 'decision.overturn')
      expect(after.state).toEqual(life.state)
      expect(after.decision.facts).toMatchObject([
        { type: 'decision.overturned' },
        { type: 'integrity.withdrawn', kind: 'serious' },
      ])
      expectState(after.to('marking').publish(), 'qualifying')
    }
  })
  it('accepts it of every record that was made', () => {
    const grave = { type: 'misconduct.record', scope: 'sitting', article: 8 } as const
    const held = marking.send(misconductOfAll).send(grave, on('06-20 10:00'))
    const voided = held.send(finding('falseCommitment'), on('06-21 10:00'))
    expect(accepts(voided, 'decision.overturn').facts('integrity.withdrawn')).toMatchObject([
      { kind: 'serious', from: '2024-06-16' },
      { kind: 'especiallySerious', from: '2024-06-20' },
      { kind: 'falseCommitment', from: '2024-06-21' },
    ])
  })
  it('refuses to take back what no decision but a deadline ended', () => {
    const unrepaired = doubtful.send('postCheck.reject').to('qualifying.publicNotice.open')
    const ended = unrepaired.send('clock.advance', on('09-01 10:00'))
    expectState(ended, 'ended.scoresVoided')
    refuses('decision.none', ended, 'decision.overturn')
  })
  it('refuses where nothing was found and nothing is asked', () => {
    for (const clean of [filling, paying, claimed, registered, admitCard, seated])
      refuses('decision.none', clean, 'decision.overturn')
    for (const clean of [marking, notPassed, qualifying, doubtful, done, certified])
      refuses('decision.none', clean, 'decision.overturn')
  })
  it('refuses a second time', () => {
    const once = registered.send('finding.record').send('decision.overturn')
    refuses('decision.none', once, 'decision.overturn')
    refuses('decision.none', paying.send('finding.record').send('decision.overturn'), 'decision.overturn')
  })
})

describe('correction.before-confirmation §6.13.1(1)', () => {
  it('accepts a request once the form is confirmed', () => {
    for (const later of [committing, paying, registered]) {
      const after = accepts(later, correcting({ phone: '13900000000', email: 'a@example.com' }))
      expect(after.state).toEqual(later.state)
      expect(after.facts('correction.requested')).toMatchObject([
        { correctionId: 'K1', fields: ['phone', 'email'] },
      ])
      expect(JSON.stringify(after.snapshot)).not.toContain('13900000000')
    }
  })
  it('refuses a request until then: the candidate edits it without one', () => {
    const stranger = life({ candidate: null })
    const before = [stranger, stranger.to('account.photo'), stranger.to('verifying')]
    for (const early of [...before, filling, filling.to('filling.route'), confirmation])
      refuses('correction.before-confirmation', early, 'correction.request')
  })
  it('refuses a request again where a correction has led back to the confirmation', () => {
    const back = paying.send(correcting({ place: '440300' })).send('correction.approve')
    refuses('correction.before-confirmation', back, 'correction.request')
  })
  it('refuses before it looks at the fields', () => {
    refuses(
      'correction.before-confirmation',
      filling,
      correcting({ photo: { mediaType: '', widthPx: 0, heightPx: 0, background: '' } }),
    )
  })
})

describe('correction.pending §policy', () => {
  const pending = paying.send('correction.request')

  it('accepts another request once the first was decided', () => {
    accepts(pending.send('correction.approve'), correcting({ email: 'a@example.com' }, 'K2'))
    const rejected = accepts(pending, { type: 'correction.reject', reason: 'no' })
    expect(rejected.facts('correction.rejected')).toMatchObject([{ correctionId: 'K1', reason: 'no' }])
    accepts(rejected, correcting({ email: 'a@example.com' }))
  })
  it('refuses another request before that, under the same id or another', () => {
    refuses('correction.pending', pending, 'correction.request')
    refuses('correction.pending', pending, correcting({ email: 'a@example.com' }, 'K2'))
  })
  it('refuses to decide what nobody asked for', () => {
    refuses('correction.pending', paying, 'correction.approve')
    refuses('correction.pending', paying, 'correction.reject')
    refuses('correction.pending', filling, 'correction.approve')
  })
  it('refuses to decide under another id', () => {
    refuses('correction.pending', pending, { type: 'correction.approve', correctionId: 'K2' })
    refuses('correction.pending', pending, { type: 'correction.reject', correctionId: 'K2' })
  })
  it('refuses to decide twice', () => {
    refuses('correction.pending', pending.send('correction.approve'), 'correction.approve')
    refuses('correction.pending', pending.send('correction.reject'), 'correction.reject')
  })
  it('refuses before it looks at the fields', () => {
    refuses(
      'correction.pending',
      registered.send('correction.request'),
      correcting({ place: '440300' }, 'K2'),
    )
  })
})

describe('correction.photo §6.13.1(3)', () => {
  const photo = { mediaType: 'image/jpeg', widthPx: 295, heightPx: 413, background: 'white' }

  it('accepts a correction of anything but the photo', () => {
    const { education, workHistory: _, ...fields } = profile
    accepts(paying, correcting({ ...fields, education, postcode: '510000', email: 'a@example.com' }))
  })
  it('refuses a correction of the photo, alone or among others', () => {
    refuses('correction.photo', paying, correcting({ photo }))
    refuses('correction.photo', paying, correcting({ photo, phone: '13900000000' }))
    refuses('correction.photo', registered, correcting({ photo }))
  })
  it('refuses it so also when no correction is open, and while admit cards are printed', () => {
    refuses('correction.photo', registered, correcting({ photo }), on('05-01 10:00'))
    refuses('correction.photo', admitCard, correcting({ photo }))
  })
})

describe('correction.frozen-fields §6.13.1(2)', () => {
  const frozen = [{ subjects: ['law'] }, { level: 'junior' }, { specialty: 'x' }, { place: '440300' }]

  it('accepts a change of the application while unpaid', () => {
    for (const unpaid of [committing, paying, claimed.send('payment.notFound')])
      accepts(unpaid, correcting({ subjects: ['law'], place: '440300' }))
  })
  it.each(frozen)('refuses a change of %j once paid', (changes) => {
    refuses('correction.frozen-fields', registered, correcting(changes))
    refuses('correction.frozen-fields', registered, correcting({ ...changes, phone: '13900000000' }))
  })
  it('refuses it while a payment is being looked for', () => {
    refuses('correction.frozen-fields', claimed, correcting({ place: '440300' }))
    const afterClose = paying.send('clock.advance', on('04-18 17:00'))
    refuses('correction.frozen-fields', afterClose, correcting({ place: '440300' }))
  })
  it('accepts other fields once paid', () => {
    accepts(registered, correcting({ employer: 'Another', address: 'Elsewhere' }))
  })
  it('refuses to approve a change of the application that was asked for before paying', () => {
    const asked = paying.send(correcting({ place: '440300' }))
    refuses('correction.frozen-fields', asked.send('payment.settle'), 'correction.approve')
    refuses('correction.frozen-fields', asked.send('payment.claim'), 'correction.approve')
    accepts(asked.send('payment.settle'), 'correction.reject')
  })
  it('refuses so before it says that corrections are closed', () => {
    refuses('correction.frozen-fields', registered, correcting({ place: '440300' }), on('05-01 10:00'))
  })
})

describe('correction.closed §6.13.1 §6.13.2', () => {
  it('accepts a request in the last second of registration', () => {
    accepts(registered, 'correction.request', on('04-17 16:59:59'))
    accepts(paying, 'correction.request', on('04-17 16:59:59'))
  })
  it('refuses a request from that close, paid or unpaid', () => {
    refuses('correction.closed', registered, 'correction.request', closes)
    refuses('correction.closed', paying, 'correction.request', closes)
    refuses('correction.closed', paying, correcting({ place: '440300' }), closes)
  })
  it('refuses a request until the last second before admit cards are printed, and accepts from then', () => {
    refuses('correction.closed', registered, 'correction.request', on('06-11 08:59:59'))
    expectState(accepts(registered, 'correction.request', on('06-11 09:00')), 'registered.admitCard')
  })
  it('accepts a request in the last second in which admit cards are printed, and refuses from then', () => {
    accepts(admitCard, 'correction.request', on('06-14 16:59:59'))
    refuses('correction.closed', admitCard, 'correction.request', on('06-14 17:00'), 'registered.seated')
    refuses('correction.closed', seated, 'correction.request', firstSession)
  })
  it('accepts that the office decides later than that', () => {
    const asked = registered.send('correction.request', on('04-17 16:59:59'))
    const after = accepts(asked, 'correction.approve', on('05-20 10:00'))
    expect(after.facts('correction.applied')).toMatchObject([{ correctionId: 'K1', fields: ['phone'] }])
    accepts(asked, 'correction.reject', on('05-20 10:00'))
  })
})

describe('correction.admit-card-fields §6.13.2', () => {
  it('accepts personal data while admit cards are printed', () => {
    const { name, idType, idNumber, gender, phone } = profile
    accepts(admitCard, correcting({ name, idType, idNumber, gender, phone, email: 'a@example.com' }))
  })
  it.each([
    { employer: 'Another' },
    { address: 'Elsewhere' },
    { postcode: '510000' },
    { education: profile.education },
    { phone: '13900000000', address: 'Elsewhere' },
  ])('refuses %j then', (changes) => {
    refuses('correction.admit-card-fields', admitCard, correcting(changes))
  })
  it('accepts the same fields while registration is open', () => {
    accepts(
      registered,
      correcting({ employer: 'Another', address: 'Elsewhere', education: profile.education }),
    )
  })
  it('refuses from the instant at which admit cards are printed', () => {
    const moved = correcting({ address: 'Elsewhere' })
    refuses('correction.admit-card-fields', registered, moved, on('06-11 09:00'), 'registered.admitCard')
  })
})

describe('exam.identical-answers §7.3.1', () => {
  it('accepts no finding of identical answers before there are answers', () => {
    refuses('exam.identical-answers', admitCard, finding('identicalAnswers'))
    refuses('exam.identical-answers', seated, finding('identicalAnswers', ['law']), on('06-15 13:59:59'))
  })
  it('accepts any other finding there', () => {
    expectState(accepts(seated, finding('ineligible'), on('06-15 13:59:59')), 'ended.voided')
  })
  it('accepts identical answers in a subject registered for, from the first session', () => {
    const ended = seated.send('finding.record', firstSession)
    const after = accepts(ended, finding('identicalAnswers', ['law']))
    expect(after.facts('finding.recorded')).toMatchObject([
      { finding: 'identicalAnswers', subjects: ['law'] },
    ])
    expect(after.facts('integrity.recorded')).toEqual([])
  })
  it('refuses them in a subject that was not registered for', () => {
    const ended = seated.send('finding.record', firstSession)
    refuses('exam.identical-answers', ended, finding('identicalAnswers', ['law', 'astrology']))
  })
  it('refuses them so in every stage after the exam, too', () => {
    for (const life of [marking, notPassed, qualifying, certified, done])
      refuses('exam.identical-answers', life, finding('identicalAnswers', ['law', 'astrology']))
    refuses('exam.identical-answers', seated, finding('identicalAnswers', ['astrology']), firstSession)
  })
  it('refuses them of whoever never paid, also long after the exam', () => {
    refuses('exam.identical-answers', paying, finding('identicalAnswers'))
    refuses('exam.identical-answers', abandoned, finding('identicalAnswers'), on('08-01 10:00'))
  })
})

describe('finding.before-exam §7.4 §12 §12(1)', () => {
  it('takes a finding before the first session as the end of the registration, wherever it stands', () => {
    const proof = filling.to('filling.route').send({ type: 'route.choose', route: 'proof' })
    const everywhere = [
      filling,
      confirmation,
      committing,
      proof.to('declaring.proof.reviewing'),
      paying,
      claimed,
    ]
    for (const life of [...everywhere, registered, admitCard, seated]) {
      const after = accepts(life, { ...finding('refusedCheck'), referred: true })
      expectState(after, 'ended.voided')
      expect(after.decision.facts).toMatchObject([
        { type: 'finding.recorded', finding: 'refusedCheck', referred: true },
        { type: 'registration.voided', reason: 'refusedCheck' },
      ])
    }
  })
  it('takes it so in the last second before the first session', () => {
    expectState(accepts(seated, 'finding.record', on('06-15 13:59:59')), 'ended.voided')
  })
  it('does not take it so from the first instant of the first session', () => {
    expectState(accepts(seated, 'finding.record', firstSession), 'ended.scoresVoided')
  })
  it('takes the first session of the notice, whatever is registered', () => {
    const general = filling.send({
      type: 'application.save',
      application: { level: 'intermediate', subjects: ['general'], place: '440100' },
    })
    const sits = general.to('registered.seated')
    expectState(accepts(sits, 'finding.record', firstSession), 'ended.scoresVoided')
  })
  it('takes a session that was put off', () => {
    const sessions = [{ subject: 'law', starts: on('07-20 09:00'), ends: on('07-20 11:00') }]
    const putOff = registered.send(amending({ sessions }))
    expectState(accepts(putOff, 'finding.record', on('07-20 08:59:59')), 'ended.voided')
    expectState(accepts(putOff, 'finding.record', on('07-20 09:00')), 'ended.scoresVoided')
  })
  it('keeps no personal note', () => {
    const after = accepts(registered, { type: 'finding.record', note: 'forged by 王五' })
    expect(JSON.stringify([after.snapshot, after.decision.facts])).not.toContain('王五')
  })
})

describe('finding.after-exam §7.4 §12 §12(1)', () => {
  it('takes a finding once the exam has begun as the end of all marks of the sitting', () => {
    const after = accepts(seated, finding('ineligible'), firstSession)
    expectState(after, 'ended.scoresVoided')
    expect(after.facts('scores.voided')).toEqual([
      {
        type: 'scores.voided',
        at: firstSession,
        subjects: ['general', 'law', 'practice'],
        examYear: 2024,
        reason: 'ineligible',
      },
    ])
    expect(after.facts('refund.due')).toEqual([])
  })
  it('takes every kind of finding so', () => {
    for (const kind of ['ineligible', 'falseCommitment', 'falseMaterials', 'refusedCheck'] as const)
      expectState(accepts(seated, finding(kind), on('06-16 10:00')), 'ended.scoresVoided')
  })
  it('takes the credits back of whoever did not pass, however late: they are void', () => {
    const at = '2025-12-31T23:59:59+08:00'
    const after = accepts(done, finding('falseMaterials'), at)
    expectState(after, 'ended.scoresVoided')
    expect(after.decision.facts).toMatchObject([
      { type: 'finding.recorded', finding: 'falseMaterials' },
      { type: 'integrity.recorded', kind: 'serious', from: '2025-12-31', until: '2030-12-31' },
      { type: 'scores.voided', subjects: ['general', 'law', 'practice'], examYear: 2024 },
      { type: 'credits.earned', subjects: [], examYear: 2024, validThrough: 2025 },
    ])
    expect(after.snapshot.context.marks).toEqual({ general: -4, law: -4, practice: -4 })
  })
  it('takes one before and after the marks so, while they are reviewed and checked', () => {
    for (const life of [marking, notPassed, notPassed.send('scoreReview.request'), qualifying, doubtful])
      expectState(accepts(life, finding('ineligible')), 'ended.scoresVoided')
    expect(accepts(marking, finding('ineligible')).facts('credits.earned')).toEqual([])
  })
  it('does not take a mark that is none as one that becomes void', () => {
    const absent = marking.publish({ general: -1, law: -2 })
    const after = accepts(absent, finding('ineligible'))
    expect(after.snapshot.context.marks).toEqual({ general: -1, law: -2, practice: -4 })
  })
  it('does not take a finding a second before the first session', () => {
    const after = accepts(seated, finding('ineligible'), on('06-15 13:59:59'))
    expect(after.facts('scores.voided')).toEqual([])
  })
  it('does not take one so that comes after the end: it is recorded, and nothing else', () => {
    for (const ended of [abandoned, registered.send('exam.cancel')]) {
      const after = accepts(ended, finding('ineligible'), on('08-01 10:00'))
      expect(after.state).toEqual(ended.state)
      expect(after.decision.facts.map(({ type }) => type)).toEqual(['finding.recorded'])
    }
  })
})

describe('finding.false-materials §7.4 §12', () => {
  it('takes false materials into the integrity record, for five years', () => {
    const record = { kind: 'serious', from: '2024-06-16', until: '2029-06-16' }
    const after = accepts(seated, finding('falseMaterials'), on('06-16 00:30'))
    expect(after.facts('integrity.recorded')).toMatchObject([record])
  })
  it('takes a false commitment into it without an end', () => {
    const [record] = accepts(registered, finding('falseCommitment'), morning).facts('integrity.recorded')
    expect(record).toEqual({
      type: 'integrity.recorded',
      at: morning,
      kind: 'falseCommitment',
      from: '2024-04-08',
    })
  })
  it('takes both so after the end, too', () => {
    for (const kind of ['falseMaterials', 'falseCommitment'] as const) {
      const after = accepts(abandoned, finding(kind), on('08-01 10:00'))
      expect(after.state).toEqual(abandoned.state)
      expect(after.decision.facts.map(({ type }) => type)).toEqual(['finding.recorded', 'integrity.recorded'])
    }
  })
  it('takes a record from 29 February to 28 February', () => {
    const at = '2024-02-29T12:00:00+08:00'
    const after = accepts(life({ at }), finding('falseMaterials'), at)
    expect(after.facts('integrity.recorded')).toMatchObject([{ from: '2024-02-29', until: '2029-02-28' }])
  })
  it('does not take other findings into the record', () => {
    for (const kind of ['ineligible', 'refusedCheck'] as const) {
      for (const life of [registered, abandoned])
        expect(accepts(life, finding(kind)).facts('integrity.recorded')).toEqual([])
    }
  })
})

describe('finding.refused-check §7.4 §12 §12(2)', () => {
  it('takes a check refused after the exam as the end of all marks of the sitting, without a record', () => {
    for (const life of [marking, notPassed, qualifying, doubtful, done]) {
      const after = accepts(life, { ...finding('refusedCheck'), referred: false })
      expectState(after, 'ended.scoresVoided')
      expect(after.facts('finding.recorded')).toMatchObject([{ finding: 'refusedCheck', referred: false }])
      expect(after.facts('scores.voided')).toMatchObject([{ reason: 'refusedCheck' }])
      expect(after.facts('integrity.recorded')).toEqual([])
    }
  })
  it('takes it so while a demand is open: the office need not wait', () => {
    const demanded = qualifying.send({ type: 'spotCheck.demand', dueAt: on('08-20 17:00') })
    expectState(accepts(demanded, finding('refusedCheck')), 'ended.scoresVoided')
  })
  it('does not take it so before the exam: the registration is void', () => {
    const after = accepts(seated, finding('refusedCheck'), on('06-15 13:59:59'))
    expectState(after, 'ended.voided')
    expect(after.facts('scores.voided')).toEqual([])
  })
  it('does not take other findings so as far as their record goes', () => {
    const after = accepts(qualifying, finding('falseMaterials'), '2024-08-05T17:00:00Z')
    expect(after.facts('integrity.recorded')).toMatchObject([{ from: '2024-08-06', until: '2029-08-06' }])
    expect(after.facts('credits.earned')).toMatchObject([{ subjects: [] }])
  })
})

describe('correctsApplication §6.4.6 §6.10', () => {
  it('takes an approved change of the application back to the confirmation, and supersedes the order', () => {
    const asked = paying.send(correcting({ subjects: ['law'], phone: '13900000000' }))
    const after = accepts(asked, 'correction.approve')
    expectState(after, 'filling.confirmation')
    expect(after.decision.facts).toMatchObject([
      { type: 'correction.applied', correctionId: 'K1', fields: ['phone', 'subjects'] },
      { type: 'order.superseded', orderNo: 'R-1' },
    ])
    expect(after.snapshot.context.application).toEqual({
      level: 'intermediate',
      subjects: ['law'],
      place: '440100',
    })
    const again = after.to('paying.awaiting')
    expect(again.facts('order.created')).toMatchObject([{ orderNo: 'R-2', amountFen: 5700 }])
  })
  it('takes it there before there is an order, and supersedes none', () => {
    const after = accepts(committing.send(correcting({ place: '440300' })), 'correction.approve')
    expectState(after, 'filling.confirmation')
    expect(after.facts('order.superseded')).toEqual([])
  })
  it('does not take a change of other fields there', () => {
    const after = accepts(paying.send('correction.request'), 'correction.approve')
    expectState(after, 'paying.awaiting')
    expect(after.decision.facts.map(({ type }) => type)).toEqual(['correction.applied'])
  })
  it('does not take a changed name there, but asks for verification again', () => {
    for (const changes of [{ name: '陈小' }, { idType: 'passport' as const }, { idNumber: 'E1' }]) {
      const after = accepts(paying.send(correcting(changes)), 'correction.approve')
      expectState(after, 'paying.awaiting')
      expect(after.facts('verification.requested')).toHaveLength(1)
    }
  })
  it('does not take a rejected correction anywhere', () => {
    const after = accepts(paying.send(correcting({ place: '440300' })), 'correction.reject')
    expectState(after, 'paying.awaiting')
    expect(after.snapshot.context.application).toMatchObject({ place: '440100' })
  })
})

describe('reopensPayment §6.9', () => {
  const prolonged = amending({ windows: { payment: { opens, closes: on('04-25 17:00') } } })
  const silent = paying.send('clock.advance', on('04-18 17:00'))

  it('takes whoever the close has overtaken back to paying', () => {
    const after = accepts(silent, prolonged, on('04-19 10:00'))
    expectState(after, 'paying.awaiting')
    expectState(accepts(after, 'payment.settle', on('04-25 16:59:59')), 'registered.waiting')
    expectState(accepts(after, 'clock.advance', on('04-25 17:00')), 'paying.reconciling')
  })
  it('does not take a claim back: the bank is asked still', () => {
    const claiming = paying.send('payment.claim', on('04-18 16:00'))
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
})

describe('findingOnRecord §policy', () => {
  it('takes back the finding of a registration that was given up, which stays ended', () => {
    const found = abandoned.send(finding('falseMaterials'), on('05-01 10:00'))
    const after = accepts(found, 'decision.overturn')
    expectState(after, 'ended.abandoned')
    expect(after.decision.facts).toMatchObject([
      { type: 'decision.overturned' },
      { type: 'integrity.withdrawn', kind: 'serious', from: '2024-05-01' },
    ])
  })
  it('takes back the finding of an exam that was not held, and every record', () => {
    const cancelled = registered
      .send('exam.cancel')
      .send(finding('falseMaterials'))
      .send(finding('falseCommitment'))
    const after = accepts(cancelled, 'decision.overturn')
    expectState(after, 'ended.cancelled')
    expect(after.facts('integrity.withdrawn')).toHaveLength(2)
  })
  it('does not take anything back where nothing was found, or a second time', () => {
    refuses('registration.ended', abandoned, 'decision.overturn')
    const once = abandoned.send('finding.record').send('decision.overturn')
    refuses('registration.ended', once, 'decision.overturn')
  })
})

describe('neverPaid §6.4.8', () => {
  it('takes back the finding of an unpaid registration, which stays ended', () => {
    for (const unpaid of [filling, paying]) {
      const after = accepts(unpaid.send(finding('falseCommitment')), 'decision.overturn')
      expectState(after, 'ended.voided')
      expect(after.facts('decision.overturned')).toHaveLength(1)
      expect(after.facts('integrity.withdrawn')).toHaveLength(1)
    }
  })
  it('does not take a paid registration so: it goes on', () => {
    const after = accepts(registered.send('finding.record'), 'decision.overturn')
    expectState(after, 'registered.waiting')
  })
  it('takes one so whose money was owed back', () => {
    const voided = paying.send({ type: 'payment.settle', amountFen: 1 }).send('finding.record')
    expectState(accepts(voided, 'decision.overturn'), 'ended.voided')
  })
})

describe('amendable §policy', () => {
  const sessions = [{ subject: 'law', starts: on('07-20 09:00'), ends: on('07-20 11:00') }]
  const passMarks = { general: 50, law: 50, practice: 50 }
  const windows = { admitCard: { opens: on('07-15 09:00'), closes: on('07-19 17:00') } }

  it('takes new sessions until the last one has ended', () => {
    const after = accepts(seated, amending({ sessions }), on('06-16 16:29:59'))
    expectState(accepts(after, 'clock.advance', on('07-20 10:59:59')), 'registered.seated')
    expectState(accepts(after, 'clock.advance', on('07-20 11:00')), 'marking')
  })
  it('does not take them from then on, in whatever stage', () => {
    refuses('event.not-now', seated, amending({ sessions }), lastEnds, 'marking')
    const putOff = [{ subject: 'law', starts: on('12-20 09:00'), ends: on('12-20 11:00') }]
    for (const life of [marking, notPassed, qualifying, doubtful, certified, done])
      refuses('event.not-now', life, amending({ sessions: putOff }))
  })
  it('takes pass marks until the marks are published, and they decide', () => {
    const after = accepts(marking, amending({ passMarks }))
    expectState(after, 'marking')
    const marks = { general: 50, law: 50, practice: 50 }
    expectState(accepts(after, { type: 'marks.publish', marks }), 'qualifying')
  })
  it('does not take pass marks once they are, alone or beside what could be amended', () => {
    for (const life of [notPassed, qualifying, doubtful, certified, done, certified.to('ended.revoked')]) {
      refuses('event.not-now', life, amending({ passMarks }))
      refuses('event.not-now', life, amending({ passMarks, windows }))
    }
  })
  it('takes pass marks again where the marks have fallen', () => {
    const fallen = notPassed.send(misconductOf('law')).send('decision.overturn')
    accepts(fallen, amending({ passMarks }))
  })
  it('takes windows at any time, and the registration stays where it is', () => {
    for (const life of [marking, notPassed, qualifying, doubtful, certified, done]) {
      const after = accepts(life, amending({ windows }))
      expect(after.state).toEqual(life.state)
      expect(after.decision.facts).toEqual([])
    }
  })
  it('takes both parts of one amendment while both can be amended', () => {
    const after = accepts(registered, amending({ sessions, passMarks, windows }))
    expectState(accepts(after, 'clock.advance', on('07-15 09:00')), 'registered.admitCard')
  })
  it('does not take what makes no sense, first of all', () => {
    refuses('notice.sense', qualifying, amending({ passMarks: { astrology: 1 } }))
  })
})

describe('onlyDemand §12(2)', () => {
  const due = on('08-20 17:00')
  const asking = (life: Life) => life.send({ type: 'spotCheck.demand', dueAt: due })
  const leaves = {
    'notPassed.open': notPassed,
    'notPassed.underReview': notPassed.send('scoreReview.request'),
    'qualifying.check.notRequired': qualifying,
    'qualifying.check.unreviewed': doubtful,
    'qualifying.check.rejected': doubtful.send('postCheck.reject'),
    'qualifying.check.approved': doubtful.send('postCheck.approve'),
  }

  it.each(Object.entries(leaves))('takes a demand back in %s, and everything else stands', (state, life) => {
    const after = accepts(asking(life), 'decision.overturn')
    expectState(after, state)
    expect(after.decision.facts.map(({ type }) => type)).toEqual(['decision.overturned'])
    const { spotCheck: _, ...context } = asking(life).snapshot.context
    expect(after.snapshot.context).toEqual(context)
    refuses('decision.none', after, 'decision.overturn')
  })
  it('takes it back while the public notice stands, which goes on', () => {
    const open = asking(qualifying.to('qualifying.publicNotice.open'))
    expectState(accepts(open, 'decision.overturn'), 'qualifying.publicNotice.open')
    const closed = accepts(open, 'clock.advance', on('08-19 10:00'))
    expectState(closed, 'qualifying.publicNotice.closed')
    expectState(accepts(closed, 'decision.overturn'), 'certified')
  })
  it.each(Object.entries(leaves))('does not take it so in %s where a mark was changed, too', (_, life) => {
    const caught = life.send(misconductOf('practice'))
    expectState(accepts(asking(caught), 'decision.overturn'), 'marking')
  })
  it('does not take what was only held so: published, it changed a mark', () => {
    const held = marking.send(finding('identicalAnswers', ['law'])).publish({}, onPublication)
    expectState(accepts(asking(held), 'decision.overturn'), 'marking')
  })
})

describe('beforeExamEnds §policy', () => {
  it('takes the registration back before the last session ends, and the deadlines catch up', () => {
    const voided = registered.send(finding('ineligible'), morning)
    for (const [at, state] of [
      [on('06-11 08:59:59'), 'registered.waiting'],
      [on('06-11 09:00'), 'registered.admitCard'],
      [on('06-14 17:00'), 'registered.seated'],
      [on('06-16 16:29:59'), 'registered.seated'],
    ] as const)
      expectState(accepts(voided, 'decision.overturn', at), state)
  })
  it('takes marks that were void since the first session so, too', () => {
    const ended = seated.send(finding('ineligible'), firstSession)
    const after = accepts(ended, 'decision.overturn', on('06-16 16:29:59'))
    expectState(after, 'registered.seated')
    expectState(after.to('certified'), 'certified')
  })
  it('does not take it so from the end of the last session', () => {
    for (const ended of [registered.send('finding.record'), seated.send('finding.record', firstSession)]) {
      expectState(accepts(ended, 'decision.overturn', lastEnds), 'marking')
      expectState(accepts(ended, 'decision.overturn', on('12-01 10:00')), 'marking')
    }
  })
  it('takes the last session of the notice as it was amended, even after the end', () => {
    const sessions = [{ subject: 'law', starts: on('07-20 09:00'), ends: on('07-20 11:00') }]
    const voided = registered.send('finding.record').send(amending({ sessions }))
    expectState(accepts(voided, 'decision.overturn', on('07-20 10:59:59')), 'registered.seated')
    expectState(accepts(voided, 'decision.overturn', on('07-20 11:00')), 'marking')
  })
})
