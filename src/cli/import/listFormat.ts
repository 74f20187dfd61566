import type { RegistrationEvent } from '../../events'
import type { LocalizedText } from '../../language'
import type { ExamSpec } from '../../model/exam'
import type { SendItem } from '../../postgres'
import { formatInstant, parseInstant } from '../../time'
import type { CsvLine } from './csv'

/** What the lists of an office and of a bank say, as events. */

/** A mistake in a line, by its column. */
export type Mistake = { line: number; column?: string; message: LocalizedText }

/** What a line becomes: an event on its way to a registration, or what is wrong with it. */
export type Reading = { item: SendItem; mistakes?: undefined } | { item?: undefined; mistakes: Mistake[] }

/** A kind of list: how its lines become events. */
export type Kind = {
  /** Columns that may be there, each by what they mean. */
  columnOf: (heading: string) => string | undefined
  /** One of each group must be there. */
  needs: string[][]
  read: (line: CsvLine) => Reading
}

/** What somebody may say about all lines at once. */
export type Common = { exam: ExamSpec; at?: string; passMarks?: Record<string, number> }

type Cell = { column: string; text: string }

const headings: Record<string, string[]> = {
  registrationId: ['registrationId', 'registration', '报名号', '报名序号'],
  orderNo: ['orderNo', 'order', '订单号', '商户订单号'],
  transactionId: ['transactionId', 'transaction', '交易号', '交易流水号'],
  amountFen: ['amountFen', 'fen', '金额（分）', '金额(分)'],
  amount: ['amount', 'yuan', '金额', '金额（元）', '金额(元)'],
  paidAt: ['paidAt', '支付时间', '交易时间'],
}

const meaningOf = (heading: string, among: readonly string[]): string | undefined =>
  among.find((name) => headings[name]?.some((one) => one.toLowerCase() === heading.toLowerCase()))

/** The cells of a line by what their columns mean. */
function cellsOf({ cells }: CsvLine, columnOf: Kind['columnOf']): Map<string, Cell> {
  const meant = [...cells].map(([column, text]): [string, Cell] => [columnOf(column) ?? '', { column, text }])
  return new Map(meant.filter(([name]) => name !== ''))
}

/** Gathers what is wrong with a line. */
class Complaints {
  readonly mistakes: Mistake[] = []
  constructor(private readonly line: CsvLine) {
    if (line.extra > 0) {
      this.add(
        undefined,
        `多出 ${line.extra} 列`,
        `${line.extra} more ${line.extra === 1 ? 'cell' : 'cells'} than the heading has columns`,
      )
    }
  }

  add(column: string | undefined, zh: string, en: string): void {
    this.mistakes.push({
      line: this.line.number,
      ...(column !== undefined && { column }),
      message: { zh, en },
    })
  }

  /** A text that must be there; where it is not, that is a mistake. */
  text(cell: Cell | undefined): string {
    if (cell && cell.text === '') this.add(cell.column, '不能为空', 'must not be empty')
    return cell?.text ?? ''
  }

  reading(item: () => SendItem): Reading {
    return this.mistakes.length > 0 ? { mistakes: this.mistakes } : { item: item() }
  }
}

/** Marks that are no numbers (§16). */
const codes: Record<string, number> = {
  缺考: -1,
  absent: -1,
  违纪: -2,
  违纪违规: -2,
  misconduct: -2,
  无效: -4,
  成绩无效: -4,
  invalid: -4,
}

const office = { role: 'office', id: 'import' } as const
const gateway = { role: 'gateway', id: 'import' } as const

/** A mark, or the code that stands for one. */
function markOf(cell: Cell, fullMark: number, complaints: Complaints): number {
  const known = codes[cell.text.toLowerCase()]
  if (known !== undefined) return known
  const mark = /^-?\d+(\.\d+)?$/.test(cell.text) ? Number(cell.text) : Number.NaN
  if (Number.isNaN(mark)) {
    complaints.add(
      cell.column,
      `“${cell.text}”不是成绩：须为数字、缺考、违纪或无效`,
      `"${cell.text}" is no mark: a number, absent, misconduct or invalid`,
    )
  } else if (mark > fullMark || (mark < 0 && !Object.values(codes).includes(mark))) {
    complaints.add(
      cell.column,
      `${mark} 不在 0 到 ${fullMark} 之间`,
      `${mark} is not between 0 and ${fullMark}`,
    )
  }
  return mark
}

/** A marks list: a line for each registration, a column for each subject; an empty cell is a subject not registered. */
export function marksList({ exam, at, passMarks }: Common): Kind {
  const subjects = new Map(
    exam.subjects.flatMap(({ code, name }) => [code, name.zh, name.en].map((one) => [one, code])),
  )
  const fullMarks = new Map(exam.subjects.map(({ code, fullMark }) => [code, fullMark]))
  const columnOf = (heading: string) => meaningOf(heading, ['registrationId']) ?? subjects.get(heading)
  const lines = new Map<string, number>()
  return {
    columnOf,
    needs: [['registrationId'], [...fullMarks.keys()]],
    read(line) {
      const complaints = new Complaints(line)
      const cells = cellsOf(line, columnOf)
      const cell = cells.get('registrationId')
      const id = complaints.text(cell)
      const before = lines.get(id)
      if (before === undefined) lines.set(id, line.number)
      else complaints.add(cell?.column, `${id} 已在第 ${before} 行`, `${id} is on line ${before} already`)
      const marks: Record<string, number> = {}
      for (const [subject, fullMark] of fullMarks) {
        const mark = cells.get(subject)
        if (mark && mark.text !== '') marks[subject] = markOf(mark, fullMark, complaints)
      }
      if (Object.keys(marks).length === 0) complaints.add(undefined, '没有成绩', 'no marks')
      const event = {
        type: 'marks.publish',
        by: office,
        marks,
        ...(passMarks && { passMarks }),
        ...(at !== undefined && { at }),
      } as RegistrationEvent<'marks.publish'>
      return complaints.reading(() => ({ id, event }))
    },
  }
}

/** An instant; without an offset it is the time in China. */
function instantIn(text: string): string | undefined {
  const match =
    /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T ](\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?(Z|[+-]\d{2}:\d{2})?$/.exec(
      text,
    )
  if (!match) return undefined
  const [, year, month = '', day = '', hour = '', minute, second = '00', offset = '+08:00'] = match
  // Spreadsheets write 2024/4/8 9:05.
  const [m, d, h] = [month, day, hour].map((part) => part.padStart(2, '0'))
  const instant = parseInstant(`${year}-${m}-${d}T${h}:${minute}:${second}${offset}`)
  return Number.isNaN(instant) ? undefined : formatInstant(instant)
}

/** An amount in fen: as it is, or in yuan with at most two places. */
function fenOf(fen: Cell | undefined, yuan: Cell | undefined, complaints: Complaints): number {
  const cell = fen ?? yuan
  const text = complaints.text(cell).replaceAll(/[,¥￥]/g, '')
  const [, whole, places = ''] = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text) ?? []
  const fits = whole !== undefined && (fen === undefined || places === '')
  if (!fits && text !== '') {
    complaints.add(
      cell?.column,
      `“${text}”不是以${fen ? '分' : '元'}计的金额`,
      `"${text}" is no amount in ${fen ? 'fen' : 'yuan'}`,
    )
  }
  return fen ? Number(whole) : Number(`${whole}${places.padEnd(2, '0')}`)
}

/** The bank's reconciliation file: a line for each transaction. The order's number names the registration. */
export function paymentsList({ at }: Common): Kind {
  const all = ['orderNo', 'transactionId', 'amountFen', 'amount', 'paidAt', 'registrationId']
  const columnOf = (heading: string) => meaningOf(heading, all)
  return {
    columnOf,
    needs: [['orderNo'], ['transactionId'], ['amountFen', 'amount'], ['paidAt']],
    read(line) {
      const complaints = new Complaints(line)
      const cells = cellsOf(line, columnOf)
      const orderNo = complaints.text(cells.get('orderNo'))
      const id = cells.get('registrationId')?.text || orderNo.replace(/-\d+$/, '')
      const transactionId = complaints.text(cells.get('transactionId'))
      const amountFen = fenOf(cells.get('amountFen'), cells.get('amount'), complaints)
      const paid = cells.get('paidAt')
      const paidAt = instantIn(complaints.text(paid))
      if (paid && paid.text !== '' && paidAt === undefined) {
        complaints.add(
          paid.column,
          `“${paid.text}”不是时刻，例如 2024-04-08 10:00:00`,
          `"${paid.text}" is no instant such as 2024-04-08 10:00:00`,
        )
      }
      const event = {
        type: 'payment.settle',
        by: gateway,
        orderNo,
        transactionId,
        amountFen,
        paidAt,
        ...(at !== undefined && { at }),
      } as RegistrationEvent<'payment.settle'>
      return complaints.reading(() => ({ id, event }))
    },
  }
}
