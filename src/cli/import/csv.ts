import { createReadStream } from 'node:fs'
import { CsvError, parse } from 'csv-parse'
import { UsageError } from '../usageError'

/** A line of a CSV file: its number in the file, its cells by column heading, and the number of surplus cells. */
export type CsvLine = { number: number; cells: Map<string, string>; extra: number }

/** A CSV file: its column headings, and a stream of its lines. */
export type CsvFile = { columns: string[]; lines: AsyncIterable<CsvLine> }

async function* readChunks(file: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(file)) yield chunk as Uint8Array
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new UsageError(`${file}: no such file`, `${file}: 没有这个文件`)
    throw new UsageError(`${file}: cannot be read (${code})`, `${file}: 无法读取（${code}）`)
  }
}

/** UTF-8 if the whole file is valid UTF-8, otherwise GB 18030, which spreadsheets in China write. */
async function detectEncoding(file: string): Promise<'utf-8' | 'gb18030'> {
  const strict = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of readChunks(file)) strict.decode(chunk, { stream: true })
    strict.decode()
    return 'utf-8'
  } catch (error) {
    if (error instanceof UsageError) throw error
    return 'gb18030'
  }
}

async function* readChunksAsText(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(await detectEncoding(file))
  for await (const chunk of readChunks(file)) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

/** Chinese messages by the error code of csv-parse. */
const chineseErrors: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: '引号没有结束',
  INVALID_OPENING_QUOTE: '引号不在格的开头',
  CSV_INVALID_CLOSING_QUOTE: '引号之后还有内容',
}

type Parsed = { record: string[]; info: { lines: number } }

async function* readRecords(file: string): AsyncGenerator<{ number: number; cells: string[] }> {
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  })
  const feed = async () => {
    for await (const text of readChunksAsText(file)) if (!parser.write(text)) await drainedOrClosed(parser)
    parser.end()
  }
  const feeding = feed().catch((error: Error) => parser.destroy(error))
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      yield { number: info.lines, cells: record }
    }
    await feeding
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const { code, lines = '?', message } = error as CsvError & { lines?: number }
    throw new UsageError(
      `${file}: line ${lines}: ${message}`,
      `${file}: 第 ${lines} 行：${chineseErrors[code] ?? message}`,
    )
  }
}

/** A destroyed stream does not drain, so `close` ends the wait too. */
const drainedOrClosed = (stream: NodeJS.EventEmitter): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      for (const event of ['drain', 'close']) stream.off(event, done)
      resolve()
    }
    for (const event of ['drain', 'close']) stream.on(event, done)
  })

/**
 * Reads a CSV file with a heading line, in UTF-8 or GB 18030. The lines are streamed, so memory does not grow with the file.
 * @throws UsageError if it cannot be read or parsed, or is empty
 */
export async function readCsv(file: string): Promise<CsvFile> {
  const records = readRecords(file)
  const heading = await records.next()
  if (heading.done) throw new UsageError(`${file}: empty`, `${file}: 文件是空的`)
  const columns = heading.value.cells
  async function* lines(): AsyncGenerator<CsvLine> {
    for await (const { number, cells } of records) {
      const entries = columns.map((column, i): [string, string] => [column, cells[i] ?? ''])
      yield { number, cells: new Map(entries), extra: Math.max(0, cells.length - columns.length) }
    }
  }
  return { columns, lines: lines() }
}
