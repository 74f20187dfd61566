import type { LocalizedText } from '../language'
import { read } from '../schema/issues'
import { type Application, applicationShape } from './application'
import { type ExamSpec, examSpecShape } from './exam'
import { type Notice, noticeShape } from './notice'
import { type Profile, profileShape } from './profile'
import { countsFrom, daysRequired, daysWorked, type EligibilityCondition } from './workYears'

/** The input of `eligibility`: an exam and its notice, the candidate's profile, and the application to assess. */
export type EligibilityInput = {
  exam: ExamSpec
  notice: Notice
  profile: Profile
  application: Application
}

/** `unclear`: the office must decide, or the candidate must add data first. */
export type Verdict = 'met' | 'unmet' | 'unclear'

/** The ids of the advice rules. */
export type AdviceId =
  | 'eligibility.education'
  | 'eligibility.major'
  | 'eligibility.work-years'
  | 'eligibility.employer'

/** The verdict on one part of the conditions, with its reason. */
export type EligibilityAdvice = { rule: AdviceId; verdict: Verdict; detail: LocalizedText }

type Assessment = Omit<EligibilityAdvice, 'rule'>
type Assess = (condition: EligibilityCondition, input: EligibilityInput) => Assessment

const met = (zh: string, en: string): Assessment => ({ verdict: 'met', detail: { zh, en } })
const unmet = (zh: string, en: string): Assessment => ({ verdict: 'unmet', detail: { zh, en } })
const unclear = (zh: string, en: string): Assessment => ({ verdict: 'unclear', detail: { zh, en } })

const levelTitles: Record<NonNullable<Profile['education']>['level'], LocalizedText> = {
  doctor: { zh: '博士', en: 'doctor' },
  master: { zh: '硕士', en: 'master' },
  bachelor: { zh: '本科', en: 'bachelor' },
  associate: { zh: '专科', en: 'associate' },
  secondary: { zh: '中专', en: 'secondary' },
  other: { zh: '其他', en: 'other' },
}

function education({ education: required }: EligibilityCondition, { profile }: EligibilityInput): Assessment {
  if (required === undefined) return met('对学历没有要求', 'no degree is asked for')
  const list = (lang: 'zh' | 'en') =>
    required.map((one) => levelTitles[one][lang]).join(lang === 'zh' ? '、' : ', ')
  if (profile.education === undefined)
    return unmet(`要求学历为${list('zh')}，没有填写学历`, `asked for: ${list('en')}; no degree is given`)
  const { level, origin } = profile.education
  if (!required.includes(level)) {
    return unmet(
      `要求学历为${list('zh')}，所填为${levelTitles[level].zh}`,
      `asked for: ${list('en')}; given: ${levelTitles[level].en}`,
    )
  }
  return origin === 'overseas'
    ? met(
        `${levelTitles[level].zh}学历符合；国（境）外学历须上传认证书`,
        `${levelTitles[level].en} fits; a degree from abroad is shown by its certificate`,
      )
    : met(`${levelTitles[level].zh}学历符合`, `${levelTitles[level].en} fits`)
}

/** Normalizes the name of a major: its width, its case and the suffix 专业. */
const normalizeMajor = (major: string): string =>
  major.normalize('NFKC').trim().toLowerCase().replace(/专业$/, '')

function major({ majors }: EligibilityCondition, { profile }: EligibilityInput): Assessment {
  if (majors === undefined || majors.length === 0) return met('对专业没有要求', 'no major is asked for')
  if (profile.education === undefined)
    return unmet('对专业有要求，没有填写学历', 'a major is asked for; no degree is given')
  const { major: own } = profile.education
  return majors.some((one) => normalizeMajor(one) === normalizeMajor(own))
    ? met(`专业“${own}”在目录内`, `the major "${own}" is listed`)
    : unclear(
        `专业“${own}”不在目录内；主干课程一致的，可凭课程设置、培养计划参照报考`,
        `the major "${own}" is not listed; course lists and training plans may show the same main courses`,
      )
}

/** The last day of work that counts: by default the last day of the exam year. */
const lastWorkDay = ({ notice }: EligibilityInput): string =>
  notice.workYearsUntil ?? `${notice.examYear}-12-31`

function workYears(condition: EligibilityCondition, input: EligibilityInput): Assessment {
  const { workYears: years = 0 } = condition
  if (years === 0) return met('对工作年限没有要求', 'no years of work are asked for')
  const until = lastWorkDay(input)
  const from = countsFrom(input.profile, condition)
  if (from === undefined) {
    return unclear(
      '年限从毕业或取得证书起算，但没有填写日期',
      'the years count from graduation or from a certificate whose date is not given',
    )
  }
  const { education, workHistory } = input.profile
  if (workHistory === undefined)
    return unclear(
      `要求工作满 ${years} 年，但没有填写工作经历`,
      `${years} years of work are asked for; none is given`,
    )
  const [required, worked] = [daysRequired(years, until), daysWorked(education, workHistory, from, until)]
  const zh = `至 ${until} 须满 ${years} 年（${required} 天），可计 ${worked} 天`
  const en = `${years} years (${required} days) by ${until} are asked for; ${worked} days count`
  return worked >= required ? met(zh, en) : unmet(zh, en)
}

/** Names that mean no employer. */
const noEmployer =
  /^(无|没有|无业|待业|失业|自由职业|灵活就业|个体|none|no|unemployed|freelance|self-employed)$/i

function employer({ workYears: years = 0 }: EligibilityCondition, { profile }: EligibilityInput): Assessment {
  const name = profile.employer.trim()
  if (years === 0) {
    return met(
      '没有年限要求，可如实填写；学生可填学校',
      'no years are asked for: say what is true; students name their school',
    )
  }
  if (name === '')
    return unmet('要求工作年限的，须填写工作单位', 'where years of work are asked for, an employer is needed')
  return noEmployer.test(name)
    ? unclear(
        '要求工作年限的，原则上要有工作单位；请如实填写并备好年限证明',
        'where years of work are asked for, an employer is needed in principle; say what is true, and be ready to show the years',
      )
    : met('已填写工作单位', 'an employer is given')
}

const assessors: Record<AdviceId, Assess> = {
  'eligibility.education': education,
  'eligibility.major': major,
  'eligibility.work-years': workYears,
  'eligibility.employer': employer,
}

const penalties: Record<Verdict, number> = { met: 0, unclear: 1, unmet: 100 }

const adviceFor = (condition: EligibilityCondition, input: EligibilityInput): EligibilityAdvice[] =>
  Object.entries(assessors).map(([rule, assess]) => ({ rule: rule as AdviceId, ...assess(condition, input) }))

const penalty = (advice: readonly EligibilityAdvice[]): number =>
  advice.reduce((sum, { verdict }) => sum + penalties[verdict], 0)

const shapes = {
  exam: examSpecShape,
  notice: noticeShape,
  profile: profileShape,
  application: applicationShape,
}

const isValid = (input: EligibilityInput): boolean =>
  (Object.keys(shapes) as (keyof typeof shapes)[]).every(
    (part) => read<unknown>(shapes[part](), input[part]).issues === undefined,
  )

/**
 * Advises whether a candidate meets the conditions of an exam (§6.5, 6.6, 6.7, 6.18). The advice is not binding: the
 * candidate is responsible for the commitment, and the office checks. Never throws.
 *
 * A level may have alternative conditions. The advice assesses the condition that is closest to being met, so all four
 * verdicts are `met` if any condition is met. A part that the condition does not mention is `met`.
 *
 * @returns a verdict for each part with its reason in both languages; an empty list if the input is not valid or the
 *   exam does not have the level
 * @example
 * ```ts
 * import { eligibility, exams, notices } from 'baokao'
 *
 * const advice = eligibility({
 *   exam: exams['social-worker'],
 *   notice: notices['gd-2024-social-worker'],
 *   application: { level: 'junior', subjects: ['general', 'practice'], place: '440100' },
 *   profile: {
 *     name: '陈晓',
 *     idType: 'passport',
 *     idNumber: 'E12345678',
 *     gender: 'female',
 *     phone: '13800000000',
 *     employer: '荔湾社区服务中心',
 *     address: '广州市',
 *     education: {
 *       origin: 'domestic',
 *       level: 'bachelor',
 *       degree: 'bachelor',
 *       school: '中山大学',
 *       major: '社会工作',
 *       graduatedOn: '2014-06-30',
 *       studyMode: 'fullTime',
 *       certificateNo: '105581201405000001',
 *     },
 *   },
 * })
 * advice.map(({ verdict }) => verdict) // ['met', 'met', 'met', 'met']
 * ```
 */
export function eligibility(input: EligibilityInput): EligibilityAdvice[] {
  try {
    if (!isValid(input)) return []
    const level = input.exam.levels.find(({ code }) => code === input.application.level)
    if (level === undefined) return []
    const { conditions = [] } = level
    const alternatives = (conditions.length === 0 ? [{}] : conditions).map((condition) =>
      adviceFor(condition, input),
    )
    return alternatives.reduce((best, one) => (penalty(one) < penalty(best) ? one : best))
  } catch {
    return []
  }
}
