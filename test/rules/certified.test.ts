import { describe, expect, it } from 'vitest'
import { deadlines, type EventType, type ExamSpec, type Notice } from '../../src'
import { type Given, given } from '../../src/testing/given'
import {
  amendingHistory,
  correcting,
  examOf,
  noticeOf,
  on,
  type reissueDocuments,
  scenario,
} from '../support/scenario'
import { describeRule } from './describeRule'
import { accepts, expectState, refuses } from './verdict'

const onPublication = on('08-05 10:00')

const opening = on('08-07 10:00')

/** The close of the public notice, and of direct mail if the notice gives it no window of its own. */
const noticeCloses = on('08-21 00:00')

type Certificate = ExamSpec['certificate']

/** A passed exam with these certificate options. */
const passed = (certificate: Partial<Certificate> = {}, changes: Partial<Notice> = {}, route?: 'proof') => {
  const exam = examOf('social-worker')
  const opened = scenario({
    exam: { ...exam, certificate: { ...exam.certificate, ...certificate } },
    notice: noticeOf('gd-2024-social-worker', changes),
  })
  const chosen = route ? opened.to('filling.route').when({ type: 'route.choose', route }) : opened
  return chosen.to('marking').when('marks.publish', onPublication)
}

const passing = passed()

const open = passing.when('publicNotice.open', opening)

const wishing = open.when('certificate.requestMail')

const printing = open.until('publicNotice.closes')

const numbered = printing.when('certificate.issue')

const mailed = wishing.until('publicNotice.closes').when('certificate.issue').when('certificate.dispatch')

const collectable = numbered.when('certificate.dispatch')

const delivered = collectable.when('certificate.deliver')

const proved = passed({}, {}, 'proof')

const noElectronic = { electronic: 'none' } as const

const lostOf = (certificate: Partial<Certificate>, changes: Partial<Notice> = {}) =>
  passed(certificate, changes).to('certified.paper.lost')

const reissuing = (...kinds: (typeof reissueDocuments)[number]['kind'][]) => ({
  type: 'certificate.requestReissue' as const,
  documents: kinds.map((kind) => ({ kind, mediaType: 'image/jpeg' })),
})

const types = (scenario: Given) => scenario.decision.facts.map(({ type }) => type)

const dueOf = (scenario: Given, name: string) =>
  deadlines(scenario.snapshot).find((due) => due.name === name)?.at

describeRule('certificate.direct-mail', {
  holds() {
    it('refuses a mail request from the close on, cleared or not', () => {
      refuses(
        'certificate.direct-mail',
        open,
        'certificate.requestMail',
        noticeCloses,
        'certified.paper.printing',
      )
      const unreviewed = scenario({
        candidate: { photo: true, education: { origin: 'domestic', result: 'failed' } },
      })
        .to('marking')
        .when('marks.publish', onPublication)
        .when('publicNotice.open', opening)
        .until('publicNotice.closes')
      expectState(unreviewed, 'qualifying.publicNotice.closed')
      refuses('certificate.direct-mail', unreviewed, 'certificate.requestMail')
      refuses('certificate.direct-mail', unreviewed.when('postCheck.approve'), 'certificate.requestMail')
    })
    it('refuses a mail request during the public notice if the direct mail window is shorter', () => {
      const shorter = passed({}, { directMail: { days: 3 } }).when('publicNotice.open', opening)
      accepts(shorter, 'certificate.requestMail', on('08-10 23:59:59'))
      refuses('certificate.direct-mail', shorter, 'certificate.requestMail', on('08-11 00:00'), 'qualifying')
    })
    it('refuses a mail request if the exam has no direct mail', () => {
      for (const route of [undefined, 'proof'] as const) {
        const local = passed({ directMail: false }, {}, route)
        refuses('certificate.direct-mail', local, 'certificate.requestMail')
        refuses('certificate.direct-mail', local.to('certified'), 'certificate.requestMail')
      }
    })
    it('refuses a mail request without a pilot, and before it begins', () => {
      const none = passed({}, { directMail: 'none' })
      const elsewhere = passed({}, { region: '520000', places: ['520100'] })
      for (const scenario of [none, elsewhere, elsewhere.to('certified')])
        refuses('certificate.direct-mail', scenario, 'certificate.requestMail')
      const later = passed({}, { directMail: { from: on('08-10 00:00'), closes: on('08-31 17:00') } })
      refuses('certificate.direct-mail', later, 'certificate.requestMail', on('08-09 23:59:59'))
    })
    it('refuses a mail request before the pilot of the province, if the notice says nothing', () => {
      const before = scenario({ exam: examOf('economics'), notice: noticeOf('gd-2023-economics') })
        .to('marking')
        .when('marks.publish', on('11-30 10:00', 2023))
      refuses('certificate.direct-mail', before, 'certificate.requestMail', on('11-30 23:59:59', 2023))
      accepts(before, 'certificate.requestMail', on('12-01 00:00', 2023))
    })
    it('refuses a mail request without a public notice once public notices have closed', () => {
      const closes = on('08-20 17:00')
      const without = passed({}, { publicNotice: { closes } }, 'proof')
      accepts(without, 'certificate.requestMail', on('08-20 16:59:59'))
      refuses('certificate.direct-mail', without, 'certificate.requestMail', closes)
      const wished = without.when('certificate.requestMail')
      const late = accepts(wished, 'postCheck.approve', on('08-20 17:00:01'))
      expect(types(late)).toContain('mail.lapsed')
      const cleared = accepts(wished, 'postCheck.approve', on('08-20 16:00'))
      expect(types(cleared)).not.toContain('mail.lapsed')
      expect(dueOf(cleared, 'directMail.closes')).toBe(closes)
    })
    it('refuses a mail request by another rule before the pass and after mailing or delivery', () => {
      for (const early of [
        scenario().to('registered.waiting'),
        scenario().to('marking'),
        scenario().to('notPassed.open'),
      ])
        refuses('event.not-now', early, 'certificate.requestMail')
      const mailing = wishing
        .until('publicNotice.closes')
        .when('certificate.issue')
        .when('certificate.dispatch')
      for (const scenario of [mailing, delivered, delivered.when('certificate.reportLost')])
        refuses('event.not-now', scenario, 'certificate.requestMail')
    })
  },
  fails() {
    it('accepts a mail request from the pass to the last second of the public notice', () => {
      for (const [scenario, at] of [
        [passing, onPublication],
        [open, opening],
        [open, on('08-20 23:59:59')],
      ] as const) {
        const after = accepts(scenario, 'certificate.requestMail', at)
        expect(after.snapshot.value).toEqual(scenario.snapshot.value)
        expect(after.decision.facts).toEqual([{ type: 'mail.requested', at }])
        expect(JSON.stringify([after.snapshot, after.decision.facts])).not.toContain('Example Road')
      }
    })
    it('accepts a mail request after the public notice if the direct mail window is longer', () => {
      const longer = passed({}, { directMail: { workingDays: 12, startDay: 'count' } })
      const after = longer.when('publicNotice.open', opening).until('publicNotice.closes')
      expect(dueOf(after, 'directMail.closes')).toBe(on('08-23 00:00'))
      const wished = accepts(after, 'certificate.requestMail', on('08-22 23:59:59'))
      expectState(wished.when('clock.advance', on('09-01 10:00')).to('certified.paper.mailing'), 'certified')
      refuses('certificate.direct-mail', after, 'certificate.requestMail', on('08-23 00:00'), 'certified')
    })
    it('accepts a mail request once the pilot of the notice has begun, in any province', () => {
      const from = on('08-10 00:00')
      for (const directMail of [
        { from },
        { from: '2024-08-10', days: 30 },
        { from, closes: on('08-31 17:00') },
      ])
        accepts(passed({}, { directMail }), 'certificate.requestMail', from)
      const elsewhere = passed({}, { region: '520000', places: ['520100'], directMail: {} })
      accepts(elsewhere, 'certificate.requestMail')
      const noticed = elsewhere.when('publicNotice.open', opening)
      expect(dueOf(noticed, 'directMail.closes')).toBe(noticeCloses)
    })
    it('accepts a mail request until dispatch if there is no public notice', () => {
      accepts(proved, 'certificate.requestMail')
      const cleared = proved.when('postCheck.approve', on('08-10 10:00'))
      expect(dueOf(cleared, 'directMail.closes')).toBeUndefined()
      const wished = accepts(cleared, 'certificate.requestMail', on('12-01 10:00'))
      expectState(wished.when('certificate.issue').when('certificate.dispatch'), 'certified.paper.mailing')
    })
  },
})

describeRule('certificate.local', {
  holds() {
    it('sends a certificate to the local office without a mail request, and by local mail on request', () => {
      expectState(collectable, 'certified.paper.collectable')
      const asked = accepts(collectable, 'certificate.requestMail', on('12-01 10:00'))
      expectState(asked, 'certified.paper.collectable')
      expect(types(asked)).toEqual(['mail.requested'])
      expectState(accepts(asked, 'certificate.dispatch'), 'certified.paper.mailing')
    })
    it('applies if the exam has no direct mail, and the local office still mails on request', () => {
      const local = passed({ directMail: false }).to('certified.paper.collectable')
      expectState(
        local.when('certificate.requestMail').when('certificate.dispatch'),
        'certified.paper.mailing',
      )
    })
    it('applies if the mail request has lapsed', () => {
      const lapsed = passed({}, { directMail: { days: 3 } })
        .when('publicNotice.open', opening)
        .when('certificate.requestMail')
        .when('clock.advance', on('08-11 00:00'))
      expect(types(lapsed)).toEqual(['mail.lapsed'])
      const sent = lapsed.to('certified').when('certificate.issue').when('certificate.dispatch')
      expectState(sent, 'certified.paper.collectable')
    })
  },
  fails() {
    it('does not apply to a certificate with a mail request, which is mailed and delivered', () => {
      const cleared = wishing.until('publicNotice.closes')
      expectState(cleared, 'certified.paper.printing')
      expect(cleared.facts('mail.lapsed')).toEqual([])
      const mailed = accepts(cleared.when('certificate.issue'), 'certificate.dispatch', on('12-01 10:00'))
      expectState(mailed, 'certified.paper.mailing')
      expectState(accepts(mailed, 'certificate.deliver'), 'certified.paper.delivered')
    })
    it('does not apply before the dispatch, and refuses a dispatch before clearance', () => {
      refuses('event.not-now', numbered, 'certificate.deliver')
      refuses('event.not-now', numbered, 'certificate.reportLost')
      refuses('event.not-now', passing, 'certificate.dispatch')
    })
  },
})

describeRule('certificate.electronic', {
  holds() {
    it('makes the electronic certificate available with the number', () => {
      expectState(printing, 'certified.electronic.awaited')
      const after = accepts(printing, { type: 'certificate.issue', certificateNo: 'Z9' })
      expectState(after, 'certified.electronic.available')
      expect(after.decision.facts).toMatchObject([{ type: 'certificate.issued', certificateNo: 'Z9' }])
      for (const electronic of ['provincial', 'association'] as const) {
        const other = passed({ electronic }).to('certified')
        expectState(accepts(other, 'certificate.issue'), 'certified.electronic.available')
      }
    })
    it('accepts only one number, and only after clearance', () => {
      refuses('event.not-now', numbered, { type: 'certificate.issue', certificateNo: 'Z2' })
      refuses('event.not-now', delivered, 'certificate.issue')
      refuses('event.not-now', passing, 'certificate.issue')
    })
  },
  fails() {
    it('does not apply to a certificate earned before the exam issued electronic ones', () => {
      const since = (electronicSince: string) => passed({ electronicSince }).to('certified')
      expectState(since('2024-08-18'), 'certified.electronic.none')
      expectState(since('2024-08-17'), 'certified.electronic.awaited')
    })
    it('does not apply to an exam without an electronic certificate', () => {
      const paper = passed(noElectronic).to('certified')
      expectState(paper, 'certified.electronic.none')
      expectState(accepts(paper, 'certificate.issue'), 'certified.electronic.none')
    })
    it('does not apply to an exam of which it is not known: nothing is promised', () => {
      const paper = passed({ electronic: 'unknown' }).to('certified')
      expectState(paper, 'certified.electronic.none')
      expectState(accepts(paper, 'certificate.issue'), 'certified.electronic.none')
    })
  },
})

describeRule('certificate.number', {
  holds() {
    it('refuses the dispatch of a certificate without a number', () => {
      refuses('certificate.number', printing, 'certificate.dispatch')
      refuses('certificate.number', wishing.until('publicNotice.closes'), 'certificate.dispatch')
      refuses('certificate.number', passed(noElectronic).to('certified'), 'certificate.dispatch')
    })
  },
  fails() {
    it('accepts the dispatch of a numbered certificate, with or without an electronic one', () => {
      accepts(numbered, 'certificate.dispatch')
      accepts(passed(noElectronic).to('certified').when('certificate.issue'), 'certificate.dispatch')
    })
  },
})

describeRule('certificate.association', {
  holds() {
    it('refuses a reissue if an association issues it or the exam refers to an association', () => {
      refuses('certificate.association', lostOf({ issuer: 'association' }), 'certificate.requestReissue')
      const both = { issuer: 'association', electronic: 'none' } as const
      refuses('certificate.association', lostOf(both), 'certificate.requestReissue')
      refuses('certificate.association', lostOf({ reissue: 'association' }), 'certificate.requestReissue')
    })
    it('refuses before the checks of the year and the documents', () => {
      const old = lostOf({ issuer: 'association', sinceYear: 2025 })
      refuses('certificate.association', old, reissuing())
    })
  },
  fails() {
    it('accepts a reissue if no association issues the certificate', () => {
      expectState(accepts(lostOf(noElectronic), 'certificate.requestReissue'), 'certified.paper.reissuing')
    })
  },
})

describeRule('certificate.proof-letter', {
  holds() {
    it('refuses a reissue if the exam office writes a proof letter instead', () => {
      for (const electronic of ['none', 'national'] as const) {
        const lost = lostOf({ reissue: 'proofLetter', electronic })
        refuses('certificate.proof-letter', lost, 'certificate.requestReissue')
      }
    })
    it('refuses before the checks of the year and the documents', () => {
      refuses('certificate.proof-letter', lostOf({ reissue: 'proofLetter', sinceYear: 2025 }), reissuing())
    })
  },
  fails() {
    it('accepts a reissue if the certificate is printed again', () => {
      accepts(lostOf({ reissue: 'paper' }), 'certificate.requestReissue')
    })
  },
})

describeRule('certificate.no-reissue', {
  holds() {
    it('refuses a reissue beside any electronic certificate', () => {
      for (const electronic of ['national', 'provincial', 'association'] as const)
        refuses('certificate.no-reissue', lostOf({ electronic }), 'certificate.requestReissue')
    })
    it('refuses a reissue for every reason of loss, reported from every state', () => {
      const mailing = wishing
        .until('publicNotice.closes')
        .when('certificate.issue')
        .when('certificate.dispatch')
      for (const scenario of [mailing, collectable, delivered])
        for (const reason of ['lost', 'damaged', 'uncollected'] as const) {
          const lost = accepts(scenario, { type: 'certificate.reportLost', reason })
          expectState(lost, 'certified.paper.lost')
          refuses('certificate.no-reissue', lost, 'certificate.requestReissue')
        }
    })
    it('refuses a reissue if the exam offers none', () => {
      refuses(
        'certificate.no-reissue',
        lostOf({ reissue: 'no', ...noElectronic }),
        'certificate.requestReissue',
      )
    })
    it('refuses before the checks of the year and the documents', () => {
      refuses('certificate.no-reissue', lostOf({ sinceYear: 2025 }), reissuing())
    })
    it('refuses by another rule a certificate that is not lost or is already being reissued', () => {
      for (const scenario of [printing, collectable, delivered])
        refuses('event.not-now', scenario, 'certificate.requestReissue')
      const asked = lostOf(noElectronic).when('certificate.requestReissue')
      refuses('event.not-now', asked, 'certificate.requestReissue')
      refuses('event.not-now', asked, 'certificate.reportLost')
      refuses('event.not-now', delivered, 'certificate.reissue')
      refuses('event.not-now', delivered, 'certificate.refuseReissue')
    })
  },
  fails() {
    it('accepts a reissue without an electronic certificate, and it is printed again', () => {
      const asked = accepts(lostOf(noElectronic), 'certificate.requestReissue')
      const again = accepts(asked, 'certificate.reissue')
      expectState(again, 'certified.paper.reissued')
      expectState(accepts(again, 'certificate.reportLost'), 'certified.paper.lost')
      expectState(accepts(asked, 'certificate.refuseReissue'), 'certified.paper.lost')
    })
    it('accepts a reissue beside an electronic certificate if the exam allows it', () => {
      accepts(lostOf({ electronic: 'national', reissue: 'paper' }), 'certificate.requestReissue')
    })
    it('accepts a reissue of a certificate that was earned before electronic ones, also after they began', () => {
      const early = lostOf({ electronicSince: '2024-12-01' })
      accepts(early, 'certificate.requestReissue', on('11-30 23:59:59'))
      accepts(early, 'certificate.requestReissue', on('12-01 00:00'))
      accepts(lostOf({ electronicSince: '2024-08-18' }), 'certificate.requestReissue')
      refuses(
        'certificate.no-reissue',
        lostOf({ electronicSince: '2024-08-17' }),
        'certificate.requestReissue',
      )
    })
    it('accepts a reissue if it is not known whether there is an electronic certificate', () => {
      accepts(lostOf({ electronic: 'unknown' }), 'certificate.requestReissue')
      const software = given('certified.paper.lost', { exam: 'software' })
      expectState(accepts(software, 'certificate.requestReissue'), 'certified.paper.reissuing')
    })
  },
})

describeRule('certificate.reissue-scope', {
  holds() {
    it('refuses certificates earned in an earlier year, at any time', () => {
      const old = lostOf({ ...noElectronic, sinceYear: 2025 })
      refuses('certificate.reissue-scope', old, 'certificate.requestReissue')
      refuses('certificate.reissue-scope', old, 'certificate.requestReissue', on('08-05 10:00', 2044))
    })
    it('refuses before the check of the documents', () => {
      refuses('certificate.reissue-scope', lostOf({ ...noElectronic, sinceYear: 2025 }), reissuing())
    })
  },
  fails() {
    it('accepts certificates earned in the given year or later, or in any year without one', () => {
      accepts(lostOf({ ...noElectronic, sinceYear: 2024 }), 'certificate.requestReissue')
      // The exam of 2024, passed in 2025.
      const proving = passed({ ...noElectronic, sinceYear: 2025 }, {}, 'proof')
      const earned = proving.when('postCheck.approve', on('01-02 10:00', 2025)).to('certified.paper.lost')
      accepts(earned, 'certificate.requestReissue')
      accepts(lostOf(noElectronic, { examYear: 1999 }), 'certificate.requestReissue')
    })
  },
})

describeRule('certificate.reissue-documents', () => {
  const lost = lostOf(noElectronic)
  return {
    holds() {
      it('refuses a request with a missing document, even if another is uploaded twice', () => {
        for (const kinds of [
          [],
          ['residentId', 'photo'],
          ['reissueForm', 'photo'],
          ['reissueForm', 'residentId'],
          ['reissueForm', 'passport', 'photo'],
          ['reissueForm', 'residentId', 'residentId'],
        ] as const)
          refuses('certificate.reissue-documents', lost, reissuing(...kinds))
      })
      it('refuses the same after a refused reissue, and accepts a complete request', () => {
        const again = lost.when('certificate.requestReissue').when('certificate.refuseReissue')
        refuses('certificate.reissue-documents', again, reissuing('photo'))
        accepts(again, 'certificate.requestReissue')
      })
    },
    fails() {
      it('accepts the form, an identity document and a photo, in any order and with other documents', () => {
        accepts(lost, reissuing('photo', 'residentId', 'reissueForm'))
        accepts(lost, reissuing('reissueForm', 'socialSecurityCard', 'photo'))
        accepts(lost, reissuing('reissueForm', 'residentId', 'socialSecurityCard', 'photo', 'degreeScan'))
      })
    },
  }
})

describeRule('certificate.change', {
  holds() {
    it('refuses every correction once the certificate is earned', () => {
      for (const scenario of [
        printing,
        numbered,
        collectable,
        delivered,
        delivered.when('certificate.reportLost'),
      ]) {
        refuses('certificate.change', scenario, correcting({ name: '陈小' }))
        refuses('certificate.change', scenario, correcting({ idNumber: 'E1' }))
        refuses('certificate.change', scenario, correcting({ place: '440300' }))
      }
    })
    it('refuses before the check for a pending correction', () => {
      const certified = scenario().to('registered.admitCard').when('correction.request').to('certified')
      refuses('certificate.change', certified, correcting({ phone: '13900000000' }, 'K2'))
    })
    it('refuses by another rule before the certificate is earned', () => {
      refuses('correction.documents', open, correcting({ name: '陈小' }))
    })
  },
  fails() {
    it('accepts a correction while admit cards are printed, and its approval after clearance', () => {
      const asked = scenario().to('registered.admitCard').when('correction.request')
      const certified = asked.to('certified')
      expect(accepts(certified, 'correction.approve').facts('correction.applied')).toHaveLength(1)
    })
  },
})

describeRule('directMailOpen', () => {
  const doubtful = scenario({
    candidate: { photo: true, education: { origin: 'domestic', result: 'failed' } },
  })
    .to('marking')
    .when('marks.publish', onPublication)
    .when('publicNotice.open', opening)
  return {
    holds() {
      it('lets a mail request lapse if it is not cleared by the close of the public notice', () => {
        const after = doubtful.when('certificate.requestMail').when('clock.advance', noticeCloses)
        expectState(after, 'qualifying.publicNotice.closed')
        expect(after.decision.facts).toEqual([{ type: 'mail.lapsed', at: noticeCloses }])
        expect(after.decision.fired.map(({ name }) => name)).toEqual([
          'publicNotice.closes',
          'directMail.closes',
        ])
        const sent = after.when('postCheck.approve').when('certificate.issue').when('certificate.dispatch')
        expectState(sent, 'certified.paper.collectable')
      })
      it('keeps a mail request that is cleared by the close', () => {
        const approved = doubtful.when('certificate.requestMail').when('postCheck.approve')
        const after = accepts(approved, 'clock.advance', noticeCloses)
        expect(types(after)).toEqual(['certificate.cleared'])
        expectState(after.when('certificate.issue').when('certificate.dispatch'), 'certified.paper.mailing')
      })
      it('applies to a separate mail window that closes in a later stage', () => {
        const longer = { directMail: { closes: on('08-31 17:00') } }
        const wished = passed({}, longer).when('certificate.requestMail').when('publicNotice.open', opening)
        const printing = wished.until('publicNotice.closes')
        expect(dueOf(printing, 'directMail.closes')).toBe(on('08-31 17:00'))
        const after = accepts(printing, 'clock.advance', on('08-31 17:00'))
        expect(types(after)).toEqual([])
        expectState(after.when('certificate.issue').when('certificate.dispatch'), 'certified.paper.mailing')
        const early = printing.when('certificate.issue').when('certificate.dispatch')
        expectState(early, 'certified.paper.mailing')
      })
      it('lets an uncleared mail request lapse when its own longer window closes', () => {
        const notice = noticeOf('gd-2024-social-worker', { directMail: { closes: on('08-31 17:00') } })
        const waiting = scenario({
          notice,
          candidate: { photo: true, education: { origin: 'domestic', result: 'failed' } },
        })
          .to('marking')
          .when('marks.publish', onPublication)
          .when('certificate.requestMail')
          .when('publicNotice.open', opening)
          .until('publicNotice.closes')
        expect(types(waiting)).toEqual([])
        const cleared = accepts(waiting, 'postCheck.approve', on('08-31 16:59:59'))
        expectState(cleared.when('certificate.issue').when('certificate.dispatch'), 'certified.paper.mailing')
        const lapsed = accepts(waiting, 'clock.advance', on('08-31 17:00'))
        expect(types(lapsed)).toEqual(['mail.lapsed'])
      })
      it('lets a mail request lapse if an open demand or review prevents clearance', () => {
        const demand = { type: 'spotCheck.demand', dueAt: on('08-30 17:00') } as const
        const demanded = wishing.when(demand)
        const reviewed = wishing.when('scoreReview.request')
        for (const scenario of [demanded, reviewed]) {
          const after = accepts(scenario, 'clock.advance', noticeCloses)
          expectState(after, 'qualifying.publicNotice.closed')
          expect(types(after)).toEqual(['mail.lapsed'])
        }
        expectState(demanded.when('spotCheck.answer').until('publicNotice.closes'), 'certified')
      })
    },
    fails() {
      it('emits no lapse without a mail request, and fires only once', () => {
        const after = doubtful.when('clock.advance', noticeCloses)
        expect(types(after)).toEqual([])
        expect(dueOf(after, 'directMail.closes')).toBeUndefined()
        expect(accepts(after, 'clock.advance', on('12-01 10:00')).decision.fired).toEqual([])
      })
      it('does not apply if there is no public notice', () => {
        const wished = proved.when('certificate.requestMail')
        expect(dueOf(wished, 'directMail.closes')).toBeUndefined()
        const after = accepts(wished, 'postCheck.approve', on('12-01 10:00'))
        expectState(after.when('certificate.issue').when('certificate.dispatch'), 'certified.paper.mailing')
      })
    },
  }
})

describeRule('onPaper', () => {
  describe('a level with a proof of the result', () => {
    const senior = scenario({ notice: noticeOf('gd-2024-social-worker-senior') })
    const passedSenior = senior.to('marking').when('marks.publish', onPublication)
    const clearedSenior = passedSenior.to('certified')

    it('has no paper and no electronic certificate', () => {
      expectState(clearedSenior, 'certified.paper.none')
      expectState(clearedSenior, 'certified.electronic.none')
    })
    it('numbers the proof and emits its validity in years', () => {
      const after = accepts(clearedSenior, { type: 'certificate.issue', certificateNo: 'P1' })
      expect(after.facts('certificate.issued')).toMatchObject([{ certificateNo: 'P1', proofYears: 3 }])
      expect(after.snapshot.value).toEqual(clearedSenior.snapshot.value)
      refuses('event.not-now', after, 'certificate.issue')
      refuses('event.not-now', after, 'certificate.dispatch')
    })
    it('refuses mail even if the exam has direct mail', () => {
      refuses('certificate.direct-mail', passedSenior, 'certificate.requestMail')
    })
    it('is revoked like a certificate', () => {
      expectState(accepts(clearedSenior, 'finding.record'), 'ended.revoked')
    })
    it('leaves the certificates of other levels unchanged', () => {
      const after = accepts(printing, 'certificate.issue')
      expect(after.facts('certificate.issued')[0]).not.toHaveProperty('proofYears')
      expectState(printing, 'certified.paper.printing')
    })
  })
  return {
    holds() {
      it('prints a certificate unless the exam excludes paper', () => {
        expectState(printing, 'certified.paper.printing')
        expectState(passed({ paper: true }).to('certified'), 'certified.paper.printing')
      })
    },
    fails() {
      it('does not apply to an exam without paper: nothing can be sent, mailed or lost', () => {
        const electronic = passed({ paper: false }).to('certified')
        expectState(electronic, 'certified.paper.none')
        const issued = accepts(electronic, 'certificate.issue')
        expectState(issued, 'certified.electronic.available')
        for (const type of ['dispatch', 'deliver', 'reportLost', 'requestReissue', 'requestMail'] as const)
          refuses('event.not-now', issued, `certificate.${type}`)
        expectState(accepts(issued, 'finding.record'), 'ended.revoked')
      })
    },
  }
})

describeRule('mailWanted', {
  holds() {
    it('mails a requested certificate, even if it was requested twice', () => {
      const asked = collectable.when('certificate.requestMail').when('certificate.requestMail')
      const mailing = accepts(asked, 'certificate.dispatch')
      expectState(mailing, 'certified.paper.mailing')
      expectState(accepts(mailing, 'certificate.reportLost'), 'certified.paper.lost')
    })
    it('accepts the withdrawal of a request before dispatch: it is then issued locally', () => {
      for (const scenario of [
        passing.when('certificate.requestMail'),
        wishing,
        wishing.until('publicNotice.closes'),
        collectable.when('certificate.requestMail'),
      ]) {
        const after = accepts(scenario, 'certificate.withdrawMail')
        expect(after.snapshot.value).toEqual(scenario.snapshot.value)
        expect(types(after)).toEqual(['mail.withdrawn'])
        refuses('event.not-now', after, 'certificate.withdrawMail')
      }
      const local = wishing.when('certificate.withdrawMail').until('publicNotice.closes')
      const sent = local.when('certificate.issue').when('certificate.dispatch')
      expectState(sent, 'certified.paper.collectable')
    })
  },
  fails() {
    it('refuses the withdrawal without a request, and after dispatch', () => {
      for (const scenario of [passing, printing, collectable, mailed, mailed.when('certificate.deliver')])
        refuses('event.not-now', scenario, 'certificate.withdrawMail')
    })
    it('does not apply to a certificate that came back, even if it was reported lost', () => {
      for (const scenario of [mailed, mailed.when('certificate.reportLost')]) {
        const back = accepts(scenario, 'certificate.return')
        expectState(back, 'certified.paper.collectable')
        expect(types(back)).toEqual([])
        refuses('event.not-now', back, 'certificate.dispatch')
        expectState(accepts(back, 'certificate.deliver'), 'certified.paper.delivered')
        accepts(back.when('certificate.requestMail'), 'certificate.dispatch')
      }
      for (const scenario of [printing, collectable, delivered])
        refuses('event.not-now', scenario, 'certificate.return')
    })
    it('does not apply without a request: the certificate waits to be collected', () => {
      refuses('event.not-now', collectable, 'certificate.dispatch')
      expectState(accepts(collectable, 'certificate.deliver'), 'certified.paper.delivered')
    })
    it('does not apply to a lapsed request', () => {
      const lapsed = passed({}, { directMail: { days: 3 } })
        .when('certificate.requestMail')
        .when('publicNotice.open', opening)
        .to('certified.paper.collectable')
      refuses('event.not-now', lapsed, 'certificate.dispatch')
      accepts(lapsed.when('certificate.requestMail'), 'certificate.dispatch')
    })
  },
})

describeRule('notNumbered', () => {
  const paper = passed(noElectronic).to('certified')
  return {
    holds() {
      it('accepts the number if there is no electronic certificate', () => {
        const after = accepts(paper, { type: 'certificate.issue', certificateNo: 'Z7' })
        expect(after.facts('certificate.issued')).toMatchObject([{ certificateNo: 'Z7' }])
        expect(after.snapshot.value).toEqual(paper.snapshot.value)
      })
    },
    fails() {
      it('does not apply to a second number', () => {
        const numbered = paper.when('certificate.issue')
        refuses('event.not-now', numbered, { type: 'certificate.issue', certificateNo: 'Z2' })
        expect(numbered.snapshot.context.certificateNo).toBe('Z1')
      })
    },
  }
})

describeRule('passTakenBack', () => {
  const earlier = [{ subject: 'law', year: 2023 }]
  const held = scenario({ history: { credits: earlier } }).when({
    type: 'application.save',
    application: { level: 'intermediate', subjects: ['general', 'practice'], place: '440100' },
  })
  const certified = held.to('certified')
  return {
    holds() {
      it('names the subjects of an earlier pass that was taken back, and changes nothing', () => {
        const after = accepts(certified, amendingHistory({ credits: [] }))
        expect(after.snapshot.value).toEqual(certified.snapshot.value)
        expect(after.decision.facts).toMatchObject([{ type: 'certificate.questioned', subjects: ['law'] }])
      })
      it('leaves a certificate that a review, which takes no pass, keeps where it is', () => {
        const lost = held
          .to('marking')
          .when('marks.publish', on('08-05 10:00'))
          .to('certified')
          .when(amendingHistory({ credits: [] }), on('08-28 10:00'))
        const asked = accepts(lost, { type: 'scoreReview.request', subjects: ['general'] })
        const decided = accepts(asked, { type: 'scoreReview.decide', marks: { general: 61 } })
        expect(decided.snapshot.value).toEqual(lost.snapshot.value)
        expect(decided.snapshot.context.paper).toBe(lost.snapshot.context.paper)
        accepts(decided, 'clock.advance')
      })
      it('applies again only after the pass was given back', () => {
        const lost = certified.when(amendingHistory({ credits: [] }))
        expect(accepts(lost, amendingHistory({ credits: [] })).decision.facts).toEqual([])
        const back = accepts(lost, amendingHistory({ credits: earlier }))
        expect(back.decision.facts).toEqual([])
        expect(accepts(back, amendingHistory({ credits: [] })).decision.facts).toHaveLength(1)
      })
    },
    fails() {
      it('does not apply if every subject is still passed', () => {
        const credits = [...earlier, { subject: 'general', year: 2023 }]
        const more = accepts(certified, amendingHistory({ credits }))
        expect(more.decision.facts).toEqual([])
        expect(accepts(more, amendingHistory({ credits: earlier })).decision.facts).toEqual([])
      })
    },
  }
})

const restored = (scenario: Given) => scenario.when('finding.record').when('decision.overturn')

const printed = passed({ electronic: 'none' }).to('certified').when('certificate.issue')

const handedOut = printed.when('certificate.dispatch')

const papers = {
  mailing: handedOut.when('certificate.requestMail').when('certificate.dispatch'),
  collectable: handedOut,
  delivered: handedOut.when('certificate.deliver'),
  lost: handedOut.when('certificate.reportLost'),
  reissuing: handedOut.when('certificate.reportLost').when('certificate.requestReissue'),
  reissued: handedOut
    .when('certificate.reportLost')
    .when('certificate.requestReissue')
    .when('certificate.reissue'),
}
type Paper = keyof typeof papers

/** The tests of a branch by which a restored certificate returns to where its paper was. */
const returning = (paper: Paper, next: EventType) => ({
  holds() {
    it('returns a restored certificate there, and it goes on from there', () => {
      expectState(papers[paper], `certified.paper.${paper}`)
      const after = restored(papers[paper])
      expect(after.snapshot.value).toEqual(papers[paper].snapshot.value)
      accepts(after, next)
    })
  },
  fails() {
    it('does not apply if the paper was elsewhere, nor before it was sent', () => {
      const others = [printed, ...Object.values(papers).filter((one) => one !== papers[paper])]
      for (const other of others) expect(restored(other).snapshot.value).toEqual(other.snapshot.value)
    })
  },
})

describeRule('paperMailing', returning('mailing', 'certificate.deliver'))

describeRule('paperCollectable', returning('collectable', 'certificate.deliver'))

describeRule('paperDelivered', returning('delivered', 'certificate.reportLost'))

describeRule('paperLost', returning('lost', 'certificate.requestReissue'))

describeRule('paperReissuing', returning('reissuing', 'certificate.reissue'))

describeRule('paperReissued', returning('reissued', 'certificate.reportLost'))

describeRule('numbered', () => {
  const certified = passed().to('certified')
  return {
    holds() {
      it('returns a restored certificate with a number to the download', () => {
        const after = restored(certified.when('certificate.issue'))
        expect(after.snapshot.value).toEqual({ certified: { paper: 'printing', electronic: 'available' } })
      })
    },
    fails() {
      it('does not apply without a number: the certificate is still issued', () => {
        const after = restored(certified)
        expectState(after, 'certified.electronic.awaited')
        expectState(accepts(after, 'certificate.issue'), 'certified.electronic.available')
        expect(after.facts('certificate.restored')[0]).not.toHaveProperty('certificateNo')
      })
    },
  }
})
