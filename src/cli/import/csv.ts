import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { UsageError } from '../usageError'

/** A line of a CSV file: the number of its first line in the file, and its cells. */
export type CsvLine = { number: number; cells: string[] }

/** A CSV file: its heading, and a stream of its lines. */
export type CsvFile = { heading: CsvLine; lines: AsyncGenerator<CsvLine> }

/** No line of a list is as long. A longer one is usually a quote that is not closed. */
const longestLine = 65_536

/** Messages by the error code of csv-parse, whose own quote the file. */
const messages: Record<string, [en: string, zh: string]> = {
  CSV_QUOTE_NOT_CLOSED: ['a quote is not closed', '引号没有结束'],
  INVALID_OPENING_QUOTE: ['a quote within a cell that does not begin with one', '引号不在单元格的开头'],
  CSV_INVALID_CLOSING_QUOTE: ['a cell goes on after its closing quote', '引号之后还有内容'],
  CSV_MAX_RECORD_SIZE: [
    `longer than ${longestLine} characters; is a closing quote missing?`,
    `超过 ${longestLine} 个字符，是否缺少结束的引号？`,
  ],
}

const separators = [',', '\t', ';']

/** The separator that the first line with content uses most. */
function separatorOf(text: string): string {
  const heading = /\S[^\n]*/.exec(text)?.[0].replace(/"[^"]*"/g, '') ?? ''
  const uses = (separator: string): number => heading.split(separator).length
  return separators.reduce((best, one) => (uses(one) > uses(best) ? one : best))
}

/** The characters that are dropped around a cell. Others that cannot be seen stay, so that they are reported. */
const spaces = ' \\t\\u00a0\\u3000'
const outerSpaces = /* @__PURE__ */ new RegExp(`^[${spaces}]+|(?<![${spaces}])[${spaces}]+$`, 'g')

/**
 * Prepares quoted cells for the parser, which takes a quote only at the start of a cell: drops the spaces around them, and
 * quotes `="123"`, with which spreadsheets mark a text.
 */
function normalizeQuotes(text: string, separator: string): string {
  const outer = `[${spaces.replace(separator === '\t' ? '\\t' : '', '')}]*`
  const quoted = `"[^"]{0,${longestLine}}"`
  const cell = `(?<=^|[\\n${separator}])${outer}(?:=(?<mark>"[^"\\n]*")|(?<cell>(?:${quoted})+))${outer}(?=[\\n${separator}]|$)`
  // The second alternative skips other quoted texts, so that what looks like a cell within them is not one.
  return text.replace(new RegExp(`${cell}|${quoted}`, 'g'), (all, mark?: string, cell?: string) =>
    mark === undefined ? (cell ?? all) : `"=${mark.replaceAll('"', '""')}"`,
  )
}

/** Bytes for the parser, a part at a time, so that it does not parse everything before the first line is taken. */
function* parts(text: string): Generator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let start = 0; start < bytes.length; start += 65_536) yield bytes.subarray(start, start + 65_536)
}

type Parsed = { record: string[]; info: { lines: number } }

/**
 * The cells without the empty ones at the end. A column that is empty throughout does not count, and spreadsheets leave
 * the last empty cells of a line out.
 */
const withoutTail = (cells: readonly string[]): string[] =>
  cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1)

/** Yields the lines that are not empty. */
async function* parseLines(name: string, text: string): AsyncGenerator<CsvLine> {
  // An error discards the lines that were parsed and not taken, so the parser counts them.
  let parsedUntil = 0
  const separator = separatorOf(text)
  const parser = parse({
    delimiter: separator,
    info: true,
    max_record_size: longestLine,
    on_record: (record: string[], { lines }) => {
      parsedUntil = lines
      return record
    },
    record_delimiter: '\n',
    relax_column_count: true,
  })
  // An error reaches the loop below, because it destroys the parser.
  pipeline(Readable.from(parts(normalizeQuotes(text, separator))), parser, () => {})
  let number = 1
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      const cells = withoutTail(record.map((cell) => cell.replace(outerSpaces, '')))
      if (cells.length > 0) yield { number, cells }
      number = info.lines + 1
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const [en, zh] = messages[error.code] ?? [error.code, error.code]
    const line = parsedUntil + 1
    throw new UsageError(`${name}: line ${line}: ${en}`, `${name}: 第 ${line} 行：${zh}`)
  }
}

/**
 * Parses a CSV file with a heading, separated by commas, tabs or semicolons. The lines are parsed as they are taken.
 * @param name the name of the file in messages
 * @throws UsageError if it is empty or cannot be parsed, with the line
 */
export async function parseCsv(name: string, text: string): Promise<CsvFile> {
  const lines = parseLines(name, text)
  const heading = await lines.next()
  if (heading.done) throw new UsageError(`${name}: empty`, `${name}: 文件是空的`)
  return { heading: heading.value, lines }
}
