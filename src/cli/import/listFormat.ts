import type { LocalizedText } from '../../language'
import type { ExamSpec } from '../../model/exam'
import type { SendItem } from '../../postgres'
import type { CsvLine } from './csv'

/** An issue of a line, if possible with its column. */
export type LineIssue = { line: number; column?: string; message: LocalizedText }

/** A parsed line: an event for a registration, or issues. */
export type ParsedLine = { item: SendItem; issues?: undefined } | { item?: undefined; issues: LineIssue[] }

/** The format of a list: how to parse its lines as events. */
export type ListFormat = {
  /** Returns the field that a heading names; `undefined` if the heading is unknown. */
  fieldOf: (heading: string) => string | undefined
  /** Groups of fields: a list needs one field of each group. */
  requiredFields: string[][]
  parse: (line: CsvLine) => ParsedLine
}

/** Options that apply to every line; `at` is an instant. */
export type ImportSettings = { exam: ExamSpec; at?: string; passMarks?: Record<string, number> }

/** A cell and the heading of its column. */
export type Cell = { column: string; text: string }

const headings: Record<string, string[]> = {
  registrationId: ['registrationId', 'registration', '报名号', '报名序号'],
  orderNo: ['orderNo', 'order', '订单号', '商户订单号'],
  transactionId: ['transactionId', 'transaction', '交易号', '交易流水号'],
  amountFen: ['amountFen', 'fen', '金额（分）', '金额(分)'],
  amount: ['amount', 'yuan', '金额', '金额（元）', '金额(元)'],
  paidAt: ['paidAt', '支付时间', '交易时间'],
}

/** The field that a heading names in English or Chinese; `undefined` if `fields` does not include it. */
export const fieldOfHeading = (heading: string, fields: readonly string[]): string | undefined =>
  fields.find((field) => headings[field]?.some((name) => name.toLowerCase() === heading.toLowerCase()))

/** The cells of a line by field. */
export function cellsByField({ cells }: CsvLine, fieldOf: ListFormat['fieldOf']): Map<string, Cell> {
  const entries = [...cells].map(([column, text]): [string, Cell] => [
    fieldOf(column) ?? '',
    { column, text },
  ])
  return new Map(entries.filter(([field]) => field !== ''))
}

/** Parses one line and collects its issues. */
export class LineParser {
  readonly issues: LineIssue[] = []

  constructor(private readonly line: CsvLine) {
    if (line.extra > 0) {
      this.addIssue(
        undefined,
        `多出 ${line.extra} 列`,
        `${line.extra} more ${line.extra === 1 ? 'cell' : 'cells'} than the heading has columns`,
      )
    }
  }

  addIssue(column: string | undefined, zh: string, en: string): void {
    this.issues.push({
      line: this.line.number,
      ...(column !== undefined && { column }),
      message: { zh, en },
    })
  }

  /** The text of a required cell. Adds an issue if the cell is empty. */
  requiredText(cell: Cell | undefined): string {
    if (cell && cell.text === '') this.addIssue(cell.column, '不能为空', 'must not be empty')
    return cell?.text ?? ''
  }

  /** The item, or the issues if there are any. */
  result(item: SendItem): ParsedLine {
    return this.issues.length > 0 ? { issues: this.issues } : { item }
  }
}
