import { expect, it } from 'vitest'
import type { ExamSpec, Notice, RegistrationEvent } from '../../src'
import type { Given } from '../../src/testing/given'
import { correcting, examOf, marks, noticeOf, on, scenario } from '../support/scenario'
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

/** Checked by hand, since the degree was not verified online. */
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

/** Registered for these subjects, and the exam is over. */
const sat = (subjects: string[], opened: Given = scenario(), level = 'intermediate') =>
  opened.when({ type: 'application.save', application: { level, subjects, place: '440100' } }).to('marking')

const misconduct = (article: number, subject?: string) =>
  ({ type: 'misconduct.record', article, ...scopeOf(subject) }) as const

const scopeOf = (subject: string | undefined) =>
  subject === undefined ? { scope: 'sitting' as const } : { scope: 'subject' as const, subject }

const opening = on('08-07 10:00')

/** The close of the public notice, and of direct mail where the notice gives it no window of its own. */
const noticeCloses = on('08-21 00:00')

type Certificate = ExamSpec['certificate']

/** Passed an exam whose certificates are given in that way. */
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
    it('refuses to take back what no decision but a deadline ended', () => {
      const unrepaired = doubtful.when('postCheck.reject').to('qualifying.publicNotice.open')
      const ended = unrepaired.when('clock.advance', on('09-01 10:00'))
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
      const once = registered.when('finding.record').when('decision.overturn')
      refuses('decision.none', once, 'decision.overturn')
      refuses('decision.none', paying.when('finding.record').when('decision.overturn'), 'decision.overturn')
    })
  },
  fails() {
    it('accepts to take back a demand that is not answered', () => {
      const demanded = registered.when({ type: 'spotCheck.demand', dueAt: on('05-10 17:00') })
      const after = accepts(demanded, 'decision.overturn')
      expectState(after, 'registered.waiting')
      expect(after.decision.facts.map(({ type }) => type)).toEqual(['decision.overturned'])
      expectState(accepts(after, 'clock.advance', on('05-10 17:00')), 'registered.waiting')
    })
    it('accepts to take back a finding, and the deadlines catch up', () => {
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
    it('accepts to take back what an unanswered demand has ended', () => {
      const voided = registered
        .when({ type: 'spotCheck.demand', dueAt: on('05-10 17:00') })
        .when('clock.advance', on('05-10 17:00'))
      expectState(voided, 'ended.voided')
      expectState(accepts(voided, 'decision.overturn', on('05-20 10:00')), 'registered.waiting')
    })
    it('accepts to take back a finding between the sessions', () => {
      const ended = seated.when('finding.record', firstSession)
      const after = accepts(ended, 'decision.overturn', on('06-15 20:00'))
      expectState(after, 'registered.seated')
    })
    it('accepts to take back what ended the marks: they are published again, and everything follows', () => {
      for (const scenario of [marking, notPassed, qualifying, done, certified]) {
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
    it('accepts it of a certificate, whose number and mail are requested again', () => {
      const mailed = qualifying.when('certificate.requestMail').to('certified.paper.delivered')
      const after = mailed.when(misconductOfAll).when('decision.overturn')
      expectState(after, 'marking')
      const again = after.when('marks.publish').to('certified')
      refuses('certificate.number', again, 'certificate.dispatch')
      expectState(again.when('certificate.issue').when('certificate.dispatch'), 'certified.paper.collectable')
    })
    it('accepts it of an unanswered demand after the exam', () => {
      const silent = notPassed
        .when({ type: 'spotCheck.demand', dueAt: on('08-08 17:00') })
        .until('spotCheck.due')
      const after = accepts(silent, 'decision.overturn', on('08-09 10:00'))
      expectState(after, 'marking')
      expectState(accepts(after, 'clock.advance', on('12-01 10:00')), 'marking')
    })
    it('accepts it wherever misconduct or identical answers changed a mark, with the credits', () => {
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
    it('accepts it of what is only held, in place, with its record', () => {
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
    it('accepts it of every record that was made', () => {
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
    it('refuses them in a subject that was not registered for', () => {
      const ended = seated.when('finding.record', firstSession)
      refuses('exam.identical-answers', ended, finding('identicalAnswers', ['law', 'astrology']))
    })
    it('refuses them so in every stage after the exam, too', () => {
      for (const scenario of [marking, notPassed, qualifying, certified, done])
        refuses('exam.identical-answers', scenario, finding('identicalAnswers', ['law', 'astrology']))
      refuses('exam.identical-answers', seated, finding('identicalAnswers', ['astrology']), firstSession)
    })
    it('refuses them of a candidate who never paid, also long after the exam', () => {
      refuses('exam.identical-answers', paying, finding('identicalAnswers'))
      refuses('exam.identical-answers', abandoned, finding('identicalAnswers'), on('08-01 10:00'))
    })
  },
  fails() {
    it('accepts no finding of identical answers before there are answers', () => {
      refuses('exam.identical-answers', admitCard, finding('identicalAnswers'))
      refuses('exam.identical-answers', seated, finding('identicalAnswers', ['law']), on('06-15 13:59:59'))
    })
    it('accepts any other finding there', () => {
      expectState(accepts(seated, finding('ineligible'), on('06-15 13:59:59')), 'ended.voided')
    })
    it('accepts identical answers in a subject registered for, from the first session', () => {
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
  it('keeps no personal note', () => {
    const after = accepts(registered, { type: 'finding.record', note: 'forged by 王五' })
    expect(JSON.stringify([after.snapshot, after.decision.facts])).not.toContain('王五')
  })
  return {
    holds() {
      it('takes a finding before the first session as the end of the registration, wherever it stands', () => {
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
      it('takes it so in the last second before the first session', () => {
        expectState(accepts(seated, 'finding.record', on('06-15 13:59:59')), 'ended.voided')
      })
      it('takes the first session of the notice, whatever is registered', () => {
        const general = filling.when({
          type: 'application.save',
          application: { level: 'intermediate', subjects: ['general'], place: '440100' },
        })
        const sits = general.to('registered.seated')
        expectState(accepts(sits, 'finding.record', firstSession), 'ended.scoresVoided')
      })
      it('takes a session that was put off', () => {
        const sessions = [{ subject: 'law', starts: on('07-20 09:00'), ends: on('07-20 11:00') }]
        const putOff = registered.when(amending({ sessions }))
        expectState(accepts(putOff, 'finding.record', on('07-20 08:59:59')), 'ended.voided')
        expectState(accepts(putOff, 'finding.record', on('07-20 09:00')), 'ended.scoresVoided')
      })
    },
    fails() {
      it('does not take it so from the first instant of the first session', () => {
        expectState(accepts(seated, 'finding.record', firstSession), 'ended.scoresVoided')
      })
    },
  }
})

describeRule('finding.after-exam', {
  holds() {
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
    it('takes the credits back of a candidate who did not pass, however late: they are void', () => {
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
    it('does not take a code as a mark that becomes void', () => {
      const absent = marking.when(marks({ general: -1, law: -2 }))
      const after = accepts(absent, finding('ineligible'))
      expect(after.snapshot.context.marks).toEqual({ general: -1, law: -2, practice: -4 })
    })
    it('does not take a finding a second before the first session', () => {
      const after = accepts(seated, finding('ineligible'), on('06-15 13:59:59'))
      expect(after.facts('scores.voided')).toEqual([])
    })
    it('does not take one so that comes after the end: it is recorded, and nothing else', () => {
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
        expect(after.snapshot.value).toEqual(abandoned.snapshot.value)
        expect(after.decision.facts.map(({ type }) => type)).toEqual([
          'finding.recorded',
          'integrity.recorded',
        ])
      }
    })
    it('takes a record from 29 February to 28 February', () => {
      const at = '2024-02-29T12:00:00+08:00'
      const after = accepts(scenario({ at }), finding('falseMaterials'), at)
      expect(after.facts('integrity.recorded')).toMatchObject([{ from: '2024-02-29', until: '2029-02-28' }])
    })
  },
  fails() {
    it('does not take other findings into the record', () => {
      for (const kind of ['ineligible', 'refusedCheck'] as const) {
        for (const scenario of [registered, abandoned])
          expect(accepts(scenario, finding(kind)).facts('integrity.recorded')).toEqual([])
      }
    })
  },
})

describeRule('finding.refused-check', {
  holds() {
    it('takes a check refused after the exam as the end of all marks of the sitting, without a record', () => {
      for (const scenario of [marking, notPassed, qualifying, doubtful, done]) {
        const after = accepts(scenario, { ...finding('refusedCheck'), referred: false })
        expectState(after, 'ended.scoresVoided')
        expect(after.facts('finding.recorded')).toMatchObject([{ finding: 'refusedCheck', referred: false }])
        expect(after.facts('scores.voided')).toMatchObject([{ reason: 'refusedCheck' }])
        expect(after.facts('integrity.recorded')).toEqual([])
      }
    })
    it('takes it so while a demand is open: the office need not wait', () => {
      const demanded = qualifying.when({ type: 'spotCheck.demand', dueAt: on('08-20 17:00') })
      expectState(accepts(demanded, finding('refusedCheck')), 'ended.scoresVoided')
    })
  },
  fails() {
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
  },
})

describeRule('findingOnRecord', {
  holds() {
    it('takes back the finding of a registration that was given up, which stays ended', () => {
      const found = abandoned.when(finding('falseMaterials'), on('05-01 10:00'))
      const after = accepts(found, 'decision.overturn')
      expectState(after, 'ended.abandoned')
      expect(after.decision.facts).toMatchObject([
        { type: 'decision.overturned' },
        { type: 'integrity.withdrawn', kind: 'serious', from: '2024-05-01' },
      ])
    })
    it('takes back the finding of an exam that was not held, and every record', () => {
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
    it('does not take anything back where nothing was found, or a second time', () => {
      refuses('registration.ended', abandoned, 'decision.overturn')
      const once = abandoned.when('finding.record').when('decision.overturn')
      refuses('registration.ended', once, 'decision.overturn')
    })
  },
})

describeRule('neverPaid', {
  holds() {
    it('takes back the finding of an unpaid registration, which stays ended', () => {
      for (const unpaid of [filling, paying]) {
        const after = accepts(unpaid.when(finding('falseCommitment')), 'decision.overturn')
        expectState(after, 'ended.voided')
        expect(after.facts('decision.overturned')).toHaveLength(1)
        expect(after.facts('integrity.withdrawn')).toHaveLength(1)
      }
    })
    it('takes one so whose money was owed back', () => {
      const voided = paying.when({ type: 'payment.settle', amountFen: 1 }).when('finding.record')
      expectState(accepts(voided, 'decision.overturn'), 'ended.voided')
    })
  },
  fails() {
    it('does not take a paid registration so: it goes on', () => {
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
        'takes a demand back in %s, and everything else stands',
        (state, scenario) => {
          const after = accepts(asking(scenario), 'decision.overturn')
          expectState(after, state)
          expect(after.decision.facts.map(({ type }) => type)).toEqual(['decision.overturned'])
          const { spotCheck: _, ...context } = asking(scenario).snapshot.context
          expect(after.snapshot.context).toEqual(context)
          refuses('decision.none', after, 'decision.overturn')
        },
      )
      it('takes it back while the public notice stands, which goes on', () => {
        const open = asking(qualifying.to('qualifying.publicNotice.open'))
        expectState(accepts(open, 'decision.overturn'), 'qualifying.publicNotice.open')
        const closed = accepts(open, 'clock.advance', on('08-19 10:00'))
        expectState(closed, 'qualifying.publicNotice.closed')
        expectState(accepts(closed, 'decision.overturn'), 'certified')
      })
    },
    fails() {
      it.each(Object.entries(leaves))(
        'does not take it so in %s where a mark was changed, too',
        (_, scenario) => {
          const caught = scenario.when(misconductOf('practice'))
          expectState(accepts(asking(caught), 'decision.overturn'), 'marking')
        },
      )
      it('does not take what was only held so: published, it changed a mark', () => {
        const held = marking.when(finding('identicalAnswers', ['law'])).when('marks.publish', onPublication)
        expectState(accepts(asking(held), 'decision.overturn'), 'marking')
      })
    },
  }
})

describeRule('beforeExamEnds', {
  holds() {
    it('takes the registration back before the last session ends, and the deadlines catch up', () => {
      const voided = registered.when(finding('ineligible'), morning)
      for (const [at, state] of [
        [on('06-11 08:59:59'), 'registered.waiting'],
        [on('06-11 09:00'), 'registered.admitCard'],
        [on('06-14 17:00'), 'registered.seated'],
        [on('06-16 16:29:59'), 'registered.seated'],
      ] as const)
        expectState(accepts(voided, 'decision.overturn', at), state)
    })
    it('takes marks that were void since the first session so, too', () => {
      const ended = seated.when(finding('ineligible'), firstSession)
      const after = accepts(ended, 'decision.overturn', on('06-16 16:29:59'))
      expectState(after, 'registered.seated')
      expectState(after.to('certified'), 'certified')
    })
    it('takes the last session of the notice as it was amended, even after the end', () => {
      const sessions = [{ subject: 'law', starts: on('07-20 09:00'), ends: on('07-20 11:00') }]
      const voided = registered.when('finding.record').when(amending({ sessions }))
      expectState(accepts(voided, 'decision.overturn', on('07-20 10:59:59')), 'registered.seated')
      expectState(accepts(voided, 'decision.overturn', on('07-20 11:00')), 'marking')
    })
  },
  fails() {
    it('does not take it so from the end of the last session', () => {
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
      it('refuses a subject that was not registered for, or that is missing', () => {
        refuses('exam.misconduct', sat(['general']), misconduct(6, 'law'))
        refuses('exam.misconduct', markingSitting, {
          type: 'misconduct.record',
          scope: 'subject',
          article: 6,
        })
      })
      it('refuses by another rule before the first session, and after other endings', () => {
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
      ])('accepts article %i for %s while seated and while marked, and emits only the record', (...row) => {
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
      it('accepts it after publication, in every stage, and the subject is −2 then', () => {
        for (const scenario of [notPassed, underReview, qualifying, done]) {
          const after = accepts(scenario, misconduct(6, 'general'))
          expect(after.snapshot.context.marks).toMatchObject({ general: -2, practice: 60 })
          expect(after.facts('integrity.recorded')).toEqual([])
        }
      })
      it('accepts it years later; a record of 29 February runs to 28 February', () => {
        const after = accepts(done, misconduct(7), '2028-02-28T16:00:00Z')
        expect(after.facts('integrity.recorded')).toMatchObject([{ from: '2028-02-29', until: '2033-02-28' }])
      })
      it('accepts a second one, and each makes its record', () => {
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
      it('takes any finding as the end of the certificate, wherever it is', () => {
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
      it('takes the number along where there is one', () => {
        const [unnumbered] = accepts(printing, 'finding.record').facts('certificate.revoked')
        expect(unnumbered).toEqual({ type: 'certificate.revoked', at: noticeCloses, reason: 'ineligible' })
        const [known] = accepts(delivered, 'finding.record').facts('certificate.revoked')
        expect(known).toMatchObject({ certificateNo: 'Z1', reason: 'ineligible' })
      })
      it('takes false materials and a false commitment into the record, years later, too', () => {
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
      it('takes misconduct and identical answers so', () => {
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
      it('takes it without credits where marks never count on', () => {
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
      it('does not take what its own rule stands against', () => {
        const subjects = ['astrology']
        refuses('exam.identical-answers', delivered, {
          type: 'finding.record',
          finding: 'identicalAnswers',
          subjects,
        })
        refuses('exam.misconduct', delivered, { type: 'misconduct.record', scope: 'sitting', article: 6 })
      })
      it('does not take a finding before the certificate is earned so', () => {
        const after = accepts(noticeOpen, 'finding.record')
        expectState(after, 'ended.scoresVoided')
        expect(after.facts('certificate.revoked')).toEqual([])
      })
      it('does not take a second one again: it is recorded', () => {
        const revoked = delivered.when('finding.record')
        const again = accepts(revoked, { type: 'finding.record', finding: 'falseMaterials' })
        expectState(again, 'ended.revoked')
        expect(types(again)).toEqual(['finding.recorded', 'integrity.recorded'])
      })
    },
  }
})

describeRule('registration.unpaid', () => {
  it('keeps forfeited what was forfeited', () => {
    const withdrawn = payingPaying.when('commitment.withdraw')
    expect(accepts(withdrawn, 'registration.cancel').snapshot.context.route).toBe('proof')
  })
  return {
    holds() {
      it('refuses it while a payment is being looked for, with a claim or after the close', () => {
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
      it('refuses it once paid', () => {
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
      ] as const)('accepts that the candidate cancels in %s', (state) => {
        const after = accepts(scenario().to(state), 'registration.cancel', morning)
        expectState(after, 'ended.abandoned')
        expect(after.decision.facts).toEqual([
          { type: 'registration.abandoned', at: morning, reason: 'cancelled' },
        ])
      })
      it('accepts it of a stranger and while verifying', () => {
        const stranger = scenario({ candidate: null })
        accepts(stranger, 'registration.cancel')
        accepts(stranger.to('verifying'), 'registration.cancel')
      })
      it('accepts it after the bank found no debit', () => {
        accepts(claimed.when('payment.notFound'), 'registration.cancel')
      })
      it('accepts it where only a superseded order was ever paid', () => {
        const back = payingPaying.when(correcting({ place: '440300' })).when('correction.approve')
        accepts(back.when(settling({ orderNo: 'R-1' })), 'registration.cancel')
      })
    },
  }
})
