import { digestOf } from '../../persistence/digest'
import type { LineIssue, LineParser, ParsedItem } from './listFormat'
import type { ParsedList } from './parseList'
import { printable } from './printable'
import { LongIds } from './shortenedNumbers'

/** What a check of a whole list found. */
export type CheckedList = {
  /** The number of lines that are not empty. */
  lines: number
  /** In order of line. */
  issues: LineIssue[]
  /** The numbers of the lines with issues. */
  bad: ReadonlySet<number>
  /** The lines that only repeat another: their number, and that of the line they repeat. */
  same: ReadonlyMap<number, number>
}

/** Parses a line, with the checks that need no other line. */
export function parseLine({ format }: ParsedList, parser: LineParser): ParsedItem {
  const item = format.parse(parser)
  parser.checkEvent(item.event)
  return item
}

/** Checks each line of a list, and the lines against each other. Sends nothing. */
export async function checkList(list: ParsedList): Promise<CheckedList> {
  const { uniqueField, idFields } = list.format
  const issues: LineIssue[] = []
  const same = new Map<number, number>()
  const found = new Map<string, { line: number; digest: string; differs: boolean }>()
  const longIds = new Map(idFields.map((field) => [field, new LongIds()]))
  const columns = new Map<string, string>()
  let lines = 0
  for await (const { number, parser } of list.lines()) {
    lines += 1
    const item = parseLine(list, parser)
    issues.push(...parser.issues)
    for (const [field, ids] of longIds) {
      ids.add(parser.text(field), number)
      columns.set(field, parser.cells.get(field)?.column ?? field)
    }
    const { column = uniqueField, text: value = '' } = parser.cells.get(uniqueField) ?? {}
    if (value === '' || parser.issues.some((issue) => issue.column === column)) continue
    // A line with issues equals no other.
    const digest = parser.issues.length > 0 ? `line ${number}` : digestOf(item)
    const first = found.get(value)
    if (first === undefined) found.set(value, { line: number, digest, differs: false })
    else if (first.digest === digest) same.set(number, first.line)
    else {
      issues.push(conflict(column, value, number, first.line))
      if (!first.differs) issues.push(conflict(column, value, first.line, number))
      first.differs = true
    }
  }
  for (const [field, ids] of longIds)
    for (const line of ids.shortened)
      issues.push({ line, column: columns.get(field) ?? field, message: LongIds.message })
  issues.sort((one, other) => one.line - other.line)
  return { lines, issues, bad: new Set(issues.map(({ line }) => line)), same }
}

const conflict = (column: string, value: string, line: number, other: number): LineIssue => ({
  line,
  column,
  message: {
    zh: `${printable(value)} 也在第 ${other} 行，且内容不同`,
    en: `${printable(value)} is also on line ${other}, with other values`,
  },
})
