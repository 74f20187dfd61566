import { expect, it } from 'vitest'
import type { RegistrationEvent } from '../../src'
import type { Given } from '../../src/testing/given'
import { examOf, marks, noticeOf, on, scenario } from '../support/scenario'
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
const doubtfulCandidate = { photo: true, education: { origin: 'domestic', result: 'onSite' } } as const

const doubtful = scenario({ candidate: doubtfulCandidate }).to('marking').when('marks.publish', onPublication)

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
      it('refuses sessions and pass marks of a level or a specialty that the notice does not offer', () => {
        const session = { subject: 'law', starts: on('06-20 09:00'), ends: on('06-20 11:00') }
        for (const names of [{ levels: ['juniors', 'intermediate'] }, { specialties: ['x'] }]) {
          refuses('notice.sense', paying, amending({ sessions: [session, { ...session, ...names }] }))
          refuses('notice.sense', filling, amending({ sessions: [session, { ...session, ...names }] }))
        }
        refuses('notice.sense', paying, amending({ passMarks: { law: { levels: { senior: 60 } } } }))
        refuses('notice.sense', paying, amending({ passMarks: { law: { specialties: { x: 60 } } } }))
        accepts(paying, amending({ passMarks: { law: { levels: { intermediate: 60 } } } }))
      })
      it('refuses sessions without one of the candidate, who keeps the old ones', () => {
        const session = { starts: on('06-20 09:00'), ends: on('06-20 11:00') }
        const of = (subject: string, levels?: string[]) =>
          amending({ sessions: [{ subject, ...session, ...(levels && { levels }) }] })
        for (const scenario of [paying, registered, seated]) {
          accepts(scenario, of('law'))
          accepts(scenario, of('practice', ['junior', 'intermediate']))
          refuses('notice.sense', scenario, of('practice', ['junior']))
        }
      })
      it('refuses a pass mark that exceeds the full mark', () => {
        for (const scenario of [paying, registered, marking]) {
          accepts(scenario, amending({ passMarks: { law: 100 } }))
          refuses('notice.sense', scenario, amending({ passMarks: { law: 100.5 } }))
          refuses(
            'notice.sense',
            scenario,
            amending({ passMarks: { law: { levels: { intermediate: 101 } } } }),
          )
        }
      })
      it('refuses to move a future close into the past, and accepts to move it to now', () => {
        const at = on('04-10 10:00')
        accepts(filling, amending({ windows: registration(at) }), at)
        refuses('notice.sense', filling, amending({ windows: registration(on('04-10 09:59:59')) }), at)
        const window = { opens: on('04-01 09:00'), closes: on('04-09 17:00') }
        refuses('notice.sense', registered, amending({ windows: { admitCard: window } }), at)
      })
      it('refuses a window after the exam that closes before the last session has ended', () => {
        const spans = ['scoreReview', 'postCheck', 'publicNotice', 'directMail'] as const
        for (const name of spans) {
          refuses('notice.sense', registered, amending({ [name]: { closes: lastEnds } }))
          accepts(registered, amending({ [name]: { closes: on('06-16 16:30:01') } }))
        }
        const fixed = registered.when(amending({ scoreReview: { closes: on('07-01 00:00') } }))
        const sessions = [{ subject: 'law', starts: on('07-20 09:00'), ends: on('07-20 11:00') }]
        refuses('notice.sense', fixed, amending({ sessions }))
        accepts(fixed, amending({ sessions, scoreReview: { days: 30 } }))
      })
      it('refuses a window after the exam that would have closed before now', () => {
        const close = (closes: string) => amending({ scoreReview: { closes } })
        refuses('notice.sense', notPassed, close(on('08-05 09:59:59')), onPublication)
        accepts(notPassed, close(onPublication), onPublication)
      })
      it('refuses marks of which one exceeds the full mark, although another does not', () => {
        const levels = { junior: 60, intermediate: 101 }
        refuses('notice.sense', paying, amending({ passMarks: { law: { levels } } }))
      })
      it('refuses an upload of proof that closes after its review, or in the past', () => {
        const base = noticeOf('gd-2024-social-worker')
        const windows = { ...base.windows, proofUpload: { closes: on('04-18 12:00') } }
        const uploading = scenario({ notice: { ...base, windows } }).to('paying.awaiting')
        const upload = (closes: string) => amending({ windows: { proofUpload: { closes } } })
        accepts(uploading, upload(on('04-18 17:00')))
        refuses('notice.sense', uploading, upload(on('04-18 17:00:01')))
        const after = uploading.when('clock.advance', on('04-18 09:00'))
        accepts(after, upload(on('04-18 09:00')), on('04-18 09:00'))
        refuses('notice.sense', after, upload(on('04-18 08:59:59')), on('04-18 09:00'))
      })
      it('refuses days for a score review or direct mail that runs', () => {
        const days = { days: 20 }
        const closes = on('09-20 00:00')
        refuses('notice.sense', notPassed, amending({ scoreReview: days }))
        const longer = accepts(notPassed, amending({ scoreReview: { closes } }))
        expectState(accepts(longer, 'clock.advance', on('09-19 23:59:59')), 'notPassed.open')
        expectState(accepts(longer, 'clock.advance', closes), 'ended.notPassed')
        const open = qualifying.when('certificate.requestMail').when('publicNotice.open', on('08-07 10:00'))
        for (const directMail of [days, 'none', { from: on('08-01 00:00') }] as const)
          refuses('notice.sense', open, amending({ directMail }))
        accepts(open, amending({ directMail: { closes } }))
        accepts(qualifying, amending({ directMail: days }))
      })
      it('refuses by another rule an amendment that names nothing', () => {
        for (const inside of [{ directMail: {} }, { calendar: {} }, { postCheck: {} }, { disclosure: {} }])
          refuses('event.malformed', paying, { type: 'notice.amend', ...inside } as never)
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
      it('accepts sessions of others beside one of the candidate, and any before there is an application', () => {
        const times = { starts: on('06-20 09:00'), ends: on('06-20 11:00') }
        const junior = { subject: 'practice', ...times, levels: ['junior'] }
        accepts(paying, amending({ sessions: [{ subject: 'law', ...times }, junior] }))
        accepts(filling, amending({ sessions: [junior] }))
      })
      it('accepts a level of the notice that a complete registration no longer has', () => {
        accepts(registered, amending({ passMarks: { law: { levels: { junior: 60 } } } }))
      })
      it('accepts a specialty that only one level has', () => {
        const software = scenario({ exam: examOf('software'), notice: noticeOf('gd-2024-software-1') })
        const marksOf = (specialty: string) =>
          amending({ passMarks: { knowledge: { specialties: { [specialty]: 45 } } } })
        accepts(software, marksOf('systems-analysis'))
        refuses('notice.sense', software, marksOf('systems'))
      })
      it('accepts another change after a window has closed', () => {
        const fixed = registered.when(amending({ scoreReview: { closes: on('07-01 00:00') } }))
        const disclosure = { url: 'https://example.org/2', version: 'v2' }
        accepts(fixed, amending({ disclosure }), on('07-02 00:00'))
      })
      it('accepts a direct mail that the notice no longer offers, and a request lapses', () => {
        const wished = qualifying.when('certificate.requestMail').when(amending({ directMail: 'none' }))
        refuses('certificate.direct-mail', wished, 'certificate.requestMail')
        const cleared = wished.when('publicNotice.open', on('08-07 10:00')).until('publicNotice.closes')
        expect(cleared.facts('mail.lapsed')).toHaveLength(1)
      })
      it('accepts a new disclosure, and the commitment then names it', () => {
        const disclosure = { url: 'https://example.org/2', version: 'v2' }
        const signing = filling.to('declaring.commitment').when(amending({ disclosure }))
        expect(signing.when('commitment.sign').facts('commitment.signed')).toMatchObject([
          { disclosure: 'v2' },
        ])
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

describeRule('checkMoved', () => {
  const closes = on('09-02 00:00')
  const rejected = doubtful.when('postCheck.reject', on('08-06 10:00'))
  return {
    holds() {
      it('tells the candidate again until when, and moves the repair along', () => {
        for (const scenario of [doubtful, rejected]) {
          const after = accepts(scenario, amending({ postCheck: { closes } }), on('08-07 10:00'))
          expect(after.snapshot.value).toEqual(scenario.snapshot.value)
          expect(after.decision.facts).toMatchObject([{ type: 'postCheck.required', closesAt: closes }])
        }
        const later = rejected.when(amending({ postCheck: { closes } }))
        expect(later.snapshot.context.repairUntil).toBe(Date.parse(closes))
      })
      it('keeps a repair that ends later than the window', () => {
        const own = doubtful.when({ type: 'postCheck.reject', dueAt: on('08-25 10:00') }, on('08-06 10:00'))
        const repairOf = (at: string) =>
          own.when(amending({ postCheck: { closes: at } })).snapshot.context.repairUntil
        expect(repairOf(on('08-22 00:00'))).toBe(Date.parse(on('08-25 10:00')))
        expect(repairOf(closes)).toBe(Date.parse(closes))
      })
      it('ends the window now at the earliest', () => {
        const at = on('08-07 10:00')
        accepts(doubtful, amending({ postCheck: { closes: at } }), at)
        refuses('notice.sense', doubtful, amending({ postCheck: { closes: on('08-07 09:59:59') } }), at)
      })
    },
    fails() {
      it('refuses days for a window that runs: it moves only to an instant', () => {
        refuses('notice.sense', doubtful, amending({ postCheck: { days: 20 } }))
        refuses('notice.sense', doubtful, amending({ postCheck: { closes: lastEnds } }))
      })
      it('does not apply before the marks: the window then follows', () => {
        const after = accepts(marking, amending({ postCheck: { closes } }))
        expect(after.decision.facts).toEqual([])
        const counted = scenario({ candidate: doubtfulCandidate })
          .to('marking')
          .when(amending({ postCheck: { days: 20 } }))
          .when('marks.publish', onPublication)
        expect(counted.facts('postCheck.required')).toMatchObject([{ closesAt: on('08-26 00:00') }])
      })
      it('does not apply once the window has closed, or with marks that came first', () => {
        const after = accepts(doubtful, amending({ postCheck: { closes } }), on('08-20 00:00'))
        expect(after.decision.facts).toEqual([])
        const passMarks = { general: 50 }
        refuses('event.not-now', doubtful, amending({ postCheck: { closes }, passMarks }))
      })
    },
  }
})

describeRule('publicNoticeMoved', () => {
  const closes = on('09-02 00:00')
  const open = qualifying.when('publicNotice.open', on('08-07 10:00'))
  const both = doubtful.when('publicNotice.open', on('08-07 10:00'))
  return {
    holds() {
      it('tells the candidate again until when, and direct mail closes with it', () => {
        const after = accepts(open, amending({ publicNotice: { closes } }))
        expect(after.decision.facts).toMatchObject([{ type: 'publicNotice.opened', closesAt: closes }])
        accepts(after, 'certificate.requestMail', on('09-01 23:59:59'))
        expectState(accepts(after, 'clock.advance', on('09-01 23:59:59')), 'qualifying.publicNotice.open')
        expectState(accepts(after, 'clock.advance', closes), 'certified')
      })
      it('applies beside the check, each told once', () => {
        const after = accepts(both, amending({ postCheck: { closes }, publicNotice: { closes } }))
        expect(after.decision.facts.map(({ type }) => type)).toEqual([
          'postCheck.required',
          'publicNotice.opened',
        ])
      })
      it('applies to a notice that only a complaint keeps open', () => {
        const held = open.when('complaint.receive').when('clock.advance', on('08-25 10:00'))
        const moved = accepts(held, amending({ publicNotice: { closes } }))
        expect(moved.facts('publicNotice.opened')).toHaveLength(1)
        expectState(accepts(moved, 'complaint.dismiss'), 'qualifying.publicNotice.open')
      })
    },
    fails() {
      it('refuses what does not make sense, in both regions', () => {
        refuses('notice.sense', both, amending({ publicNotice: { days: 20 } }))
        refuses('notice.sense', both, amending({ publicNotice: { closes: on('08-07 09:59:59') } }))
        refuses('event.not-now', both, amending({ publicNotice: { closes }, passMarks: { law: 50 } }))
      })
      it('does not apply before the notice opens: it then follows', () => {
        const after = accepts(qualifying, amending({ publicNotice: { days: 5, startDay: 'count' } }))
        expect(after.decision.facts).toEqual([])
        const opened = after.when('publicNotice.open', on('08-07 10:00'))
        expect(opened.facts('publicNotice.opened')).toMatchObject([{ closesAt: on('08-12 00:00') }])
      })
    },
  }
})

describeRule('attestation.kinds', () => {
  const attest = (kind: string) => ({ type: 'attestation.record', kind, result: 'passed' }) as const
  const kinds = Array.from({ length: 20 }, (_, n) => `kind-${n}`)
  const full = kinds.reduce((given: Given, kind) => given.when(attest(kind)), scenario())
  return {
    holds() {
      it('refuses a twenty-first kind of attestation', () => {
        refuses('attestation.kinds', full, attest('another'))
      })
    },
    fails() {
      it('accepts another attestation of a known kind, which replaces the last', () => {
        const after = accepts(full, { ...attest('kind-3'), validUntil: '2024-12-31' })
        expect(after.snapshot.context.attestations).toHaveLength(20)
        expect(after.snapshot.context.attestations?.at(-1)).toEqual({
          kind: 'kind-3',
          result: 'passed',
          validUntil: '2024-12-31',
        })
      })
    },
  }
})
