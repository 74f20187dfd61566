import type { LocalizedText } from '../language'
import { read } from '../schema/issues'
import { type Application, applicationShape } from './application'
import { type ExamSpec, examSpecShape } from './exam'
import { type Notice, noticeShape } from './notice'
import { type Profile, profileShape } from './profile'
import { type EligibilityCondition, countsFrom, daysRequired, daysWorked } from './workYears'

/** What somebody asks about: for which exam and notice, as whom, and for what. */
export type EligibilityInput = {
  exam: ExamSpec
  notice: Notice
  profile: Profile
  application: Application
}

/** `unclear`: it may be met, and somebody has to look, or something has to be shown or given first. */
export type Verdict = 'met' | 'unmet' | 'unclear'

/** The ids of the rules that advise. */
export type AdviceId =
  | 'eligibility.education'
  | 'eligibility.major'
  | 'eligibility.work-years'
  | 'eligibility.employer'

/** What is to be said about one part of the conditions, and why. */
export type Advice = { rule: AdviceId; verdict: Verdict; detail: LocalizedText }

type Finding = Omit<Advice, 'rule'>
type Part = (condition: EligibilityCondition, input: EligibilityInput) => Finding

const met = (zh: string, en: string): Finding => ({ verdict: 'met', detail: { zh, en } })
const unmet = (zh: string, en: string): Finding => ({ verdict: 'unmet', detail: { zh, en } })
const unclear = (zh: string, en: string): Finding => ({ verdict: 'unclear', detail: { zh, en } })

const levels: Record<Profile['education']['level'], LocalizedText> = {
  doctor: { zh: '博士', en: 'doctor' },
  master: { zh: '硕士', en: 'master' },
  bachelor: { zh: '本科', en: 'bachelor' },
  associate: { zh: '专科', en: 'associate' },
  secondary: { zh: '中专', en: 'secondary' },
  other: { zh: '其他', en: 'other' },
}

function education({ education: asked }: EligibilityCondition, { profile }: EligibilityInput): Finding {
  const { level, origin } = profile.education
  if (asked === undefined) return met('对学历没有要求', 'no degree is asked for')
  const list = (lang: 'zh' | 'en') => asked.map((one) => levels[one][lang]).join(lang === 'zh' ? '、' : ', ')
  if (!asked.includes(level)) {
    return unmet(
      `要求学历为${list('zh')}，所填为${levels[level].zh}`,
      `asked for: ${list('en')}; given: ${levels[level].en}`,
    )
  }
  return origin === 'overseas'
    ? met(
        `${levels[level].zh}学历符合；国（境）外学历须上传认证书`,
        `${levels[level].en} fits; a degree from abroad is shown by its certificate`,
      )
    : met(`${levels[level].zh}学历符合`, `${levels[level].en} fits`)
}

/** A name as lists write it: full width or half, with or without the word for major. */
const plain = (major: string): string => major.normalize('NFKC').trim().toLowerCase().replace(/专业$/, '')

function major({ majors }: EligibilityCondition, { profile }: EligibilityInput): Finding {
  const { major: own } = profile.education
  if (majors === undefined || majors.length === 0) return met('对专业没有要求', 'no major is asked for')
  return majors.some((one) => plain(one) === plain(own))
    ? met(`专业“${own}”在目录内`, `the major "${own}" is listed`)
    : unclear(
        `专业“${own}”不在目录内；主干课程一致的，可凭课程设置、培养计划参照报考`,
        `the major "${own}" is not listed; course lists and training plans may show the same main courses`,
      )
}

/** Until when work counts: what the notice says, else the last day of the exam year. */
const untilOf = ({ notice }: EligibilityInput): string => notice.workYearsUntil ?? `${notice.examYear}-12-31`

function workYears(condition: EligibilityCondition, input: EligibilityInput): Finding {
  const { workYears: years = 0 } = condition
  if (years === 0) return met('对工作年限没有要求', 'no years of work are asked for')
  const until = untilOf(input)
  const from = countsFrom(input.profile, condition)
  if (from === undefined) {
    return unclear(
      '年限从取得证书起算，但没有填写取得日期',
      'the years count from a certificate whose date is not given',
    )
  }
  const { education, workHistory } = input.profile
  if (workHistory === undefined)
    return unclear(
      `要求工作满 ${years} 年，但没有填写工作经历`,
      `${years} years of work are asked for; none is given`,
    )
  const [asked, worked] = [daysRequired(years, until), daysWorked(education, workHistory, from, until)]
  const zh = `至 ${until} 须满 ${years} 年（${asked} 天），可计 ${worked} 天`
  const en = `${years} years (${asked} days) by ${until} are asked for; ${worked} days count`
  return worked >= asked ? met(zh, en) : unmet(zh, en)
}

/** Words by which people say that they have none. */
const none = /^(无|没有|无业|待业|失业|自由职业|灵活就业|个体|none|no|unemployed|freelance|self-employed)$/i

function employer({ workYears: years = 0 }: EligibilityCondition, { profile }: EligibilityInput): Finding {
  const name = profile.employer.trim()
  if (years === 0) {
    return met(
      '没有年限要求，可如实填写；学生可填学校',
      'no years are asked for: say what is true; students name their school',
    )
  }
  if (name === '')
    return unmet('要求工作年限的，须填写工作单位', 'where years of work are asked for, an employer is needed')
  return none.test(name)
    ? unclear(
        '要求工作年限的，原则上要有工作单位；请如实填写并备好年限证明',
        'where years of work are asked for, an employer is needed in principle; say what is true, and be ready to show the years',
      )
    : met('已填写工作单位', 'an employer is given')
}

const parts: Record<AdviceId, Part> = {
  'eligibility.education': education,
  'eligibility.major': major,
  'eligibility.work-years': workYears,
  'eligibility.employer': employer,
}

const weight: Record<Verdict, number> = { met: 0, unclear: 1, unmet: 100 }

const judged = (condition: EligibilityCondition, input: EligibilityInput): Advice[] =>
  Object.entries(parts).map(([rule, part]) => ({ rule: rule as AdviceId, ...part(condition, input) }))

const total = (advice: readonly Advice[]): number =>
  advice.reduce((sum, { verdict }) => sum + weight[verdict], 0)

const shapes = {
  exam: examSpecShape,
  notice: noticeShape,
  profile: profileShape,
  application: applicationShape,
}

/** Whether each part of what was given can be read. */
const readable = (input: EligibilityInput): boolean =>
  (Object.keys(shapes) as (keyof typeof shapes)[]).every(
    (part) => read<unknown>(shapes[part](), input[part]).issues === undefined,
  )

/**
 * Advice on whether the conditions of an exam are met (§6.5, 6.6, 6.7, 6.18). Nothing is decided by it: whoever signs
 * the commitment answers for it, and the office checks.
 *
 * Of several conditions any one suffices, and the one that comes nearest is told: all four parts are met where some
 * condition is met as a whole. A part that it does not ask for is met.
 *
 * @returns a verdict for each part with its reason in both languages; nothing where the input cannot be read, or the
 *   exam has no such level
 */
export function eligibility(input: EligibilityInput): Advice[] {
  try {
    if (!readable(input)) return []
    const level = input.exam.levels.find(({ code }) => code === input.application.level)
    if (level === undefined) return []
    const { conditions = [] } = level
    const each = (conditions.length === 0 ? [{}] : conditions).map((condition) => judged(condition, input))
    return each.reduce((best, one) => (total(one) < total(best) ? one : best))
  } catch {
    return []
  }
}
