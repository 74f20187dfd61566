import { expect, it } from 'vitest'
import { explain, type Notice } from '../../src'
import type { Given } from '../../src/testing/given'
import {
  amendingHistory,
  education,
  examOf,
  marks,
  noticeOf,
  on,
  passingMarks,
  scenario,
  verified,
} from '../support/scenario'
import { describeRule } from './describeRule'
import { accepts, expectState, refuses } from './verdict'

const waiting = scenario().to('registered.waiting')

const admitCard = waiting.to('registered.admitCard')

const seated = waiting.to('registered.seated')

const demanding = (dueAt: string) => ({ type: 'spotCheck.demand', dueAt }) as const

const firstSession = on('06-15 14:00')

const lastEnds = on('06-16 16:30')

const marking = seated.to('marking')

const onPublication = on('08-05 10:00')

/** 30 days after publication; the day of publication does not count. */
const reviewCloses = on('09-05 00:00')

const qualifying = marking.when('marks.publish', onPublication)

const certified = qualifying.to('certified')

const notPassed = marking.when(marks({ law: 59 }), onPublication)

const underReview = notPassed.when({ type: 'scoreReview.request', subjects: ['law'] })

const done = notPassed.to('ended.notPassed')

/** The degree was not verified online, so the check after the exam is made by hand. */
const failedOnline = { ...verified, education: { origin: 'domestic', result: 'failed' } } as const
const doubtful = scenario({ candidate: failedOnline })

const unreviewed = doubtful.to('marking').when('marks.publish', onPublication)

/** A registration for these subjects, after the exam. */
const sat = (subjects: string[], opened: Given = scenario(), level = 'intermediate') =>
  opened.when({ type: 'application.save', application: { level, subjects, place: '440100' } }).to('marking')

const earlier = (credits: NonNullable<Parameters<typeof amendingHistory>[0]['credits']>) =>
  scenario({ history: { credits } })

const misconduct = (article: number, subject?: string) =>
  ({ type: 'misconduct.record', article, ...scopeOf(subject) }) as const

const scopeOf = (subject: string | undefined) =>
  subject === undefined ? { scope: 'sitting' as const } : { scope: 'subject' as const, subject }

const identical = (subjects?: string[]) =>
  ({ type: 'finding.record', finding: 'identicalAnswers', ...(subjects && { subjects }) }) as const

const publishing = (marks: Record<string, number>, passMarks?: Notice['passMarks']) =>
  ({ type: 'marks.publish', marks, ...(passMarks && { passMarks }) }) as const

const deciding = (marks: Record<string, number>) => ({ type: 'scoreReview.decide', marks }) as const

const correcting = (marks: Record<string, number>) =>
  ({ type: 'marks.correct', marks, reason: 'wrong entry' }) as const

const reviewing = (...subjects: string[]) => ({ type: 'scoreReview.request', subjects }) as const

const types = (scenario: Given) => scenario.decision.facts.map(({ type }) => type)

const { passMarks, ...withoutPassMarks } = noticeOf('gd-2024-social-worker')

/** After the exam, with a notice that names no pass marks. */
const unmarked = scenario({ notice: withoutPassMarks }).to('marking')

const unjudged = unmarked.when('marks.publish', onPublication)

const amending = (passMarks: Record<string, number>) => ({ type: 'notice.amend', passMarks }) as const

describeRule('marks.complete', () => {
  const all = { general: 60, law: 60, practice: 60 }
  return {
    holds() {
      it('refuses a registered subject without a mark', () => {
        refuses('marks.complete', marking, publishing({ general: 60, law: 60 }))
        refuses('marks.complete', marking, publishing({}))
      })
      it('refuses before the check of the marks', () => {
        refuses('marks.complete', marking, publishing({ general: 1000, law: -3 }))
      })
      it('refuses by another rule before the exam has ended and after publication', () => {
        for (const scenario of [
          waiting,
          seated,
          notPassed,
          underReview,
          unjudged,
          qualifying,
          qualifying.to('certified'),
        ])
          refuses('event.not-now', scenario, publishing({}))
      })
    },
    fails() {
      it('accepts a mark for each subject, and emits the marks and the result', () => {
        const after = accepts(marking, publishing({ ...all, law: 59.5 }), onPublication)
        expectState(after, 'notPassed.open')
        expect(after.facts('marks.published')).toEqual([
          { type: 'marks.published', at: onPublication, marks: { ...all, law: 59.5 }, passed: false },
        ])
        expect(accepts(marking, publishing(all)).facts('marks.published')).toMatchObject([{ passed: true }])
      })
      it('accepts marks for the registered subjects only', () => {
        expectState(accepts(sat(['general']), publishing({ general: 60 })), 'notPassed.open')
      })
      it('accepts marks without pass marks, or with some, and emits no result and no credits', () => {
        for (const passMarks of [undefined, { general: 60, law: 60 }]) {
          const after = accepts(unmarked, publishing(all, passMarks), onPublication)
          expectState(after, 'marking.published')
          expect(after.decision.facts).toEqual([{ type: 'marks.published', at: onPublication, marks: all }])
        }
      })
      it('accepts an absence as a mark', () => {
        accepts(marking, publishing({ general: -1, law: -1, practice: -1 }))
      })
      it('accepts pass marks with the marks, and the result uses them', () => {
        expectState(accepts(unmarked, publishing(all, passMarks)), 'qualifying')
        expectState(accepts(unmarked, publishing(all, { ...passMarks, law: 60.5 })), 'notPassed.open')
      })
      it('accepts pass marks that replace those of the notice, subject by subject', () => {
        expectState(accepts(marking, publishing({ ...all, law: 55 }, { law: 55 })), 'qualifying')
        expectState(accepts(marking, publishing(all, { law: 61 })), 'notPassed.open')
        expectState(accepts(marking, publishing({ ...all, general: 59 }, { law: 55 })), 'notPassed.open')
      })
      it('uses the pass marks of the publication for the review', () => {
        const asked = unmarked
          .when(publishing({ ...all, law: 50 }, { ...passMarks, law: 51 }))
          .when(reviewing('law'))
        expectState(accepts(asked, deciding({ law: 51 })), 'qualifying')
        expectState(accepts(asked, deciding({ law: 50.5 })), 'notPassed.open')
      })
      it('uses the pass marks of an amended notice', () => {
        const amended = unmarked.when({ type: 'notice.amend', passMarks: { ...all, law: 40 } })
        expectState(accepts(amended, publishing({ ...all, law: 40 })), 'qualifying')
      })
    },
  }
})

describeRule('marks.codes', () => {
  const all = { general: 60, law: 60, practice: 60 }
  return {
    holds() {
      it.each([100.5, -0.5, -3, -5])('refuses %d', (law) => {
        refuses('marks.codes', marking, publishing({ ...all, law }))
        refuses('marks.codes', underReview, deciding({ law }))
        for (const scenario of [unjudged, notPassed, underReview, qualifying, done])
          refuses('marks.codes', scenario, correcting({ law }))
        refuses('marks.codes', qualifying.when(reviewing('law')), deciding({ law }))
      })
      it('refuses a mark for a subject that was not registered', () => {
        refuses('marks.codes', marking, publishing({ ...all, astrology: 60 }))
        refuses('marks.codes', sat(['general']), publishing(all))
        refuses('marks.codes', notPassed, correcting({ astrology: 60 }))
      })
      it('refuses a review decision for a subject that was not requested', () => {
        refuses('marks.codes', underReview, deciding({ general: 61 }))
        accepts(underReview, deciding({}))
      })
      it('refuses any mark except −2 for recorded misconduct', () => {
        const caught = seated.when(misconduct(6, 'law'), firstSession).to('marking')
        for (const law of [60, 0, -1, -4]) refuses('marks.codes', caught, publishing({ ...all, law }))
        expectState(accepts(caught, publishing({ ...all, law: -2 })), 'notPassed.open')
        const whole = marking.when(misconduct(7))
        refuses('marks.codes', whole, publishing({ ...all, law: -2, practice: -2 }))
        accepts(whole, publishing({ general: -2, law: -2, practice: -2 }))
      })
      it('refuses a review decision that removes misconduct', () => {
        const caught = notPassed.when(misconduct(6, 'law')).when(reviewing('law'))
        refuses('marks.codes', caught, deciding({ law: 60 }))
        accepts(caught, deciding({ law: -2 }))
      })
      it('refuses a correction that removes misconduct, and one that names nothing', () => {
        refuses('marks.codes', notPassed.when(misconduct(6, 'law')), correcting({ law: 60 }))
        refuses('event.malformed', notPassed, correcting({}))
      })
      it('refuses a correction by another rule before the marks and after the certificate', () => {
        for (const scenario of [seated, marking, qualifying.to('certified')])
          refuses('event.not-now', scenario, correcting({ law: 60 }))
        refuses('registration.ended', waiting.when('finding.record'), correcting({ law: 60 }))
      })
    },
    fails() {
      it.each([0, 0.5, 59.5, 100, -1, -2, -4])('accepts %d', (law) => {
        accepts(marking, publishing({ ...all, law }))
        accepts(underReview, deciding({ law }))
        accepts(notPassed, correcting({ law }))
      })
      it('accepts a correction without judging it while the pass marks are missing', () => {
        const after = accepts(unjudged, correcting({ law: 40 }))
        expectState(after, 'marking.published')
        expect(types(after)).toEqual(['marks.corrected'])
        expect(after.decision.facts[0]).not.toHaveProperty('passed')
      })
      it('accepts a correction for identical answers and keeps −4', () => {
        const after = accepts(notPassed.when(identical(['law'])), correcting({ law: 90 }))
        expect(after.facts('marks.corrected')).toMatchObject([{ marks: { law: -4 }, passed: false }])
      })
      it('accepts a mark above the full marks of another subject', () => {
        const exam = examOf('gd-constructor-2')
        const candidate = { ...verified, identityProvider: 'provincial' } as const
        const built = scenario({ exam, notice: noticeOf('gd-2023-constructor-2'), candidate }).to('marking')
        accepts(built, publishing({ management: 120, law: 100, practice: 120 }))
        refuses('marks.codes', built, publishing({ management: 120, law: 100.5, practice: 120 }))
      })
      it('accepts any mark for identical answers and replaces it with −4', () => {
        const found = marking.when(identical(['law']))
        for (const law of [100, -1, -4]) {
          const after = accepts(found, publishing({ ...all, law }))
          expectState(after, 'notPassed.open')
          expect(after.facts('marks.published')).toMatchObject([
            { marks: { ...all, law: -4 }, passed: false },
          ])
        }
      })
      it('gives misconduct precedence over identical answers', () => {
        const both = marking.when(identical(['law'])).when(misconduct(6, 'law'))
        expect(accepts(both, publishing({ ...all, law: -2 })).snapshot.context.marks).toMatchObject({
          law: -2,
        })
        refuses('marks.codes', both, publishing({ ...all, law: -4 }))
      })
    },
  }
})

describeRule('marks.single-sitting', () => {
  const junior = sat(['general', 'practice'], scenario(), 'junior')
  return {
    holds() {
      it('applies to a pass in all subjects at once, and emits no credits', () => {
        const after = accepts(junior, publishing({ general: 60, practice: 60 }))
        expectState(after, 'qualifying')
        expect(types(after)).toEqual(['marks.published'])
      })
      it('applies to a review decision', () => {
        const failed = junior.when(marks({ general: 59 }), onPublication).when(reviewing('general'))
        const after = accepts(failed, deciding({ general: 60 }), on('08-26 10:00'))
        expectState(after, 'qualifying')
        expect(after.facts('marks.published')).toMatchObject([
          { marks: { general: 60, practice: 60 }, passed: true },
        ])
      })
    },
    fails() {
      it('does not apply if a subject fails, and emits no credits', () => {
        const after = accepts(junior, publishing({ general: 100, practice: 59.5 }))
        expectState(after, 'notPassed.open')
        expect(after.facts('credits.earned')).toEqual([])
      })
      it('does not count a pass of an earlier year', () => {
        const credits = [{ subject: 'general', year: 2023, level: 'junior' }]
        const after = sat(['general', 'practice'], earlier(credits), 'junior')
        expectState(accepts(after, publishing({ general: 59, practice: 60 })), 'notPassed.open')
      })
    },
  }
})

describeRule('marks.rolling', () => {
  type Credit = NonNullable<Parameters<typeof amendingHistory>[0]['credits']>[number]
  /** Passes every subject except the one that a credit covers. */
  const passesWith = (credit: Credit, examYear = 2024, years = 2) => {
    const exam = examOf('social-worker')
    const levels = exam.levels.map((level) => ({ ...level, validityYears: years }))
    const notice = noticeOf('gd-2024-social-worker', { examYear })
    const opened = scenario({ exam: { ...exam, levels }, notice, history: { credits: [credit] } })
    return sat(['general', 'practice'], opened).when('marks.publish')
  }
  const law = { subject: 'law' }
  return {
    holds() {
      it('applies to a pass in all subjects at once, and emits the credits', () => {
        expectState(qualifying, 'qualifying')
        expect(types(qualifying)).toEqual(['marks.published', 'credits.earned'])
      })
      it('applies to corrected marks, even after the registration ended', () => {
        for (const scenario of [notPassed, underReview, done]) {
          const after = accepts(scenario, correcting({ law: 60 }), on('10-10 10:00'))
          expectState(after, 'qualifying')
          expect(types(after)).toEqual(['marks.corrected', 'credits.earned'])
        }
      })
      it('counts passes within two rolling years: 2019 and 2020, 2020 and 2021', () => {
        expectState(passesWith({ ...law, year: 2019 }, 2020), 'qualifying')
        expectState(passesWith({ ...law, year: 2020 }, 2021), 'qualifying')
        expectState(passesWith({ ...law, year: 2020 }, 2020), 'qualifying')
      })
      it('counts passes within the years of the level, here four', () => {
        expectState(passesWith({ ...law, year: 2021 }, 2024, 4), 'qualifying')
        expectState(passesWith({ ...law, year: 2020 }, 2024, 4), 'notPassed.open')
      })
      it('counts a pass for its own validity, longer or shorter', () => {
        expectState(passesWith({ ...law, year: 2020, validThrough: 2024 }), 'qualifying')
        expectState(passesWith({ ...law, year: 2020, validThrough: 2023 }), 'notPassed.open')
        expectState(passesWith({ ...law, year: 2023, validThrough: 2023 }), 'notPassed.open')
      })
      it('counts a credit that the history adds during marking, but not one that it removes', () => {
        const credits = [{ subject: 'law', year: 2023 }]
        const partly = sat(['general', 'practice'])
        expectState(accepts(partly.when(amendingHistory({ credits })), 'marks.publish'), 'qualifying')
        const bereft = sat(['general', 'practice'], earlier(credits)).when(amendingHistory({ credits: [] }))
        expectState(accepts(bereft, 'marks.publish'), 'notPassed.open')
      })
      it('emits each single pass as a credit, and no other subject', () => {
        const after = marking.when(marks({ law: 59, practice: -1 }))
        expect(after.facts('credits.earned')).toEqual([
          {
            type: 'credits.earned',
            at: lastEnds,
            level: 'intermediate',
            subjects: ['general'],
            examYear: 2024,
            validThrough: 2025,
          },
        ])
        expect(marking.when(marks({ general: -4, law: 59, practice: -1 })).facts('credits.earned')).toEqual(
          [],
        )
      })
      it('replaces those credits after a review or misconduct, even by none', () => {
        const decided = underReview.when(deciding({ law: 60 }), on('08-26 10:00'))
        expect(decided.facts('credits.earned')).toMatchObject([{ subjects: ['general', 'law', 'practice'] }])
        const caught = notPassed.when(misconduct(6, 'general'))
        expect(caught.facts('credits.earned')).toMatchObject([{ subjects: ['practice'], validThrough: 2025 }])
        const last = caught.when(misconduct(6, 'practice'))
        expect(last.facts('credits.earned')).toMatchObject([{ subjects: [] }])
        expect(notPassed.when(misconduct(6, 'law')).facts('credits.earned')).toEqual([])
      })
    },
    fails() {
      it('does not apply to corrected marks that fail, which can be reviewed', () => {
        for (const scenario of [notPassed, qualifying, done]) {
          const after = accepts(scenario, correcting({ law: 50 }), on('10-10 10:00'))
          expectState(after, 'notPassed.open')
          expect(after.facts('marks.corrected')).toMatchObject([{ passed: false }])
          accepts(after, reviewing('law'), on('11-09 23:59:59'))
          refuses('registration.ended', after, reviewing('law'), on('11-10 00:00'), 'ended.notPassed')
        }
        expectState(accepts(underReview, correcting({ law: 50 })), 'notPassed.underReview')
      })
      it('does not count a pass of 2019 in 2021, or a pass of a later year', () => {
        expectState(passesWith({ ...law, year: 2019 }, 2021), 'notPassed.open')
        expectState(passesWith({ ...law, year: 2022 }, 2021), 'notPassed.open')
      })
      it('does not count a pass of another level', () => {
        expectState(passesWith({ ...law, year: 2023, level: 'intermediate' }), 'qualifying')
        expectState(passesWith({ ...law, year: 2023, level: 'junior' }), 'notPassed.open')
      })
      it('does not count a pass of another specialty, but counts one without a specialty', () => {
        const passing = (specialty?: string) => {
          const credit = { subject: 'basics', year: 2022, ...(specialty && { specialty }) }
          const opened = scenario({
            exam: examOf('economics'),
            notice: noticeOf('gd-2023-economics'),
            history: { credits: [credit] },
          })
          const application = {
            level: 'intermediate',
            specialty: 'finance',
            subjects: ['specialty'],
            place: '440100',
          }
          return opened.when({ type: 'application.save', application }).to('marking').when('marks.publish')
        }
        expectState(passing('finance'), 'qualifying')
        expectState(passing(), 'qualifying')
        expectState(passing('human-resources'), 'notPassed.open')
        expect(passing('finance').facts('credits.earned')).toMatchObject([
          {
            level: 'intermediate',
            specialty: 'finance',
            subjects: ['specialty'],
            examYear: 2023,
            validThrough: 2024,
          },
        ])
      })
      it('counts a credit even if the same subject is failed now', () => {
        const sits = marking.when(amendingHistory({ credits: [{ subject: 'law', year: 2023 }] }))
        expectState(accepts(sits, publishing(passingMarks(sits.snapshot, { law: -1 }))), 'qualifying')
      })
    },
  }
})

describeRule('scoreReview.window', {
  holds() {
    it('refuses a request from the close on, even while a demand delays the end', () => {
      refuses('scoreReview.window', qualifying, reviewing('law'), reviewCloses)
      refuses(
        'scoreReview.window',
        notPassed.when(demanding(on('10-01 10:00'))),
        reviewing('law'),
        reviewCloses,
      )
      refuses('registration.ended', notPassed, reviewing('law'), reviewCloses, 'ended.notPassed')
    })
    it('refuses a request before marks are published', () => {
      for (const scenario of [waiting, seated, marking])
        refuses('scoreReview.window', scenario, reviewing('law'))
    })
    it('refuses a request after the days even once a certificate is earned', () => {
      refuses('scoreReview.window', certified, reviewing('law'), reviewCloses)
    })
    it('refuses before the check of the subjects', () => {
      refuses('scoreReview.window', qualifying, reviewing('astrology'), reviewCloses)
    })
  },
  fails() {
    it('accepts a request from publication to the last second of day 30', () => {
      for (const at of [on('08-24 10:00'), on('09-04 23:59:59')]) {
        expectState(accepts(notPassed, reviewing('law'), at), 'notPassed.underReview')
        for (const scenario of [qualifying, unjudged, certified])
          expect(accepts(scenario, reviewing('law'), at).snapshot.value).toEqual(scenario.snapshot.value)
      }
    })
    it('counts thirty days from the day of publication, at any hour', () => {
      const late = marking.when(marks({ law: 59 }), on('08-05 23:59:59'))
      refuses('registration.ended', late, reviewing('law'), reviewCloses, 'ended.notPassed')
      accepts(marking.when(marks({ law: 59 }), on('08-06 00:00')), reviewing('law'), on('09-05 23:59:59'))
    })
    it.each([
      [{ days: 30, startDay: 'count' } as const, on('09-04 00:00')],
      [{ days: 7 }, on('08-13 00:00')],
      [{ workingDays: 10 }, on('08-20 00:00')],
      [{ closes: on('08-31 17:00') }, on('08-31 17:00')],
    ])('uses the span of the notice: %j', (scoreReview, close) => {
      const notice = noticeOf('gd-2024-social-worker', { scoreReview })
      const failed = scenario({ notice })
        .to('marking')
        .when(marks({ law: 59 }), onPublication)
      const before = new Date(Date.parse(close) - 1).toISOString()
      accepts(failed, reviewing('law'), before)
      refuses('registration.ended', failed, reviewing('law'), close, 'ended.notPassed')
    })
    it('accepts another subject while a review is open', () => {
      const both = accepts(underReview, reviewing('general'))
      expectState(both, 'notPassed.underReview')
      accepts(both, deciding({ general: 61 }))
    })
    it('accepts a request after a decision, without restarting the count of days', () => {
      const decided = underReview.when(deciding({ law: 58 }), on('08-26 10:00'))
      expectState(decided, 'notPassed.open')
      accepts(decided, reviewing('general'), on('09-04 23:59:59'))
      refuses('registration.ended', decided, reviewing('general'), reviewCloses, 'ended.notPassed')
    })
  },
})

describeRule('scoreReview.subjects', {
  holds() {
    it('refuses a subject that the exam does not have or that was not registered', () => {
      refuses('scoreReview.subjects', notPassed, reviewing('law', 'astrology'))
      refuses('scoreReview.subjects', qualifying, reviewing('astrology'))
      refuses('scoreReview.subjects', sat(['general']).when(marks({ general: 59 })), reviewing('law'))
    })
  },
  fails() {
    it('accepts one or all registered subjects', () => {
      accepts(notPassed, reviewing('law'))
      accepts(notPassed, reviewing('general', 'law', 'practice'))
      accepts(qualifying, reviewing('practice'))
    })
    it('accepts several requests of a candidate who passed', () => {
      const twice = qualifying.when(reviewing('law')).when(reviewing('general'))
      expect(twice.snapshot.context.review).toEqual(['law', 'general'])
    })
  },
})

describeRule('scoreReview.once', {
  holds() {
    it('refuses a subject whose review is open or decided, alone or with others', () => {
      for (const scenario of [unjudged, notPassed, qualifying, certified]) {
        const asked = scenario.when(reviewing('law'), on('08-24 10:00'))
        refuses('scoreReview.once', asked, reviewing('law'))
        refuses('scoreReview.once', asked, reviewing('general', 'law'))
        const decided = accepts(asked, deciding({}))
        refuses('scoreReview.once', decided, reviewing('law'))
        refuses('scoreReview.once', accepts(decided, reviewing('general')), reviewing('law'))
      }
    })
    it('refuses every request once the review of all subjects was requested', () => {
      const asked = notPassed.when(reviewing('law'))
      const explained = ({ snapshot, at }: Given) =>
        explain(snapshot, at).find(({ type }) => type === 'scoreReview.request')?.rules
      expect(explained(asked)).toEqual([])
      expect(explained(accepts(asked, reviewing('general', 'practice')))).toEqual(['scoreReview.once'])
    })
    it('refuses a subject that was reviewed even if the correction of a mark restarts the days', () => {
      const decided = notPassed.when(reviewing('law')).when(deciding({ law: 58 }))
      refuses('scoreReview.once', accepts(decided, correcting({ general: 59 })), reviewing('law'))
      refuses('scoreReview.once', accepts(decided, correcting({ law: 57 })), reviewing('law'))
    })
  },
  fails() {
    it('accepts each other subject, even before the first is decided', () => {
      const asked = accepts(accepts(notPassed, reviewing('law')), reviewing('general', 'practice'))
      accepts(accepts(notPassed.when(reviewing('law')), deciding({ law: 58 })), reviewing('general'))
      refuses('scoreReview.once', asked, reviewing('practice'))
    })
    it('accepts a subject again if its mark is published again', () => {
      const decided = notPassed.when(reviewing('law')).when(deciding({ law: 58 }))
      const again = decided.when(misconduct(6, 'law')).when('decision.overturn').when('marks.publish')
      accepts(again, reviewing('law'))
    })
  },
})

describeRule('calendar.unknown-year', () => {
  const year2027 = { off: ['01-01'], work: [] }
  const december = '2026-12-21T10:00:00+08:00'
  const notice = noticeOf('gd-2024-social-worker')
  const candidate = { ...verified, education: { origin: 'domestic', result: 'failed' } } as const
  const given = scenario({ candidate, notice: { ...notice, calendar: { 2027: year2027 } } })
  const checked = doubtful.to('marking')
  return {
    holds() {
      it('refuses passing marks if the check reaches an unknown year', () => {
        refuses('calendar.unknown-year', checked, 'marks.publish', december)
        refuses('calendar.unknown-year', checked, 'marks.publish', '2026-12-18T10:00:00+08:00')
      })
      it('refuses failing marks if the review counts working days in an unknown year', () => {
        const counted = scenario({ notice: { ...notice, scoreReview: { workingDays: 10 } } }).to('marking')
        refuses('calendar.unknown-year', counted, publishing({ general: 0, law: 0, practice: 0 }), december)
      })
      it('refuses a calendar that does not reach far enough', () => {
        refuses('calendar.unknown-year', given.to('marking'), 'marks.publish', '2027-12-20T10:00:00+08:00')
      })
      it('refuses a late review decision that passes, and accepts one that does not pass', () => {
        const late = checked.when(marks({ law: 59 }), '2026-12-01T10:00:00+08:00').when(reviewing('law'))
        refuses('calendar.unknown-year', late, deciding({ law: 60 }), december)
        accepts(late, deciding({ law: 59 }), december)
      })
      it('refuses a correction if the review or a check that it opens reaches an unknown year', () => {
        const counted = scenario({ notice: { ...notice, scoreReview: { workingDays: 10 } } }).to('marking')
        const low = counted.when(marks({ law: 59 }), '2026-12-15T10:00:00+08:00')
        refuses('calendar.unknown-year', low, correcting({ law: 58 }), december)
        const late = checked.when(marks({ law: 59 }), '2026-12-01T10:00:00+08:00')
        refuses('calendar.unknown-year', late, correcting({ law: 60 }), december)
        accepts(late, correcting({ law: 58 }), december)
        accepts(checked.when('marks.publish', '2026-12-01T10:00:00+08:00'), correcting({ law: 61 }), december)
      })
      it('refuses a failed check of a corrected degree after the marks if the office then checks it', () => {
        const corrected = scenario({ notice })
          .to('registered.waiting')
          .when({ type: 'correction.request', changes: { education } })
          .when('correction.approve')
          .to('marking')
        const passed = corrected.when('marks.publish', december)
        const report = (result: 'passed' | 'failed') =>
          ({ type: 'verification.report', education: result }) as const
        refuses('calendar.unknown-year', passed, report('failed'))
        expectState(accepts(passed, report('passed')), 'qualifying.check.notRequired')
        accepts(corrected.when(marks({ law: 59 }), december), report('failed'))
        const known = passed.when({ type: 'notice.amend', calendar: { 2027: year2027 } })
        expectState(accepts(known, report('failed')), 'qualifying.check.unreviewed')
      })
      it('refuses pass marks that follow if the check reaches an unknown year', () => {
        const line = { general: 60, law: 60, practice: 60 }
        const checkedLater = scenario({ notice: withoutPassMarks, candidate: failedOnline }).to('marking')
        const late = checkedLater.when(publishing({ ...line, law: 59 }), '2026-12-01T10:00:00+08:00')
        refuses('calendar.unknown-year', late, amending({ ...line, law: 59 }), december)
        accepts(late, amending(line), december)
      })
      it('refuses a public notice or a direct mail window that reaches an unknown year', () => {
        refuses('calendar.unknown-year', qualifying, 'publicNotice.open', december)
        const directMail = { workingDays: 12 }
        const publicNotice = { closes: '2026-12-30T00:00:00+08:00' }
        const mailed = (changes: object) =>
          scenario({ notice: { ...notice, publicNotice, directMail, ...changes } })
            .to('marking')
            .when('marks.publish', onPublication)
        refuses('calendar.unknown-year', mailed({}), 'publicNotice.open', december)
        accepts(mailed({ calendar: { 2027: year2027 } }), 'publicNotice.open', december)
        accepts(mailed({ directMail: { days: 12 } }), 'publicNotice.open', december)
      })
    },
    fails() {
      it('accepts marks, whatever the calendar, of a candidate who is not checked', () => {
        const after = accepts(marking, 'marks.publish', december)
        expectState(after, 'qualifying.check.notRequired')
        expect(after.snapshot.context.postCheckCloses).toBeUndefined()
      })
      it('accepts a public notice if the exam has no direct mail whose days could not be counted', () => {
        const exam = examOf('social-worker')
        const local = { ...exam, certificate: { ...exam.certificate, directMail: false } }
        const publicNotice = { closes: '2026-12-30T00:00:00+08:00' }
        const opened = scenario({
          exam: local,
          notice: { ...notice, publicNotice, directMail: { workingDays: 12 } },
        })
        accepts(opened.to('marking').when('marks.publish', onPublication), 'publicNotice.open', december)
      })
      it('accepts the marks once an amendment gives the calendar of that year', () => {
        const calendar = { 2027: year2027 }
        const amended = checked.when({ type: 'notice.amend', calendar }, december)
        accepts(amended, 'marks.publish', december)
        // Years that the notice had stay.
        const { terms } = given.when({ type: 'notice.amend', calendar: { 2028: year2027 } }).snapshot.context
        expect(Object.keys(terms.calendar ?? {})).toEqual(['2027', '2028'])
      })
      it('accepts marks whose spans end within the known years', () => {
        const after = accepts(checked, 'marks.publish', '2026-12-16T10:00:00+08:00')
        expect(after.snapshot.context.postCheckCloses).toBe(Date.parse('2026-12-31T00:00:00+08:00'))
      })
      it('accepts failing marks, because thirty days need no calendar', () => {
        const after = accepts(marking, publishing({ general: 0, law: 0, practice: 0 }), december)
        expectState(accepts(after, 'clock.advance', '2027-01-21T00:00:00+08:00'), 'ended.notPassed')
      })
      it('accepts marks if the notice gives the calendar, with its holidays', () => {
        const after = accepts(given.to('marking'), 'marks.publish', december)
        expect(after.snapshot.context.postCheckCloses).toBe(Date.parse('2027-01-06T00:00:00+08:00'))
      })
      it('uses the calendar of the notice in place of the bundled one', () => {
        const calendar = { 2024: { off: ['2024-08-07'], work: ['08-10'] } }
        const after = scenario({ candidate, notice: { ...notice, calendar } })
          .to('marking')
          .when('marks.publish', onPublication)
        expect(after.snapshot.context.postCheckCloses).toBe(Date.parse(on('08-20 00:00')))
      })
      it('accepts a review decision after an earlier pass, because the check window is already open', () => {
        const asked = checked.when('marks.publish', '2026-12-01T10:00:00+08:00').when(reviewing('law'))
        accepts(asked, deciding({ law: 61 }), december)
      })
      it('accepts the reference spans across a holiday', () => {
        for (const [from, to] of [
          ['2024-09-25', '2024-10-15'],
          ['2025-01-22', '2025-02-12'],
          ['2026-02-09', '2026-03-01'],
        ] as const) {
          const after = checked.when('marks.publish', `${from}T10:00:00+08:00`)
          expect(after.snapshot.context.postCheckCloses).toBe(Date.parse(`${to}T00:00:00+08:00`))
        }
      })
    },
  }
})

describeRule('unhindered', () => {
  const demanded = notPassed.when(demanding(on('09-20 17:00')))
  return {
    holds() {
      it('ends the registration after day 30', () => {
        expectState(accepts(notPassed, 'clock.advance', on('09-04 23:59:59')), 'notPassed.open')
        const after = accepts(notPassed, 'clock.advance', reviewCloses)
        expectState(after, 'ended.notPassed')
        expect(after.decision.facts).toEqual([])
        expect(after.decision.fired).toEqual([{ name: 'scoreReview.closes', at: reviewCloses }])
      })
      it('ends it at once if the demand is overturned later', () => {
        expectState(accepts(demanded, 'decision.overturn', on('09-10 10:00')), 'ended.notPassed')
      })
      it('ends it after day 30 if the demand was answered before', () => {
        const after = accepts(demanded, 'spotCheck.answer', on('08-20 10:00'))
        expectState(after, 'notPassed.open')
        expectState(accepts(after, 'clock.advance', reviewCloses), 'ended.notPassed')
      })
    },
    fails() {
      it('does not apply while a demand is open: the answer ends the registration', () => {
        expectState(accepts(demanded, 'clock.advance', reviewCloses), 'notPassed.open')
        const after = accepts(demanded, 'spotCheck.answer', on('09-20 16:59:59'))
        expectState(after, 'ended.notPassed')
        expect(types(after)).toEqual(['spotCheck.answered'])
      })
    },
  }
})

describeRule('unpublished', {
  holds() {
    it('ends the registration when the exam is cancelled, and owes the fee back at once', () => {
      for (const scenario of [waiting, admitCard, seated, marking]) {
        const after = accepts(scenario, 'exam.cancel', on('07-01 10:00'))
        expectState(after, 'ended.cancelled')
        expect(after.facts('exam.cancelled')).toMatchObject([{ reason: 'flood' }])
        expect(after.facts('refund.due')).toMatchObject([
          { reason: 'exam.cancel', amountFen: 17_100, dueAt: on('07-01 10:00') },
        ])
      }
    })
    it('applies again after an overturned decision has removed the marks', () => {
      const fallen = notPassed.when(misconduct(6, 'law')).when('decision.overturn')
      expectState(fallen, 'marking')
      expectState(accepts(fallen, 'exam.cancel'), 'ended.cancelled')
    })
  },
  fails() {
    it('does not apply once the marks are published', () => {
      for (const scenario of [notPassed, underReview, qualifying, unreviewed, qualifying.to('certified')])
        refuses('event.not-now', scenario, 'exam.cancel')
    })
  },
})

describeRule('noValidMark', {
  holds() {
    it('voids the sitting for misconduct in the whole sitting, in every stage', () => {
      for (const scenario of [notPassed, underReview, qualifying, unreviewed, done]) {
        const after = accepts(scenario, misconduct(7))
        expectState(after, 'ended.scoresVoided')
        expect(types(after)).toEqual(['integrity.recorded', 'scores.voided', 'credits.earned'])
        expect(after.facts('scores.voided')).toMatchObject([
          { subjects: ['general', 'law', 'practice'], examYear: 2024, reason: 'misconduct' },
        ])
        expect(after.facts('credits.earned')).toMatchObject([{ subjects: [] }])
        expect(after.snapshot.context.marks).toEqual({ general: -2, law: -2, practice: -2 })
      }
    })
    it('applies to identical answers in all subjects', () => {
      for (const scenario of [notPassed, underReview, qualifying, done]) {
        for (const event of [identical(), identical(['general', 'law', 'practice'])]) {
          const after = accepts(scenario, event)
          expectState(after, 'ended.scoresVoided')
          expect(types(after)).toEqual(['finding.recorded', 'scores.voided', 'credits.earned'])
          expect(after.facts('scores.voided')).toMatchObject([{ reason: 'identicalAnswers' }])
        }
      }
    })
    it('applies when the last valid mark is lost; an absence is not a mark', () => {
      const one = marking.when(marks({ general: -1, practice: -1 }))
      expectState(accepts(one, misconduct(6, 'law')), 'ended.scoresVoided')
      const step = notPassed.when(misconduct(6, 'general')).when(identical(['practice']))
      expectState(step, 'notPassed.open')
      expectState(accepts(step, misconduct(11, 'law')), 'ended.scoresVoided')
    })
  },
  fails() {
    it('does not apply while one mark is left, even zero', () => {
      const nought = marking.when(marks({ general: -1, practice: 0 }))
      expectState(accepts(nought, misconduct(6, 'law')), 'notPassed.open')
      expectState(accepts(done, misconduct(6, 'general')), 'ended.notPassed')
      expect(accepts(done, misconduct(6, 'general')).facts('scores.voided')).toEqual([])
    })
    it('does not apply before the marks are published', () => {
      expectState(accepts(marking, misconduct(7)), 'marking')
      const published = marking.when(misconduct(7)).when('marks.publish')
      expectState(published, 'notPassed.open')
    })
  },
})

describeRule('stillPasses', () => {
  const credited = marking
    .when(amendingHistory({ credits: [{ subject: 'law', year: 2023 }] }))
    .when('marks.publish', onPublication)
  return {
    holds() {
      it('keeps the state if a credit covers the subject of the misconduct', () => {
        const after = accepts(credited, misconduct(6, 'law'))
        expect(after.snapshot.value).toEqual(credited.snapshot.value)
        expect(after.facts('credits.earned')).toMatchObject([{ subjects: ['general', 'practice'] }])
        expectState(after.to('certified'), 'certified')
      })
      it('keeps the state if a review decision still passes, and emits the marks', () => {
        const after = accepts(qualifying.when(reviewing('law')), deciding({ law: 75 }), on('08-26 10:00'))
        expect(after.snapshot.value).toEqual(qualifying.snapshot.value)
        expect(after.decision.facts).toMatchObject([
          { type: 'marks.published', marks: { general: 60, law: 75, practice: 60 }, passed: true },
        ])
      })
      it('keeps the window of the check that was open before the review', () => {
        const after = accepts(unreviewed.when(reviewing('law')), deciding({ law: 75 }), on('08-26 10:00'))
        expect(after.snapshot.context.postCheckCloses).toBe(Date.parse(on('08-20 00:00')))
      })
      it('keeps the state if corrected marks still pass', () => {
        const after = accepts(unreviewed, correcting({ law: 75 }), on('08-26 10:00'))
        expect(after.snapshot.value).toEqual(unreviewed.snapshot.value)
        expect(after.facts('marks.corrected')).toMatchObject([{ marks: { law: 75 }, passed: true }])
        expect(after.snapshot.context.postCheckCloses).toBe(Date.parse(on('08-20 00:00')))
        accepts(after, reviewing('law'), on('09-25 23:59:59'))
      })
    },
    fails() {
      it('does not apply to misconduct in another subject', () => {
        const after = accepts(credited, misconduct(6, 'general'))
        expectState(after, 'notPassed.open')
        expect(after.facts('credits.earned')).toMatchObject([{ subjects: ['law', 'practice'] }])
      })
      it('does not apply to a review that lowers a mark below the pass mark', () => {
        const after = accepts(qualifying.when(reviewing('law')), deciding({ law: 59.5 }), on('08-26 10:00'))
        expectState(after, 'notPassed.open')
        expect(after.decision.facts).toMatchObject([
          { type: 'marks.published', passed: false },
          { type: 'credits.earned', subjects: ['general', 'practice'] },
        ])
        expect(after.facts('scores.voided')).toEqual([])
      })
    },
  }
})

describeRule('identicalAnswers', {
  holds() {
    it('only records the finding while seated and in marking', () => {
      const held = [accepts(seated, identical(['law']), firstSession), accepts(marking, identical(['law']))]
      for (const after of held) {
        expect(after.decision.facts).toMatchObject([{ type: 'finding.recorded', subjects: ['law'] }])
        expect(types(after)).toEqual(['finding.recorded'])
      }
      for (const after of held) expectState(accepts(after, 'clock.advance', lastEnds), 'marking')
      expect(held.map(({ snapshot }) => snapshot.value)).toEqual([
        { registered: 'seated' },
        { marking: 'awaited' },
      ])
    })
    it('sets only the named subjects, or all, to −4', () => {
      const named = marking.when(identical(['law', 'general'])).when('marks.publish')
      expect(named.snapshot.context.marks).toEqual({ general: -4, law: -4, practice: 60 })
      const all = marking.when(identical()).when('marks.publish')
      expect(all.snapshot.context.marks).toEqual({ general: -4, law: -4, practice: -4 })
      expectState(all, 'notPassed.open')
    })
    it('moves a passed candidate to notPassed without a record, and keeps the state of others', () => {
      for (const scenario of [notPassed, underReview, done]) {
        const after = accepts(scenario, identical(['practice']))
        expect(after.snapshot.value).toEqual(scenario.snapshot.value)
        expect(types(after)).toEqual(['finding.recorded', 'credits.earned'])
        expect(after.snapshot.context.marks).toMatchObject({ practice: -4 })
      }
      for (const scenario of [qualifying, unreviewed]) {
        const after = accepts(scenario, identical(['practice']))
        expectState(after, 'notPassed.open')
        expect(after.facts('credits.earned')).toMatchObject([{ subjects: ['general', 'law'] }])
        expect(after.facts('integrity.recorded')).toEqual([])
      }
    })
    it('overrides an open review', () => {
      const after = accepts(underReview.when(identical(['law'])), deciding({ law: 90 }))
      expectState(after, 'notPassed.open')
      expect(after.facts('marks.published')).toMatchObject([{ marks: { law: -4 }, passed: false }])
    })
  },
  fails() {
    it('does not apply to other findings', () => {
      for (const scenario of [marking, notPassed, qualifying, done]) {
        const after = accepts(scenario, { type: 'finding.record', finding: 'ineligible', subjects: ['law'] })
        expectState(after, 'ended.scoresVoided')
      }
    })
  },
})

describeRule('passMarksKnown', () => {
  const low = unmarked.when(publishing({ general: 60, law: 59, practice: 60 }), onPublication)
  const line = { general: 60, law: 60, practice: 60 }
  return {
    holds() {
      it('judges marks that were published before, and emits result and credits', () => {
        const after = accepts(low, amending(line), on('08-20 10:00'))
        expectState(after, 'notPassed.open')
        expect(after.facts('marks.published')).toMatchObject([{ marks: { law: 59 }, passed: false }])
        expect(after.facts('credits.earned')).toMatchObject([{ subjects: ['general', 'practice'] }])
        expectState(accepts(low, amending({ ...line, law: 59 })), 'qualifying')
      })
      it('judges marks by pass marks that arrive one after the other', () => {
        const partly = accepts(accepts(low, amending({ general: 60 })), amending({ law: 60 }))
        expectState(partly, 'marking.published')
        expectState(accepts(partly, amending({ practice: 60 })), 'notPassed.open')
      })
      it('counts the days of the review from the marks', () => {
        const after = accepts(low, amending(line), on('09-04 10:00'))
        accepts(after, reviewing('law'), on('09-04 23:59:59'))
        refuses('registration.ended', after, reviewing('law'), reviewCloses, 'ended.notPassed')
        expectState(accepts(low, amending(line), reviewCloses), 'ended.notPassed')
      })
      it('counts the days of the check from the pass marks', () => {
        const opened = scenario({
          notice: withoutPassMarks,
          candidate: { ...verified, education: { origin: 'domestic', result: 'failed' } },
        })
        const published = opened.to('marking').when(publishing(line), onPublication)
        const judged = accepts(published, amending(line), on('08-20 10:00'))
        expect(judged.facts('postCheck.required')).toMatchObject([{ closesAt: on('09-04 00:00') }])
      })
      it('keeps an open review, whatever the result', () => {
        const asked = low.when(reviewing('law'))
        expectState(accepts(asked, amending(line)), 'notPassed.underReview')
        const passed = accepts(asked, amending({ ...line, law: 59 }))
        expectState(accepts(passed, deciding({ law: 58 })), 'notPassed.open')
      })
      it('moves the due date of a refund in the same amendment', () => {
        const twice = scenario({ notice: withoutPassMarks })
          .to('paying.awaiting')
          .when('payment.settle')
          .when({ type: 'payment.settle', transactionId: 'T2' })
          .to('marking')
          .when('marks.publish', onPublication)
        const registration = { opens: on('04-07 09:00'), closes: on('04-16 17:00') }
        const after = accepts(twice, { ...amending(line), windows: { registration } })
        expectState(after, 'qualifying')
        expect(after.facts('refund.due')).toMatchObject([{ dueAt: on('04-16 17:00') }])
      })
    },
    fails() {
      it('does not apply while a pass mark is missing, and everything else stays in place', () => {
        expectState(unjudged, 'marking.published')
        const decided = accepts(low.when(reviewing('law')), deciding({ law: 61 }))
        expectState(decided, 'marking.published')
        expect(decided.decision.facts).toMatchObject([{ marks: { law: 61 } }])
        expect(decided.decision.facts[0]).not.toHaveProperty('passed')
        for (const sanction of [misconduct(6, 'law'), identical(['law'])]) {
          const after = accepts(low, sanction)
          expectState(after, 'marking.published')
          expect(after.facts('credits.earned')).toEqual([])
          expectState(accepts(after, amending({ ...line, law: 0 })), 'notPassed.open')
        }
      })
      it('does not apply to marks that no longer exist, because the decision on them was overturned', () => {
        const after = low.when(misconduct(6, 'law')).when('decision.overturn')
        expectState(after, 'marking.awaited')
        expectState(accepts(after, amending(line)), 'marking.awaited')
      })
      it('does not end the wait when the days of the review are over', () => {
        expectState(accepts(low, 'clock.advance', on('12-01 10:00')), 'marking.published')
      })
      it('does not allow the exam to be cancelled', () => {
        refuses('event.not-now', low, 'exam.cancel')
      })
      it('does not apply to an amendment that comes too late for its sessions', () => {
        const sessions = [{ subject: 'law', starts: on('12-20 09:00'), ends: on('12-20 11:00') }]
        refuses('event.not-now', low, { ...amending(line), sessions })
      })
    },
  }
})

describeRule('reviewTakesPass', {
  holds() {
    it('revokes a certificate that the review takes, and the registration goes on', () => {
      const issued = certified.when({ type: 'certificate.issue', certificateNo: 'Z1' }, on('08-25 10:00'))
      const after = accepts(issued.when(reviewing('law')), deciding({ law: 59 }), on('08-28 10:00'))
      expectState(after, 'notPassed.open')
      expect(types(after)).toEqual(['certificate.revoked', 'marks.published', 'credits.earned'])
      expect(after.facts('certificate.revoked')).toMatchObject([
        { certificateNo: 'Z1', reason: 'scoreReview' },
      ])
      expect(after.facts('credits.earned')).toMatchObject([{ subjects: ['general', 'practice'] }])
      expect(after.snapshot.context).not.toHaveProperty('certificateNo')
      const passed = accepts(after.when(reviewing('general')), deciding({ general: 61 }))
      expectState(passed, 'notPassed.open')
    })
  },
  fails() {
    it('does not apply to a decision that still passes: the certificate stays, and nothing is held up', () => {
      const asked = certified.when(reviewing('law'), on('08-25 10:00'))
      const issued = accepts(asked, 'certificate.issue')
      const after = accepts(accepts(issued, 'certificate.dispatch'), deciding({ law: 75 }))
      expect(after.snapshot.value).toEqual({
        certified: { paper: 'collectable', electronic: 'available' },
      })
      expect(types(after)).toEqual(['marks.published'])
      expect(after.snapshot.context).not.toHaveProperty('postCheckCloses')
    })
    it('does not apply if an earlier pass covers the subject', () => {
      const credited = marking
        .when(amendingHistory({ credits: [{ subject: 'law', year: 2023 }] }))
        .when('marks.publish', onPublication)
        .to('certified')
      const after = accepts(credited.when(reviewing('law')), deciding({ law: 59 }))
      expectState(after, 'certified')
      expect(after.facts('marks.published')).toMatchObject([{ passed: true }])
    })
    it('does not apply if only an earlier pass was taken back', () => {
      const credited = sat(['general', 'practice'], earlier([{ subject: 'law', year: 2023 }]))
        .when('marks.publish', onPublication)
        .to('certified')
      const questioned = credited.when(amendingHistory({ credits: [] }))
      expectState(accepts(questioned.when(reviewing('general')), deciding({ general: 61 })), 'certified')
    })
  },
})

describeRule('reviewAsked', {
  holds() {
    it('keeps a review open after day 30', () => {
      expectState(accepts(underReview, 'clock.advance', on('12-01 10:00')), 'notPassed.underReview')
    })
    it('ends the registration at once if a decision after day 30 changes nothing', () => {
      const after = accepts(underReview, deciding({ law: 59 }), on('09-20 10:00'))
      expectState(after, 'ended.notPassed')
      expect(after.facts('marks.published')).toMatchObject([{ passed: false }])
    })
    it('applies to a late decision that passes, and counts the check from it', () => {
      const failed = doubtful
        .to('marking')
        .when(marks({ law: 59 }), onPublication)
        .when(reviewing('law'))
      const after = accepts(failed, deciding({ law: 60 }), on('09-20 10:00'))
      expectState(after, 'qualifying.check.unreviewed')
      // Ten working days over the National Day holiday; 29 September and 12 October are working days.
      expect(after.facts('postCheck.required')).toMatchObject([{ closesAt: on('10-11 00:00') }])
      expect(after.facts('marks.published')).toMatchObject([
        { marks: { general: 60, law: 60, practice: 60 }, passed: true },
      ])
    })
    it('keeps a review open when misconduct changes the result', () => {
      const after = qualifying.when(reviewing('law')).when(misconduct(6, 'general'))
      expectState(after, 'notPassed.underReview')
      expectState(accepts(after, deciding({ law: 61 })), 'notPassed.open')
    })
    it('opens a new check window if a review removes a pass and a correction restores it', () => {
      const lost = unreviewed.when(reviewing('law')).when(deciding({ law: 59 }), on('08-12 10:00'))
      expectState(lost, 'notPassed.open')
      const back = accepts(lost, correcting({ law: 60 }), on('08-26 10:00'))
      expect(back.facts('postCheck.required')).toMatchObject([{ closesAt: on('09-10 00:00') }])
    })
  },
  fails() {
    it('does not apply to a decision without a request', () => {
      for (const scenario of [marking, unjudged, notPassed, qualifying, certified])
        refuses('event.not-now', scenario, deciding({ law: 60 }))
      refuses('event.not-now', qualifying.when(reviewing('law')).when(deciding({})), deciding({}))
    })
  },
})
