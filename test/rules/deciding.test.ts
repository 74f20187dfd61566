import { expect, it } from 'vitest'
import type { ExamSpec, Notice, RegistrationEvent } from '../../src'
import type { Given } from '../../src/testing/given'
import { amendingHistory, correcting, examOf, marks, noticeOf, on, scenario } from '../support/scenario'
import { describeRule } from './describeRule'
import { accepts, expectState, refuses } from './verdict'

const closes = on('04-17 17:00')

const morning = on('04-08 10:00')

const firstSession = on('06-15 14:00')

const filling = scenario()

const confirmation = filling.to('filling.confirmation')

const committing = filling.to('declaring.commitment')

const paying = filling.to('paying.awaiting')

const claimed = paying.when('payment.claim', morning)

const registered = paying.when('payment.settle', morning)

const admitCard = registered.to('registered.admitCard')

const seated = registered.to('registered.seated')

const abandoned = scenario({ at: closes })

const lastEnds = on('06-16 16:30')

const onPublication = on('08-05 10:00')

const marking = seated.to('marking')

const notPassed = marking.when(marks({ law: 59 }), onPublication)

const qualifying = marking.when('marks.publish', onPublication)

const done = notPassed.to('ended.notPassed')

const certified = qualifying.to('certified')

/** A candidate whose degree was not verified online, so the check after the exam is made by hand. */
const doubtful = scenario({ candidate: { photo: true, education: { origin: 'domestic', result: 'onSite' } } })
  .to('marking')
  .when('marks.publish', onPublication)

type Amendment = Partial<Omit<RegistrationEvent<'notice.amend'>, 'type' | 'at' | 'by'>>

const amending = (amendment: Amendment) => ({ type: 'notice.amend', ...amendment }) as const

type Finding = RegistrationEvent<'finding.record'>['finding']

const finding = (finding: Finding, subjects?: string[]) =>
  ({ type: 'finding.record', finding, ...(subjects && { subjects }) }) as const

const misconductOfAll = { type: 'misconduct.record', scope: 'sitting', article: 7 } as const

const misconductOf = (subject: string) =>
  ({ type: 'misconduct.record', scope: 'subject', subject, article: 6 }) as const

const waiting = scenario().to('registered.waiting')

const admitCardSitting = waiting.to('registered.admitCard')

const seatedSitting = waiting.to('registered.seated')

const markingSitting = seatedSitting.to('marking')

const underReview = notPassed.when({ type: 'scoreReview.request', subjects: ['law'] })

/** A registration for these subjects, after the exam. */
const sat = (subjects: string[], opened: Given = scenario(), level = 'intermediate') =>
  opened.when({ type: 'application.save', application: { level, subjects, place: '440100' } }).to('marking')

const misconduct = (article: number, subject?: string) =>
  ({ type: 'misconduct.record', article, ...scopeOf(subject) }) as const

const scopeOf = (subject: string | undefined) =>
  subject === undefined ? { scope: 'sitting' as const } : { scope: 'subject' as const, subject }

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

const noticeOpen = passing.when('publicNotice.open', opening)

const printing = noticeOpen.until('publicNotice.closes')

const numbered = printing.when('certificate.issue')

const collectable = numbered.when('certificate.dispatch')

const delivered = collectable.when('certificate.deliver')

const types = (scenario: Given) => scenario.decision.facts.map(({ type }) => type)

const closesPaying = on('04-18 17:00')

const payingPaying = scenario().to('paying.awaiting')

const awaitingBank = payingPaying.when('clock.advance', closesPaying)

const registeredPaying = payingPaying.when({ type: 'payment.settle', transactionId: 'T1' }, morning)

type Settlement = Partial<Omit<RegistrationEvent<'payment.settle'>, 'type' | 'at' | 'by'>>

const settling = (fields: Settlement = {}) => ({ type: 'payment.settle', ...fields }) as const

describeRule('decision.none', {
  holds() {
    it('refuses to overturn an ending that only a deadline caused', () => {
      const unrepaired = doubtful.when('postCheck.reject').to('qualifying.publicNotice.open')
      const ended = unrepaired.when('clock.advance', on('09-01 10:00'))
      expectState(ended, 'ended.scoresVoided')
      refuses('decision.none', ended, 'decision.overturn')
    })
    it('refuses without a finding or an open demand', () => {
      for (const clean of [filling, paying, claimed, registered, admitCard, seated])
        refuses('decision.none', clean, 'decision.overturn')
      for (const clean of [marking, notPassed, qualifying, doubtful, done, certified])
        refuses('decision.none', clean, 'decision.overturn')
    })
    it('refuses to overturn a decision twice', () => {
      const once = registered.when('finding.record').when('decision.overturn')
      refuses('decision.none', once, 'decision.overturn')
      refuses('decision.none', paying.when('finding.record').when('decision.overturn'), 'decision.overturn')
    })
  },
  fails() {
    it('overturns an open demand', () => {
      const demanded = registered.when({ type: 'spotCheck.demand', dueAt: on('05-10 17:00') })
      const after = accepts(demanded, 'decision.overturn')
      expectState(after, 'registered.waiting')
      expect(after.decision.facts.map(({ type }) => type)).toEqual(['decision.overturned'])
      expectState(accepts(after, 'clock.advance', on('05-10 17:00')), 'registered.waiting')
    })
    it('overturns a finding and fires the missed deadlines', () => {
      const voided = registered.when(finding('falseMaterials'), morning)
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
    it('overturns the end caused by an unanswered demand', () => {
      const voided = registered
        .when({ type: 'spotCheck.demand', dueAt: on('05-10 17:00') })
        .when('clock.advance', on('05-10 17:00'))
      expectState(voided, 'ended.voided')
      expectState(accepts(voided, 'decision.overturn', on('05-20 10:00')), 'registered.waiting')
    })
    it('overturns a finding between the sessions', () => {
      const ended = seated.when('finding.record', firstSession)
      const after = accepts(ended, 'decision.overturn', on('06-15 20:00'))
      expectState(after, 'registered.seated')
    })
    it('overturns a decision that voided the marks, which are published again', () => {
      for (const scenario of [marking, notPassed, qualifying, done]) {
        const ended = scenario.when(finding('falseMaterials'))
        const at = on('10-01 10:00')
        const after = accepts(ended, 'decision.overturn', at)
        expectState(after, 'marking')
        expect(after.decision.facts.map(({ type }) => type)).toEqual([
          'decision.overturned',
          'integrity.withdrawn',
        ])
        expect(after.snapshot.context.marks).toBeUndefined()
        const again = after.when('marks.publish', at)
        expect(again.facts('credits.earned')).toMatchObject([{ subjects: ['general', 'law', 'practice'] }])
        expectState(again.to('certified'), 'certified')
      }
    })
    it('overturns a revocation, and restores marks, number, wish for mail and review as they stood', () => {
      const mailed = qualifying
        .when('certificate.requestMail')
        .to('certified')
        .when('certificate.issue')
        .when('certificate.dispatch')
        .when({ type: 'scoreReview.request', subjects: ['law'] })
      for (const event of [
        misconductOfAll,
        finding('falseMaterials'),
        finding('identicalAnswers', ['law']),
      ]) {
        const revoked = mailed.when(event).when(finding('ineligible'))
        const after = accepts(revoked, 'decision.overturn', on('10-01 10:00'))
        expect(after.snapshot.value).toEqual(mailed.snapshot.value)
        expect(after.snapshot.context).toEqual({
          ...mailed.snapshot.context,
          at: after.snapshot.context.at,
        })
        expect(after.facts('certificate.restored')).toMatchObject([{ certificateNo: 'Z1' }])
        expect(after.facts('credits.earned')).toMatchObject([{ subjects: ['general', 'law', 'practice'] }])
        expect(after.facts('certificate.questioned')).toEqual([])
        accepts(after, { type: 'scoreReview.decide', marks: { law: 70 } })
        refuses('decision.none', after, 'decision.overturn')
      }
    })
    it('overturns a revocation, but not a sanction from before the certificate', () => {
      const credited = marking
        .when(amendingHistory({ credits: [{ subject: 'law', year: 2023 }] }))
        .when('marks.publish', onPublication)
        .when(finding('identicalAnswers', ['law']))
        .to('certified')
      const after = accepts(credited.when(finding('ineligible')), 'decision.overturn')
      expectState(after, 'certified')
      expect(after.snapshot.context.marks).toMatchObject({ law: -4 })
      expectState(accepts(after, 'decision.overturn'), 'marking.awaited')
    })
    it('questions a restored certificate if a pass was taken back meanwhile', () => {
      const credits = [{ subject: 'law', year: 2023 }]
      const credited = scenario({ history: { credits } })
        .when({
          type: 'application.save',
          application: { level: 'intermediate', subjects: ['general', 'practice'], place: '440100' },
        })
        .to('certified')
      const revoked = credited.when(finding('ineligible')).when(amendingHistory({ credits: [] }))
      const after = accepts(revoked, 'decision.overturn')
      expectState(after, 'certified')
      expect(after.facts('certificate.questioned')).toMatchObject([{ subjects: ['law'] }])
    })
    it('questions a restored certificate again only if another pass was taken back meanwhile', () => {
      const credits = ['law', 'general'].map((subject) => ({ subject, year: 2023 }))
      const credited = scenario({ history: { credits } })
        .when({
          type: 'application.save',
          application: { level: 'intermediate', subjects: ['practice'], place: '440100' },
        })
        .to('certified')
      const revoked = credited
        .when(amendingHistory({ credits: credits.slice(1) }))
        .when(finding('identicalAnswers', ['practice']))
      const restored = accepts(revoked, 'decision.overturn')
      expect(restored.facts('certificate.questioned')).toEqual([])
      expect(restored.snapshot.context).not.toHaveProperty('revoked')
      const more = accepts(revoked.when(amendingHistory({ credits: [] })), 'decision.overturn')
      expect(more.facts('certificate.questioned')).toMatchObject([{ subjects: ['general', 'law'] }])
    })
    it('overturns an unanswered demand after the exam', () => {
      const silent = notPassed
        .when({ type: 'spotCheck.demand', dueAt: on('08-08 17:00') })
        .until('spotCheck.due')
      const after = accepts(silent, 'decision.overturn', on('08-09 10:00'))
      expectState(after, 'marking')
      expectState(accepts(after, 'clock.advance', on('12-01 10:00')), 'marking')
    })
    it('overturns misconduct or identical answers that changed a mark, with the credits', () => {
      for (const scenario of [notPassed, qualifying, done]) {
        for (const event of [misconductOf('general'), finding('identicalAnswers', ['general'])]) {
          const after = accepts(scenario.when(event), 'decision.overturn')
          expectState(after, 'marking')
          expect(after.facts('credits.earned')).toMatchObject([{ subjects: [] }])
          const { misconduct, identical, marks } = after.snapshot.context
          expect([misconduct, identical, marks]).toEqual([undefined, undefined, undefined])
          expectState(accepts(after, 'marks.publish'), 'qualifying')
        }
      }
    })
    it('overturns held sanctions without leaving the state, and withdraws their record', () => {
      for (const scenario of [seated.when('clock.advance', firstSession), marking]) {
        const held = scenario.when(misconductOfAll).when(finding('identicalAnswers'))
        const after = accepts(held, 'decision.overturn')
        expect(after.snapshot.value).toEqual(scenario.snapshot.value)
        expect(after.decision.facts).toMatchObject([
          { type: 'decision.overturned' },
          { type: 'integrity.withdrawn', kind: 'serious' },
        ])
        expectState(after.to('marking').when('marks.publish'), 'qualifying')
      }
    })
    it('withdraws every integrity record', () => {
      const grave = { type: 'misconduct.record', scope: 'sitting', article: 8 } as const
      const held = marking.when(misconductOfAll).when(grave, on('06-20 10:00'))
      const voided = held.when(finding('falseCommitment'), on('06-21 10:00'))
      expect(accepts(voided, 'decision.overturn').facts('integrity.withdrawn')).toMatchObject([
        { kind: 'serious', from: '2024-06-16' },
        { kind: 'especiallySerious', from: '2024-06-20' },
        { kind: 'falseCommitment', from: '2024-06-21' },
      ])
    })
  },
})

describeRule('exam.identical-answers', {
  holds() {
    it('refuses a subject that was not registered', () => {
      const ended = seated.when('finding.record', firstSession)
      refuses('exam.identical-answers', ended, finding('identicalAnswers', ['law', 'astrology']))
    })
    it('refuses such a subject in every stage from the first session on', () => {
      for (const scenario of [marking, notPassed, qualifying, certified, done])
        refuses('exam.identical-answers', scenario, finding('identicalAnswers', ['law', 'astrology']))
      refuses('exam.identical-answers', seated, finding('identicalAnswers', ['astrology']), firstSession)
    })
    it('refuses an unpaid candidate, even long after the exam', () => {
      refuses('exam.identical-answers', paying, finding('identicalAnswers'))
      refuses('exam.identical-answers', abandoned, finding('identicalAnswers'), on('08-01 10:00'))
    })
  },
  fails() {
    it('refuses identical answers before the first session', () => {
      refuses('exam.identical-answers', admitCard, finding('identicalAnswers'))
      refuses('exam.identical-answers', seated, finding('identicalAnswers', ['law']), on('06-15 13:59:59'))
    })
    it('accepts another finding before the first session', () => {
      expectState(accepts(seated, finding('ineligible'), on('06-15 13:59:59')), 'ended.voided')
    })
    it('accepts identical answers in a registered subject from the first session on', () => {
      const ended = seated.when('finding.record', firstSession)
      const after = accepts(ended, finding('identicalAnswers', ['law']))
      expect(after.facts('finding.recorded')).toMatchObject([
        { finding: 'identicalAnswers', subjects: ['law'] },
      ])
      expect(after.facts('integrity.recorded')).toEqual([])
    })
  },
})

describeRule('finding.before-exam', () => {
  it('does not store the note of a finding', () => {
    const after = accepts(registered, { type: 'finding.record', note: 'forged by 王五' })
    expect(JSON.stringify([after.snapshot, after.decision.facts])).not.toContain('王五')
  })
  return {
    holds() {
      it('voids the registration in every state before the first session', () => {
        const proof = filling.to('filling.route').when({ type: 'route.choose', route: 'proof' })
        const everywhere = [
          filling,
          confirmation,
          committing,
          proof.to('declaring.proof.reviewing'),
          paying,
          claimed,
        ]
        for (const scenario of [...everywhere, registered, admitCard, seated]) {
          const after = accepts(scenario, { ...finding('refusedCheck'), referred: true })
          expectState(after, 'ended.voided')
          expect(after.decision.facts).toMatchObject([
            { type: 'finding.recorded', finding: 'refusedCheck', referred: true },
            { type: 'registration.voided', reason: 'refusedCheck' },
          ])
        }
      })
      it('applies in the last second before the first session', () => {
        expectState(accepts(seated, 'finding.record', on('06-15 13:59:59')), 'ended.voided')
      })
      it('uses the first session of the notice, not of the registered subjects', () => {
        const general = filling.when({
          type: 'application.save',
          application: { level: 'intermediate', subjects: ['general'], place: '440100' },
        })
        const sits = general.to('registered.seated')
        expectState(accepts(sits, 'finding.record', firstSession), 'ended.scoresVoided')
      })
      it('uses the new date of a postponed session', () => {
        const sessions = [{ subject: 'law', starts: on('07-20 09:00'), ends: on('07-20 11:00') }]
        const putOff = registered.when(amending({ sessions }))
        expectState(accepts(putOff, 'finding.record', on('07-20 08:59:59')), 'ended.voided')
        expectState(accepts(putOff, 'finding.record', on('07-20 09:00')), 'ended.scoresVoided')
      })
    },
    fails() {
      it('does not apply from the first instant of the first session', () => {
        expectState(accepts(seated, 'finding.record', firstSession), 'ended.scoresVoided')
      })
    },
  }
})

describeRule('finding.after-exam', {
  holds() {
    it('voids all marks of the sitting once the exam has begun', () => {
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
    it('applies to every kind of finding except identical answers', () => {
      for (const kind of ['ineligible', 'falseCommitment', 'falseMaterials', 'refusedCheck'] as const)
        expectState(accepts(seated, finding(kind), on('06-16 10:00')), 'ended.scoresVoided')
    })
    it('withdraws the credits of a candidate who did not pass, even long after the exam', () => {
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
    it('applies before and after publication, during reviews and checks', () => {
      for (const scenario of [
        marking,
        notPassed,
        notPassed.when('scoreReview.request'),
        qualifying,
        doubtful,
      ])
        expectState(accepts(scenario, finding('ineligible')), 'ended.scoresVoided')
      expect(accepts(marking, finding('ineligible')).facts('credits.earned')).toEqual([])
    })
  },
  fails() {
    it('does not replace a mark that is already a code', () => {
      const absent = marking.when(marks({ general: -1, law: -2 }))
      const after = accepts(absent, finding('ineligible'))
      expect(after.snapshot.context.marks).toEqual({ general: -1, law: -2, practice: -4 })
    })
    it('does not apply a second before the first session', () => {
      const after = accepts(seated, finding('ineligible'), on('06-15 13:59:59'))
      expect(after.facts('scores.voided')).toEqual([])
    })
    it('does not apply after the end: the finding is only recorded', () => {
      for (const ended of [abandoned, registered.when('exam.cancel')]) {
        const after = accepts(ended, finding('ineligible'), on('08-01 10:00'))
        expect(after.snapshot.value).toEqual(ended.snapshot.value)
        expect(after.decision.facts.map(({ type }) => type)).toEqual(['finding.recorded'])
      }
    })
  },
})

describeRule('finding.false-materials', {
  holds() {
    it('records false materials for five years', () => {
      const record = { kind: 'serious', from: '2024-06-16', until: '2029-06-16' }
      const after = accepts(seated, finding('falseMaterials'), on('06-16 00:30'))
      expect(after.facts('integrity.recorded')).toMatchObject([record])
    })
    it('records a false commitment without an end date', () => {
      const [record] = accepts(registered, finding('falseCommitment'), morning).facts('integrity.recorded')
      expect(record).toEqual({
        type: 'integrity.recorded',
        at: morning,
        kind: 'falseCommitment',
        from: '2024-04-08',
      })
    })
    it('applies after the end of the registration', () => {
      for (const kind of ['falseMaterials', 'falseCommitment'] as const) {
        const after = accepts(abandoned, finding(kind), on('08-01 10:00'))
        expect(after.snapshot.value).toEqual(abandoned.snapshot.value)
        expect(after.decision.facts.map(({ type }) => type)).toEqual([
          'finding.recorded',
          'integrity.recorded',
        ])
      }
    })
    it('ends a record that begins on 29 February on 28 February', () => {
      const at = '2024-02-29T12:00:00+08:00'
      const after = accepts(scenario({ at }), finding('falseMaterials'), at)
      expect(after.facts('integrity.recorded')).toMatchObject([{ from: '2024-02-29', until: '2029-02-28' }])
    })
  },
  fails() {
    it('does not apply to other findings', () => {
      for (const kind of ['ineligible', 'refusedCheck'] as const) {
        for (const scenario of [registered, abandoned])
          expect(accepts(scenario, finding(kind)).facts('integrity.recorded')).toEqual([])
      }
    })
  },
})

describeRule('finding.refused-check', {
  holds() {
    it('voids all marks of the sitting after the exam, without an integrity record', () => {
      for (const scenario of [marking, notPassed, qualifying, doubtful, done]) {
        const after = accepts(scenario, { ...finding('refusedCheck'), referred: false })
        expectState(after, 'ended.scoresVoided')
        expect(after.facts('finding.recorded')).toMatchObject([{ finding: 'refusedCheck', referred: false }])
        expect(after.facts('scores.voided')).toMatchObject([{ reason: 'refusedCheck' }])
        expect(after.facts('integrity.recorded')).toEqual([])
      }
    })
    it('applies while a demand is open, without waiting for the answer', () => {
      const demanded = qualifying.when({ type: 'spotCheck.demand', dueAt: on('08-20 17:00') })
      expectState(accepts(demanded, finding('refusedCheck')), 'ended.scoresVoided')
    })
  },
  fails() {
    it('does not apply before the exam: the registration is void', () => {
      const after = accepts(seated, finding('refusedCheck'), on('06-15 13:59:59'))
      expectState(after, 'ended.voided')
      expect(after.facts('scores.voided')).toEqual([])
    })
    it('does not apply to false materials, which are also recorded', () => {
      const after = accepts(qualifying, finding('falseMaterials'), '2024-08-05T17:00:00Z')
      expect(after.facts('integrity.recorded')).toMatchObject([{ from: '2024-08-06', until: '2029-08-06' }])
      expect(after.facts('credits.earned')).toMatchObject([{ subjects: [] }])
    })
  },
})

describeRule('findingOnRecord', {
  holds() {
    it('withdraws the finding of an abandoned registration, which stays ended', () => {
      const found = abandoned.when(finding('falseMaterials'), on('05-01 10:00'))
      const after = accepts(found, 'decision.overturn')
      expectState(after, 'ended.abandoned')
      expect(after.decision.facts).toMatchObject([
        { type: 'decision.overturned' },
        { type: 'integrity.withdrawn', kind: 'serious', from: '2024-05-01' },
      ])
    })
    it('withdraws the findings and all records of a cancelled exam', () => {
      const cancelled = registered
        .when('exam.cancel')
        .when(finding('falseMaterials'))
        .when(finding('falseCommitment'))
      const after = accepts(cancelled, 'decision.overturn')
      expectState(after, 'ended.cancelled')
      expect(after.facts('integrity.withdrawn')).toHaveLength(2)
    })
  },
  fails() {
    it('does not apply without a finding, or a second time', () => {
      refuses('registration.ended', abandoned, 'decision.overturn')
      const once = abandoned.when('finding.record').when('decision.overturn')
      refuses('registration.ended', once, 'decision.overturn')
    })
  },
})

describeRule('refundsFee', () => {
  const terminating = (refund: boolean) =>
    ({ type: 'registration.terminate', reason: 'courtOrder', refund }) as const
  const types = (scenario: Given) => scenario.decision.facts.map(({ type }) => type)
  return {
    holds() {
      it('owes the fee at once and takes back the credits', () => {
        const after = accepts(notPassed, terminating(true))
        expectState(after, 'ended.cancelled')
        expect(after.decision.facts).toMatchObject([
          { type: 'registration.terminated', reason: 'courtOrder' },
          { type: 'refund.due', transactionId: 'T1', dueAt: after.at, reason: 'registration.terminate' },
          { type: 'credits.earned', subjects: [] },
        ])
      })
      it('ends each stage before the certificate; without a fee nothing is owed', () => {
        const stranger = scenario({ candidate: null })
        for (const unpaid of [stranger, filling, confirmation, committing, paying, claimed]) {
          const after = accepts(unpaid, terminating(true))
          expectState(after, 'ended.cancelled')
          expect(types(after)).toEqual(['registration.terminated'])
        }
        for (const paid of [registered, admitCard, seated, marking, qualifying])
          expectState(accepts(paid, terminating(true)), 'ended.cancelled')
      })
    },
    fails() {
      it('keeps the fee, but a later payment goes back', () => {
        const after = accepts(registered, terminating(false))
        expectState(after, 'ended.cancelled')
        expect(types(after)).toEqual(['registration.terminated'])
        expect(types(accepts(after, { type: 'payment.settle', transactionId: 'T9' }))).toEqual(['refund.due'])
      })
      it('cannot be overturned, nor repeated', () => {
        const after = registered.when(terminating(false))
        refuses('registration.ended', after, 'decision.overturn')
        refuses('registration.ended', after, terminating(true))
        const found = after.when('finding.record').when('decision.overturn')
        expectState(found, 'ended.cancelled')
        expect(found.facts('credits.earned')).toEqual([])
      })
      it('does not apply once the certificate is earned', () => {
        refuses('event.not-now', qualifying.to('certified'), terminating(false))
      })
    },
  }
})

describeRule('neverPaid', {
  holds() {
    it('withdraws the finding of an unpaid registration, which stays ended', () => {
      for (const unpaid of [filling, paying]) {
        const after = accepts(unpaid.when(finding('falseCommitment')), 'decision.overturn')
        expectState(after, 'ended.voided')
        expect(after.facts('decision.overturned')).toHaveLength(1)
        expect(after.facts('integrity.withdrawn')).toHaveLength(1)
      }
    })
    it('applies if the only payment is owed back', () => {
      const voided = paying.when({ type: 'payment.settle', amountFen: 1 }).when('finding.record')
      expectState(accepts(voided, 'decision.overturn'), 'ended.voided')
    })
  },
  fails() {
    it('does not apply to a paid registration, which continues', () => {
      const after = accepts(registered.when('finding.record'), 'decision.overturn')
      expectState(after, 'registered.waiting')
    })
  },
})

describeRule('onlyDemand', () => {
  const due = on('08-20 17:00')
  const asking = (scenario: Given) => scenario.when({ type: 'spotCheck.demand', dueAt: due })
  const leaves = {
    'notPassed.open': notPassed,
    'notPassed.underReview': notPassed.when('scoreReview.request'),
    'qualifying.check.notRequired': qualifying,
    'qualifying.check.unreviewed': doubtful,
    'qualifying.check.rejected': doubtful.when('postCheck.reject'),
    'qualifying.check.approved': doubtful.when('postCheck.approve'),
  }
  return {
    holds() {
      it.each(Object.entries(leaves))(
        'withdraws the demand in %s and leaves everything else unchanged',
        (state, scenario) => {
          const after = accepts(asking(scenario), 'decision.overturn')
          expectState(after, state)
          expect(after.decision.facts.map(({ type }) => type)).toEqual(['decision.overturned'])
          const { spotCheck: _, ...context } = asking(scenario).snapshot.context
          expect(after.snapshot.context).toEqual(context)
          refuses('decision.none', after, 'decision.overturn')
        },
      )
      it('applies while the public notice is open, and the notice continues', () => {
        const open = asking(qualifying.to('qualifying.publicNotice.open'))
        expectState(accepts(open, 'decision.overturn'), 'qualifying.publicNotice.open')
        const closed = accepts(open, 'clock.advance', on('08-19 10:00'))
        expectState(closed, 'qualifying.publicNotice.closed')
        expectState(accepts(closed, 'decision.overturn'), 'certified')
      })
    },
    fails() {
      it.each(Object.entries(leaves))(
        'does not apply in %s if a sanction also changed a mark',
        (_, scenario) => {
          const caught = scenario.when(misconductOf('practice'))
          expectState(accepts(asking(caught), 'decision.overturn'), 'marking')
        },
      )
      it('does not apply to a sanction held until publication, which changed a mark', () => {
        const held = marking.when(finding('identicalAnswers', ['law'])).when('marks.publish', onPublication)
        expectState(accepts(asking(held), 'decision.overturn'), 'marking')
      })
    },
  }
})

describeRule('beforeExamEnds', {
  holds() {
    it('restores the registration before the last session ends and fires the missed deadlines', () => {
      const voided = registered.when(finding('ineligible'), morning)
      for (const [at, state] of [
        [on('06-11 08:59:59'), 'registered.waiting'],
        [on('06-11 09:00'), 'registered.admitCard'],
        [on('06-14 17:00'), 'registered.seated'],
        [on('06-16 16:29:59'), 'registered.seated'],
      ] as const)
        expectState(accepts(voided, 'decision.overturn', at), state)
    })
    it('restores a registration whose marks were void since the first session', () => {
      const ended = seated.when(finding('ineligible'), firstSession)
      const after = accepts(ended, 'decision.overturn', on('06-16 16:29:59'))
      expectState(after, 'registered.seated')
      expectState(after.to('certified'), 'certified')
    })
    it('uses the last session of a notice that was amended after the end', () => {
      const sessions = [{ subject: 'law', starts: on('07-20 09:00'), ends: on('07-20 11:00') }]
      const voided = registered.when('finding.record').when(amending({ sessions }))
      expectState(accepts(voided, 'decision.overturn', on('07-20 10:59:59')), 'registered.seated')
      expectState(accepts(voided, 'decision.overturn', on('07-20 11:00')), 'marking')
    })
  },
  fails() {
    it('does not apply from the end of the last session on', () => {
      for (const ended of [registered.when('finding.record'), seated.when('finding.record', firstSession)]) {
        expectState(accepts(ended, 'decision.overturn', lastEnds), 'marking')
        expectState(accepts(ended, 'decision.overturn', on('12-01 10:00')), 'marking')
      }
    })
  },
})

describeRule('exam.misconduct', () => {
  const at = '2024-06-15T16:30:00Z'
  const until = '2029-06-16'
  return {
    holds() {
      it.each([
        ['an unknown article', misconduct(5)],
        ['the article about the record base', misconduct(12)],
        ['a subject’s article for the sitting', misconduct(6)],
        ['identical answers for the sitting', misconduct(11)],
        ['a sitting’s article for a subject', misconduct(7, 'law')],
        ['the gravest article for a subject', misconduct(8, 'law')],
        ['false materials for a subject', misconduct(10, 'law')],
        ['a subject that the exam lacks', misconduct(6, 'astrology')],
        ['no article', misconduct(0, 'law')],
      ])('refuses %s', (_, event) => {
        refuses('exam.misconduct', seatedSitting, event, firstSession)
        for (const scenario of [
          markingSitting,
          notPassed,
          underReview,
          qualifying,
          qualifying.to('certified'),
          done,
        ])
          refuses('exam.misconduct', scenario, event)
      })
      it('refuses a subject that was not registered or is missing', () => {
        refuses('exam.misconduct', sat(['general']), misconduct(6, 'law'))
        refuses('exam.misconduct', markingSitting, {
          type: 'misconduct.record',
          scope: 'subject',
          article: 6,
        })
      })
      it('refuses by another rule before the first session and after other endings', () => {
        for (const scenario of [waiting, admitCardSitting, seatedSitting]) {
          refuses('event.not-now', scenario, misconduct(7))
          refuses('event.not-now', scenario, misconduct(5))
        }
        for (const ending of ['ended.voided', 'ended.cancelled', 'ended.abandoned'] as const)
          refuses('registration.ended', scenario().to(ending), misconduct(7), on('08-05 10:00'))
        refuses('registration.ended', markingSitting.to('ended.scoresVoided'), misconduct(7))
        refuses('registration.ended', qualifying.to('ended.revoked'), misconduct(7))
      })
    },
    fails() {
      it.each<[number, string | undefined, object[]]>([
        [6, 'law', []],
        [11, 'law', []],
        [9, 'law', []],
        [7, undefined, [{ kind: 'serious', from: '2024-06-16', until }]],
        [8, undefined, [{ kind: 'especiallySerious', from: '2024-06-16' }]],
        [9, undefined, [{ kind: 'serious', from: '2024-06-16', until }]],
        [10, undefined, [{ kind: 'serious', from: '2024-06-16', until }]],
      ])('accepts article %i for %s while seated and in marking, and emits only the record', (...row) => {
        const [article, subject, records] = row
        for (const [scenario, state, when] of [
          [seatedSitting, 'registered.seated', '2024-06-16T00:30:00+08:00'],
          [markingSitting, 'marking', lastEnds],
        ] as const) {
          const after = accepts(
            scenario,
            misconduct(article, subject),
            scenario === seatedSitting ? at : lastEnds,
          )
          expectState(after, state)
          const emitted = records.map((record) => ({ type: 'integrity.recorded', at: when, ...record }))
          expect(after.decision.facts).toEqual(emitted)
        }
      })
      it('accepts it in every stage after publication, and the subject becomes −2', () => {
        for (const scenario of [notPassed, underReview, qualifying, done]) {
          const after = accepts(scenario, misconduct(6, 'general'))
          expect(after.snapshot.context.marks).toMatchObject({ general: -2, practice: 60 })
          expect(after.facts('integrity.recorded')).toEqual([])
        }
      })
      it('accepts it years later, and a record from 29 February ends on 28 February', () => {
        const after = accepts(done, misconduct(7), '2028-02-28T16:00:00Z')
        expect(after.facts('integrity.recorded')).toMatchObject([{ from: '2028-02-29', until: '2033-02-28' }])
      })
      it('accepts a second misconduct and keeps a record of each', () => {
        const after = accepts(seatedSitting.when(misconduct(7), firstSession), misconduct(8))
        expect(after.snapshot.context.records).toHaveLength(2)
      })
    },
  }
})

describeRule('finding.after-certificate', () => {
  const places = [printing, numbered, collectable, delivered, delivered.when('certificate.reportLost')]
  return {
    holds() {
      it('revokes the certificate in every paper state', () => {
        for (const scenario of places)
          for (const finding of ['ineligible', 'refusedCheck'] as const) {
            const after = accepts(scenario, { type: 'finding.record', finding, referred: true })
            expectState(after, 'ended.revoked')
            expect(types(after)).toEqual([
              'finding.recorded',
              'certificate.revoked',
              'scores.voided',
              'credits.earned',
            ])
            expect(after.facts('scores.voided')).toMatchObject([
              { subjects: ['general', 'law', 'practice'], examYear: 2024, reason: finding },
            ])
            expect(after.facts('credits.earned')).toMatchObject([{ subjects: [] }])
          }
      })
      it('emits the certificate number if there is one', () => {
        const [unnumbered] = accepts(printing, 'finding.record').facts('certificate.revoked')
        expect(unnumbered).toEqual({ type: 'certificate.revoked', at: noticeCloses, reason: 'ineligible' })
        const [known] = accepts(delivered, 'finding.record').facts('certificate.revoked')
        expect(known).toMatchObject({ certificateNo: 'Z1', reason: 'ineligible' })
      })
      it('records false materials and a false commitment, even years later', () => {
        const at = '2028-02-29T10:00:00+08:00'
        const forged = accepts(delivered, { type: 'finding.record', finding: 'falseMaterials' }, at)
        expect(forged.facts('integrity.recorded')).toMatchObject([
          { kind: 'serious', from: '2028-02-29', until: '2033-02-28' },
        ])
        const [lied] = accepts(delivered, { type: 'finding.record', finding: 'falseCommitment' }, at).facts(
          'integrity.recorded',
        )
        expect(lied).toEqual({ type: 'integrity.recorded', at, kind: 'falseCommitment', from: '2028-02-29' })
      })
      it('applies to misconduct and identical answers', () => {
        const caught = accepts(delivered, { type: 'misconduct.record', scope: 'sitting', article: 8 })
        expectState(caught, 'ended.revoked')
        expect(caught.facts('integrity.recorded')).toMatchObject([{ kind: 'especiallySerious' }])
        expect(caught.facts('certificate.revoked')).toMatchObject([{ reason: 'misconduct' }])
        const copied = accepts(delivered, {
          type: 'finding.record',
          finding: 'identicalAnswers',
          subjects: ['law'],
        })
        expectState(copied, 'ended.revoked')
        expect(copied.facts('integrity.recorded')).toEqual([])
        expect(copied.facts('certificate.revoked')).toMatchObject([{ reason: 'identicalAnswers' }])
      })
      it('emits no credits if marks do not count in later years', () => {
        const junior = scenario()
          .when({
            type: 'application.save',
            application: { level: 'junior', subjects: ['general', 'practice'], place: '440100' },
          })
          .to('certified')
        expect(types(accepts(junior, 'finding.record'))).toEqual([
          'finding.recorded',
          'certificate.revoked',
          'scores.voided',
        ])
      })
    },
    fails() {
      it('does not apply to an event that its own rule refuses', () => {
        const subjects = ['astrology']
        refuses('exam.identical-answers', delivered, {
          type: 'finding.record',
          finding: 'identicalAnswers',
          subjects,
        })
        refuses('exam.misconduct', delivered, { type: 'misconduct.record', scope: 'sitting', article: 6 })
      })
      it('does not apply before the certificate is earned', () => {
        const after = accepts(noticeOpen, 'finding.record')
        expectState(after, 'ended.scoresVoided')
        expect(after.facts('certificate.revoked')).toEqual([])
      })
      it('does not apply to a second finding, which is only recorded', () => {
        const revoked = delivered.when('finding.record')
        const again = accepts(revoked, { type: 'finding.record', finding: 'falseMaterials' })
        expectState(again, 'ended.revoked')
        expect(types(again)).toEqual(['finding.recorded', 'integrity.recorded'])
      })
    },
  }
})

describeRule('registration.unpaid', () => {
  it('keeps a forfeited commitment forfeited', () => {
    const withdrawn = payingPaying.when('commitment.withdraw')
    expect(accepts(withdrawn, 'registration.cancel').snapshot.context.route).toBe('proof')
  })
  return {
    holds() {
      it('refuses to cancel during reconciliation, after a claim or the close', () => {
        refuses('registration.unpaid', claimed, 'registration.cancel')
        refuses('registration.unpaid', awaitingBank, 'registration.cancel', on('04-19 10:00'))
        refuses(
          'registration.unpaid',
          payingPaying,
          'registration.cancel',
          closesPaying,
          'paying.reconciling',
        )
      })
      it('refuses to cancel once paid', () => {
        refuses('registration.unpaid', registeredPaying, 'registration.cancel')
        refuses('registration.unpaid', registeredPaying.to('registered.seated'), 'registration.cancel')
      })
    },
    fails() {
      it.each([
        'filling.application',
        'filling.confirmation',
        'declaring.commitment',
        'paying.awaiting',
      ] as const)('accepts a cancellation in %s', (state) => {
        const after = accepts(scenario().to(state), 'registration.cancel', morning)
        expectState(after, 'ended.abandoned')
        expect(after.decision.facts).toEqual([
          { type: 'registration.abandoned', at: morning, reason: 'cancelled' },
        ])
      })
      it('accepts a cancellation by an unknown candidate and during verification', () => {
        const stranger = scenario({ candidate: null })
        accepts(stranger, 'registration.cancel')
        accepts(stranger.to('verifying'), 'registration.cancel')
      })
      it('accepts a cancellation after the bank found no debit', () => {
        accepts(claimed.when('payment.notFound'), 'registration.cancel')
      })
      it('accepts a cancellation if only a superseded order was paid', () => {
        const back = payingPaying.when(correcting({ place: '440300' })).when('correction.approve')
        accepts(back.when(settling({ orderNo: 'R-1' })), 'registration.cancel')
      })
    },
  }
})
