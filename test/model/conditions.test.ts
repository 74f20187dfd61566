import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eligibility, exams, type Verdict } from '../../src'
import { examSpecShape } from '../../src/model/exam'
import { read } from '../../src/schema/issues'
import { given } from '../../src/testing'
import { advised, type Case, type Conditions, verdict, work } from '../support/eligibility'
import { education, examOf, noticeOf, profile } from '../support/scenario'

const secondBachelor = {
  kind: 'secondBachelor',
  major: '消防工程',
  graduatedOn: '2016-06-30',
  studyMode: 'fullTime',
} as const
const graduateClass = { ...secondBachelor, kind: 'graduateClass' } as const

describe('years of work in all', () => {
  const conditions: Conditions = [{ workYears: 1, totalWorkYears: 2 }]
  const [relevant] = work(['2024-01-01'])
  const [before] = work(['2023-01-01', '2023-12-31']).map((one) => ({ ...one, relevant: false }))
  const history = (...spans: (typeof relevant)[]) => spans.flatMap((span) => span ?? [])

  it('include work that is not relevant', () => {
    const advice = advised('work-years', { conditions, work: history(relevant, before) })
    expect(advice?.verdict).toBe('met')
    expect(advice?.detail.zh).toContain('须满 1 年（366 天），可计 366 天；累计工作年限：')
    expect(advice?.detail.en).toContain('2 years (731 days) by 2024-12-31 are asked for; 731 days count')
  })

  it('are missing although the relevant years are there', () => {
    expect(verdict('work-years', { conditions, work: history(relevant) })).toBe('unmet')
  })

  it('do not replace the relevant years', () => {
    const [long] = work(['2015-01-01']).map((one) => ({ ...one, relevant: false }))
    expect(verdict('work-years', { conditions, work: history(long) })).toBe('unmet')
  })

  it('are unclear if no work is given', () => {
    expect(verdict('work-years', { conditions: [{ totalWorkYears: 2 }] })).toBe('unclear')
  })

  it('require an employer', () => {
    expect(verdict('employer', { conditions: [{ totalWorkYears: 2 }], employer: ' ' })).toBe('unmet')
  })

  it('count from the degree, not from the certificate that starts the relevant years', () => {
    const asked: Conditions = [
      { workYears: 1, totalWorkYears: 5, countFrom: 'certificate', certificate: { names: ['A'] } },
    ]
    const about = (on: string): Case => ({
      conditions: asked,
      work: work(['2015-01-01']),
      certificates: [{ certificate: 'A', certificateOn: on }],
    })
    expect(verdict('work-years', about('2024-01-01'))).toBe('met')
    expect(verdict('work-years', about('2024-01-02'))).toBe('unmet')
  })
})

describe('whole days', () => {
  it('are counted over thirty years back, through the summers of 1986 to 1991', () => {
    const until = fc
      .integer({ min: 0, max: 365 * 60 })
      .map((days) => new Date(Date.UTC(1985, 0, 1) + days * 86_400_000).toISOString().slice(0, 10))
    fc.assert(
      fc.property(until, fc.integer({ min: 1, max: 40 }), (last, years) => {
        const detail = advised('work-years', {
          conditions: [{ workYears: years }],
          education: { studyMode: 'partTime' },
          until: last,
          work: work(['1900-01-01']),
        })?.detail.zh
        const [, required, worked] = detail?.match(/（(.+?) 天），可计 (.+?) 天/) ?? []
        const [year = 0, month = 1, day = 1] = last.split('-').map(Number)
        const isLeapDay =
          last.endsWith('02-29') && new Date(Date.UTC(year - years, 1, 29)).getUTCDate() !== 29
        const first = Date.UTC(year - years, month - 1, isLeapDay ? 28 : day)
        expect(required).toBe(String((Date.UTC(year, month - 1, day) - first) / 86_400_000))
        expect(worked).toMatch(/^\d+$/)
      }),
    )
  })

  it('are not fractions: twelve years', () => {
    const advice = advised('work-years', { conditions: [{ workYears: 12 }], work: work(['2014-07-01']) })
    expect(advice?.detail.zh).toContain('须满 12 年（4383 天）')
  })
})

describe('a second degree', () => {
  const conditions: Conditions = [
    { education: ['bachelor'], workYears: 4 },
    { education: ['secondBachelor', 'graduateClass'], workYears: 2 },
  ]
  const twoYears = work(['2023-01-01'])

  it.each([secondBachelor, graduateClass])('shortens the years: %j', (secondDegree) => {
    const about = { conditions, education: { secondDegree }, work: twoYears }
    expect(advised('education', about)?.verdict).toBe('met')
    expect(verdict('work-years', about)).toBe('met')
  })

  it('is required, not only a first degree', () => {
    expect(verdict('work-years', { conditions, work: twoYears })).toBe('unmet')
    expect(advised('education', { conditions: [{ education: ['secondBachelor'] }] })).toMatchObject({
      verdict: 'unmet',
      detail: { zh: '要求学历为第二学士学位，所填为本科' },
    })
  })

  it('begins the years of work after its own graduation', () => {
    const late = { ...secondBachelor, graduatedOn: '2023-01-02' }
    expect(verdict('work-years', { conditions, education: { secondDegree: late }, work: twoYears })).toBe(
      'unmet',
    )
  })

  it('counts with the major of either degree, a graduate class only with its own', () => {
    const major = (kind: 'secondBachelor' | 'graduateClass', own: string, first: string) =>
      verdict('major', {
        conditions: [{ education: [kind], majors: ['消防工程'] }],
        education: { major: first, secondDegree: { ...secondBachelor, kind, major: own } },
      })
    expect(major('secondBachelor', '消防工程', '法学')).toBe('met')
    expect(major('secondBachelor', '法学', '消防工程')).toBe('met')
    expect(major('graduateClass', '消防工程', '法学')).toBe('met')
    expect(major('graduateClass', '法学', '消防工程')).toBe('unclear')
  })

  it('is a degree of a bachelor too, a graduate class is none', () => {
    const bachelor: Conditions = [{ education: ['bachelor'], majors: ['消防工程'] }]
    const about = (secondDegree: typeof secondBachelor | typeof graduateClass): Case => ({
      conditions: bachelor,
      education: { major: '法学', secondDegree },
    })
    expect(verdict('major', about(secondBachelor))).toBe('met')
    expect(verdict('major', about(graduateClass))).toBe('unclear')
  })
})

describe('a professional title', () => {
  const conditions: Conditions = [
    { professionalTitle: { levels: ['senior'], series: ['工程', '自然科学研究'] } },
  ]
  it.each<[what: string, titles: Case['titles'], verdict: Verdict]>([
    ['of the level and series', [{ level: 'senior', series: '工程系列' }], 'met'],
    ['of a lower level', [{ level: 'intermediate', series: '工程' }], 'unmet'],
    ['of another series', [{ level: 'senior', series: '会计' }], 'unclear'],
    ['without a series', [{ level: 'senior' }], 'unclear'],
    ['that is not there', [], 'unmet'],
    ['of which nothing is said', undefined, 'unclear'],
  ])('%s', (_, titles, expected) => {
    expect(verdict('professional-title', { conditions, ...(titles && { titles }) })).toBe(expected)
  })

  it.each<[from: string | undefined, verdict: Verdict]>([
    ['2011-12-31', 'met'],
    ['2012-01-01', 'unmet'],
    [undefined, 'unclear'],
  ])('that must be held by a day, held from %s, is %s', (from, expected) => {
    const asked: Conditions = [{ professionalTitle: { levels: ['senior'], heldBy: '2011-12-31' } }]
    const titles = [{ level: 'senior' as const, ...(from && { from }) }]
    expect(verdict('professional-title', { conditions: asked, titles })).toBe(expected)
  })
})

describe('a certificate', () => {
  const conditions: Conditions = [{ certificate: { names: ['助理社会工作师', '初级社会工作者'], years: 2 } }]
  it.each<[what: string, certificates: Case['certificates'], verdict: Verdict]>([
    [
      'held for two years to the day',
      [{ certificate: '助理社会工作师', certificateOn: '2023-01-01' }],
      'met',
    ],
    [
      'under its longer name',
      [{ certificate: '助理社会工作师职业水平证书', certificateOn: '2020-01-01' }],
      'met',
    ],
    ['held for a day less', [{ certificate: '助理社会工作师', certificateOn: '2023-01-02' }], 'unmet'],
    ['issued after the last day', [{ certificate: '助理社会工作师', certificateOn: '2025-01-01' }], 'unmet'],
    ['without its day', [{ certificate: '助理社会工作师' }], 'unclear'],
    ['of another name', [{ certificate: '驾驶证', certificateOn: '2010-01-01' }], 'unclear'],
    ['that is not there', [], 'unmet'],
    ['of which nothing is said', undefined, 'unclear'],
  ])('%s', (_, certificates, expected) => {
    expect(verdict('certificate', { conditions, ...(certificates && { certificates }) })).toBe(expected)
  })

  it('needs no date if it need not be held for years', () => {
    const asked: Conditions = [{ certificate: { names: ['A'] } }]
    expect(verdict('certificate', { conditions: asked, certificates: [{ certificate: 'A' }] })).toBe('met')
  })

  it('starts the years of work with the earliest of its names', () => {
    const asked: Conditions = [{ workYears: 2, countFrom: 'certificate', certificate: { names: ['A', 'B'] } }]
    const held = (...days: string[]): Case => ({
      conditions: asked,
      work: work(['2015-01-01']),
      certificates: days.map((certificateOn, i) => ({ certificate: i === 0 ? 'A' : 'B', certificateOn })),
    })
    expect(verdict('work-years', held('2024-01-01', '2023-01-01'))).toBe('met')
    expect(verdict('work-years', held('2024-01-01', '2023-01-02'))).toBe('unmet')
    expect(verdict('work-years', { conditions: asked, work: work(['2015-01-01']) })).toBe('unclear')
  })
})

describe('a condition that cannot be expressed', () => {
  const conditions: Conditions = [{ other: { zh: '须经单位推荐', en: 'a recommendation of the employer' } }]
  it('is unclear, and says which', () => {
    expect(advised('other', { conditions })).toMatchObject({
      verdict: 'unclear',
      detail: {
        zh: expect.stringContaining('须经单位推荐'),
        en: expect.stringContaining('a recommendation'),
      },
    })
  })
  it('does not make an alternative that is met unclear', () => {
    expect(verdict('other', { conditions: [...conditions, { education: ['bachelor'] }] })).toBe('met')
  })
})

describe('a class of majors', () => {
  const conditions: Conditions = [{ majors: ['工程管理'], majorClasses: ['工学门类'] }]
  it('is unclear for a major that may belong to it, which is never said to be unlisted', () => {
    const advice = advised('major', { conditions, education: { major: '土木工程' } })
    expect(advice?.verdict).toBe('unclear')
    expect(advice?.detail.zh).toContain('“土木工程”是否属于工学门类')
    expect(advice?.detail.zh).not.toContain('不在目录内')
    expect(advice?.detail.en).not.toContain('not listed')
  })
  it('stands beside names of majors, which are met', () => {
    expect(verdict('major', { conditions, education: { major: '工程管理专业' } })).toBe('met')
  })
  it('is never used as a name of a major in the bundled exams', () => {
    const names = Object.values(exams).flatMap((exam) =>
      (exam?.levels ?? []).flatMap(({ conditions: all = [] }) => all.flatMap(({ majors = [] }) => majors)),
    )
    expect(names.filter((name) => /门类|大类|类$|相关专业|^(工|管理|经济|理)学$/.test(name))).toEqual([])
  })
})

describe('an exam that names something twice', () => {
  const exam = examOf('catti')
  const [first] = exam.levels
  const twice = <T>(list: readonly T[] = []): T[] => [...list, ...list.slice(0, 1)]
  const level = (changes: object) => ({ levels: [{ ...first, ...changes }, ...exam.levels.slice(1)] })

  it.each<[path: string, changes: object]>([
    [`levels.${exam.levels.length}.code`, { levels: twice(exam.levels) }],
    [`subjects.${exam.subjects.length}.code`, { subjects: twice(exam.subjects) }],
    [`kinds.${exam.kinds?.length}.code`, { kinds: twice(exam.kinds) }],
    [`specialties.${exam.specialties?.length}`, { specialties: twice(exam.specialties) }],
    ['levels.0.subjects.2', level({ subjects: twice(['general', 'practice']) })],
    ['levels.0.specialties.1', level({ specialties: twice(['en-translation']) })],
    ['levels.0.kinds.1', level({ kinds: twice(['translation']) })],
  ])('has an issue at %s', (path, changes) => {
    expect(read(examSpecShape(), { ...exam, ...changes }).issues).toMatchObject([
      { path, zh: expect.stringContaining('重复'), en: expect.stringContaining('occurs twice') },
    ])
  })

  it('has an issue with the nearest name for an unknown kind, specialty or subject', () => {
    const wrong = {
      ...level({ kinds: ['translations'], specialties: ['en-translatio'], subjects: ['generals'] }),
      specialtyKinds: { ...exam.specialtyKinds, 'en-translation': 'translatio' },
    }
    const issues = read(examSpecShape(), { ...exam, ...wrong }).issues?.map(
      ({ path, en }) => `${path}: ${en}`,
    )
    expect(issues?.sort()).toEqual([
      'levels.0.kinds.0: the exam has no kind "translations"; did you mean translation?',
      'levels.0.specialties.0: the exam has no specialty "en-translatio"; did you mean en-translation?',
      'levels.0.subjects.0: the exam has no subject "generals"; did you mean general?',
      'specialtyKinds.en-translation: the exam has no kind "translatio"; did you mean translation?',
    ])
  })
})

describe('what a file or an event says wrongly', () => {
  const withCondition = (condition: object) => {
    const exam = examOf('social-worker')
    return { ...exam, levels: exam.levels.map((level) => ({ ...level, conditions: [condition] })) }
  }
  const issuesOf = (condition: object) => read(examSpecShape(), withCondition(condition)).issues ?? []

  it('is accepted if nothing is wrong', () => {
    const all = {
      education: ['secondBachelor', 'bachelor'],
      majors: ['法学'],
      majorClasses: ['法学门类'],
      workYears: 4,
      totalWorkYears: 6,
      countFrom: 'certificate',
      professionalTitle: { levels: ['senior'], series: ['工程'], heldBy: '2011-12-31' },
      certificate: { names: ['A'], years: 2 },
      other: { zh: '其他', en: 'other' },
    }
    expect(issuesOf(all)).toEqual([])
  })

  it.each<[what: string, condition: object, path: string, zh: string, en: string]>([
    [
      'fewer years in all',
      { workYears: 4, totalWorkYears: 3 },
      'totalWorkYears',
      '“累计工作年限”不能少于专业工作年限（4 年）',
      'must not be less than the years of relevant work (4)',
    ],
    ['an unknown level', { education: ['secondMaster'] }, 'education.0', 'secondBachelor', 'graduateClass'],
    [
      'an unknown title',
      { professionalTitle: { levels: ['chief'] } },
      'professionalTitle.levels.0',
      'senior',
      'intermediate',
    ],
    ['nothing', {}, '', 'conditions: []', 'conditions: []'],
    ['no level', { education: [] }, 'education', '', ''],
    ['no major', { majors: [] }, 'majors', '', ''],
    ['an empty major', { majors: ['法学', ''] }, 'majors.1', '', ''],
    ['no class', { majorClasses: [] }, 'majorClasses', '', ''],
    ['an empty class', { majorClasses: [''] }, 'majorClasses.0', '', ''],
    ['a day from which no years count', { countFrom: 'work' }, 'countFrom', 'workYears', 'workYears'],
    ['less than half a year', { workYears: 0.4 }, 'workYears', '0.5', '0.5'],
    ['no years in all', { totalWorkYears: 0 }, 'totalWorkYears', '0.5', '0.5'],
    ['an empty text', { other: { zh: '其他', en: ' ' } }, 'other', '不能为空', 'must not be empty'],
    ['no title', { professionalTitle: { levels: [] } }, 'professionalTitle.levels', '', ''],
    ['no name of a certificate', { certificate: { names: [] } }, 'certificate.names', '', ''],
    ['an unknown field', { workYears: 1, totalYears: 6 }, 'totalYears', 'totalWorkYears', 'totalWorkYears'],
    ['text in one language', { other: { zh: '其他' } }, 'other.en', '', ''],
  ])('names the field and what is possible: %s', (_, condition, path, zh, en) => {
    const issues = issuesOf(condition).filter((issue) => issue.path.startsWith('levels.0'))
    expect(issues).toMatchObject([
      {
        path: `levels.0.conditions.0.${path}`.replace(/\.$/, ''),
        zh: expect.stringContaining(zh),
        en: expect.stringContaining(en),
      },
    ])
  })

  it.each<[what: string, changes: object, path: string, en: string]>([
    [
      'an unknown second degree',
      { education: { ...education, secondDegree: { ...secondBachelor, kind: 'master' } } },
      'profile.education.secondDegree.kind',
      'secondBachelor',
    ],
    [
      'a second degree without its major',
      { education: { ...education, secondDegree: { ...secondBachelor, major: undefined } } },
      'profile.education.secondDegree.major',
      '',
    ],
    [
      'an unknown title',
      { professionalTitles: [{ level: 'chief' }] },
      'profile.professionalTitles.0.level',
      'intermediate',
    ],
    [
      'a certificate without a name',
      { certificates: [{ certificateOn: '2020-01-01' }] },
      'profile.certificates.0.certificate',
      '',
    ],
    [
      'a certificate of no day',
      { certificates: [{ certificate: 'A', certificateOn: '2020-02-30' }] },
      'profile.certificates.0.certificateOn',
      '',
    ],
  ])('is refused by the event, with the field and what is possible: %s', (_, changes, path, en) => {
    const account = given('account.profile')
    const send = (more: object) =>
      account.when({ type: 'profile.submit', profile: { ...profile, ...more } as typeof profile }).decision
    const known = { secondDegree: secondBachelor }
    const whole = {
      education: { ...education, ...known },
      professionalTitles: [{ level: 'senior', series: '工程', from: '2011-01-01' }],
      certificates: [{ certificate: 'A', certificateOn: '2020-01-01' }],
    }
    expect(send(whole)).toMatchObject({ accepted: true })
    expect(send(changes)).toMatchObject({
      accepted: false,
      refusal: { rule: 'event.malformed', issues: [{ path, en: expect.stringContaining(en) }] },
    })
  })
})

/** The verdicts of a bundled exam; what the candidate does not say is left out. */
function verdictsOf(
  exam: string,
  level: string,
  { education: degree, work: workHistory, titles, certificates }: Omit<Case, 'conditions'>,
): Record<string, Verdict> {
  const spec = examOf(exam)
  const session = { starts: '2024-06-15T09:00:00+08:00', ends: '2024-06-15T11:00:00+08:00' }
  const sessions = spec.subjects.map(({ code }) => ({ ...session, subject: code }))
  const advice = eligibility({
    exam: spec,
    notice: { ...noticeOf('gd-2024-social-worker'), exam, sessions },
    profile: {
      ...profile,
      education: { ...education, ...degree },
      ...(workHistory && { workHistory }),
      ...(titles && { professionalTitles: titles }),
      ...(certificates && { certificates }),
    },
    application: { level, subjects: [], place: '440100' },
  })
  return Object.fromEntries(advice.map(({ rule, verdict: one }) => [rule.slice('eligibility.'.length), one]))
}
const notMet = (verdicts: Record<string, Verdict>): Record<string, Verdict> =>
  Object.fromEntries(Object.entries(verdicts).filter(([, one]) => one !== 'met'))

describe('the conditions of the bundled exams', () => {
  it.each([
    ['constructor-1', 'exempt-2'],
    ['constructor-1', 'added'],
    ['cost-engineer-1', 'exempt-2'],
    ['eia-engineer', 'exempt-2'],
    ['fire-engineer-1', 'exempt-1'],
    ['gd-constructor-2', 'two-subjects'],
    ['gd-constructor-2', 'one-subject'],
    ['gd-cost-engineer-2', 'exempt-1'],
    ['gd-metrologist-2', 'exempt-1'],
    ['pharmacist', 'exempt-2'],
    ['safety-engineer', 'exempt-1'],
    ['safety-engineer', 'exempt-2'],
    ['supervision-engineer', 'exempt-2'],
    ['supervision-engineer', 'added'],
    ['catti', 'level-2-mti'],
    ['catti', 'level-2-simultaneous'],
  ])('are not known for %s, %s: unclear', (exam, level) => {
    expect(new Set(Object.values(verdictsOf(exam, level, {})))).toEqual(new Set(['unclear']))
  })

  it.each([
    ['software', 'junior'],
    ['software', 'intermediate'],
    ['software', 'senior'],
    ['catti', 'level-3'],
    ['catti', 'level-2'],
  ])('require nothing for %s, %s (§6.7)', (exam, level) => {
    expect(notMet(verdictsOf(exam, level, {}))).toEqual({})
  })

  it('cover every other level', () => {
    const unknown = Object.values(exams).flatMap((exam) =>
      (exam?.levels ?? []).filter(
        ({ conditions, exemption }) => conditions === undefined && exemption !== true,
      ),
    )
    expect(unknown).toEqual([])
  })

  it('of economics count the years of a secondary school from the work, beside the junior certificate', () => {
    const about = (from: string, certificateOn: string): Case => ({
      education: { level: 'secondary', studyMode: 'partTime' },
      work: work([from]),
      certificates: [{ certificate: '初级经济师', certificateOn }],
    })
    expect(notMet(verdictsOf('economics', 'intermediate', about('2015-01-01', '2023-06-01')))).toEqual({})
    expect(notMet(verdictsOf('economics', 'intermediate', about('2015-01-02', '2010-06-01')))).toEqual({
      'work-years': 'unmet',
    })
    expect(
      notMet(verdictsOf('economics', 'intermediate', { ...about('2015-01-01', ''), certificates: [] })),
    ).toEqual({ certificate: 'unmet' })
  })

  it('of economics ask two years of a second degree or a graduate class', () => {
    const about = (from: string, secondDegree?: typeof secondBachelor | typeof graduateClass): Case => ({
      education: secondDegree === undefined ? {} : { secondDegree },
      work: work([from]),
    })
    for (const second of [secondBachelor, graduateClass]) {
      expect(notMet(verdictsOf('economics', 'intermediate', about('2023-01-01', second)))).toEqual({})
      expect(notMet(verdictsOf('economics', 'intermediate', about('2023-01-02', second)))).toEqual({
        'work-years': 'unmet',
      })
    }
    expect(notMet(verdictsOf('economics', 'intermediate', about('2023-01-01')))).toEqual({
      'work-years': 'unmet',
    })
  })

  it('of fire engineers ask six years of work beside four in fire safety', () => {
    const about = (other: string): Case => ({
      education: { level: 'associate', major: '消防工程' },
      work: [
        ...work(['2021-01-01']),
        ...work([other, '2020-12-31']).map((one) => ({ ...one, relevant: false })),
      ],
    })
    expect(notMet(verdictsOf('fire-engineer-1', 'all', about('2019-01-01')))).toEqual({})
    expect(notMet(verdictsOf('fire-engineer-1', 'all', about('2019-01-02')))).toEqual({
      'work-years': 'unmet',
    })
  })

  it('of social workers count from the certificate of the level below', () => {
    const about = (certificateOn: string): Case => ({
      work: work(['2015-01-01']),
      certificates: [{ certificate: '社会工作师', certificateOn }],
    })
    expect(notMet(verdictsOf('social-worker', 'senior', about('2020-01-01')))).toEqual({})
    expect(notMet(verdictsOf('social-worker', 'senior', about('2020-01-02')))).toEqual({
      'work-years': 'unmet',
    })
  })

  it('of metrologists exempt the holder of a senior title, with the years of the exam', () => {
    const about: Case = { education: { major: '测控技术' }, work: work(['2021-01-01']) }
    const titles = [{ level: 'senior' as const, series: '工程' }]
    expect(notMet(verdictsOf('metrologist-1', 'exempt-1', { ...about, titles }))).toEqual({})
    expect(notMet(verdictsOf('metrologist-1', 'exempt-1', { ...about, titles: [] }))).toEqual({
      'professional-title': 'unmet',
    })
    expect(notMet(verdictsOf('metrologist-1', 'all', { ...about, work: work(['2022-01-01']) }))).toEqual({
      major: 'unclear',
    })
  })

  it.each<[exam: string, level: string, fits: Case, fitsNot: Case, missing: string]>([
    [
      'estate-appraiser',
      'all',
      { education: { level: 'associate' } },
      { education: { level: 'secondary' } },
      'education',
    ],
    [
      'publishing',
      'intermediate',
      { work: work(['2021-01-01']) },
      { work: work(['2021-01-02']) },
      'work-years',
    ],
    [
      'gd-metrologist-2',
      'all',
      { education: { level: 'secondary' }, work: work(['2024-01-01']) },
      { education: { level: 'secondary' }, work: work(['2024-01-02']) },
      'work-years',
    ],
    [
      'gd-cost-engineer-2',
      'all',
      { education: { level: 'associate', major: '工程造价' }, work: work(['2024-01-01']) },
      { education: { level: 'associate', major: '工程造价' }, work: work(['2024-01-02']) },
      'work-years',
    ],
  ])('of %s, %s', (exam, level, fits, fitsNot, missing) => {
    expect(notMet(verdictsOf(exam, level, fits))).toEqual({})
    expect(notMet(verdictsOf(exam, level, fitsNot))).toEqual({ [missing]: 'unmet' })
  })
})
