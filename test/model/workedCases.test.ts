import { describe, expect, it } from 'vitest'
import { type AdviceId, type EligibilityInput, eligibility, type Verdict } from '../../src'
import { work } from '../support/eligibility'
import { examOf, noticeOf, profile } from '../support/scenario'

/**
 * Fifty-four candidates of the bundled exams (§6.5 to 6.7). The verdicts and days were computed by hand from
 * data/exams/*.json and the official text, not copied from a run. Each row ends in the calculation.
 *
 * The days that n years require are those from the same day n years earlier. Up to 2024-12-31:
 * 1 year 366, 2 years 731, 3 years 1096, 4 years 1461 (one leap day each); 5 years 1827, 6 years 2192 (2020 and 2024);
 * 10 years 3653 (2016, 2020 and 2024).
 * Worked days include both ends. 1 July to 31 December is 184 days, 1 January to 30 June 181, in a leap year 182.
 */

type Education = NonNullable<EligibilityInput['profile']['education']>
type StudyMode = Education['studyMode']
type Span = [from: string, to?: string]
type Part = AdviceId extends `eligibility.${infer Name}` ? Name : never

/** The years that a condition requires, the same in days, and the days that count. */
type Days = [years: number, required: number, counted: number]

type Candidate = {
  /** Level, study mode (full-time 全日制, part-time 非全日制), day of graduation and major; absent without a degree. */
  degree?: [Education['level'], StudyMode, graduatedOn: string, major: string]
  /** A second bachelor's degree (第二学士学位) or a graduate class (研究生班). */
  second?: [NonNullable<Education['secondDegree']>['kind'], StudyMode, graduatedOn: string, major: string]
  /** The academic degree (学位), if it is given. */
  academic?: NonNullable<Education['degree']>
  /** Study with full release from work (脱产). */
  released?: [from: string, to: string][]
  /** Relevant work; without an end it is ongoing. */
  work?: Span[]
  otherWork?: Span[]
  certificates?: [name: string, issuedOn: string][]
  titles?: EligibilityInput['profile']['professionalTitles']
  employer?: string
}

type Row = {
  what: string
  exam: string
  level: string
  /** By default the exam's notice in `usualNotices`. */
  notice?: string
  /** `workYearsUntil` of the notice; by default the last day of the exam year counts. */
  until?: string
  who: Candidate
  /** The parts that are not met; every other part must be met. */
  notMet: Partial<Record<Part, Verdict>>
  /** Years of relevant work (专业工作年限) of the condition that the advice reports. */
  relevant?: Days
  /** Years of work of any kind (累计工作年限). */
  total?: Days
}

const usualNotices: Record<string, string> = {
  catti: 'gd-2022-catti-1',
  'constructor-1': 'gd-2024-constructor-1',
  economics: 'sh-2024-economics',
  'eia-engineer': 'gd-2024-eia-engineer',
  'fire-engineer-1': 'gd-2024-fire-engineer-1',
  'gd-metrologist-2': 'gd-2024-metrologist-2',
  'metrologist-1': 'gd-2024-metrologist-1',
  publishing: 'gd-2024-publishing',
  'safety-engineer': 'gd-2024-safety-engineer',
  'social-worker': 'gd-2024-social-worker',
  software: 'gd-2024-software-1',
}

function educationOf({ degree, second, released, academic }: Candidate): Education | undefined {
  if (degree === undefined) return undefined
  const [level, studyMode, graduatedOn, major] = degree
  const base = { origin: 'domestic', school: 'S', certificateNo: 'N' } as const
  return {
    ...base,
    level,
    studyMode,
    graduatedOn,
    major,
    ...(academic && { degree: academic }),
    ...(released && { fullReleaseSpans: released.map(([from, to]) => ({ from, to })) }),
    ...(second && {
      secondDegree: { kind: second[0], studyMode: second[1], graduatedOn: second[2], major: second[3] },
    }),
  }
}

function inputOf({ exam, level, notice, until, who }: Row): EligibilityInput {
  const { education: _, ...person } = profile
  const education = educationOf(who)
  const workHistory = [
    ...work(...(who.work ?? [])),
    ...work(...(who.otherWork ?? [])).map((span) => ({ ...span, relevant: false })),
  ]
  return {
    exam: examOf(exam),
    notice: noticeOf(
      notice ?? usualNotices[exam] ?? '',
      until === undefined ? {} : { workYearsUntil: until },
    ),
    profile: {
      ...person,
      ...(who.employer !== undefined && { employer: who.employer }),
      ...(education && { education }),
      ...((who.work ?? who.otherWork) && { workHistory }),
      ...(who.titles && { professionalTitles: who.titles }),
      ...(who.certificates && {
        certificates: who.certificates.map(([certificate, certificateOn]) => ({
          certificate,
          certificateOn,
        })),
      }),
    },
    application: { level, subjects: [], place: '440100' },
  }
}

const rows: Row[] = [
  // Before and after graduation
  {
    what: 'full-time: work before graduation does not count',
    exam: 'economics',
    level: 'intermediate',
    who: { degree: ['bachelor', 'fullTime', '2021-06-30', '金融学'], work: [['2019-07-01']] },
    notMet: { 'work-years': 'unmet' },
    // From 2021-06-30: 1 + 184 in 2021, then 365 + 365 + 366. All of the work would be 2011 days.
    relevant: [4, 1461, 1281],
  },
  {
    what: 'part-time: work beside the study counts',
    exam: 'economics',
    level: 'intermediate',
    who: { degree: ['bachelor', 'partTime', '2021-06-30', '金融学'], work: [['2019-07-01']] },
    notMet: {},
    // 184 in 2019, 366 in 2020, 365 × 3, 366 in 2024.
    relevant: [4, 1461, 2011],
  },
  {
    what: 'part-time with full release (脱产): the release does not count',
    exam: 'publishing',
    level: 'intermediate',
    who: {
      degree: ['bachelor', 'partTime', '2021-06-30', '编辑出版学'],
      released: [['2019-07-01', '2020-12-31']],
      work: [['2019-07-01']],
    },
    notMet: {},
    // 2011 days as above, less 184 + 366 of release.
    relevant: [4, 1461, 1461],
  },
  {
    what: 'part-time with full release (脱产) of one day more',
    exam: 'publishing',
    level: 'intermediate',
    who: {
      degree: ['bachelor', 'partTime', '2021-06-30', '编辑出版学'],
      released: [['2019-07-01', '2021-01-01']],
      work: [['2019-07-01']],
    },
    notMet: { 'work-years': 'unmet' },
    // 2011 less 184 + 366 + 1.
    relevant: [4, 1461, 1460],
  },
  {
    what: 'part-time: a day that two spans of release share is deducted once',
    exam: 'eia-engineer',
    level: 'all',
    who: {
      degree: ['bachelor', 'partTime', '2021-06-30', '环境工程'],
      released: [
        ['2020-01-02', '2020-06-30'],
        ['2020-06-30', '2020-12-31'],
      ],
      work: [['2019-01-01']],
    },
    // Five years are enough in a related major, and the office decides whether it is one. Others need six.
    notMet: { major: 'unclear' },
    // Six whole years are 2192 days; the release is 366 − 1 in 2020.
    relevant: [5, 1827, 1827],
  },
  {
    what: 'full-time: the day of graduation counts',
    exam: 'gd-metrologist-2',
    level: 'all',
    who: { degree: ['secondary', 'fullTime', '2024-01-01', '机电'], work: [['2020-01-01']] },
    notMet: {},
    // 2024 is a leap year.
    relevant: [1, 366, 366],
  },

  // Second degrees
  {
    what: 'a second bachelor’s degree (第二学士学位) shortens four years to two',
    exam: 'economics',
    level: 'intermediate',
    who: {
      degree: ['bachelor', 'fullTime', '2020-06-30', '历史学'],
      second: ['secondBachelor', 'fullTime', '2022-06-30', '金融学'],
      work: [['2022-07-01']],
    },
    notMet: {},
    // 184 + 365 + 366.
    relevant: [2, 731, 915],
  },
  {
    what: 'a recent graduate class (研究生班) does not take away the years since the first degree',
    exam: 'economics',
    level: 'intermediate',
    who: {
      degree: ['bachelor', 'fullTime', '2020-06-30', '历史学'],
      second: ['graduateClass', 'fullTime', '2023-06-30', '金融学'],
      work: [['2020-07-01']],
    },
    notMet: {},
    // With the first degree: 184 in 2020, then 365 × 3 + 366. Since the class only 1 + 184 + 366 = 551 of 731.
    relevant: [4, 1461, 1645],
  },
  {
    what: 'a part-time second degree: work beside it counts, the release (脱产) does not',
    exam: 'publishing',
    level: 'intermediate',
    who: {
      degree: ['bachelor', 'fullTime', '2022-06-30', '历史学'],
      second: ['secondBachelor', 'partTime', '2024-06-30', '编辑出版学'],
      released: [['2023-09-01', '2024-03-02']],
      work: [['2022-07-01']],
    },
    notMet: {},
    // 915 as above. Released: 30 + 31 + 30 + 31 in 2023, 31 + 29 + 2 in 2024, together 184.
    relevant: [2, 731, 731],
  },
  {
    what: 'a graduate class (研究生班) does not count for an exam that names only second bachelor’s degrees',
    exam: 'safety-engineer',
    level: 'all',
    who: {
      degree: ['bachelor', 'fullTime', '2021-06-30', '法学'],
      second: ['graduateClass', 'fullTime', '2022-06-30', '安全工程'],
      work: [['2022-07-01']],
      certificates: [],
    },
    notMet: { 'work-years': 'unmet' },
    // A bachelor of another major needs four years: 184 + 365 + 366.
    relevant: [4, 1461, 915],
  },
  {
    what: 'a second bachelor’s degree (第二学士学位) in a listed major for the same exam',
    exam: 'safety-engineer',
    level: 'all',
    who: {
      degree: ['bachelor', 'fullTime', '2021-06-30', '法学'],
      second: ['secondBachelor', 'fullTime', '2022-06-30', '安全工程'],
      work: [['2022-07-01']],
      certificates: [],
    },
    notMet: {},
    // 184 + 365 + 366.
    relevant: [2, 731, 915],
  },
  {
    what: 'a graduate class (研究生班) in a listed major, two relevant years and three in all',
    exam: 'fire-engineer-1',
    level: 'all',
    who: {
      degree: ['bachelor', 'fullTime', '2019-06-30', '法学'],
      second: ['graduateClass', 'fullTime', '2021-06-30', '消防工程'],
      work: [['2023-01-01']],
      otherWork: [['2022-01-01', '2022-12-31']],
    },
    notMet: {},
    // 365 + 366; in all 365 more.
    relevant: [2, 731, 731],
    total: [3, 1096, 1096],
  },
  {
    what: 'a graduate class (研究生班) counts only with its own major, not with that of the first degree',
    exam: 'fire-engineer-1',
    level: 'all',
    who: {
      degree: ['bachelor', 'fullTime', '2019-06-30', '消防工程'],
      second: ['graduateClass', 'fullTime', '2021-06-30', '法学'],
      work: [['2023-01-01']],
      otherWork: [['2022-01-01', '2022-12-31']],
    },
    // The bachelor in 消防工程 needs three relevant years (1096).
    notMet: { major: 'unclear' },
    relevant: [2, 731, 731],
    total: [3, 1096, 1096],
  },

  // Relevant years and years in all
  {
    what: 'three relevant years and four in all, to the day',
    exam: 'fire-engineer-1',
    level: 'all',
    who: {
      degree: ['bachelor', 'fullTime', '2020-06-30', '消防工程'],
      work: [['2022-01-01']],
      otherWork: [['2021-01-01', '2021-12-31']],
    },
    notMet: {},
    // 365 + 365 + 366; in all 365 more.
    relevant: [3, 1096, 1096],
    total: [4, 1461, 1461],
  },
  {
    what: 'three relevant years, but a day less than four in all',
    exam: 'fire-engineer-1',
    level: 'all',
    who: {
      degree: ['bachelor', 'fullTime', '2020-06-30', '消防工程'],
      work: [['2022-01-01']],
      otherWork: [['2021-01-02', '2021-12-31']],
    },
    notMet: { 'work-years': 'unmet' },
    // 1096, and in all 364 more.
    relevant: [3, 1096, 1096],
    total: [4, 1461, 1460],
  },
  {
    what: 'full-time: work of another kind before graduation does not count in all either',
    exam: 'fire-engineer-1',
    level: 'all',
    who: {
      degree: ['bachelor', 'fullTime', '2021-07-01', '消防工程'],
      work: [['2021-07-01']],
      otherWork: [['2019-01-01', '2021-06-30']],
    },
    notMet: { 'work-years': 'unmet' },
    // 184 + 365 + 365 + 366.
    relevant: [3, 1096, 1280],
    total: [4, 1461, 1280],
  },
  {
    what: 'relevant and other work at the same time count once in all',
    exam: 'fire-engineer-1',
    level: 'all',
    who: {
      degree: ['associate', 'partTime', '2018-06-30', '消防工程'],
      work: [['2021-01-01']],
      otherWork: [['2019-07-01', '2021-06-30']],
    },
    notMet: { 'work-years': 'unmet' },
    // 365 × 3 + 366. In all from 2019-07-01: 184 + 366 + 1461. With the shared 181 days twice it would be 2192.
    relevant: [4, 1461, 1461],
    total: [6, 2192, 2011],
  },

  // Years since a certificate
  {
    what: 'a certificate (社会工作师) held a day less than five years',
    exam: 'social-worker',
    level: 'senior',
    notice: 'gd-2024-social-worker-senior',
    who: {
      degree: ['bachelor', 'fullTime', '2014-06-30', '社会工作'],
      work: [['2015-01-01']],
      certificates: [['社会工作师职业水平证书', '2020-01-02']],
    },
    notMet: { 'work-years': 'unmet' },
    // 365 in 2020, then 365 × 3 + 366. The years before the certificate do not count.
    relevant: [5, 1827, 1826],
  },
  {
    what: 'a certificate that the condition does not name starts no years',
    exam: 'economics',
    level: 'senior',
    notice: 'gd-2024-economics-senior',
    who: {
      degree: ['bachelor', 'fullTime', '2014-06-30', '会计学'],
      work: [['2015-01-01']],
      certificates: [['会计师', '2018-01-01']],
    },
    // The office decides whether 会计师 counts as 经济师.
    notMet: { 'work-years': 'unclear', certificate: 'unclear' },
  },
  {
    what: 'of two certificates with accepted names the earlier starts the years',
    exam: 'economics',
    level: 'senior',
    notice: 'gd-2024-economics-senior',
    who: {
      degree: ['bachelor', 'fullTime', '2014-06-30', '金融学'],
      work: [['2015-01-01']],
      certificates: [
        ['经济师', '2021-03-01'],
        ['中级经济师', '2019-12-31'],
      ],
    },
    notMet: {},
    // 1 in 2019, 366 in 2020, 365 × 3, 366 in 2024.
    relevant: [5, 1827, 1828],
  },
  {
    what: 'three years since a certificate (初级注册安全工程师), without any degree',
    exam: 'safety-engineer',
    level: 'all',
    who: {
      work: [['2018-01-01']],
      certificates: [['初级注册安全工程师职业资格证书', '2022-01-01']],
    },
    notMet: {},
    // 365 + 365 + 366.
    relevant: [3, 1096, 1096],
  },
  {
    what: 'a gap in the work since the certificate (助理社会工作师) does not count',
    exam: 'social-worker',
    level: 'intermediate',
    who: {
      degree: ['secondary', 'partTime', '2010-06-30', '社会工作'],
      work: [['2017-05-01', '2021-12-31'], ['2022-03-01']],
      certificates: [['助理社会工作师', '2019-01-01']],
    },
    notMet: { 'work-years': 'unmet' },
    // 365 + 366 + 365 up to 2021; 365 − 31 − 28 in 2022, 365, 366. The gap is 59 days.
    relevant: [6, 2192, 2133],
  },

  // Overlapping work, and work without an end
  {
    what: 'two employers at the same time count once',
    exam: 'metrologist-1',
    level: 'all',
    who: {
      degree: ['bachelor', 'fullTime', '2016-06-30', '汉语言文学'],
      work: [
        ['2020-01-01', '2022-06-30'],
        ['2021-07-01', '2023-12-30'],
      ],
    },
    // Four years (1461) would make the major irrelevant; three are enough only for 理学门类 and 工学门类.
    notMet: { major: 'unclear' },
    // 912 + 913 − 365 days that both spans hold.
    // The three years from 2020-01-01 hold 2020-02-29.
    relevant: [3, 1096, 1460],
  },
  {
    what: 'work without an end counts up to the last day of the exam year',
    exam: 'social-worker',
    level: 'junior',
    who: { degree: ['bachelor', 'fullTime', '2014-06-30', '法学'], work: [['2023-01-01']] },
    notMet: {},
    // 365 + 366.
    relevant: [2, 731, 731],
  },

  // Another last day, and leap days
  {
    what: 'the last day that the notice sets (workYearsUntil)',
    exam: 'economics',
    level: 'intermediate',
    until: '2024-06-30',
    who: { degree: ['master', 'fullTime', '2020-06-30', '金融学'], work: [['2023-07-02']] },
    notMet: { 'work-years': 'unmet' },
    // 183 + 182. A year back from 2024-06-30 holds 2024-02-29. Up to the end of 2024 it would be 549.
    relevant: [1, 366, 365],
  },
  {
    what: 'three calendar years of work that ended a year before the last day are three years',
    exam: 'social-worker',
    level: 'intermediate',
    who: {
      degree: ['bachelor', 'fullTime', '2014-06-30', '社会工作'],
      work: [['2021-01-01', '2023-12-31']],
    },
    notMet: {},
    // 3 × 365. Three years up to 2024-12-31 hold 2024-02-29, which was not worked and need not be.
    relevant: [3, 1095, 1095],
  },
  {
    what: 'three calendar years less a day are not',
    exam: 'social-worker',
    level: 'intermediate',
    who: {
      degree: ['bachelor', 'fullTime', '2014-06-30', '社会工作'],
      work: [['2021-01-02', '2023-12-31']],
    },
    notMet: { 'work-years': 'unmet' },
    relevant: [3, 1095, 1094],
  },
  {
    what: 'a leap day as the last day: a year earlier is 28 February',
    exam: 'publishing',
    level: 'intermediate',
    until: '2024-02-29',
    who: { degree: ['master', 'fullTime', '2020-06-30', '编辑出版学'], work: [['2023-03-01']] },
    notMet: {},
    // 365 − 59 in 2023, 31 + 29 in 2024.
    relevant: [1, 366, 366],
  },
  {
    what: 'work from a leap day: four years on, the day before 29 February is the last one needed',
    exam: 'economics',
    level: 'intermediate',
    until: '2024-02-28',
    who: { degree: ['bachelor', 'fullTime', '2018-06-30', '金融学'], work: [['2020-02-29']] },
    notMet: {},
    // 366 − 59 in 2020, 365 × 3, 31 + 28 in 2024.
    relevant: [4, 1461, 1461],
  },
  {
    what: 'an exam year without a leap day',
    exam: 'economics',
    level: 'intermediate',
    notice: 'gd-2025-economics',
    who: { degree: ['master', 'fullTime', '2020-06-30', '金融学'], work: [['2025-01-01']] },
    notMet: {},
    relevant: [1, 365, 365],
  },

  // China had summer time from 1986 to 1991: some of these days had 23 or 25 hours.
  {
    what: 'six years from the day on which summer time began in 1986',
    exam: 'economics',
    level: 'intermediate',
    who: { degree: ['associate', 'fullTime', '1985-06-30', '金融'], work: [['1986-05-04', '1992-05-03']] },
    notMet: {},
    // 28 + 30 + 184 in 1986, 365, 366 in 1988, 365 × 3, 182 − 30 − 28 in 1992.
    relevant: [6, 2192, 2192],
  },
  {
    what: 'a day less than six years from the day on which summer time began in 1987',
    exam: 'economics',
    level: 'intermediate',
    who: { degree: ['associate', 'fullTime', '1985-06-30', '金融'], work: [['1987-04-12', '1993-04-10']] },
    notMet: { 'work-years': 'unmet' },
    // 365 − 101 in 1987, 366 in 1988, 365 × 3, 366 in 1992, 31 + 28 + 31 + 10 in 1993.
    relevant: [6, 2192, 2191],
  },

  {
    what: 'from 1 March to 28 February of a leap year: a day short of a year that ended before the last day',
    exam: 'economics',
    level: 'intermediate',
    who: { degree: ['master', 'fullTime', '2020-06-30', '金融学'], work: [['2023-03-01', '2024-02-28']] },
    notMet: { 'work-years': 'unmet' },
    // A year from 2023-03-01 ends on 2024-02-29: 306 days in 2023, 31 + 28 in 2024.
    relevant: [1, 366, 365],
  },
  {
    what: 'from 1 March to the leap day: a whole year',
    exam: 'economics',
    level: 'intermediate',
    who: { degree: ['master', 'fullTime', '2020-06-30', '金融学'], work: [['2023-03-01', '2024-02-29']] },
    notMet: {},
    relevant: [1, 366, 366],
  },
  {
    what: 'from a leap day to the end of February: a whole year, because no later year has the date',
    exam: 'economics',
    level: 'intermediate',
    who: { degree: ['master', 'fullTime', '2019-06-30', '金融学'], work: [['2020-02-29', '2021-02-28']] },
    notMet: {},
    // 366 − 59 in 2020, 31 + 28 in 2021.
    relevant: [1, 366, 366],
  },
  {
    what: 'three whole years that ended, and one that ended later, with a gap between them',
    exam: 'economics',
    level: 'intermediate',
    who: {
      degree: ['bachelor', 'fullTime', '2014-06-30', '金融学'],
      work: [
        ['2017-01-01', '2019-12-31'],
        ['2022-01-01', '2022-12-31'],
      ],
    },
    notMet: {},
    // 3 × 365 and 365. Four years up to 2024-12-31 hold a leap day, 1461 days.
    relevant: [4, 1460, 1460],
  },
  {
    what: 'two whole years that ended, and a day on the last day',
    exam: 'social-worker',
    level: 'junior',
    who: {
      degree: ['bachelor', 'fullTime', '2014-06-30', '法学'],
      work: [
        ['2021-01-01', '2022-12-31'],
        ['2024-12-31', '2024-12-31'],
      ],
    },
    notMet: {},
    // 2 × 365 are two years, whatever comes later.
    relevant: [2, 730, 731],
  },

  // Later than the last day that counts
  {
    what: 'a degree that is obtained in the next year does not count',
    exam: 'economics',
    level: 'junior',
    who: { degree: ['bachelor', 'fullTime', '2025-06-30', '金融学'] },
    notMet: { education: 'unmet' },
  },
  {
    what: 'a degree that is obtained on the last day counts',
    exam: 'economics',
    level: 'junior',
    who: { degree: ['bachelor', 'fullTime', '2024-12-31', '金融学'] },
    notMet: {},
  },
  {
    what: 'a second degree of the next year does not shorten the years',
    exam: 'economics',
    level: 'intermediate',
    who: {
      degree: ['bachelor', 'fullTime', '2020-06-30', '历史学'],
      second: ['secondBachelor', 'partTime', '2025-06-30', '金融学'],
      work: [['2022-07-01']],
    },
    notMet: { 'work-years': 'unmet' },
    // 184 + 365 + 366 of four years.
    relevant: [4, 1461, 915],
  },
  {
    what: 'a certificate that is issued in the next year',
    exam: 'social-worker',
    level: 'senior',
    notice: 'gd-2024-social-worker-senior',
    who: {
      degree: ['bachelor', 'fullTime', '2014-06-30', '社会工作'],
      work: [['2015-01-01']],
      certificates: [['社会工作师职业水平证书', '2025-01-01']],
    },
    notMet: { 'work-years': 'unmet', certificate: 'unmet' },
    relevant: [5, 1827, 0],
  },
  {
    what: 'a senior title (职称) of the next year',
    exam: 'metrologist-1',
    level: 'exempt-1',
    who: {
      degree: ['bachelor', 'fullTime', '2014-06-30', '汉语言文学'],
      work: [['2021-01-01']],
      titles: [{ level: 'senior', series: '工程系列', from: '2025-01-01' }],
    },
    notMet: { 'professional-title': 'unmet' },
    relevant: [4, 1461, 1461],
  },

  // Majors
  {
    what: 'a listed major, with the word 专业 at its end',
    exam: 'social-worker',
    level: 'intermediate',
    who: { degree: ['bachelor', 'fullTime', '2014-06-30', '社会工作专业'], work: [['2022-01-01']] },
    notMet: {},
    // 365 + 365 + 366.
    relevant: [3, 1096, 1096],
  },
  {
    what: 'a major that is not listed: the same main courses may be shown (§6.6)',
    exam: 'social-worker',
    level: 'intermediate',
    who: { degree: ['bachelor', 'fullTime', '2014-06-30', '社会学'], work: [['2022-01-01']] },
    // Other majors need five years (1827).
    notMet: { major: 'unclear' },
    relevant: [3, 1096, 1096],
  },
  {
    what: 'a class of majors (工学门类): the office decides what belongs to it',
    exam: 'constructor-1',
    level: 'all',
    who: { degree: ['bachelor', 'fullTime', '2014-06-30', '土木工程'], work: [['2022-01-01']] },
    notMet: { major: 'unclear' },
    relevant: [3, 1096, 1096],
  },

  // Titles
  {
    what: 'a senior title (职称) of the engineering series',
    exam: 'metrologist-1',
    level: 'exempt-1',
    who: {
      degree: ['bachelor', 'fullTime', '2014-06-30', '汉语言文学'],
      work: [['2021-01-01']],
      titles: [{ level: 'senior', series: '工程系列' }],
    },
    notMet: {},
    // 365 × 3 + 366: with four years the major is irrelevant.
    relevant: [4, 1461, 1461],
  },
  {
    what: 'an intermediate title (职称) where a senior one is required',
    exam: 'metrologist-1',
    level: 'exempt-1',
    who: {
      degree: ['bachelor', 'fullTime', '2014-06-30', '汉语言文学'],
      work: [['2021-01-01']],
      titles: [{ level: 'intermediate', series: '工程系列' }],
    },
    notMet: { 'professional-title': 'unmet' },
    relevant: [4, 1461, 1461],
  },

  // What the data cannot express, do not contain or do not require
  {
    what: 'without the certificate of level 2 only an appointment as translator is left (`other`)',
    exam: 'catti',
    level: 'level-1',
    who: { degree: ['bachelor', 'fullTime', '2014-06-30', '英语'], certificates: [] },
    notMet: { other: 'unclear' },
  },
  {
    what: 'the certificate of level 2 must be of the same language and kind, which its name does not say (`other`)',
    exam: 'catti',
    level: 'level-1',
    who: {
      degree: ['bachelor', 'fullTime', '2014-06-30', '英语'],
      certificates: [['二级笔译', '2020-06-30']],
    },
    notMet: { other: 'unclear' },
  },
  {
    what: 'the degree of a master with the education of a bachelor: the office decides which is asked for',
    exam: 'economics',
    level: 'intermediate',
    who: {
      degree: ['bachelor', 'fullTime', '2020-06-30', '金融学'],
      academic: 'master',
      work: [['2023-01-01']],
    },
    // A bachelor needs four years, a master one.
    notMet: { education: 'unclear' },
    relevant: [1, 366, 731],
  },
  {
    what: 'a level whose conditions the data do not contain',
    exam: 'constructor-1',
    level: 'exempt-2',
    who: { degree: ['bachelor', 'fullTime', '2014-06-30', '土木工程'], work: [['2015-01-01']] },
    notMet: {
      education: 'unclear',
      major: 'unclear',
      'work-years': 'unclear',
      employer: 'unclear',
      'professional-title': 'unclear',
      certificate: 'unclear',
      other: 'unclear',
    },
  },
  {
    what: 'a level that requires nothing (`conditions: []`), without a degree or an employer',
    exam: 'software',
    level: 'senior',
    who: { employer: '无' },
    notMet: {},
  },

  // Employers (工作单位)
  {
    what: 'freelance work where years are required',
    exam: 'publishing',
    level: 'intermediate',
    who: {
      degree: ['bachelor', 'fullTime', '2014-06-30', '编辑出版学'],
      work: [['2021-01-01']],
      employer: '自由职业',
    },
    // In principle an employer is needed, and the candidate should say what is true (§6.7).
    notMet: { employer: 'unclear' },
    // 365 × 3 + 366.
    relevant: [4, 1461, 1461],
  },
  {
    what: 'no employer where years are required',
    exam: 'economics',
    level: 'intermediate',
    who: {
      degree: ['master', 'fullTime', '2020-06-30', '金融学'],
      work: [['2024-01-01']],
      employer: ' ',
    },
    notMet: { employer: 'unmet' },
    relevant: [1, 366, 366],
  },
]

/** Reads the years, the days required and the days counted from the reason, in the order in which they stand. */
const daysIn = (detail: string): Days[] =>
  [...detail.matchAll(/须满 (\d+) 年（(\d+) 天），可计 (\d+) 天/g)].map(([, years, required, counted]) => [
    Number(years),
    Number(required),
    Number(counted),
  ])

describe('worked cases of eligibility §6.5 §6.6 §6.7', () => {
  it('are fifty-four', () => expect(rows).toHaveLength(54))

  it.each(rows)('$exam, $level: $what', (row) => {
    const advice = eligibility(inputOf(row))
    expect(advice).toHaveLength(7)
    const notMet = advice
      .filter(({ verdict }) => verdict !== 'met')
      .map(({ rule, verdict }) => [rule.slice('eligibility.'.length), verdict])
    expect(Object.fromEntries(notMet)).toEqual(row.notMet)

    const years = advice.find(({ rule }) => rule === 'eligibility.work-years')
    const expected = [row.relevant, row.total].filter((days) => days !== undefined)
    expect(daysIn(years?.detail.zh ?? '')).toEqual(expected)
  })
})
