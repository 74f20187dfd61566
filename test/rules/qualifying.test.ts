import { expect, it } from 'vitest'
import { deadlines, isIn, type Notice, type RegistrationEvent } from '../../src'
import { overseasEducation } from '../../src/testing/candidateData'
import type { Given } from '../../src/testing/given'
import {
  amendingHistory,
  correcting,
  examOf,
  marks,
  noticeOf,
  on,
  scenario,
  verified,
} from '../support/scenario'
import { describeRule } from './describeRule'
import { accepts, expectState, refuses } from './verdict'

// The marks are published on a Monday; the check closes ten working days later, on 20 August.
const onPublication = on('08-05 10:00')
const windowCloses = on('08-20 00:00')
/** A public notice of ten working days, opened two days after the marks; the opening day counts. */
const opening = on('08-07 10:00')
const noticeCloses = on('08-21 00:00')

type Result = 'passed' | 'failed' | 'onSite'
type Origin = 'domestic' | 'overseas'
const degree = (result: Result, origin: Origin = 'domestic', changes: Partial<Notice> = {}) =>
  scenario({
    candidate: { ...verified, education: { origin, result } },
    notice: noticeOf('gd-2024-social-worker', changes),
  })
const onProof = (scenario: Given) =>
  scenario.to('filling.route').when({ type: 'route.choose', route: 'proof' })
const passing = (scenario: Given, at = onPublication) => scenario.to('marking').when('marks.publish', at)

type EvidenceKind = RegistrationEvent<'evidence.upload'>['document']['kind']
const showing = (kind: EvidenceKind, mediaType = 'application/pdf') =>
  ({ type: 'evidence.upload', document: { kind, mediaType } }) as const

/** Committed, degree verified online: no check. */
const plain = passing(scenario())
/** Committed, degree not verified online: a check and the public notice. */
const both = passing(degree('failed'))
/** On the proof route: a check and no public notice. */
const proved = passing(onProof(scenario()))
/** Committed with a scan of the degree: a report is due. */
const scanned = degree('failed').to('declaring.evidence').when(showing('degreeScan'))
const owing = passing(scanned)

const rejected = both.when('postCheck.reject')
const contested = both.when('publicNotice.open', opening).when('complaint.receive')

const rejecting = (dueAt?: string) =>
  ({ type: 'postCheck.reject', reason: 'illegible', ...(dueAt && { dueAt }) }) as const
const demanding = (dueAt: string) => ({ type: 'spotCheck.demand', dueAt }) as const
const receiving = (complaintId: string) => ({ type: 'complaint.receive', complaintId }) as const
const dismissing = (complaintId: string) => ({ type: 'complaint.dismiss', complaintId }) as const
const reviewing = { type: 'scoreReview.request' as const, subjects: ['law'] }

const types = (scenario: Given) => scenario.decision.facts.map(({ type }) => type)
const dueOf = (scenario: Given, name: string) =>
  deadlines(scenario.snapshot).find((due) => due.name === name)?.at

describeRule('postCheck.who', {
  holds() {
    it('applies to a pass on the proof route, and emits the close of the check', () => {
      expectState(proved, 'qualifying.check.unreviewed')
      expect(proved.facts('postCheck.required')).toEqual([
        { type: 'postCheck.required', at: onPublication, closesAt: windowCloses },
      ])
      expect(dueOf(proved, 'postCheck.closes')).toBe(windowCloses)
    })
    it('applies to a commitment with a degree that was not verified online', () => {
      for (const result of ['failed', 'onSite'] as const)
        expectState(passing(degree(result)), 'qualifying.check.unreviewed')
      expectState(passing(degree('failed', 'overseas')), 'qualifying.check.unreviewed')
    })
    it('applies after a withdrawal of the commitment', () => {
      const withdrawn = scenario().to('paying.awaiting').when('commitment.withdraw')
      expectState(passing(withdrawn), 'qualifying.check.unreviewed')
    })
    it('applies to a candidate who was barred from the commitment or offered none', () => {
      const barred = scenario({ history: { integrity: [{ kind: 'serious', from: '2023-01-01' }] } })
      expectState(passing(onProof(barred)), 'qualifying.check.unreviewed')
      const none = scenario({ notice: noticeOf('gd-2024-social-worker', { commitment: 'none' }) })
      expectState(passing(onProof(none)), 'qualifying.check.unreviewed')
    })
    it('applies once a corrected degree, approved after the marks, was not verified online', () => {
      const asked = scenario()
        .to('registered.waiting')
        .when(correcting({ education: overseasEducation }))
      const unchecked = passing(asked)
      expectState(unchecked, 'qualifying.check.notRequired')
      const after = accepts(unchecked, 'correction.approve', on('08-12 10:00'))
      expectState(after, 'qualifying.check.unreviewed')
      expect(after.facts('postCheck.required')).toMatchObject([{ closesAt: on('08-27 00:00') }])
    })
    it('uses the result at registration: a later report does not verify the degree online', () => {
      const reported = scanned.when(showing('verificationReport'))
      expectState(passing(reported), 'qualifying.check.unreviewed')
    })
  },
  fails() {
    it('does not apply to a commitment with a verified degree', () => {
      expectState(plain, 'qualifying.check.notRequired')
      expect(plain.facts('postCheck.required')).toEqual([])
      expect(dueOf(plain, 'postCheck.closes')).toBeUndefined()
      refuses('event.not-now', plain, 'postCheck.approve')
      refuses('event.not-now', plain, rejecting(on('12-01 10:00')))
    })
    it('does not apply to an exemption level alone', () => {
      const opened = scenario({
        exam: examOf('gd-constructor-2'),
        notice: noticeOf('gd-2023-constructor-2'),
        candidate: { ...verified, identityProvider: 'provincial' },
      })
      const application = {
        level: 'two-subjects',
        specialty: 'building',
        subjects: ['law', 'practice'],
        place: '440100',
      }
      const exempt = opened.when({ type: 'application.save', application })
      const passed = exempt.to('qualifying')
      expectState(passed, 'qualifying.check.notRequired')
      expectState(passed, 'qualifying.publicNotice.pending')
    })
    it('does not apply to a candidate who did not pass', () => {
      const failed = degree('failed')
        .to('marking')
        .when(marks({ law: 59 }))
      expect(failed.facts('postCheck.required')).toEqual([])
    })
    it('does not end the registration if the office does not act', () => {
      for (const scenario of [both, proved])
        expect(accepts(scenario, 'clock.advance', on('12-31 10:00')).snapshot.value).toEqual(
          scenario.snapshot.value,
        )
      expect(dueOf(proved.when('clock.advance', windowCloses), 'postCheck.closes')).toBeUndefined()
      expectState(accepts(proved, 'postCheck.approve', on('12-31 10:00')), 'certified')
    })
  },
})

describeRule('postCheck.window', () => {
  const dayBefore = on('08-19 00:00')
  return {
    holds() {
      it('refuses a rejection without a date in the last 24 hours of the window and after it', () => {
        for (const at of [on('08-19 00:00:01'), on('08-19 23:59:59'), windowCloses, on('09-10 10:00')])
          refuses('postCheck.window', proved, rejecting(), at)
      })
      it('refuses a rejection with less than 24 hours to repair after the public notice has closed', () => {
        const open = both.when('publicNotice.open', opening)
        refuses('postCheck.window', open, rejecting(), noticeCloses, 'qualifying.publicNotice.closed')
        refuses('postCheck.window', open.until('publicNotice.closes'), rejecting(on('08-21 23:59:59')))
        accepts(open.until('publicNotice.closes'), rejecting(on('08-22 00:00')))
      })
      it('refuses by another rule a check that is rejected or approved', () => {
        refuses('event.not-now', rejected, rejecting())
        refuses('event.not-now', both.when('postCheck.approve'), rejecting())
      })
    },
    fails() {
      it('accepts a rejection without a date until 24 hours before the close', () => {
        for (const at of [onPublication, dayBefore]) {
          const after = accepts(proved, rejecting(), at)
          expectState(after, 'qualifying.check.rejected')
          expect(after.facts('postCheck.rejected')).toEqual([
            { type: 'postCheck.rejected', at, reason: 'illegible', repairUntil: windowCloses },
          ])
        }
      })
      it('accepts a date at least 24 hours ahead after that, and refuses one a second earlier', () => {
        const at = on('08-19 12:00')
        const after = accepts(proved, rejecting(on('08-20 12:00')), at)
        expect(after.facts('postCheck.rejected')).toMatchObject([{ repairUntil: on('08-20 12:00') }])
        refuses('postCheck.window', proved, rejecting(on('08-20 11:59:59')), at)
        accepts(proved, rejecting('2024-08-21T04:00:00Z'), on('08-20 12:00'))
        refuses('postCheck.window', proved, rejecting(on('08-19 10:00')), on('08-20 12:00'))
      })
      it('accepts any date while the window is open; the repair ends at the later of the two', () => {
        const after = accepts(proved, rejecting(on('08-06 10:00')))
        expect(after.facts('postCheck.rejected')).toMatchObject([{ repairUntil: windowCloses }])
        const longer = accepts(proved, rejecting(on('08-30 17:00')))
        expect(longer.facts('postCheck.rejected')).toMatchObject([{ repairUntil: on('08-30 17:00') }])
      })
      it('accepts any rejection while a public notice has yet to close', () => {
        const open = both.when('publicNotice.open', opening)
        for (const scenario of [both, open, contested]) accepts(scenario, rejecting(), on('08-20 23:59:59'))
        accepts(contested, rejecting(), on('10-10 10:00'))
        accepts(both, rejecting(on('08-01 10:00')), on('10-10 10:00'))
      })
      it('counts the window from a review decision that changed the result', () => {
        const failed = onProof(scenario())
          .to('marking')
          .when(marks({ law: 59 }), onPublication)
        const turned = failed
          .when(reviewing)
          .when({ type: 'scoreReview.decide', marks: { law: 60 } }, on('08-26 10:00'))
        accepts(turned, rejecting(), on('09-09 00:00'))
        refuses('postCheck.window', turned, rejecting(), on('09-09 00:00:01'))
      })
    },
  }
})

describeRule('postCheck.resubmit', () => {
  const late = on('08-19 23:59:59')
  return {
    holds() {
      it('refuses an empty resubmission', () => {
        refuses('postCheck.resubmit', rejected, { type: 'postCheck.resubmit', documents: [] })
      })
      it('refuses by another rule if nothing was rejected or the repair is over', () => {
        for (const scenario of [plain, both, both.when('postCheck.approve')])
          refuses('event.not-now', scenario, 'postCheck.resubmit')
        const over = proved.when(rejecting())
        refuses('registration.ended', over, 'postCheck.resubmit', windowCloses, 'ended.scoresVoided')
      })
    },
    fails() {
      it('accepts a resubmission until the last second of the repair', () => {
        const after = accepts(proved.when(rejecting()), 'postCheck.resubmit', late)
        expectState(after, 'qualifying.check.unreviewed')
        expectState(accepts(after, 'clock.advance', on('12-01 10:00')), 'qualifying.check.unreviewed')
        expectState(accepts(after, 'postCheck.approve', on('12-01 10:00')), 'certified')
      })
      it('accepts several rounds', () => {
        const again = proved.when(rejecting()).when('postCheck.resubmit', late)
        const twice = again
          .when(rejecting(on('08-25 17:00')))
          .when('postCheck.resubmit', on('08-25 16:59:59'))
        expectState(twice, 'qualifying.check.unreviewed')
      })
    },
  }
})

describeRule('verification.report-due', {
  holds() {
    it('refuses the approval while a scan replaces the report, even after a rejection and a repair', () => {
      refuses('verification.report-due', owing, 'postCheck.approve', on('08-19 23:59:59'))
      const repaired = owing.when(rejecting()).when('postCheck.resubmit')
      refuses('verification.report-due', repaired, 'postCheck.approve')
    })
  },
  fails() {
    it('accepts the approval once the report is uploaded', () => {
      refuses('verification.report-due', owing, 'postCheck.approve')
      const after = accepts(owing, showing('verificationReport'))
      expectState(after, 'qualifying.check.unreviewed')
      expectState(accepts(after, 'postCheck.approve'), 'qualifying.check.approved')
    })
    it('accepts the approval if the evidence was not a scan', () => {
      const shown = degree('failed').to('declaring.evidence').when(showing('verificationReport'))
      accepts(passing(shown), 'postCheck.approve')
      const abroad = degree('failed', 'overseas').to('declaring.evidence')
      accepts(passing(abroad.when(showing('overseasCertificate'))), 'postCheck.approve')
    })
  },
})

describeRule('publicNotice.who', {
  holds() {
    it('applies to a candidate who committed and passed', () => {
      for (const scenario of [plain, both, owing]) {
        expectState(scenario, 'qualifying.publicNotice.pending')
        expectState(accepts(scenario, 'publicNotice.open'), 'qualifying.publicNotice.open')
      }
    })
    it('keeps the public notice open for the span of the notice, with its first day counted or not', () => {
      const after = accepts(plain, 'publicNotice.open', opening)
      expect(after.facts('publicNotice.opened')).toEqual([
        { type: 'publicNotice.opened', at: opening, closesAt: noticeCloses },
      ])
      for (const [publicNotice, closesAt] of [
        [{ workingDays: 10, startDay: 'skip' }, on('08-22 00:00')],
        [{ days: 5 }, on('08-13 00:00')],
        [{ closes: on('08-31 17:00') }, on('08-31 17:00')],
      ] as const) {
        const opened = passing(degree('passed', 'domestic', { publicNotice })).when(
          'publicNotice.open',
          opening,
        )
        expect(opened.facts('publicNotice.opened')).toMatchObject([{ closesAt }])
        expectState(accepts(opened, 'clock.advance', closesAt), 'certified')
      }
    })
    it('closes the actual public notice of 19 December 2023 at the end of 2 January', () => {
      const economics = { exam: examOf('economics'), notice: noticeOf('gd-2023-economics') }
      const passed = scenario(economics).to('marking').when('marks.publish', on('12-15 10:00', 2023))
      const after = accepts(passed, 'publicNotice.open', on('12-19 09:00', 2023))
      // 1 January is a holiday, and the first day is a working day that counts.
      expect(after.facts('publicNotice.opened')).toMatchObject([{ closesAt: on('01-03 00:00') }])
    })
  },
  fails() {
    it('does not apply to the proof route', () => {
      expectState(proved, 'qualifying.publicNotice.notRequired')
      refuses('event.not-now', proved, 'publicNotice.open')
      const withdrawn = passing(scenario().to('paying.awaiting').when('commitment.withdraw'))
      expectState(withdrawn, 'qualifying.publicNotice.notRequired')
    })
    it('does not apply to a candidate who did not pass or is already listed', () => {
      refuses(
        'event.not-now',
        scenario()
          .to('marking')
          .when(marks({ law: 59 })),
        'publicNotice.open',
      )
      refuses('event.not-now', plain.when('publicNotice.open'), 'publicNotice.open')
      refuses('event.not-now', both.to('qualifying.publicNotice.closed'), 'publicNotice.open')
    })
  },
})

describeRule('publicNotice.complaints', {
  holds() {
    it('refuses to dismiss a complaint that was never received or is already dismissed', () => {
      refuses('publicNotice.complaints', contested, dismissing('M2'))
      refuses('publicNotice.complaints', both.when('publicNotice.open'), dismissing('M1'))
      refuses('publicNotice.complaints', contested.when(dismissing('M1')), dismissing('M1'))
    })
    it('refuses by another rule before and after the public notice', () => {
      for (const scenario of [
        both,
        proved,
        both.to('qualifying.publicNotice.closed'),
        plain.to('certified'),
      ]) {
        refuses('event.not-now', scenario, receiving('M1'))
        refuses('event.not-now', scenario, dismissing('M1'))
      }
    })
    it('refuses a complaint by another rule at the closing instant', () => {
      const open = both.when('publicNotice.open', opening)
      accepts(open, receiving('M1'), on('08-20 23:59:59'))
      refuses('event.not-now', open, receiving('M1'), noticeCloses, 'qualifying.publicNotice.closed')
    })
  },
  fails() {
    it('accepts complaints while the public notice is open, and their dismissals', () => {
      const two = accepts(contested, receiving('M2'))
      expect(two.snapshot.context.complaints).toEqual(['M1', 'M2'])
      const one = accepts(two, dismissing('M1'))
      expect(one.snapshot.context.complaints).toEqual(['M2'])
      expect(types(two)).toEqual([])
    })
    it('accepts a repeated complaint as one', () => {
      const after = accepts(contested, receiving('M1'))
      expect(accepts(after, dismissing('M1')).snapshot.context.complaints).toEqual([])
    })
    it('keeps a complaint open when the marks are published again, until it is dismissed', () => {
      const overturned = contested
        .when({ type: 'spotCheck.demand', dueAt: on('08-20 10:00') })
        .when('clock.advance', on('08-20 10:00'))
        .when('decision.overturn', on('08-21 10:00'))
      expect(overturned.snapshot.context.complaints).toEqual(['M1'])
      const again = overturned
        .when('marks.publish', on('08-21 11:00'))
        .when('publicNotice.open', on('08-21 12:00'))
      const later = again.when('clock.advance', on('10-20 10:00'))
      expect(isIn(later.snapshot.value, 'qualifying.publicNotice.open')).toBe(true)
      accepts(later, dismissing('M1'))
    })
  },
})

describeRule('creditTakenBack', () => {
  const credits = [{ subject: 'law', year: 2023 }]
  const opened = scenario({ history: { credits } }).when({
    type: 'application.save',
    application: { level: 'intermediate', subjects: ['general', 'practice'], place: '440100' },
  })
  const resting = passing(opened)
  return {
    holds() {
      it('removes a pass that depends on a removed credit, without voiding the marks', () => {
        expectState(resting, 'qualifying')
        const after = accepts(resting, amendingHistory({ credits: [] }))
        expectState(after, 'notPassed.open')
        expect(after.facts('marks.published')).toMatchObject([
          { marks: { general: 60, practice: 60 }, passed: false },
        ])
        expect(after.facts('scores.voided')).toEqual([])
      })
      it('applies while the public notice is open, and drops the notice and the check', () => {
        const after = accepts(resting.to('qualifying.publicNotice.open'), amendingHistory({ credits: [] }))
        expectState(after, 'notPassed.open')
        const { publicNoticeCloses, postCheckCloses, marks } = after.snapshot.context
        expect([publicNoticeCloses, postCheckCloses]).toEqual([undefined, undefined])
        expect(marks).toEqual({ general: 60, practice: 60 })
      })
    },
    fails() {
      it('does not apply to a history that keeps the pass', () => {
        const integrity = [{ kind: 'serious' as const, from: '2024-08-01' }]
        for (const event of [amendingHistory({ credits }), amendingHistory({ integrity })])
          expect(accepts(resting, event).snapshot.value).toEqual(resting.snapshot.value)
      })
      it('does not apply to a candidate who passed all subjects at once', () => {
        expect(accepts(plain, amendingHistory({ credits: [] })).snapshot.value).toEqual(plain.snapshot.value)
      })
    },
  }
})

describeRule('reportMissing', {
  holds() {
    it('accepts only the report, until the last second of the window', () => {
      for (const scenario of [owing, owing.when(rejecting())]) {
        refuses('verification.evidence-kind', scenario, showing('degreeScan'))
        refuses('verification.evidence-kind', scenario, showing('overseasCertificate'))
        refuses('proof.pdf', scenario, showing('verificationReport', 'image/png'))
        const after = accepts(scenario, showing('verificationReport'), on('08-19 23:59:59'))
        expect(after.snapshot.value).toEqual(scenario.snapshot.value)
        expect(types(after)).toEqual([])
        refuses('event.not-now', after, showing('verificationReport'))
      }
    })
    it('voids the marks at the close without the report, even before the public notice closes', () => {
      const subjects = ['general', 'law', 'practice']
      for (const scenario of [owing, owing.when(rejecting()), owing.when('publicNotice.open', opening)]) {
        expect(dueOf(scenario, 'report.due')).toBe(windowCloses)
        const after = accepts(scenario, 'clock.advance', windowCloses)
        expectState(after, 'ended.scoresVoided')
        expect(after.decision.facts).toMatchObject([
          { type: 'scores.voided', at: windowCloses, subjects, examYear: 2024, reason: 'report.due' },
          { type: 'credits.earned', subjects: [] },
        ])
        refuses('registration.ended', after, showing('verificationReport'))
      }
    })
    it('applies even if the rejection gave a later date', () => {
      const longer = owing.when(rejecting(on('09-30 17:00')))
      expectState(accepts(longer, 'clock.advance', windowCloses), 'ended.scoresVoided')
    })
    it('counts the window from a review decision that changed the result', () => {
      const failed = scanned
        .to('marking')
        .when(marks({ law: 59 }), onPublication)
        .when(reviewing)
      const turned = failed.when({ type: 'scoreReview.decide', marks: { law: 60 } }, on('08-26 10:00'))
      expect(dueOf(turned, 'report.due')).toBe(on('09-10 00:00'))
      refuses('event.not-now', failed, showing('verificationReport'))
      expectState(accepts(turned, showing('verificationReport'), on('09-09 23:59:59')), 'qualifying')
    })
  },
  fails() {
    it('does not apply if no report is due', () => {
      const early = passing(scanned.when(showing('verificationReport')))
      for (const scenario of [plain, both, proved, early]) {
        refuses('event.not-now', scenario, showing('verificationReport'))
        expect(dueOf(scenario, 'report.due')).toBeUndefined()
      }
    })
    it('does not apply once the report is uploaded', () => {
      const after = owing.when(showing('verificationReport'))
      expectState(accepts(after, 'clock.advance', on('12-01 10:00')), 'qualifying.check.unreviewed')
    })
  },
})

describeRule('repairFailed', {
  holds() {
    it('voids the marks at the end of the repair', () => {
      const after = accepts(proved.when(rejecting()), 'clock.advance', windowCloses)
      expectState(after, 'ended.scoresVoided')
      expect(after.facts('scores.voided')).toMatchObject([{ at: windowCloses, reason: 'repair.ends' }])
    })
    it('uses the later of the window and the date from the office', () => {
      for (const [dueAt, end] of [
        [on('08-10 17:00'), windowCloses],
        [on('08-30 17:00'), on('08-30 17:00')],
      ] as const) {
        const scenario = proved.when(rejecting(dueAt))
        const before = new Date(Date.parse(end) - 1).toISOString()
        expectState(accepts(scenario, 'clock.advance', before), 'qualifying.check.rejected')
        expectState(accepts(scenario, 'clock.advance', end), 'ended.scoresVoided')
      }
    })
  },
  fails() {
    it('does not apply while the public notice is pending, for any date', () => {
      for (const scenario of [rejected, both.when(rejecting(on('08-06 10:00')))]) {
        const after = accepts(scenario, 'clock.advance', on('10-10 10:00'))
        expectState(after, 'qualifying.check.rejected')
        expectState(accepts(after, 'postCheck.resubmit'), 'qualifying.check.unreviewed')
      }
    })
    it('does not apply at the close of the public notice if the repair lasts longer', () => {
      const open = both.when('publicNotice.open', opening).when(rejecting(on('08-30 17:00')))
      const closed = accepts(open, 'clock.advance', on('08-30 16:59:59'))
      expectState(closed, 'qualifying.publicNotice.closed')
      expectState(closed, 'qualifying.check.rejected')
      expectState(accepts(open, 'clock.advance', on('08-30 17:00')), 'ended.scoresVoided')
    })
  },
})

describeRule('repairGoesOn', {
  holds() {
    it('fires without ending the registration while the public notice has yet to close', () => {
      const after = accepts(rejected, 'clock.advance', on('10-10 10:00'))
      expect(after.decision.fired).toEqual([{ name: 'repair.ends', at: windowCloses }])
      expect(dueOf(after, 'repair.ends')).toBeUndefined()
      expect(after.snapshot.context.passed).toEqual(['repair.ends'])
      const again = accepts(after, 'postCheck.resubmit')
      expect('passed' in again.snapshot.context).toBe(false)
    })
  },
  fails() {
    it('does not apply if no public notice is due', () => {
      expectState(accepts(proved.when(rejecting()), 'clock.advance', windowCloses), 'ended.scoresVoided')
    })
  },
})

describeRule('stillRejected', {
  holds() {
    it('voids the marks at the close of the public notice once the repair is over', () => {
      const open = rejected.when('publicNotice.open', opening)
      const last = accepts(open, 'postCheck.resubmit', on('08-20 23:59:59'))
      expectState(last, 'qualifying.check.unreviewed')
      const after = accepts(open, 'clock.advance', noticeCloses)
      expectState(after, 'ended.scoresVoided')
      expect(after.facts('scores.voided')).toMatchObject([
        { at: noticeCloses, reason: 'publicNotice.closes' },
      ])
    })
  },
  fails() {
    it('does not apply after a resubmission', () => {
      const open = rejected
        .when('publicNotice.open', opening)
        .when('postCheck.resubmit', on('08-20 23:59:59'))
      expectState(accepts(open, 'clock.advance', noticeCloses), 'qualifying.publicNotice.closed')
    })
    it('does not apply while a complaint keeps the notice open, only when the notice closes', () => {
      const held = contested.when(rejecting())
      const waiting = accepts(held, 'clock.advance', on('09-20 10:00'))
      expectState(waiting, 'qualifying.check.rejected')
      expectState(accepts(waiting, 'postCheck.resubmit'), 'qualifying.check.unreviewed')
      const after = accepts(waiting, dismissing('M1'))
      expectState(after, 'ended.scoresVoided')
      const longer = contested.when(rejecting(on('09-30 17:00'))).when(dismissing('M1'), on('09-20 10:00'))
      expectState(longer, 'qualifying.check.rejected')
      expectState(longer, 'qualifying.publicNotice.closed')
      expectState(accepts(longer, 'clock.advance', on('09-30 17:00')), 'ended.scoresVoided')
    })
    it('ignores the date of an earlier rejection', () => {
      const again = both
        .when(rejecting(on('09-30 17:00')))
        .when('postCheck.resubmit')
        .when(rejecting())
      const open = again.when('publicNotice.open', opening)
      expectState(accepts(open, 'clock.advance', noticeCloses), 'ended.scoresVoided')
    })
  },
})

describeRule('noticeUncontested', () => {
  const open = plain.when('publicNotice.open', opening)
  return {
    holds() {
      it('closes the public notice on time if there is no complaint', () => {
        expectState(accepts(open, 'clock.advance', on('08-20 23:59:59')), 'qualifying.publicNotice.open')
        expectState(accepts(open, 'clock.advance', noticeCloses), 'certified')
      })
      it('applies if the complaint is dismissed in time', () => {
        const dismissed = open.when(receiving('M1')).when(dismissing('M1'))
        expect(dueOf(dismissed, 'publicNotice.closes')).toBe(noticeCloses)
        expectState(accepts(dismissed, 'clock.advance', noticeCloses), 'certified')
      })
    },
    fails() {
      it('does not apply while a complaint is open', () => {
        const held = open.when(receiving('M1')).when(receiving('M2'))
        expect(dueOf(held, 'publicNotice.closes')).toBeUndefined()
        const waiting = accepts(held, 'clock.advance', on('09-10 10:00'))
        expectState(waiting, 'qualifying.publicNotice.open')
        expectState(accepts(waiting, dismissing('M1')), 'qualifying.publicNotice.open')
        accepts(waiting, receiving('M3'))
        const after = accepts(waiting.when(dismissing('M1')), dismissing('M2'))
        expectState(after, 'certified')
        expect(after.facts('certificate.cleared')).toHaveLength(1)
      })
      it('does not apply to a finding during a complaint, which voids the marks', () => {
        const held = open.when(receiving('M1'))
        expectState(accepts(held, 'finding.record', on('09-10 10:00')), 'ended.scoresVoided')
      })
    },
  }
})

describeRule('qualified', () => {
  const open = both.when('publicNotice.open', opening)
  const approved = open.when('postCheck.approve')
  it('requires a new check and notice if the marks are removed and published again', () => {
    const closed = approved.when({ type: 'misconduct.record', scope: 'subject', subject: 'law', article: 6 })
    const again = closed.when('decision.overturn').when('marks.publish')
    expectState(again, 'qualifying.check.unreviewed')
    expectState(again, 'qualifying.publicNotice.pending')
  })
  it('keeps the state when the clock advances or the notice is amended', () => {
    const windows = { admitCard: { opens: on('06-11 09:00'), closes: on('06-14 18:00') } }
    for (const scenario of [open, approved, contested, rejected, owing]) {
      expect(accepts(scenario, 'clock.advance').snapshot.value).toEqual(scenario.snapshot.value)
      expect(types(accepts(scenario, { type: 'notice.amend', windows }))).toEqual([])
      expect(scenario.when({ type: 'notice.amend', windows }).snapshot.value).toEqual(scenario.snapshot.value)
    }
  })
  return {
    holds() {
      it('clears an approved candidate at once if no public notice is due', () => {
        const after = accepts(proved, 'postCheck.approve')
        expectState(after, 'certified')
        expect(types(after)).toEqual(['postCheck.approved', 'certificate.cleared'])
      })
      it('clears a candidate without a check when the public notice closes', () => {
        const after = accepts(plain.when('publicNotice.open', opening), 'clock.advance', noticeCloses)
        expect(after.decision.facts).toEqual([{ type: 'certificate.cleared', at: noticeCloses }])
      })
      it('requires both regions, in either order', () => {
        expectState(approved, 'qualifying.check.approved')
        expectState(accepts(approved, 'clock.advance', noticeCloses), 'certified')
        const closed = open.until('publicNotice.closes')
        expectState(closed, 'qualifying.publicNotice.closed')
        expectState(accepts(closed, 'postCheck.approve', on('09-10 10:00')), 'certified')
      })
    },
    fails() {
      it('does not apply to one region alone', () => {
        expectState(accepts(both, 'postCheck.approve'), 'qualifying.publicNotice.pending')
        expectState(open.until('publicNotice.closes'), 'qualifying.check.unreviewed')
      })
      it('waits for the answer of a candidate with an open demand', () => {
        const asked = approved.when(demanding(on('08-30 17:00')))
        const closed = accepts(asked, 'clock.advance', noticeCloses)
        expectState(closed, 'qualifying.publicNotice.closed')
        const after = accepts(closed, 'spotCheck.answer', on('08-30 16:59:59'))
        expectState(after, 'certified')
        expect(types(after)).toEqual(['spotCheck.answered', 'certificate.cleared'])
        expectState(accepts(closed, 'clock.advance', on('08-30 17:00')), 'ended.scoresVoided')
        const proof = proved.when(demanding(on('08-30 17:00'))).when('postCheck.approve')
        expectState(proof, 'qualifying.check.approved')
        expectState(accepts(proof, 'spotCheck.answer'), 'certified')
        expectState(accepts(proof, 'decision.overturn'), 'certified')
      })
      it('waits for the decision on an open score review', () => {
        const asked = plain.when(reviewing).when('publicNotice.open', opening).until('publicNotice.closes')
        expectState(asked, 'qualifying.publicNotice.closed')
        const deciding = (law: number) => ({ type: 'scoreReview.decide', marks: { law } }) as const
        expectState(accepts(asked, deciding(61), on('09-10 10:00')), 'certified')
        // The thirty days are over as well.
        expectState(accepts(asked, deciding(59), on('09-10 10:00')), 'ended.notPassed')
        expectState(accepts(asked, deciding(59), on('09-04 23:59:59')), 'notPassed.open')
        const proof = proved.when(reviewing).when('postCheck.approve')
        expectState(proof, 'qualifying.check.approved')
        expectState(accepts(proof, deciding(60)), 'certified')
      })
      it('does not apply to a rejected check', () => {
        const closed = open.when(rejecting(on('09-30 17:00'))).until('publicNotice.closes')
        expectState(closed, 'qualifying.check.rejected')
        refuses('event.not-now', closed, 'postCheck.approve')
        expectState(accepts(closed.when('postCheck.resubmit'), 'postCheck.approve'), 'certified')
      })
    },
  }
})
