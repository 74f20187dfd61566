import { digestOf } from '../../persistence/digest'
import type { SendItem, Store } from '../../postgres'
import { UsageError } from '../usageError'
import { readCsv } from './csv'
import type { ImportReport, LineItem } from './importReport'
import type { ImportSettings, ListFormat } from './listFormat'
import { marksList } from './marksList'
import { paymentsList } from './paymentsList'

/**
 * Detects the format of a list by its headings.
 * @throws UsageError if a required column is missing, or a column is unknown or repeated
 */
function detectListFormat(file: string, columns: readonly string[], settings: ImportSettings): ListFormat {
  const formats = [marksList(settings), paymentsList(settings)]
  const hasField = (format: ListFormat, field: string) =>
    columns.some((column) => format.fieldOf(column) === field)
  const missingGroups = (format: ListFormat) =>
    format.requiredFields.filter((group) => !group.some((field) => hasField(format, field)))
  const format = formats.find((candidate) => missingGroups(candidate).length === 0)
  if (format === undefined) {
    const missingText = (or: string, and: string): string[] =>
      formats.map((candidate) =>
        missingGroups(candidate)
          .map((group) => group.join(or))
          .join(and),
      )
    const [marks, payments] = missingText(' or ', ', ')
    const [zhMarks, zhPayments] = missingText(' 或 ', '、')
    throw new UsageError(
      `${file}: a marks list lacks ${marks}, a list of payments lacks ${payments}; there is ${columns.join(', ')}`,
      `${file}: 作为成绩表缺少 ${zhMarks} 列，作为缴费表缺少 ${zhPayments} 列；现有 ${columns.join('、')}`,
    )
  }
  const unknown = columns.filter((column) => format.fieldOf(column) === undefined)
  if (unknown.length > 0) {
    throw new UsageError(
      `${file}: line 1: nothing is known of column ${unknown.map((column) => column || '""').join(', ')}`,
      `${file}: 第 1 行：不认识的列 ${unknown.map((column) => column || '""').join('、')}`,
    )
  }
  const fields = columns.map((column) => format.fieldOf(column))
  const repeated = columns.filter((_, i) => fields.indexOf(fields[i]) < i)
  if (repeated.length > 0)
    throw new UsageError(
      `${file}: line 1: a second column for the same: ${repeated.join(', ')}`,
      `${file}: 第 1 行：重复的列 ${repeated.join('、')}`,
    )
  return format
}

/** Parses every line and reports the issues; sends nothing. @returns the number of lines */
export async function checkLines(
  file: string,
  settings: ImportSettings,
  report: ImportReport,
): Promise<number> {
  const { columns, lines } = await readCsv(file)
  const format = detectListFormat(file, columns, settings)
  let count = 0
  for await (const line of lines) {
    count += 1
    const { issues = [] } = format.parse(line)
    if (issues.length > 0) report.bad += 1
    for (const issue of issues) report.lineIssue(issue)
  }
  return count
}

/** The idempotency key of a line: the same registration and event are stored once, in any file. */
const keyOf = ({ id, event }: SendItem): string => `import ${digestOf([id, event]).slice(0, 40)}`

/** The number of lines that one lookup in the store covers. */
const lookupSize = 500

/** Yields the events of a list. Reports the lines whose registration does not belong to this exam and year. */
export async function* readItems(
  file: string,
  settings: ImportSettings,
  year: number,
  store: Store,
  report: ImportReport,
): AsyncGenerator<LineItem> {
  const { columns, lines } = await readCsv(file)
  const format = detectListFormat(file, columns, settings)
  const { code } = settings.exam
  async function* existing(items: LineItem[]): AsyncGenerator<LineItem> {
    const ids = [...new Set(items.map(({ id }) => id))]
    const found = await store.find({ ids, exam: code, examYear: year, limit: ids.length })
    const foundIds = new Set(found.map(({ registrationId }) => registrationId))
    for (const item of items) {
      if (foundIds.has(item.id)) yield item
      else {
        report.unknown += 1
        const zh = `没有 ${code} ${year} 年的报名 ${item.id}`
        const en = `no registration for ${code} ${year} is called ${item.id}`
        report.lineIssue({ line: item.line, message: { zh, en } })
      }
    }
  }
  let pending: LineItem[] = []
  for await (const line of lines) {
    const { item } = format.parse(line)
    if (item) pending.push({ ...item, key: keyOf(item), retryRefused: true, line: line.number })
    if (pending.length < lookupSize) continue
    yield* existing(pending)
    pending = []
  }
  yield* existing(pending)
}
