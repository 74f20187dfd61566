import { UsageError } from '../usageError'
import { parseCsv } from './csv'
import { fieldOfHeading, type ImportSettings, LineParser, type ListFormat } from './listFormat'
import { marksList } from './marksList'
import { paymentsList } from './paymentsList'
import { printable } from './printable'

/** A list with its format. Its lines can be parsed several times. */
export type ParsedList = {
  format: ListFormat
  /** Parses each line of the file. */
  lines: () => AsyncGenerator<{ number: number; parser: LineParser }>
}

const shown = (columns: readonly string[]): string[] =>
  columns.map((column) => (column === '' ? '""' : printable(column)))

/** Detects the format of a list by its headings. */
function detectFormat(name: string, columns: readonly string[], settings: ImportSettings): ListFormat {
  const marks = marksList(settings)
  const formats = settings.correct ? [marks] : [marks, paymentsList()]
  const missingGroups = ({ fieldOf, requiredFields }: ListFormat) =>
    requiredFields.filter((group) => !columns.some((column) => group.includes(fieldOf(column) ?? '')))
  const format = formats.find((candidate) => missingGroups(candidate).length === 0)
  if (format !== undefined) return format
  const missing = (or: string, and: string): string[] =>
    formats.map((candidate) =>
      missingGroups(candidate)
        .map((group) => group.join(or))
        .join(and),
    )
  const [inMarks, inPayments] = missing(' or ', ', ')
  const [zhInMarks, zhInPayments] = missing(' 或 ', '、')
  const zhPayments = zhInPayments === undefined ? '' : `，作为缴费表缺少 ${zhInPayments} 列`
  const payments = inPayments === undefined ? '' : `, a list of payments lacks ${inPayments}`
  throw new UsageError(
    `${name}: a marks list lacks ${inMarks}${payments}; there is ${shown(columns).join(', ')}`,
    `${name}: 作为成绩表缺少 ${zhInMarks} 列${zhPayments}；现有 ${shown(columns).join('、')}`,
  )
}

/**
 * Returns the field of each column; `undefined` for one without a heading.
 * @throws UsageError if a column is unknown or repeated
 */
function fieldsOf(
  name: string,
  line: number,
  columns: readonly string[],
  { fieldOf }: ListFormat,
): (string | undefined)[] {
  const fields = columns.map((column) => (column === '' ? undefined : fieldOf(column)))
  const unknown = columns.filter((column, i) => column !== '' && fields[i] === undefined)
  if (unknown.length > 0) {
    const corrects = unknown.some((column) => fieldOfHeading(column, ['reason']) !== undefined)
    throw new UsageError(
      `${name}: line ${line}: unknown column ${shown(unknown).join(', ')}${corrects ? '; a list with reasons needs --correct' : ''}`,
      `${name}: 第 ${line} 行：不认识的列 ${shown(unknown).join('、')}${corrects ? '；含更正原因的表须用 --correct' : ''}`,
    )
  }
  const repeated = columns.filter((_, i) => fields[i] !== undefined && fields.indexOf(fields[i]) < i)
  if (repeated.length > 0)
    throw new UsageError(
      `${name}: line ${line}: column ${shown(repeated).join(', ')} repeats another`,
      `${name}: 第 ${line} 行：重复的列 ${shown(repeated).join('、')}`,
    )
  return fields
}

/**
 * Parses the heading of a list and detects its format.
 * @param name the name of the list in messages
 * @throws UsageError if it is empty or cannot be parsed, a required column is missing, or a column is unknown or repeated
 */
export async function parseList(name: string, text: string, settings: ImportSettings): Promise<ParsedList> {
  const {
    heading: { cells: columns, number },
    lines,
  } = await parseCsv(name, text)
  await lines.return(undefined)
  const format = detectFormat(name, columns, settings)
  const fields = fieldsOf(name, number, columns, format)
  return {
    format,
    async *lines() {
      const { lines } = await parseCsv(name, text)
      for await (const line of lines)
        yield { number: line.number, parser: new LineParser(line, columns, fields, format) }
    },
  }
}
