import * as z from 'zod'
import { semanticChecks } from '../schema/issues'
import { dayShape, hasDefinedProperty, lazy, lineShape, localizedTextShape } from '../schema/primitives'
import { educationLevels, secondDegrees, titleLevels } from '../schema/vocabulary'

/** Years of work or of holding a certificate: at least half a year. */
const years = () => z.number().min(0.5).max(60)
const names = () => z.array(lineShape().min(1)).min(1).max(50)

/** What a condition can require as education: a level, or a second degree beside one. */
const requiredEducation = [...educationLevels, ...secondDegrees] as const
/** What a condition can require as education: a level, or a second degree beside one. */
export type RequiredEducation = (typeof requiredEducation)[number]

const conditionFields = lazy(() =>
  z.strictObject({
    /** Levels, or second degrees, of which the candidate must have one (§6.18). */
    education: z.array(z.enum(requiredEducation)).min(1).max(10).optional(),
    /** Majors by name (§6.6). */
    majors: z.array(lineShape().min(1)).min(1).max(200).optional(),
    /** Classes of majors, such as 工学门类. The library does not know which majors belong to a class. */
    majorClasses: z.array(lineShape().min(1)).min(1).max(50).optional(),
    /** Years of relevant work (§6.5). */
    workYears: years().optional(),
    /** Years of work of any kind; they include the relevant ones. */
    totalWorkYears: years().optional(),
    /** When the years of relevant work begin to count; by default with the work (§6.5). */
    countFrom: z.enum(['work', 'graduation', 'certificate']).optional(),
    /** A professional title (职称) of one of the levels, held on the day `heldBy` if it is given. */
    professionalTitle: z
      .strictObject({
        levels: z.array(z.enum(titleLevels)).min(1).max(10),
        series: names().optional(),
        heldBy: dayShape().optional(),
      })
      .optional(),
    /** A certificate with one of the names, held for so many years. */
    certificate: z.strictObject({ names: names(), years: years().optional() }).optional(),
    /** What these fields cannot express. The advice is then unclear, and the office decides. */
    other: localizedTextShape()
      .refine(({ zh, en }) => zh.trim() !== '' && en.trim() !== '', {
        params: { zh: '中英文均不能为空', en: 'must not be empty in either language' },
      })
      .optional(),
  }),
)

/** The schema of one of the alternative conditions of a level. */
export const conditionShape = lazy(() =>
  conditionFields().superRefine(
    ...semanticChecks<EligibilityCondition>(
      (condition, addIssue) => {
        if (hasDefinedProperty(condition)) return
        addIssue(
          [],
          '不能为空；没有限制的写 conditions: []',
          'must not be empty; write conditions: [] if nothing is required',
        )
      },
      ({ countFrom, workYears = 0 }, addIssue) => {
        if (countFrom === undefined || workYears > 0) return
        addIssue(
          ['countFrom'],
          '没有要求专业工作年限（workYears），不能写起算日',
          'must not be given without years of relevant work (workYears)',
        )
      },
      ({ workYears = 0, totalWorkYears }, addIssue) => {
        if (totalWorkYears === undefined || totalWorkYears >= workYears) return
        addIssue(
          ['totalWorkYears'],
          `不能少于专业工作年限（${workYears} 年）`,
          `must not be less than the years of relevant work (${workYears})`,
        )
      },
    ),
  ),
)
/** One of the alternative conditions of a level. */
export type EligibilityCondition = z.infer<ReturnType<typeof conditionFields>>
