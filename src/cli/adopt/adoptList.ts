import { type AdoptedLine, adoptedLineShape } from '../../adoption/adoptedLine'
import { read } from '../../schema/issues'
import { parseCsv } from '../import/csv'
import { type LineIssue, LineParser } from '../import/listFormat'
import { printable } from '../import/printable'
import { jsonMistake } from '../jsonMistake'
import { UsageError } from '../usageError'
import { adoptedFromCells } from './adoptCells'
import { adoptFieldOf } from './adoptColumns'
import type { AdoptSettings } from './adoptOptions'

/** A line of a list: what it says, or what is wrong with it. */
type ListedLine = { number: number; line?: AdoptedLine; issues: LineIssue[] }

/** A list of registrations. Its lines can be read several times. */
export type AdoptList = { lines: () => AsyncGenerator<ListedLine> }

/** The fields that hold ids, which a spreadsheet may have changed. */
const idFields = ['registrationId', 'candidateId', 'transactionId', 'orderNo', 'certificateNo']

const required = ['registrationId', 'candidateId', 'state']

/** Replaces the name of a state in the other system. */
const translated = (line: AdoptedLine, { stateNames }: AdoptSettings): AdoptedLine => ({
  ...line,
  state: stateNames.get(line.state.trim()) ?? line.state,
})

/** Checks a line by its schema. @param columnOf the column of a field */
function checked(
  number: number,
  given: unknown,
  columnOf: (path: string) => string,
  settings: AdoptSettings,
): ListedLine {
  const { data, issues = [] } = read(adoptedLineShape(), given)
  return data === undefined
    ? {
        number,
        issues: issues.map(({ path, zh, en }) => ({
          line: number,
          column: columnOf(path),
          message: { zh, en },
        })),
      }
    : { number, line: translated(data, settings), issues: [] }
}

/** Reads JSON Lines: an object on each line, with the fields of a line. */
async function* jsonLines(text: string, settings: AdoptSettings): AsyncGenerator<ListedLine> {
  let number = 0
  for (const raw of text.split('\n')) {
    number += 1
    if (raw.trim() === '') continue
    let given: unknown
    try {
      given = JSON.parse(raw)
    } catch {
      const { zh, en } = jsonMistake(raw)
      yield { number, issues: [{ line: number, message: { zh: `不是 JSON：${zh}`, en: `not JSON: ${en}` } }] }
      continue
    }
    yield checked(number, given, (path) => path, settings)
  }
}

const shown = (columns: readonly string[]): string => columns.map((column) => printable(column)).join(', ')

/** @throws UsageError if a column is missing, unknown or repeated */
function fieldsOf(name: string, columns: readonly string[], settings: AdoptSettings): (string | undefined)[] {
  const fieldOf = adoptFieldOf(settings.exam)
  const fields = columns.map((column) => (column === '' ? undefined : fieldOf(column)))
  const unknown = columns.filter((column, i) => column !== '' && fields[i] === undefined)
  if (unknown.length > 0)
    throw new UsageError(
      `${name}: unknown column ${shown(unknown)}; baokao adopt --help lists the columns`,
      `${name}: 不认识的列 ${shown(unknown)}；baokao adopt --help 列出各列`,
    )
  const repeated = columns.filter((_, i) => fields[i] !== undefined && fields.indexOf(fields[i]) < i)
  if (repeated.length > 0)
    throw new UsageError(
      `${name}: column ${shown(repeated)} repeats another`,
      `${name}: 重复的列 ${shown(repeated)}`,
    )
  const missing = required.filter((field) => !fields.includes(field))
  if (missing.length > 0)
    throw new UsageError(
      `${name}: lacks the column ${missing.join(', ')}`,
      `${name}: 缺少 ${missing.join('、')} 列`,
    )
  return fields
}

async function csvList(name: string, text: string, settings: AdoptSettings): Promise<AdoptList> {
  const { heading, lines } = await parseCsv(name, text)
  await lines.return(undefined)
  const columns = heading.cells
  const fields = fieldsOf(name, columns, settings)
  const columnOf = (path: string): string => {
    const known = fields.findIndex((field) => field === path || path.split('.').includes(String(field)))
    return columns[known] ?? path
  }
  return {
    async *lines() {
      const file = await parseCsv(name, text)
      for await (const line of file.lines) {
        const parser = new LineParser(line, columns, fields, { idFields })
        const given = adoptedFromCells(parser, settings)
        yield parser.issues.length > 0
          ? { number: line.number, issues: parser.issues }
          : checked(line.number, given, columnOf, settings)
      }
    },
  }
}

/**
 * Reads a list: JSON Lines if its first character is a brace, else CSV.
 * @param name the name of the list in messages
 * @throws UsageError if it cannot be read as either
 */
export async function parseAdoptList(
  name: string,
  text: string,
  settings: AdoptSettings,
): Promise<AdoptList> {
  const first = text.trimStart()[0]
  if (first === '[')
    throw new UsageError(
      `${name}: a JSON list; write one object on each line`,
      `${name}: 是 JSON 列表；请每行写一个对象`,
    )
  return first === '{' ? { lines: () => jsonLines(text, settings) } : csvList(name, text, settings)
}
