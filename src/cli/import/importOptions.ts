import { type ExamSpec, exams } from '../../model/exam'
import { didYouMean } from '../../schema/issueMessages'
import { read } from '../../schema/issues'
import { examSpecSchema } from '../../schemas'
import { parseInstant } from '../../time'
import { readJson } from '../files'
import { phrases } from '../phrases'
import { invalidFileError, UsageError } from '../usageError'
import type { ImportSettings } from './listFormat'

/** The options of `baokao import`. */
export type ImportOptions = {
  store: string
  exam: string
  year: string
  at?: string
  passMark?: string[]
  ids?: boolean
  dryRun?: boolean
  skipBad?: boolean
  json?: boolean
}

/** Finds a bundled exam by its name or code, or reads it from a JSON file. */
function findExam(name: string): ExamSpec {
  const bundled = Object.entries(exams).find(([key, exam]) => key === name || exam?.code === name)?.[1]
  if (bundled) return bundled
  if (!name.endsWith('.json')) {
    const names = Object.keys(exams)
    const { zh, en } = didYouMean(name, names, {
      zh: `（内置的有 ${names.join('、')}），请给出自己的文件`,
      en: ` (${names.join(', ')}); give the file of yours`,
    })
    throw new UsageError(`--exam ${name}: not bundled${en}`, `--exam ${name}: 没有内置${zh}`)
  }
  const { data, issues } = read(examSpecSchema, readJson(name))
  if (data) return data
  throw invalidFileError(name, phrases.notAnExam, issues)
}

function parsePassMarks(options: string[] | undefined, exam: ExamSpec): Record<string, number> | undefined {
  if (options === undefined) return undefined
  return Object.fromEntries(
    options.map((option) => {
      const [, subject = '', mark] = /^([^=]+)=(\d+(?:\.\d+)?)$/.exec(option) ?? []
      if (exam.subjects.some(({ code }) => code === subject)) return [subject, Number(mark)]
      throw new UsageError(
        `--pass-mark ${option}: must be SUBJECT=NUMBER, of ${exam.subjects.map(({ code }) => code)}`,
        `--pass-mark ${option}: 须为 科目=分数，科目为 ${exam.subjects.map(({ code }) => code)} 之一`,
      )
    }),
  )
}

/**
 * Parses the options that apply to every line.
 * @throws UsageError if an option is not valid
 */
export function parseSettings({ exam: name, at, passMark }: ImportOptions): ImportSettings {
  const exam = findExam(name)
  if (at !== undefined && Number.isNaN(parseInstant(at))) {
    throw new UsageError(
      `--at ${at}: must be an instant such as 2024-08-20T10:00:00+08:00`,
      `--at ${at}: 须为 2024-08-20T10:00:00+08:00 这样的时刻`,
    )
  }
  const passMarks = parsePassMarks(passMark, exam)
  return { exam, ...(at !== undefined && { at }), ...(passMarks && { passMarks }) }
}
