import { createReadStream } from 'node:fs'
import { CsvError, parse } from 'csv-parse'
import { WrongUse } from '../files'

/** A line of a list: its number in the file, and its cells by the name of their column. */
export type CsvLine = { number: number; cells: Map<string, string>; extra: number }

/** A list as it stands in a file: its columns, and its lines one after the other. */
export type List = { columns: string[]; lines: AsyncIterable<CsvLine> }

async function* chunks(file: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(file)) yield chunk as Uint8Array
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new WrongUse(`${file}: no such file`, `${file}: 没有这个文件`)
    throw new WrongUse(`${file}: cannot be read (${code})`, `${file}: 无法读取（${code}）`)
  }
}

/** UTF-8 where the whole file is; else GB 18030, in which spreadsheets in China save their lists. */
async function encodingOf(file: string): Promise<'utf-8' | 'gb18030'> {
  const strict = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of chunks(file)) strict.decode(chunk, { stream: true })
    strict.decode()
    return 'utf-8'
  } catch (error) {
    if (error instanceof WrongUse) throw error
    return 'gb18030'
  }
}

async function* textOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(await encodingOf(file))
  for await (const chunk of chunks(file)) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

/** What is wrong with a file that is no CSV, by the reader's name for it. */
const flaws: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: '引号没有结束',
  INVALID_OPENING_QUOTE: '引号不在格的开头',
  CSV_INVALID_CLOSING_QUOTE: '引号之后还有内容',
}

type Parsed = { record: string[]; info: { lines: number } }

async function* records(file: string): AsyncGenerator<{ number: number; cells: string[] }> {
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  })
  const feed = async () => {
    for await (const text of textOf(file)) if (!parser.write(text)) await drained(parser)
    parser.end()
  }
  const fed = feed().catch((error: Error) => parser.destroy(error))
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      yield { number: info.lines, cells: record }
    }
    await fed
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const { code, lines = '?', message } = error as CsvError & { lines?: number }
    throw new WrongUse(
      `${file}: line ${lines}: ${message}`,
      `${file}: 第 ${lines} 行：${flaws[code] ?? message}`,
    )
  }
}

const drained = (stream: NodeJS.EventEmitter): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      for (const event of ['drain', 'close']) stream.off(event, done)
      resolve()
    }
    for (const event of ['drain', 'close']) stream.on(event, done)
  })

/**
 * Reads a list with a heading, in UTF-8 or GB 18030, line by line, so that a long one takes no more memory than a short.
 * @throws WrongUse where it cannot be read, or has no heading
 */
export async function readList(file: string): Promise<List> {
  const all = records(file)
  const heading = await all.next()
  if (heading.done) throw new WrongUse(`${file}: empty`, `${file}: 文件是空的`)
  const columns = heading.value.cells
  async function* lines(): AsyncGenerator<CsvLine> {
    for await (const { number, cells } of all) {
      const named = columns.map((column, i): [string, string] => [column, cells[i] ?? ''])
      yield { number, cells: new Map(named), extra: Math.max(0, cells.length - columns.length) }
    }
  }
  return { columns, lines: lines() }
}
