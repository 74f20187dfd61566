import { namedStates } from '../../adoption/namedStates'
import type { AdoptionSettings } from '../../adoption/planAdoption'
import type { Notice } from '../../model/notice'
import { notices } from '../../model/notices'
import type { Registrations } from '../../registrations/registrations'
import { didYouMean } from '../../schema/issueMessages'
import { read } from '../../schema/issues'
import { inputSchema, noticeSchema } from '../../schemas'
import { formatInstant, parseInstant, systemTime } from '../../time'
import { readJson } from '../files'
import { findExam } from '../import/importOptions'
import { parseAmount } from '../import/paymentsList'
import type { LogOptions } from '../logOptions'
import { phrases } from '../phrases'
import { invalidFileError, UsageError } from '../usageError'

/** The options of `baokao adopt`. */
export type AdoptCommandOptions = LogOptions & {
  exam: string
  notice: string
  at: string
  store?: string
  /** False with `--no-prepare`. */
  prepare?: boolean
  states?: string
  expectCount?: string
  expectPaid?: string
  deliverRefunds?: boolean
  ids?: boolean
  dryRun?: boolean
  json?: boolean
}

/** What applies to every line, and the control totals. */
export type AdoptSettings = AdoptionSettings & {
  /** The states by the names of the other system. */
  stateNames: ReadonlyMap<string, string>
  expected: { count?: number; paidFen?: number }
}

/** Finds a bundled notice by its name, or reads it from a JSON file. */
function findNotice(name: string): Notice {
  const bundled = Object.hasOwn(notices, name) ? notices[name] : undefined
  if (bundled !== undefined) return bundled
  if (!name.endsWith('.json')) {
    const { zh, en } = didYouMean(name, Object.keys(notices), {
      zh: '，请给出自己的文件',
      en: '; give the file of yours',
    })
    throw new UsageError(`--notice ${name}: not bundled${en}`, `--notice ${name}: 没有内置${zh}`)
  }
  const { data, issues } = read(noticeSchema, readJson(name))
  if (data) return data
  throw invalidFileError(name, phrases.notANotice, issues)
}

/** Reads the file that translates the states of the other system. */
function readStateNames(file: string | undefined): Map<string, string> {
  if (file === undefined) return new Map()
  const data = readJson(file)
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw new UsageError(
      `${file}: must be an object such as {"已缴费": "registered"}`,
      `${file}: 须为 {"已缴费": "registered"} 这样的对象`,
    )
  return new Map(
    Object.entries(data).map(([name, state]) => {
      const named = typeof state === 'string' ? namedStates(state) : undefined
      if (named !== undefined && 'states' in named) return [name.trim(), state as string]
      const { zh, en } = named?.mistake ?? { zh: '须为状态', en: 'must be a state' }
      throw new UsageError(`${file}: ${name}: ${en}`, `${file}: ${name}：${zh}`)
    }),
  )
}

function expectedTotals({ expectCount, expectPaid }: AdoptCommandOptions): AdoptSettings['expected'] {
  if (expectCount !== undefined && !/^\d{1,9}$/.test(expectCount))
    throw new UsageError(
      `--expect-count ${expectCount}: must be a number`,
      `--expect-count ${expectCount}: 须为整数`,
    )
  const paidFen = expectPaid === undefined ? undefined : parseAmount(expectPaid, false)
  if (Number.isNaN(paidFen))
    throw new UsageError(
      `--expect-paid ${expectPaid}: must be an amount in yuan such as 57000.00`,
      `--expect-paid ${expectPaid}: 须为以元计的金额，例如 57000.00`,
    )
  return {
    ...(expectCount !== undefined && { count: Number(expectCount) }),
    ...(paidFen !== undefined && { paidFen }),
  }
}

/**
 * Parses the options.
 * @throws UsageError if one is not valid
 */
export function parseAdoptSettings(
  options: AdoptCommandOptions,
  registrations: Registrations,
): AdoptSettings {
  const { at } = options
  const exam = findExam(options.exam)
  const notice = findNotice(options.notice)
  const asOf = parseInstant(at)
  if (Number.isNaN(asOf) || asOf > systemTime())
    throw new UsageError(
      `--at ${at}: must be an instant of the past, such as 2024-08-20T10:00:00+08:00`,
      `--at ${at}: 须为 2024-08-20T10:00:00+08:00 这样的时刻，且不晚于现在`,
    )
  const opening = { registrationId: 'R', candidateId: 'C', exam, notice, at: formatInstant(asOf) }
  const { issues } = read(inputSchema, opening)
  if (issues !== undefined) throw invalidFileError(`--notice ${options.notice}`, phrases.notANotice, issues)
  return {
    registrations,
    exam,
    notice,
    asOf,
    stateNames: readStateNames(options.states),
    expected: expectedTotals(options),
  }
}
