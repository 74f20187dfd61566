import { type ExamSpec, exams } from '../../model/exam'
import { read } from '../../schema/issues'
import { examSpecSchema } from '../../schemas'
import { parseInstant } from '../../time'
import { malformed, readJson, WrongUse } from '../files'
import { phrases } from '../phrases'
import type { Common } from './lists'

/** What the command line gives. */
export type ImportOptions = {
  store: string
  exam: string
  year: string
  at?: string
  passMark?: string[]
  dryRun?: boolean
  skipBad?: boolean
  json?: boolean
}

/** The exam by its name or code, or from a file. */
function examNamed(name: string): ExamSpec {
  const bundled = Object.entries(exams).find(([key, exam]) => key === name || exam?.code === name)?.[1]
  if (bundled) return bundled
  if (!name.endsWith('.json')) {
    throw new WrongUse(
      `--exam ${name}: not bundled (${Object.keys(exams).join(', ')}); give the file of yours`,
      `--exam ${name}: 没有内置（内置的有 ${Object.keys(exams).join('、')}），请给出自己的文件`,
    )
  }
  const { data, issues } = read(examSpecSchema, readJson(name))
  if (data) return data
  throw malformed(name, phrases.noExam, issues)
}

function passMarksOf(given: string[] | undefined, exam: ExamSpec): Record<string, number> | undefined {
  if (given === undefined) return undefined
  return Object.fromEntries(
    given.map((one) => {
      const [, subject = '', mark] = /^([^=]+)=(\d+(?:\.\d+)?)$/.exec(one) ?? []
      if (exam.subjects.some(({ code }) => code === subject)) return [subject, Number(mark)]
      throw new WrongUse(
        `--pass-mark ${one}: must be SUBJECT=NUMBER, of ${exam.subjects.map(({ code }) => code)}`,
        `--pass-mark ${one}: 须为 科目=分数，科目为 ${exam.subjects.map(({ code }) => code)} 之一`,
      )
    }),
  )
}

/** What holds for all lines. */
export function commonOf({ exam: name, at, passMark }: ImportOptions): Common {
  const exam = examNamed(name)
  if (at !== undefined && Number.isNaN(parseInstant(at))) {
    throw new WrongUse(
      `--at ${at}: must be an instant such as 2024-08-20T10:00:00+08:00`,
      `--at ${at}: 须为 2024-08-20T10:00:00+08:00 这样的时刻`,
    )
  }
  const passMarks = passMarksOf(passMark, exam)
  return { exam, ...(at !== undefined && { at }), ...(passMarks && { passMarks }) }
}
