import type { LocalizedText } from '../language'
import { type Assess, type Assessment, met, normalize, unclear, unmet } from './assessment'
import type { RequiredEducation } from './condition'
import { certificate, professionalTitle } from './heldAssessments'
import { isHeldBy } from './heldDegrees'
import { employer, workYears } from './workAssessments'

const educationTitles: Record<RequiredEducation, LocalizedText> = {
  doctor: { zh: '博士', en: 'doctor' },
  master: { zh: '硕士', en: 'master' },
  bachelor: { zh: '本科', en: 'bachelor' },
  associate: { zh: '专科', en: 'associate' },
  secondary: { zh: '中专', en: 'secondary' },
  other: { zh: '其他', en: 'other' },
  secondBachelor: { zh: '第二学士学位', en: "second bachelor's degree" },
  graduateClass: { zh: '研究生班', en: 'graduate class' },
}

/** The assessment of a degree that is not held by the last day that counts. */
const heldTooLate = (until: string): Assessment =>
  unmet(
    `所填学历在 ${until} 之后取得，不能用于本次报考`,
    `the degree is obtained after ${until} and does not count for this exam`,
  )

/** Levels that can be awarded as a degree (学位) without the education of that level (同等学力). */
const graduateDegrees: readonly string[] = ['master', 'doctor']

const education: Assess = ({ education: required }, { degree, until }) => {
  if (required === undefined) return met('对学历没有要求', 'no degree is asked for')
  const list = (lang: 'zh' | 'en') =>
    required.map((one) => educationTitles[one][lang]).join(lang === 'zh' ? '、' : ', ')
  if (degree === undefined)
    return unmet(`要求学历为${list('zh')}，没有填写学历`, `asked for: ${list('en')}; no degree is given`)
  if (!isHeldBy(degree, until)) return heldTooLate(until)
  const { level, origin } = degree
  const title = educationTitles[level]
  if (!required.includes(level)) {
    const academic = required.find((one) => one === degree.degree && graduateDegrees.includes(one))
    if (academic !== undefined) {
      return unclear(
        `所填学历为${title.zh}、学位为${educationTitles[academic].zh}；报考条件要求的是学历还是学位，由考试机构核查`,
        `given: ${title.en}, with the degree of a ${educationTitles[academic].en}; the office decides whether the condition asks for the education or the degree`,
      )
    }
    return unmet(`要求学历为${list('zh')}，所填为${title.zh}`, `asked for: ${list('en')}; given: ${title.en}`)
  }
  return origin === 'overseas'
    ? met(
        `${title.zh}学历符合；国（境）外学历须上传认证书`,
        `${title.en} fits; a degree from abroad is shown by its certificate`,
      )
    : met(`${title.zh}学历符合`, `${title.en} fits`)
}

/** Normalizes the name of a major: its width, its case and the suffix 专业. */
const normalizeMajor = (name: string): string => normalize(name, /专业$/)

const major: Assess = ({ majors = [], majorClasses = [] }, { degree, until }) => {
  if (majors.length + majorClasses.length === 0) return met('对专业没有要求', 'no major is asked for')
  if (degree === undefined)
    return unmet('对专业有要求，没有填写学历', 'a major is asked for; no degree is given')
  if (!isHeldBy(degree, until)) return heldTooLate(until)
  const listed = majors.map(normalizeMajor)
  const fits = degree.majors.find((one) => listed.includes(normalizeMajor(one)))
  if (fits !== undefined) return met(`专业“${fits}”在目录内`, `the major "${fits}" is listed`)
  const own = degree.majors.join('”“')
  const ownEn = degree.majors.join('", "')
  if (majorClasses.length > 0) {
    return unclear(
      `专业“${own}”是否属于${majorClasses.join('、')}，由考试机构核查；主干课程一致的，可凭课程设置、培养计划参照报考`,
      `the office decides whether the major "${ownEn}" belongs to ${majorClasses.join(', ')}; course lists and training plans may show the same main courses`,
    )
  }
  return unclear(
    `专业“${own}”不在目录内；主干课程一致的，可凭课程设置、培养计划参照报考`,
    `the major "${ownEn}" is not listed; course lists and training plans may show the same main courses`,
  )
}

const other: Assess = ({ other: required }) =>
  required === undefined
    ? met('没有其他条件', 'nothing else is required')
    : unclear(`还须符合：${required.zh}；由考试机构核查`, `also required: ${required.en}; the office decides`)

/** The assessment of each part of a condition, by the id of its advice rule. */
export const assessors = {
  'eligibility.education': education,
  'eligibility.major': major,
  'eligibility.work-years': workYears,
  'eligibility.employer': employer,
  'eligibility.professional-title': professionalTitle,
  'eligibility.certificate': certificate,
  'eligibility.other': other,
} satisfies Record<`eligibility.${string}`, Assess>

/** The assessment of every part if the data of the exam do not contain the conditions of the level. */
export const unknownConditions: Assessment = unclear(
  '本库没有该级别的报考条件，请以当年报名文件为准',
  "the data do not contain the conditions of this level; see this year's registration document",
)

/** The assessment of every part if the input is not valid. */
export const unusableInput = (problems: readonly LocalizedText[]): Assessment =>
  unclear(
    `无法核对报考条件：${problems.map(({ zh }) => zh).join('；')}`,
    `the conditions cannot be compared: ${problems.map(({ en }) => en).join('; ')}`,
  )
