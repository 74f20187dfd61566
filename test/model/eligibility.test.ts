import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AdviceId, eligibility, rules, type Verdict } from '../../src'
import { day, startOf } from '../../src/time'
import { advised, asking, type Case, type Conditions, verdict, type Work, work } from '../support/eligibility'
import { examOf, noticeOf } from '../support/scenario'

describe('eligibility.work-years §6.5', () => {
  const years = (workYears: number, more: object = {}): Conditions => [{ workYears, ...more }]
  const fullTime = { studyMode: 'fullTime' as const, graduatedOn: '2014-06-30' }
  const partTime = { studyMode: 'partTime' as const, startedOn: '2018-09-01', graduatedOn: '2021-06-30' }

  it.each<[what: string, about: Case, verdict: Verdict, days?: string]>([
    [
      'two whole years to the day',
      { conditions: years(2), work: work(['2023-01-01', '2024-12-31']) },
      'met',
      '731',
    ],
    ['a day less', { conditions: years(2), work: work(['2023-01-02', '2024-12-31']) }, 'unmet', '730'],
    ['work that goes on', { conditions: years(2), work: work(['2023-01-01']) }, 'met', '731'],
    [
      'work beyond the last day of the exam year',
      { conditions: years(2), work: work(['2023-01-02', '2026-12-31']) },
      'unmet',
      '730',
    ],
    [
      'work in the exam year that is still to come',
      { conditions: years(1), work: work(['2024-01-01']) },
      'met',
      '366',
    ],
    [
      'spans that overlap, counted once',
      { conditions: years(2), work: work(['2023-01-01', '2023-12-31'], ['2023-07-01', '2024-06-30']) },
      'unmet',
      '547',
    ],
    [
      'spans that follow upon one another',
      { conditions: years(2), work: work(['2023-01-01', '2023-06-30'], ['2023-07-01', '2024-12-31']) },
      'met',
      '731',
    ],
    [
      'a gap of a day',
      { conditions: years(2), work: work(['2023-01-01', '2023-06-30'], ['2023-07-02', '2024-12-31']) },
      'unmet',
      '730',
    ],
    ['years long ago', { conditions: years(2), work: work(['2015-01-01', '2016-12-31']) }, 'met', '731'],
    [
      'years long ago without a leap day',
      { conditions: years(2), work: work(['2017-01-01', '2018-12-31']) },
      'met',
      '730',
    ],
    [
      'years long ago less a day',
      { conditions: years(2), work: work(['2017-01-02', '2018-12-31']) },
      'unmet',
      '729',
    ],
    ['half a year more', { conditions: years(1.5), work: work(['2023-07-01']) }, 'met', '550'],
    [
      'a span that ends before it begins',
      { conditions: years(1), work: work(['2024-12-31', '2020-01-01']) },
      'unmet',
      '0',
    ],
    [
      'the 29th of February as last day',
      { conditions: years(1), work: work(['2023-03-01']), until: '2024-02-29' },
      'met',
      '366',
    ],
    [
      'another last day, by the notice',
      { conditions: years(2), work: work(['2023-01-01']), until: '2024-06-30' },
      'unmet',
      '547',
    ],
    [
      'a day that two spans share, counted once',
      { conditions: years(2), work: work(['2023-01-01', '2023-06-30'], ['2023-06-30', '2024-12-30']) },
      'unmet',
      '730',
    ],
    ['a single day', { conditions: years(1), work: work(['2024-12-31', '2024-12-31']) }, 'unmet', '1'],
    ['no years asked for', { conditions: [{ education: ['bachelor'] }] }, 'met'],
    ['nothing asked for', { conditions: [] }, 'met'],
    ['no work', { conditions: years(1), work: [] }, 'unmet', '0'],
    ['nothing said of work', { conditions: years(1) }, 'unclear'],

    [
      'a full-time degree: nothing before graduation',
      {
        conditions: years(2),
        education: { ...fullTime, graduatedOn: '2023-06-30' },
        work: work(['2020-01-01']),
      },
      'unmet',
      '551',
    ],
    [
      'a full-time degree: from the day of graduation',
      {
        conditions: years(2),
        education: { ...fullTime, graduatedOn: '2023-01-01' },
        work: work(['2020-01-01']),
      },
      'met',
      '731',
    ],
    [
      'a part-time degree: work beside it counts',
      { conditions: years(5), education: partTime, work: work(['2019-01-01']) },
      'met',
      '2192',
    ],
    [
      'a part-time degree, some of it released',
      {
        conditions: years(5),
        education: { ...partTime, fullReleaseSpans: [{ from: '2020-09-01', to: '2021-08-31' }] },
        work: work(['2019-01-01']),
      },
      'met',
      '1827',
    ],
    [
      'a day more released',
      {
        conditions: years(5),
        education: { ...partTime, fullReleaseSpans: [{ from: '2020-09-01', to: '2021-09-01' }] },
        work: work(['2019-01-01']),
      },
      'unmet',
      '1826',
    ],
    [
      'spans of release that overlap',
      {
        conditions: years(5),
        education: {
          ...partTime,
          fullReleaseSpans: [
            { from: '2020-09-01', to: '2021-06-30' },
            { from: '2021-01-01', to: '2021-08-31' },
          ],
        },
        work: work(['2019-01-01']),
      },
      'met',
      '1827',
    ],
    [
      'release while there was no work',
      {
        conditions: years(2),
        education: { ...partTime, fullReleaseSpans: [{ from: '2018-01-01', to: '2018-12-31' }] },
        work: work(['2023-01-01']),
      },
      'met',
      '731',
    ],
    [
      'release means nothing for a full-time degree',
      {
        conditions: years(2),
        education: { ...fullTime, fullReleaseSpans: [{ from: '2023-01-01', to: '2024-12-31' }] },
        work: work(['2023-01-01']),
      },
      'met',
      '731',
    ],

    [
      'a condition that names graduation: part time too',
      { conditions: years(4, { countFrom: 'graduation' }), education: partTime, work: work(['2019-01-01']) },
      'unmet',
      '1281',
    ],
    [
      'a condition that names a certificate',
      {
        conditions: years(2, { countFrom: 'certificate' }),
        education: { ...fullTime, certificateOn: '2023-01-01' },
        work: work(['2015-01-01']),
      },
      'met',
      '731',
    ],
    [
      'a certificate of a later day',
      {
        conditions: years(2, { countFrom: 'certificate' }),
        education: { ...fullTime, certificateOn: '2023-01-02' },
        work: work(['2015-01-01']),
      },
      'unmet',
      '730',
    ],
    [
      'a certificate before a full-time degree',
      {
        conditions: years(2, { countFrom: 'certificate' }),
        education: { ...fullTime, graduatedOn: '2023-01-02', certificateOn: '2015-01-01' },
        work: work(['2015-01-01']),
      },
      'unmet',
      '730',
    ],
    [
      'a certificate without its day',
      { conditions: years(2, { countFrom: 'certificate' }), work: work(['2015-01-01']) },
      'unclear',
    ],
  ])('counts the work years: %s', (_, about, expected, days) => {
    const advice = advised('work-years', about)
    expect(advice?.verdict).toBe(expected)
    if (days !== undefined) expect(advice?.detail.zh).toContain(`可计 ${days} 天`)
    if (days !== undefined) expect(advice?.detail.en).toContain(`; ${days} days count`)
  })

  it('does not count work that is not relevant', () => {
    const [one] = work(['2015-01-01'])
    const other = [{ ...(one as Work[number]), relevant: false }]
    expect(verdict('work-years', { conditions: years(1), work: other })).toBe('unmet')
  })

  it('counts each day of work once, without days of release, for any spans', () => {
    const date = fc
      .integer({ min: 0, max: 4000 })
      .map((n) => new Date(startOf('2015-01-02') + n * day).toISOString().slice(0, 10))
    const span = fc.tuple(date, date)
    fc.assert(
      fc.property(fc.array(span, { maxLength: 6 }), fc.array(span, { maxLength: 3 }), (spans, released) => {
        const degree = { ...partTime, fullReleaseSpans: released.map(([from, to]) => ({ from, to })) }
        const detail = advised('work-years', {
          conditions: years(1),
          education: degree,
          work: work(...spans),
        })?.detail.en
        const within =
          (at: string) =>
          ([from, to]: [string, string]) =>
            from <= at && at <= to
        let expected = 0
        for (let at = startOf('2014-12-01'); at <= startOf('2024-12-31'); at += day) {
          const date = new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)
          if (spans.some(within(date)) && !released.some(within(date))) expected += 1
        }
        expect(detail).toContain(`; ${expected} days count`)
      }),
      { numRuns: 100 },
    )
  })
})

describe('eligibility.education §6.18 §6.19', () => {
  const conditions: Conditions = [{ education: ['bachelor', 'master'] }]
  it('is met by a listed degree', () => {
    expect(verdict('education', { conditions })).toBe('met')
    expect(advised('education', { conditions })?.detail.zh).toBe('本科学历符合')
  })
  it('is not met by another degree, and names the listed ones', () => {
    expect(advised('education', { conditions, education: { level: 'associate' } })).toMatchObject({
      verdict: 'unmet',
      detail: { zh: '要求学历为本科、硕士，所填为专科', en: 'asked for: bachelor, master; given: associate' },
    })
  })
  it('reminds a candidate with a degree from abroad of its certificate', () => {
    const advice = advised('education', { conditions, education: { origin: 'overseas' } })
    expect(advice).toMatchObject({ verdict: 'met', detail: { zh: expect.stringContaining('认证书') } })
  })
  it.each([
    ['doctor', '博士'],
    ['master', '硕士'],
    ['bachelor', '本科'],
    ['associate', '专科'],
    ['secondary', '中专'],
    ['other', '其他'],
  ] as const)('names the level %s as %s in Chinese', (level, zh) => {
    const detail = { zh: `${zh}学历符合`, en: `${level} fits` }
    expect(advised('education', { conditions: [{ education: [level] }], education: { level } })).toEqual({
      rule: 'eligibility.education',
      verdict: 'met',
      detail,
    })
  })
  it('is met if no degree is required', () => expect(verdict('education', { conditions: [] })).toBe('met'))
})

describe('eligibility.major §6.6 §6.18', () => {
  const conditions: Conditions = [{ majors: ['Social Work', '法学'] }]
  it.each(['Social Work', 'social work', '法学', '法学专业', ' 法学 ', 'ＳＯＣＩＡＬ work'])(
    'is met by %s, which is listed',
    (major) => {
      expect(verdict('major', { conditions, education: { major } })).toBe('met')
    },
  )
  it('is unclear for an unlisted major, and names the training plan as proof', () => {
    const advice = advised('major', { conditions, education: { major: '数学' } })
    expect(advice).toMatchObject({ verdict: 'unclear', detail: { zh: expect.stringContaining('培养计划') } })
  })
  it('ignores the word for major only at the end of a name', () => {
    const named: Conditions = [{ majors: ['专业英语'] }]
    expect(verdict('major', { conditions: named, education: { major: '专业英语' } })).toBe('met')
    expect(verdict('major', { conditions: named, education: { major: '英语' } })).toBe('unclear')
  })
  it.each<[Conditions]>([[[]], [[{ education: ['bachelor'] }]]])(
    'is met if no major is required: %j',
    (open) => {
      expect(verdict('major', { conditions: open })).toBe('met')
    },
  )
})

describe('a degree that is obtained after the last day that counts', () => {
  const conditions: Conditions = [{ education: ['bachelor'], majors: ['法学'] }]
  const about = (graduatedOn: string, certificateOn?: string): Case => ({
    conditions,
    until: '2024-06-30',
    education: { major: '法学', graduatedOn, ...(certificateOn && { certificateOn }) },
  })
  it.each(['education', 'major'])('does not count for the %s', (part) => {
    expect(verdict(part, about('2024-06-30'))).toBe('met')
    const late = { zh: '所填学历在 2024-06-30 之后取得，不能用于本次报考' }
    expect(advised(part, about('2024-07-01'))).toMatchObject({ verdict: 'unmet', detail: late })
    expect(advised(part, about('2024-06-30', '2024-07-01'))).toMatchObject({ verdict: 'unmet', detail: late })
  })
})

describe('eligibility.employer §6.7', () => {
  const conditions: Conditions = [{ workYears: 1 }]
  it('is required if years of work are required', () => {
    expect(verdict('employer', { conditions })).toBe('met')
    expect(verdict('employer', { conditions, employer: ' ' })).toBe('unmet')
  })
  it.each([
    ...['无', '失业', '自由职业', 'none', 'Self-Employed'],
    ...['暂无', '无工作单位', '没有单位', '暂无工作', '退休', '已退休', '离退休人员', '失业人员', 'N/A'],
  ])('is unclear if the employer is given as %s', (employer) => {
    expect(verdict('employer', { conditions, employer })).toBe('unclear')
  })
  it.each(['无锡市第一中学', 'Casino', '退休人员服务中心', '无线电厂'])(
    'is met by %s, which only resembles such an entry',
    (employer) => {
      expect(verdict('employer', { conditions, employer })).toBe('met')
    },
  )
  it('is not required if no years of work are required', () =>
    expect(verdict('employer', { conditions: [], employer: '无' })).toBe('met'))
})

describe('the reason in both languages', () => {
  const asked: Conditions = [{ workYears: 2, majors: ['法学'], education: ['bachelor'] }]
  const overseas = { origin: 'overseas' } as const
  it.each<[part: string, about: Case, zh: string, en: string]>([
    ['education', { conditions: [] }, '没有要求', 'no degree is asked for'],
    [
      'education',
      { conditions: asked, education: overseas },
      '本科学历符合；',
      'bachelor fits; a degree from abroad',
    ],
    ['major', { conditions: [] }, '没有要求', 'no major is asked for'],
    ['major', { conditions: asked, education: { major: '法学' } }, '“法学”在目录内', '"法学" is listed'],
    [
      'major',
      { conditions: asked, education: { major: '数学' } },
      '“数学”不在目录内',
      '"数学" is not listed',
    ],
    ['work-years', { conditions: [] }, '没有要求', 'no years of work are asked for'],
    [
      'work-years',
      { conditions: asked },
      '要求工作满 2 年，但没有填写',
      '2 years of work are asked for; none',
    ],
    [
      'work-years',
      { conditions: asked, work: work(['2023-01-01']) },
      '至 2024-12-31 须满 2 年（731 天）',
      '2 years (731 days) by 2024-12-31',
    ],
    [
      'work-years',
      { conditions: [{ workYears: 2, countFrom: 'certificate' }] },
      '没有填写日期',
      'from a certificate whose date is not given',
    ],
    ['employer', { conditions: [] }, '学生可填学校', 'students name their school'],
    ['employer', { conditions: asked }, '已填写工作单位', 'an employer is given'],
    ['employer', { conditions: asked, employer: '' }, '须填写工作单位', 'an employer is needed'],
    ['employer', { conditions: asked, employer: '无' }, '备好年限证明', 'be ready to show the years'],
  ])('is given for %s: %j', (part, about, zh, en) => {
    const detail = advised(part, about)?.detail
    expect(detail?.zh).toContain(zh)
    expect(detail?.en).toContain(en)
  })
})

describe('eligibility', () => {
  const either: Conditions = [
    { education: ['associate'], workYears: 5 },
    { education: ['bachelor'], majors: ['法学'], workYears: 3 },
    { education: ['bachelor'], workYears: 5 },
    { education: ['doctor'] },
  ]
  const verdicts = (about: Case) =>
    Object.fromEntries(eligibility(asking(about)).map(({ rule, verdict: one }) => [rule.slice(12), one]))

  const allMet = {
    education: 'met',
    major: 'met',
    'work-years': 'met',
    employer: 'met',
    'professional-title': 'met',
    certificate: 'met',
    other: 'met',
  }

  it('is met by any one whole condition, never by parts of two conditions', () => {
    expect(
      verdicts({ conditions: either, work: work(['2022-01-01']), education: { major: '法学' } }),
    ).toEqual(allMet)
    // Three years are enough for a bachelor in a listed major; an associate or another major needs five.
    expect(
      verdicts({ conditions: either, work: work(['2022-01-01']), education: { level: 'associate' } }),
    ).toEqual({
      ...allMet,
      'work-years': 'unmet',
    })
    expect(verdicts({ conditions: either, work: [], education: { level: 'doctor' } })).toMatchObject({
      'work-years': 'met',
    })
  })

  it('reports the nearest condition: an unclear major rather than missing years', () => {
    expect(verdicts({ conditions: either, work: work(['2022-01-01']) })).toMatchObject({
      major: 'unclear',
      'work-years': 'met',
    })
  })

  it('reports each part by an advice rule that cites its §', () => {
    const advice = eligibility(asking({ conditions: either }))
    const ids: AdviceId[] = [
      'eligibility.education',
      'eligibility.major',
      'eligibility.work-years',
      'eligibility.employer',
      'eligibility.professional-title',
      'eligibility.certificate',
      'eligibility.other',
    ]
    expect(advice.map(({ rule }) => rule)).toEqual(ids)
    for (const id of ids)
      expect(rules[id]).toMatchObject({
        kind: 'advice',
        cites: [expect.stringMatching(/^6\./), ...rules[id].cites.slice(1)],
      })
  })

  it('is met if the level requires nothing', () => {
    expect(verdicts({ conditions: [] })).toEqual(allMet)
  })

  it('is unclear in every part if the conditions of the level are not known', () => {
    const all = eligibility(asking({}))
    expect(all.map((one) => one.verdict)).toEqual(Object.keys(allMet).map(() => 'unclear'))
    for (const { detail } of all) expect(detail.zh).toContain('以当年报名文件为准')
  })

  /** Expects every verdict to be unclear, and returns the reason in both languages. */
  const problem = (input: unknown) => {
    const advice = eligibility(input as never)
    expect(advice.map((one) => one.verdict)).toEqual(Object.keys(allMet).map(() => 'unclear'))
    const reasons = new Set(advice.map(({ detail }) => `${detail.en} | ${detail.zh}`))
    expect(reasons.size).toBe(1)
    return [...reasons][0]
  }

  it.each(['exam', 'notice', 'profile', 'application'] as const)(
    'says what is wrong if the %s is invalid',
    (part) => {
      const input = asking({ conditions: [{ workYears: 1 }], work: [] })
      const mistaken = {
        exam: { name: 7 },
        notice: { id: '' },
        profile: { name: 7 },
        application: { place: 7 },
      }
      expect(eligibility(input)[0]?.detail.en).not.toContain('cannot be compared')
      const [field = ''] = Object.keys(mistaken[part])
      expect(problem({ ...input, [part]: { ...input[part], ...mistaken[part] } })).toContain(
        `the conditions cannot be compared: ${part}.${field}: `,
      )
    },
  )

  it.each<[what: string, changes: (input: ReturnType<typeof asking>) => object, en: string, zh: string]>([
    [
      'a notice of another exam',
      ({ notice }) => ({ notice: { ...notice, exam: 'economics' } }),
      'the notice is of "economics", not of "social-worker"',
      '通知属于考试“economics”，不是“social-worker”',
    ],
    [
      'an unknown level',
      ({ application }) => ({ application: { ...application, level: 'juniors' } }),
      'the exam has no level "juniors"; did you mean junior?',
      '考试没有级别“juniors”；是否指 junior？',
    ],
    [
      'a level that the notice does not offer',
      ({ application }) => ({ application: { ...application, level: 'senior', subjects: [] } }),
      'the notice does not offer the level "Senior"',
      '报考通知没有“高级”级别的考试',
    ],
    [
      'a subject of another level',
      ({ application }) => ({ application: { ...application, level: 'junior' } }),
      'the level "junior" does not have the subject "law"',
      '级别“junior”没有科目“law”',
    ],
    [
      'an unknown subject',
      ({ application }) => ({ application: { ...application, subjects: ['laws'] } }),
      'the exam has no subject "laws"; did you mean law?',
      '考试没有科目“laws”',
    ],
    [
      'a specialty, where the exam has none',
      ({ application }) => ({ application: { ...application, specialty: 'x' } }),
      'the exam has no specialty "x"',
      '考试没有专业“x”',
    ],
  ])('says what is wrong: %s', (_, changes, en, zh) => {
    const input = asking({ conditions: [] })
    const reason = problem({ ...input, ...changes(input) })
    expect(reason).toContain(en)
    expect(reason).toContain(zh)
  })

  it('says so if the notice does not offer the specialty', () => {
    const exam = examOf('economics')
    const notice = noticeOf('sh-2024-economics', {
      sessions: noticeOf('sh-2024-economics').sessions.map((session) => ({
        ...session,
        specialties: ['finance'],
      })),
    })
    const input = {
      exam,
      notice,
      profile: asking({}).profile,
      application: { level: 'junior', specialty: 'tourism', subjects: ['basics'], place: '310100' },
    }
    expect(problem(input)).toContain('the notice does not offer the specialty "Tourism economics"')
  })

  it('names the first mistakes only, and never throws', () => {
    const input = asking({})
    const reason = problem({ ...input, profile: {} })
    expect(reason?.match(/profile\./g)).toHaveLength(10)
    for (const garbage of [null, undefined, 7, [], {}, { ...input, exam: 'x' }]) problem(garbage)
  })
})
