import { type ExamSpec, exams } from '../../model/exam'
import { didYouMean } from '../../schema/issueMessages'
import { read } from '../../schema/issues'
import { examSpecSchema } from '../../schemas'
import { parseInstant } from '../../time'
import { readJson } from '../files'
import type { LogOptions } from '../logOptions'
import { phrases } from '../phrases'
import { invalidFileError, UsageError } from '../usageError'
import type { SendSettings } from './listItems'
import { unprintableIn } from './printable'

/** The options of `baokao import`. */
export type ImportOptions = LogOptions & {
  store: string
  /** False with `--no-prepare`. */
  prepare?: boolean
  exam: string
  year: string
  at?: string
  passMark?: string[]
  ids?: boolean
  correct?: boolean
  reason?: string
  again?: boolean
  dryRun?: boolean
  skipBad?: boolean
  json?: boolean
}

/** Finds a bundled exam by its name or code, or reads it from a JSON file. */
export function findExam(name: string): ExamSpec {
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
  const passMarks = new Map<string, number>()
  const codes = exam.subjects.map(({ code }) => code)
  for (const option of options) {
    const [, code = '', mark] = /^([^=]+)=(\d+(?:\.\d+)?)$/.exec(option) ?? []
    const subject = exam.subjects.find((one) => one.code === code)
    if (subject === undefined || Number(mark) > subject.fullMark)
      throw new UsageError(
        `--pass-mark ${option}: must be SUBJECT=NUMBER, of ${codes.join(', ')}, at most the full mark`,
        `--pass-mark ${option}: 须为 科目=分数，科目为 ${codes.join('、')} 之一，不超过满分`,
      )
    if (passMarks.has(code))
      throw new UsageError(
        `--pass-mark ${option}: a second one for ${code}`,
        `--pass-mark ${option}: ${code} 重复`,
      )
    passMarks.set(code, Number(mark))
  }
  return Object.fromEntries(passMarks)
}

/** Corrections have a reason of their own; marks that are published have none. */
function parseCorrect({ correct, reason, passMark }: ImportOptions): { reason?: string } | undefined {
  if (reason !== undefined && !correct)
    throw new UsageError('--reason needs --correct', '--reason 须与 --correct 同用')
  if (
    reason !== undefined &&
    (reason.trim() === '' || reason.length > 400 || unprintableIn(reason) !== undefined)
  )
    throw new UsageError(
      '--reason: must be a text of at most 400 characters, on one line',
      '--reason 须为不超过 400 个字符的一行文字',
    )
  if (passMark !== undefined && correct)
    throw new UsageError(
      '--pass-mark: a correction changes marks only',
      '--pass-mark：更正只改成绩，不改合格标准',
    )
  return correct ? { ...(reason !== undefined && { reason }) } : undefined
}

/**
 * Parses the options that apply to every line.
 * @throws UsageError if an option is not valid
 */
export function parseSettings(options: ImportOptions): SendSettings {
  const { exam: name, year, at, passMark, again } = options
  if (!/^\d{4}$/.test(year))
    throw new UsageError(
      `--year ${year}: must be a year such as 2024`,
      `--year ${year}: 须为 2024 这样的年份`,
    )
  const exam = findExam(name)
  if (at !== undefined && Number.isNaN(parseInstant(at))) {
    throw new UsageError(
      `--at ${at}: must be an instant such as 2024-08-20T10:00:00+08:00`,
      `--at ${at}: 须为 2024-08-20T10:00:00+08:00 这样的时刻`,
    )
  }
  const passMarks = parsePassMarks(passMark, exam)
  const correct = parseCorrect(options)
  return {
    exam,
    year: Number(year),
    ...(at !== undefined && { at }),
    ...(passMarks && { passMarks }),
    ...(correct && { correct }),
    ...(again && { again }),
  }
}
