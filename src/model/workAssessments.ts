import { type Assess, type Assessment, met, unclear, unmet, type Verdict } from './assessment'
import { heldSince } from './heldAssessments'
import { countsFrom, type DaySpan, daysIn, daysOfYears, degreeCountsFrom, workedSpans } from './workYears'

/** Compares the work that counts with the years that are required: by their days, or by the calendar if it has ended. */
function compareYears(years: number, until: string, spans: readonly DaySpan[]): Assessment {
  const [worked, required] = [daysIn(spans), daysOfYears(years, spans, until)]
  const zh = `至 ${until} 须满 ${years} 年（${required} 天），可计 ${worked} 天`
  const en = `${years} years (${required} days) by ${until} are asked for; ${worked} days count`
  return worked >= required ? met(zh, en) : unmet(zh, en)
}

const relevantYears: Assess = (condition, { profile, degree, until }) => {
  const { workYears: years = 0 } = condition
  if (years === 0) return met('对工作年限没有要求', 'no years of work are asked for')
  const from = countsFrom(degree, condition, heldSince(condition, profile))
  if (from === undefined) {
    return unclear(
      '年限从毕业或取得证书起算，但没有填写日期',
      'the years count from graduation or from a certificate whose date is not given',
    )
  }
  if (profile.workHistory === undefined)
    return unclear(
      `要求工作满 ${years} 年，但没有填写工作经历`,
      `${years} years of work are asked for; none is given`,
    )
  const relevant = profile.workHistory.filter((work) => work.relevant)
  return compareYears(years, until, workedSpans(degree, relevant, from, until))
}

/** Years of work of any kind count from the work itself, whatever `countFrom` says of the relevant ones. */
const totalYears: Assess = ({ totalWorkYears: years = 0 }, { profile: { workHistory }, degree, until }) => {
  if (years === 0) return met('对累计工作年限没有要求', 'no years of work in all are required')
  if (workHistory === undefined)
    return unclear(
      `要求累计工作满 ${years} 年，但没有填写工作经历`,
      `${years} years of work in all are required; none is given`,
    )
  const spans = workedSpans(degree, workHistory, degreeCountsFrom(degree), until)
  const { verdict, detail } = compareYears(years, until, spans)
  return { verdict, detail: { zh: `累计工作年限：${detail.zh}`, en: `of work in all: ${detail.en}` } }
}

const severity: Record<Verdict, number> = { met: 0, unclear: 1, unmet: 2 }

export const workYears: Assess = (condition, applicant) => {
  const relevant = relevantYears(condition, applicant)
  if ((condition.totalWorkYears ?? 0) === 0) return relevant
  const total = totalYears(condition, applicant)
  return {
    verdict: severity[total.verdict] > severity[relevant.verdict] ? total.verdict : relevant.verdict,
    detail: {
      zh: `${relevant.detail.zh}；${total.detail.zh}`,
      en: `${relevant.detail.en}; ${total.detail.en}`,
    },
  }
}

/** Names that mean no employer. */
const noEmployer =
  /^((暂|暂时)?(无|没有|无业)(固定)?(工作|单位|工作单位|职业)?|待业|失业|已?(离|退|离退)休|自由职业者?|灵活就业|个体|n\/?a|none|no|unemployed|retired|freelance|self-employed)(人员)?$/i

export const employer: Assess = ({ workYears: years = 0, totalWorkYears = 0 }, { profile }) => {
  const name = profile.employer.trim()
  if (years === 0 && totalWorkYears === 0) {
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
