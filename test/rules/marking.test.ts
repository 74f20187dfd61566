import { expect, it } from 'vitest'
import type { Given } from '../../src/testing/given'
import {
  amendingHistory,
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

/** 30 days after the publication, whose own day does not count. */
const reviewCloses = on('09-05 00:00')

const qualifying = marking.when('marks.publish', onPublication)

const notPassed = marking.when(marks({ law: 59 }), onPublication)

const underReview = notPassed.when({ type: 'scoreReview.request', subjects: ['law'] })

const done = notPassed.to('ended.notPassed')

/** The degree was not verified online, so the check after the exam is made by hand. */
const doubtful = scenario({ candidate: { ...verified, education: { origin: 'domestic', result: 'failed' } } })

const unreviewed = doubtful.to('marking').when('marks.publish', onPublication)

/** Registered for these subjects, and the exam is over. */
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

const publishing = (marks: Record<string, number>, passMarks?: Record<string, number>) =>
  ({ type: 'marks.publish', marks, ...(passMarks && { passMarks }) }) as const

const deciding = (marks: Record<string, number>) => ({ type: 'scoreReview.decide', marks }) as const

const reviewing = (...subjects: string[]) => ({ type: 'scoreReview.request', subjects }) as const

const types = (scenario: Given) => scenario.decision.facts.map(({ type }) => type)

describeRule('marks.complete', () => {
  const { passMarks, ...without } = noticeOf('gd-2024-social-worker')
  const unmarked = scenario({ notice: without }).to('marking')
  const all = { general: 60, law: 60, practice: 60 }
  return {
    holds() {
      it('refuses a registered subject without a mark', () => {
        refuses('marks.complete', marking, publishing({ general: 60, law: 60 }))
        refuses('marks.complete', marking, publishing({}))
      })
      it('refuses a registered subject without a pass mark', () => {
        refuses('marks.complete', unmarked, publishing(all))
        refuses('marks.complete', unmarked, publishing(all, { general: 60, law: 60 }))
      })
      it('refuses so before it looks at the marks themselves', () => {
        refuses('marks.complete', marking, publishing({ general: 1000, law: -3 }))
      })
      it('refuses by another rule before the exam has ended, and once published', () => {
        for (const scenario of [
          waiting,
          seated,
          notPassed,
          underReview,
          qualifying,
          qualifying.to('certified'),
        ])
          refuses('event.not-now', scenario, publishing({}))
      })
    },
    fails() {
      it('accepts a mark for each subject, and emits the marks and whether they pass', () => {
        const after = accepts(marking, publishing({ ...all, law: 59.5 }), onPublication)
        expectState(after, 'notPassed.open')
        expect(after.facts('marks.published')).toEqual([
          { type: 'marks.published', at: onPublication, marks: { ...all, law: 59.5 }, passed: false },
        ])
        expect(accepts(marking, publishing(all)).facts('marks.published')).toMatchObject([{ passed: true }])
      })
      it('accepts the marks of those subjects alone that are registered', () => {
        expectState(accepts(sat(['general']), publishing({ general: 60 })), 'notPassed.open')
      })
      it('accepts absence as a mark', () => {
        accepts(marking, publishing({ general: -1, law: -1, practice: -1 }))
      })
      it('accepts pass marks that come with the marks, and they decide', () => {
        expectState(accepts(unmarked, publishing(all, passMarks)), 'qualifying')
        expectState(accepts(unmarked, publishing(all, { ...passMarks, law: 60.5 })), 'notPassed.open')
      })
      it('accepts pass marks that come with the marks in place of the notice’s, subject by subject', () => {
        expectState(accepts(marking, publishing({ ...all, law: 55 }, { law: 55 })), 'qualifying')
        expectState(accepts(marking, publishing(all, { law: 61 })), 'notPassed.open')
        expectState(accepts(marking, publishing({ ...all, general: 59 }, { law: 55 })), 'notPassed.open')
      })
      it('accepts the pass marks of the publication for the review, too', () => {
        const asked = unmarked
          .when(publishing({ ...all, law: 50 }, { ...passMarks, law: 51 }))
          .when(reviewing('law'))
        expectState(accepts(asked, deciding({ law: 51 })), 'qualifying')
        expectState(accepts(asked, deciding({ law: 50.5 })), 'notPassed.open')
      })
      it('accepts pass marks that the notice was amended by', () => {
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
        refuses('marks.codes', qualifying.when(reviewing('law')), deciding({ law }))
      })
      it('refuses the mark of a subject that was not registered for', () => {
        refuses('marks.codes', marking, publishing({ ...all, astrology: 60 }))
        refuses('marks.codes', sat(['general']), publishing(all))
      })
      it('refuses the decided mark of a subject that nobody asked to review', () => {
        refuses('marks.codes', underReview, deciding({ general: 61 }))
        accepts(underReview, deciding({}))
      })
      it('refuses anything but −2 where misconduct is recorded, and accepts that', () => {
        const caught = seated.when(misconduct(6, 'law'), firstSession).to('marking')
        for (const law of [60, 0, -1, -4]) refuses('marks.codes', caught, publishing({ ...all, law }))
        expectState(accepts(caught, publishing({ ...all, law: -2 })), 'notPassed.open')
        const whole = marking.when(misconduct(7))
        refuses('marks.codes', whole, publishing({ ...all, law: -2, practice: -2 }))
        accepts(whole, publishing({ general: -2, law: -2, practice: -2 }))
      })
      it('refuses to review misconduct away', () => {
        const caught = notPassed.when(misconduct(6, 'law')).when(reviewing('law'))
        refuses('marks.codes', caught, deciding({ law: 60 }))
        accepts(caught, deciding({ law: -2 }))
      })
    },
    fails() {
      it.each([0, 0.5, 59.5, 100, -1, -2, -4])('accepts %d', (law) => {
        accepts(marking, publishing({ ...all, law }))
        accepts(underReview, deciding({ law }))
      })
      it('accepts a mark above another subject’s full marks', () => {
        const exam = examOf('gd-constructor-2')
        const candidate = { ...verified, identityProvider: 'provincial' } as const
        const built = scenario({ exam, notice: noticeOf('gd-2023-constructor-2'), candidate }).to('marking')
        accepts(built, publishing({ management: 120, law: 100, practice: 120 }))
        refuses('marks.codes', built, publishing({ management: 120, law: 100.5, practice: 120 }))
      })
      it('accepts any mark where identical answers were found, which count as −4', () => {
        const found = marking.when(identical(['law']))
        for (const law of [100, -1, -4]) {
          const after = accepts(found, publishing({ ...all, law }))
          expectState(after, 'notPassed.open')
          expect(after.facts('marks.published')).toMatchObject([
            { marks: { ...all, law: -4 }, passed: false },
          ])
        }
      })
      it('accepts misconduct above identical answers', () => {
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
      it('takes all subjects passed at once as the way to the certificate, without credits', () => {
        const after = accepts(junior, publishing({ general: 60, practice: 60 }))
        expectState(after, 'qualifying')
        expect(types(after)).toEqual(['marks.published'])
      })
      it('takes a decided review so, too', () => {
        const failed = junior.when(marks({ general: 59 }), onPublication).when(reviewing('general'))
        const after = accepts(failed, deciding({ general: 60 }), on('08-26 10:00'))
        expectState(after, 'qualifying')
        expect(after.facts('marks.published')).toMatchObject([
          { marks: { general: 60, practice: 60 }, passed: true },
        ])
      })
    },
    fails() {
      it('does not take a subject missing, and nothing of it counts on', () => {
        const after = accepts(junior, publishing({ general: 100, practice: 59.5 }))
        expectState(after, 'notPassed.open')
        expect(after.facts('credits.earned')).toEqual([])
      })
      it('does not take a pass of an earlier year into account', () => {
        const credits = [{ subject: 'general', year: 2023, level: 'junior' }]
        const after = sat(['general', 'practice'], earlier(credits), 'junior')
        expectState(accepts(after, publishing({ general: 59, practice: 60 })), 'notPassed.open')
      })
    },
  }
})

describeRule('marks.rolling', () => {
  type Credit = NonNullable<Parameters<typeof amendingHistory>[0]['credits']>[number]
  /** Sits everything but what a credit covers, and passes it. */
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
      it('takes all subjects passed at once, and they count on', () => {
        expectState(qualifying, 'qualifying')
        expect(types(qualifying)).toEqual(['marks.published', 'credits.earned'])
      })
      it('takes the passes of a rolling period of two years: 2019 and 2020, 2020 and 2021', () => {
        expectState(passesWith({ ...law, year: 2019 }, 2020), 'qualifying')
        expectState(passesWith({ ...law, year: 2020 }, 2021), 'qualifying')
        expectState(passesWith({ ...law, year: 2020 }, 2020), 'qualifying')
      })
      it('takes the years of the level: four of them', () => {
        expectState(passesWith({ ...law, year: 2021 }, 2024, 4), 'qualifying')
        expectState(passesWith({ ...law, year: 2020 }, 2024, 4), 'notPassed.open')
      })
      it('takes a pass for as long as it says itself, longer or shorter', () => {
        expectState(passesWith({ ...law, year: 2020, validThrough: 2024 }), 'qualifying')
        expectState(passesWith({ ...law, year: 2020, validThrough: 2023 }), 'notPassed.open')
        expectState(passesWith({ ...law, year: 2023, validThrough: 2023 }), 'notPassed.open')
      })
      it('takes what history brings in while the papers are marked, and not what it takes back', () => {
        const credits = [{ subject: 'law', year: 2023 }]
        const partly = sat(['general', 'practice'])
        expectState(accepts(partly.when(amendingHistory({ credits })), 'marks.publish'), 'qualifying')
        const bereft = sat(['general', 'practice'], earlier(credits)).when(amendingHistory({ credits: [] }))
        expectState(accepts(bereft, 'marks.publish'), 'notPassed.open')
      })
      it('takes each single pass as one that counts on, and emits only those', () => {
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
      it('takes a review or misconduct as what replaces those credits, even by none', () => {
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
      it('does not take 2019 and 2021 together, nor a pass that is still to come', () => {
        expectState(passesWith({ ...law, year: 2019 }, 2021), 'notPassed.open')
        expectState(passesWith({ ...law, year: 2022 }, 2021), 'notPassed.open')
      })
      it('does not take a pass of another level', () => {
        expectState(passesWith({ ...law, year: 2023, level: 'intermediate' }), 'qualifying')
        expectState(passesWith({ ...law, year: 2023, level: 'junior' }), 'notPassed.open')
      })
      it('does not take a pass of another specialty; one that names none counts for any', () => {
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
      it('does not take a credit for a subject twice: what is failed now may still be credited', () => {
        const sits = marking.when(amendingHistory({ credits: [{ subject: 'law', year: 2023 }] }))
        expectState(accepts(sits, publishing(passingMarks(sits.snapshot, { law: -1 }))), 'qualifying')
      })
    },
  }
})

describeRule('scoreReview.window', {
  holds() {
    it('refuses a request from then on, also while a demand keeps the registration from ending', () => {
      refuses('scoreReview.window', qualifying, reviewing('law'), reviewCloses)
      refuses(
        'scoreReview.window',
        notPassed.when(demanding(on('10-01 10:00'))),
        reviewing('law'),
        reviewCloses,
      )
      refuses('registration.ended', notPassed, reviewing('law'), reviewCloses, 'ended.notPassed')
    })
    it('refuses a request before any marks are published', () => {
      for (const scenario of [waiting, seated, marking])
        refuses('scoreReview.window', scenario, reviewing('law'))
    })
    it('refuses a request by another rule once a certificate is earned', () => {
      refuses('event.not-now', qualifying.to('certified'), reviewing('law'))
    })
    it('refuses so before it looks at the subjects', () => {
      refuses('scoreReview.window', qualifying, reviewing('astrology'), reviewCloses)
    })
  },
  fails() {
    it('accepts a request from the publication to the last second of day 30', () => {
      for (const at of [onPublication, on('09-04 23:59:59')]) {
        expectState(accepts(notPassed, reviewing('law'), at), 'notPassed.underReview')
        expect(accepts(qualifying, reviewing('law'), at).snapshot.value).toEqual(qualifying.snapshot.value)
      }
    })
    it('accepts thirty days from the day of the publication, whatever the hour', () => {
      const late = marking.when(marks({ law: 59 }), on('08-05 23:59:59'))
      refuses('registration.ended', late, reviewing('law'), reviewCloses, 'ended.notPassed')
      accepts(marking.when(marks({ law: 59 }), on('08-06 00:00')), reviewing('law'), on('09-05 23:59:59'))
    })
    it.each([
      [{ days: 30, startDay: 'count' } as const, on('09-04 00:00')],
      [{ days: 7 }, on('08-13 00:00')],
      [{ workingDays: 10 }, on('08-20 00:00')],
      [{ closes: on('08-31 17:00') }, on('08-31 17:00')],
    ])('accepts the span that the notice gives: %j', (scoreReview, close) => {
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
    it('accepts a request again after a decision, and does not restart the count of days', () => {
      const decided = underReview.when(deciding({ law: 58 }), on('08-26 10:00'))
      expectState(decided, 'notPassed.open')
      accepts(decided, reviewing('general'), on('09-04 23:59:59'))
      refuses('registration.ended', decided, reviewing('general'), reviewCloses, 'ended.notPassed')
    })
  },
})

describeRule('scoreReview.subjects', {
  holds() {
    it('refuses a subject that the exam lacks, or that was not registered for', () => {
      refuses('scoreReview.subjects', notPassed, reviewing('law', 'astrology'))
      refuses('scoreReview.subjects', qualifying, reviewing('astrology'))
      refuses('scoreReview.subjects', sat(['general']).when(marks({ general: 59 })), reviewing('law'))
    })
  },
  fails() {
    it('accepts one subject that was registered for, or all', () => {
      accepts(notPassed, reviewing('law'))
      accepts(notPassed, reviewing('general', 'law', 'practice'))
      accepts(qualifying, reviewing('practice'))
    })
    it('accepts the request of a candidate who passed in parts', () => {
      const twice = qualifying.when(reviewing('law')).when(reviewing('general', 'law'))
      expect(twice.snapshot.context.review).toEqual(['law', 'general'])
    })
  },
})

describeRule('calendar.unknown-year', () => {
  const year2027 = { off: ['01-01'], work: [] }
  const december = '2026-12-21T10:00:00+08:00'
  const notice = noticeOf('gd-2024-social-worker')
  const given = scenario({ notice: { ...notice, calendar: { 2027: year2027 } } })
  return {
    holds() {
      it('refuses marks that pass where the check would reach a year that is not', () => {
        refuses('calendar.unknown-year', marking, 'marks.publish', december)
        refuses('calendar.unknown-year', marking, 'marks.publish', '2026-12-18T10:00:00+08:00')
      })
      it('refuses them where the review itself is counted in working days', () => {
        const counted = scenario({ notice: { ...notice, scoreReview: { workingDays: 10 } } }).to('marking')
        refuses('calendar.unknown-year', counted, publishing({ general: 0, law: 0, practice: 0 }), december)
      })
      it('refuses a schedule that is not far enough', () => {
        refuses('calendar.unknown-year', given.to('marking'), 'marks.publish', '2027-12-20T10:00:00+08:00')
      })
      it('refuses a review that turns the marks so late, and accepts one that does not', () => {
        const late = marking.when(marks({ law: 59 }), '2026-12-01T10:00:00+08:00').when(reviewing('law'))
        refuses('calendar.unknown-year', late, deciding({ law: 60 }), december)
        accepts(late, deciding({ law: 59 }), december)
      })
      it('refuses to open a public notice, or a window for direct mail, that reaches such a year', () => {
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
      it('accepts marks whose spans end within the years that are known', () => {
        const after = accepts(marking, 'marks.publish', '2026-12-16T10:00:00+08:00')
        expect(after.snapshot.context.postCheckCloses).toBe(Date.parse('2026-12-31T00:00:00+08:00'))
      })
      it('accepts marks that do not pass: thirty days need no schedule', () => {
        const after = accepts(marking, publishing({ general: 0, law: 0, practice: 0 }), december)
        expectState(accepts(after, 'clock.advance', '2027-01-21T00:00:00+08:00'), 'ended.notPassed')
      })
      it('accepts both where the notice gives the schedule, with its holidays', () => {
        const after = accepts(given.to('marking'), 'marks.publish', december)
        expect(after.snapshot.context.postCheckCloses).toBe(Date.parse('2027-01-06T00:00:00+08:00'))
      })
      it('accepts the notice’s schedule in place of the bundled one', () => {
        const calendar = { 2024: { off: ['2024-08-07'], work: ['08-10'] } }
        const after = scenario({ notice: { ...notice, calendar } })
          .to('marking')
          .when('marks.publish', onPublication)
        expect(after.snapshot.context.postCheckCloses).toBe(Date.parse(on('08-20 00:00')))
      })
      it('accepts a review of a candidate who passed already: the window of the check is open', () => {
        const asked = marking.when('marks.publish', '2026-12-01T10:00:00+08:00').when(reviewing('law'))
        accepts(asked, deciding({ law: 61 }), december)
      })
      it('accepts the golden spans over a holiday', () => {
        for (const [from, to] of [
          ['2024-09-25', '2024-10-15'],
          ['2025-01-22', '2025-02-12'],
          ['2026-02-09', '2026-03-01'],
        ] as const) {
          const after = marking.when('marks.publish', `${from}T10:00:00+08:00`)
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
      it('takes day 30 as the end', () => {
        expectState(accepts(notPassed, 'clock.advance', on('09-04 23:59:59')), 'notPassed.open')
        const after = accepts(notPassed, 'clock.advance', reviewCloses)
        expectState(after, 'ended.notPassed')
        expect(after.decision.facts).toEqual([])
        expect(after.decision.fired).toEqual([{ name: 'scoreReview.closes', at: reviewCloses }])
      })
      it('takes it at once when the demand is taken back later', () => {
        expectState(accepts(demanded, 'decision.overturn', on('09-10 10:00')), 'ended.notPassed')
      })
      it('takes it at its own instant when the answer came before', () => {
        const after = accepts(demanded, 'spotCheck.answer', on('08-20 10:00'))
        expectState(after, 'notPassed.open')
        expectState(accepts(after, 'clock.advance', reviewCloses), 'ended.notPassed')
      })
    },
    fails() {
      it('does not take it so while a check is open: the answer ends it', () => {
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
    it('takes a cancelled exam as the end, and owes the fee back at once', () => {
      for (const scenario of [waiting, admitCard, seated, marking]) {
        const after = accepts(scenario, 'exam.cancel', on('07-01 10:00'))
        expectState(after, 'ended.cancelled')
        expect(after.facts('exam.cancelled')).toMatchObject([{ reason: 'flood' }])
        expect(after.facts('refund.due')).toMatchObject([
          { reason: 'exam.cancel', amountFen: 17_100, dueAt: on('07-01 10:00') },
        ])
      }
    })
    it('takes it so again where the marks have fallen', () => {
      const fallen = notPassed.when(misconduct(6, 'law')).when('decision.overturn')
      expectState(fallen, 'marking')
      expectState(accepts(fallen, 'exam.cancel'), 'ended.cancelled')
    })
  },
  fails() {
    it('does not take it so once the marks are published', () => {
      for (const scenario of [notPassed, underReview, qualifying, unreviewed, qualifying.to('certified')])
        refuses('event.not-now', scenario, 'exam.cancel')
    })
  },
})

describeRule('noValidMark', {
  holds() {
    it('takes misconduct of the whole sitting as the end of its marks, in every stage', () => {
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
    it('takes identical answers in all subjects so', () => {
      for (const scenario of [notPassed, underReview, qualifying, done]) {
        for (const event of [identical(), identical(['general', 'law', 'practice'])]) {
          const after = accepts(scenario, event)
          expectState(after, 'ended.scoresVoided')
          expect(types(after)).toEqual(['finding.recorded', 'scores.voided', 'credits.earned'])
          expect(after.facts('scores.voided')).toMatchObject([{ reason: 'identicalAnswers' }])
        }
      }
    })
    it('takes the last mark that was left so: absent is no mark', () => {
      const one = marking.when(marks({ general: -1, practice: -1 }))
      expectState(accepts(one, misconduct(6, 'law')), 'ended.scoresVoided')
      const step = notPassed.when(misconduct(6, 'general')).when(identical(['practice']))
      expectState(step, 'notPassed.open')
      expectState(accepts(step, misconduct(11, 'law')), 'ended.scoresVoided')
    })
  },
  fails() {
    it('does not take it so while one mark is left, even nought', () => {
      const nought = marking.when(marks({ general: -1, practice: 0 }))
      expectState(accepts(nought, misconduct(6, 'law')), 'notPassed.open')
      expectState(accepts(done, misconduct(6, 'general')), 'ended.notPassed')
      expect(accepts(done, misconduct(6, 'general')).facts('scores.voided')).toEqual([])
    })
    it('does not take it so before the marks are published', () => {
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
      it('takes misconduct in a subject that a pass still covers without leaving', () => {
        const after = accepts(credited, misconduct(6, 'law'))
        expect(after.snapshot.value).toEqual(credited.snapshot.value)
        expect(after.facts('credits.earned')).toMatchObject([{ subjects: ['general', 'practice'] }])
        expectState(after.to('certified'), 'certified')
      })
      it('takes a decided review that passes still without leaving, and emits the marks', () => {
        const after = accepts(qualifying.when(reviewing('law')), deciding({ law: 75 }), on('08-26 10:00'))
        expect(after.snapshot.value).toEqual(qualifying.snapshot.value)
        expect(after.decision.facts).toMatchObject([
          { type: 'marks.published', marks: { general: 60, law: 75, practice: 60 }, passed: true },
        ])
        expect(after.snapshot.context.postCheckCloses).toBe(Date.parse(on('08-20 00:00')))
      })
    },
    fails() {
      it('does not take misconduct in another subject so', () => {
        const after = accepts(credited, misconduct(6, 'general'))
        expectState(after, 'notPassed.open')
        expect(after.facts('credits.earned')).toMatchObject([{ subjects: ['law', 'practice'] }])
      })
      it('does not take a review that lowers the mark too far so', () => {
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
    it('takes them while seated and marked as what is only held', () => {
      const held = [accepts(seated, identical(['law']), firstSession), accepts(marking, identical(['law']))]
      for (const after of held) {
        expect(after.decision.facts).toMatchObject([{ type: 'finding.recorded', subjects: ['law'] }])
        expect(types(after)).toEqual(['finding.recorded'])
      }
      for (const after of held) expectState(accepts(after, 'clock.advance', lastEnds), 'marking')
      expect(held.map(({ snapshot }) => snapshot.value)).toEqual([{ registered: 'seated' }, 'marking'])
    })
    it('takes only the subjects named, or all, as −4', () => {
      const named = marking.when(identical(['law', 'general'])).when('marks.publish')
      expect(named.snapshot.context.marks).toEqual({ general: -4, law: -4, practice: 60 })
      const all = marking.when(identical()).when('marks.publish')
      expect(all.snapshot.context.marks).toEqual({ general: -4, law: -4, practice: -4 })
      expectState(all, 'notPassed.open')
    })
    it('takes a candidate who passed back, without a record; the state of one who did not pass stays', () => {
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
    it('takes them above a review that is open', () => {
      const after = accepts(underReview.when(identical(['law'])), deciding({ law: 90 }))
      expectState(after, 'notPassed.open')
      expect(after.facts('marks.published')).toMatchObject([{ marks: { law: -4 }, passed: false }])
    })
  },
  fails() {
    it('does not take any other finding so', () => {
      for (const scenario of [marking, notPassed, qualifying, done]) {
        const after = accepts(scenario, { type: 'finding.record', finding: 'ineligible', subjects: ['law'] })
        expectState(after, 'ended.scoresVoided')
      }
    })
  },
})

describeRule('reviewAsked', {
  holds() {
    it('takes a review that is open past day 30', () => {
      expectState(accepts(underReview, 'clock.advance', on('12-01 10:00')), 'notPassed.underReview')
    })
    it('takes a decision after day 30 that changes nothing as the end at once', () => {
      const after = accepts(underReview, deciding({ law: 59 }), on('09-20 10:00'))
      expectState(after, 'ended.notPassed')
      expect(after.facts('marks.published')).toMatchObject([{ passed: false }])
    })
    it('takes a decision that passes, late as it is, and counts the check from it', () => {
      const failed = doubtful
        .to('marking')
        .when(marks({ law: 59 }), onPublication)
        .when(reviewing('law'))
      const after = accepts(failed, deciding({ law: 60 }), on('09-20 10:00'))
      expectState(after, 'qualifying.check.unreviewed')
      // Ten working days over the National Day holiday, with 29 September and 12 October worked.
      expect(after.facts('postCheck.required')).toMatchObject([{ closesAt: on('10-11 00:00') }])
      expect(after.facts('marks.published')).toMatchObject([
        { marks: { general: 60, law: 60, practice: 60 }, passed: true },
      ])
    })
    it('takes a review along where misconduct turns the marks meanwhile', () => {
      const after = qualifying.when(reviewing('law')).when(misconduct(6, 'general'))
      expectState(after, 'notPassed.underReview')
      expectState(accepts(after, deciding({ law: 61 })), 'notPassed.open')
    })
    it('takes a pass that a review took away and another gave back as a new window', () => {
      const lost = unreviewed.when(reviewing('law')).when(deciding({ law: 59 }), on('08-12 10:00'))
      expectState(lost, 'notPassed.open')
      const back = accepts(lost.when(reviewing('law')), deciding({ law: 60 }), on('08-26 10:00'))
      expect(back.facts('postCheck.required')).toMatchObject([{ closesAt: on('09-10 00:00') }])
    })
  },
  fails() {
    it('does not take a decision that nobody asked for', () => {
      for (const scenario of [marking, notPassed, qualifying, qualifying.to('certified')])
        refuses('event.not-now', scenario, deciding({ law: 60 }))
      refuses('event.not-now', qualifying.when(reviewing('law')).when(deciding({})), deciding({}))
    })
  },
})
