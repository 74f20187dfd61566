import { type EligibilityInput, eligibility } from '../../src'
import { education, examOf, noticeOf, profile } from './scenario'

/** The alternative conditions of a level. */
export type Conditions = EligibilityInput['exam']['levels'][number]['conditions']
type Profile = EligibilityInput['profile']
export type Work = NonNullable<Profile['workHistory']>

/** Spans of relevant work, with the first and the last day included. */
export const work = (...spans: [from: string, to?: string][]): Work =>
  spans.map(([from, to]) => ({ from, ...(to !== undefined && { to }), employer: 'E', relevant: true }))

/** A level's conditions, and what a candidate says. */
export type Case = {
  conditions?: Conditions
  education?: Partial<Profile['education']>
  work?: Work
  employer?: string
  until?: string
  titles?: Profile['professionalTitles']
  certificates?: Profile['certificates']
}

/** The input of a candidate for the exam of 2024. */
export function asking({
  conditions,
  education: degree = {},
  work: workHistory,
  employer,
  until,
  titles,
  certificates,
}: Case): EligibilityInput {
  const exam = examOf('social-worker')
  const levels = exam.levels.map(({ conditions: _, ...level }) => ({
    ...level,
    ...(conditions && { conditions }),
  }))
  return {
    exam: { ...exam, levels },
    notice: noticeOf('gd-2024-social-worker', until === undefined ? {} : { workYearsUntil: until }),
    profile: {
      ...profile,
      ...(employer !== undefined && { employer }),
      education: { ...education, ...degree },
      ...(workHistory && { workHistory }),
      ...(titles && { professionalTitles: titles }),
      ...(certificates && { certificates }),
    },
    application: { level: 'intermediate', subjects: ['law'], place: '440100' },
  }
}

/** The advice on one part, without the `eligibility.` of its id. */
export const advised = (part: string, about: Case) =>
  eligibility(asking(about)).find(({ rule }) => rule === `eligibility.${part}`)
export const verdict = (part: string, about: Case) => advised(part, about)?.verdict
