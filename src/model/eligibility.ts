import type { LocalizedText } from '../language'
import { read } from '../schema/issues'
import { type Application, applicationShape } from './application'
import { type Assessment, unclear, type Verdict } from './assessment'
import { assessors, unknownConditions, unusableInput } from './assessments'
import type { EligibilityCondition } from './condition'
import { type ExamSpec, examSpecShape } from './exam'
import { heldDegrees } from './heldDegrees'
import { matchApplication } from './matchNotice'
import { type Notice, noticeShape } from './notice'
import { type Profile, profileShape } from './profile'

/** The input of `eligibility`: an exam and its notice, the candidate's profile, and the application to assess. */
export type EligibilityInput = {
  exam: ExamSpec
  notice: Notice
  profile: Profile
  application: Application
}

/** The ids of the advice rules. */
export type AdviceId = keyof typeof assessors

/** The verdict on one part of the conditions, with its reason. */
export type EligibilityAdvice = { rule: AdviceId } & Assessment

const adviceIds = Object.keys(assessors) as AdviceId[]

/** The last day of work that counts: by default the last day of the exam year. */
const lastWorkDay = ({ notice }: EligibilityInput): string =>
  notice.workYearsUntil ?? `${notice.examYear}-12-31`

const penalties: Record<Verdict, number> = { met: 0, unclear: 1, unmet: 100 }

/** Returns the advice on a condition for each of the candidate's degrees. */
function adviceFor(condition: EligibilityCondition, input: EligibilityInput): EligibilityAdvice[][] {
  const { profile } = input
  return heldDegrees(profile.education).map((degree) =>
    adviceIds.map((rule) => ({
      rule,
      ...assessors[rule](condition, { profile, degree, until: lastWorkDay(input) }),
    })),
  )
}

const penalty = (advice: readonly EligibilityAdvice[]): number =>
  advice.reduce((sum, { verdict }) => sum + penalties[verdict], 0)

const shapes = {
  exam: examSpecShape,
  notice: noticeShape,
  profile: profileShape,
  application: applicationShape,
}

/** The most problems that the advice names. */
const maxProblems = 5

/** What is wrong with the input: in each part, with its path, or between them. */
function problemsOf(input: EligibilityInput): LocalizedText[] {
  const problems = (Object.keys(shapes) as (keyof typeof shapes)[]).flatMap((part) =>
    (read<unknown>(shapes[part](), input[part]).issues ?? []).map(({ path, zh, en }) => {
      const at = path === '' ? part : `${part}.${path}`
      return { zh: `${at}：${zh}`, en: `${at}: ${en}` }
    }),
  )
  if (problems.length === 0) matchApplication(input, (_, zh, en) => problems.push({ zh, en }))
  return problems.slice(0, maxProblems)
}

const adviseAll = (assessment: Assessment): EligibilityAdvice[] =>
  adviceIds.map((rule) => ({ rule, ...assessment }))

/**
 * Advises whether a candidate meets the conditions of an exam (§6.5, 6.6, 6.7, 6.18). The advice is not binding: the
 * candidate is responsible for the commitment, and the office checks. Never throws.
 *
 * A level may have alternative conditions, and a candidate may have a second degree. The advice assesses the condition
 * and the degree that are closest to fitting, so all verdicts are `met` if any condition is met. A part that the
 * condition does not mention is `met`. Every verdict is `unclear` if the conditions of the level are not known, and
 * `met` if it has none (`conditions: []`).
 *
 * A degree, a title or a certificate that is obtained after the last day that counts (`workYearsUntil` of the notice,
 * else the last day of the exam year) is not held. If the input is not valid, the notice does not belong to the exam or
 * does not offer the choice, every verdict is `unclear`, and its reason says what is wrong.
 *
 * @returns a verdict for each part with its reason in both languages; never an empty list
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
 * advice.map(({ verdict }) => verdict) // ['met', 'met', 'met', 'met', 'met', 'met', 'met']
 * ```
 */
export function eligibility(input: EligibilityInput): EligibilityAdvice[] {
  try {
    const problems = problemsOf(input)
    if (problems.length > 0) return adviseAll(unusableInput(problems))
    const level = input.exam.levels.find(({ code }) => code === input.application.level)
    const conditions = level?.conditions
    if (conditions === undefined) return adviseAll(unknownConditions)
    const alternatives = (conditions.length === 0 ? [{}] : conditions).flatMap((condition) =>
      adviceFor(condition, input),
    )
    return alternatives.reduce((best, one) => (penalty(one) < penalty(best) ? one : best))
  } catch {
    return adviseAll(unclear('内容无法读取', 'the input cannot be read'))
  }
}
