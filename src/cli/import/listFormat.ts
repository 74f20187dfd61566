import { type EventType, shapeOf } from '../../events'
import type { LocalizedText } from '../../language'
import type { ExamSpec } from '../../model/exam'
import { anyInstant } from '../../persistence/refusals'
import type { EventInput, SendItem } from '../../postgres'
import { read } from '../../schema/issues'
import type { CsvLine } from './csv'
import { printable, unprintableIn } from './printable'
import { spreadsheetForm } from './shortenedNumbers'

/** An issue of a line, if possible with its column. */
export type LineIssue = { line: number; column?: string; message: LocalizedText }

/** An event for a registration. */
export type ParsedItem = Pick<SendItem, 'id' | 'event'>

/** The format of a list: how to parse its lines as events. */
export type ListFormat = {
  /** Returns the field that a heading names; `undefined` if the heading is unknown. */
  fieldOf: (heading: string) => string | undefined
  /** Groups of fields: a list needs one field of each group. */
  requiredFields: readonly (readonly string[])[]
  /** The fields that hold an id or a number. */
  idFields: readonly string[]
  /** The field whose value may appear on one line only. */
  uniqueField: string
  /** Parses a line, and adds its issues to the parser. */
  parse: (line: LineParser) => ParsedItem
}

/** Options that apply to every line; `at` is an instant. */
export type ImportSettings = {
  exam: ExamSpec
  at?: string
  passMarks?: Record<string, number>
  /** Corrects published marks; `reason` is that of the lines without one. */
  correct?: { reason?: string }
}

/** A cell and the heading of its column. */
export type Cell = { column: string; text: string }

const headings = new Map<string, readonly string[]>([
  ['registrationId', ['registrationId', 'registration', '报名号', '报名序号']],
  ['orderNo', ['orderNo', 'order', '订单号', '商户订单号']],
  ['transactionId', ['transactionId', 'transaction', '交易号', '交易流水号']],
  ['amountFen', ['amountFen', 'fen', '金额（分）', '金额(分)']],
  ['amount', ['amount', 'yuan', '金额', '金额（元）', '金额(元)']],
  ['paidAt', ['paidAt', '支付时间', '交易时间']],
  ['reason', ['reason', '更正原因', '原因']],
])

/** The field that a heading names in English or Chinese; `undefined` if `fields` does not include it. */
export const fieldOfHeading = (heading: string, fields: readonly string[]): string | undefined =>
  fields.find((field) => headings.get(field)?.some((name) => name.toLowerCase() === heading.toLowerCase()))

/** Parses one line and collects its issues. */
export class LineParser {
  readonly issues: LineIssue[] = []
  readonly cells: ReadonlyMap<string, Cell>

  /** @param fields the field of each column; `undefined` for a column without a heading */
  constructor(
    private readonly line: CsvLine,
    columns: readonly string[],
    fields: readonly (string | undefined)[],
    { idFields }: Pick<ListFormat, 'idFields'>,
  ) {
    const { cells } = line
    if (cells.length > columns.length) {
      const extra = cells.length - columns.length
      this.addIssue(
        undefined,
        `比标题行多出 ${extra} 个单元格`,
        `${extra} more ${extra === 1 ? 'cell' : 'cells'} than the heading has columns`,
      )
    }
    for (const [i, text] of cells.entries()) {
      if (text !== '' && columns[i] === '')
        this.addIssue(undefined, `第 ${i + 1} 列没有标题`, `column ${i + 1} has a value and no heading`)
      const character = unprintableIn(text)
      if (character !== undefined)
        this.addIssue(
          columns[i],
          `含有不可见字符 ${character}`,
          `contains the invisible character ${character}`,
        )
    }
    const entries = fields.flatMap((field, i): [string, Cell][] =>
      field === undefined ? [] : [[field, { column: columns[i] ?? '', text: cells[i] ?? '' }]],
    )
    this.cells = new Map(entries)
    for (const field of idFields) this.checkId(this.cells.get(field))
  }

  private checkId(cell: Cell | undefined): void {
    if (cell === undefined) return
    const form = spreadsheetForm(cell.text)
    if (form === undefined) return
    const text = printable(cell.text)
    this.addIssue(cell.column, `“${text}”${form.zh}`, `"${text}" ${form.en}`)
  }

  addIssue(column: string | undefined, zh: string, en: string): void {
    this.issues.push({
      line: this.line.number,
      ...(column !== undefined && { column }),
      message: { zh, en },
    })
  }

  /** The text of a cell; empty if the list has no such column. */
  text(field: string): string {
    return this.cells.get(field)?.text ?? ''
  }

  /** The text of a required cell. Adds an issue if the cell is empty. */
  requiredText(field: string): string {
    const cell = this.cells.get(field)
    if (cell?.text === '') this.addIssue(cell.column, '不能为空', 'must not be empty')
    return cell?.text ?? ''
  }

  /** Adds an issue for each field of the event that is not valid, unless the line has issues. */
  checkEvent(event: EventInput): void {
    if (this.issues.length > 0) return
    const { issues = [] } = read(shapeOf(event.type as EventType), { ...event, at: anyInstant })
    for (const { path, zh, en } of issues) {
      const column = this.cells.get(path.replace(/^marks\./, ''))?.column
      this.addIssue(column, zh, en)
    }
  }
}
