import type { EventInput } from '../../postgres'
import { fenShape } from '../../schema/primitives'
import { formatInstant, parseInstant } from '../../time'
import { fieldOfHeading, type LineParser, type ListFormat } from './listFormat'
import { printable } from './printable'

const fields = ['orderNo', 'transactionId', 'amountFen', 'amount', 'paidAt', 'registrationId']

const sender = { role: 'gateway', id: 'import' } as const

/** Parses an instant; without an offset it is in China's time. */
export function parseLocalInstant(text: string): string | undefined {
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

/** The days since 1900, with which a spreadsheet counts: 45390.5 is noon of 8 April 2024. */
const spreadsheetDays = /^\d{4,5}(\.\d+)?$/

function paidAtOf(line: LineParser): string {
  const cell = line.cells.get('paidAt')
  const text = line.requiredText('paidAt')
  const paidAt = parseLocalInstant(text)
  if (paidAt !== undefined || text === '') return paidAt ?? ''
  const serial = spreadsheetDays.test(text)
  line.addIssue(
    cell?.column,
    `“${printable(text)}”${serial ? '是电子表格的日期序列值，' : ''}不是时刻，例如 2024-04-08 10:00:00`,
    `"${printable(text)}" is ${serial ? 'the serial number of a spreadsheet, ' : ''}not an instant such as 2024-04-08 10:00:00`,
  )
  return ''
}

/** An amount in yuan has at most two decimals; its separators must stand between groups of three digits. */
const yuanPattern = /^[¥￥]?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/
const fenPattern = /^(\d{1,3}(?:,\d{3})+|\d+)$/

/** Parses an amount in yuan or fen. @returns fen; `NaN` if it is not valid */
export function parseAmount(text: string, inFen: boolean): number {
  const [, whole, decimals = ''] = (inFen ? fenPattern : yuanPattern).exec(text) ?? []
  return whole === undefined
    ? Number.NaN
    : Number(whole.replaceAll(',', '') + (inFen ? '' : decimals.padEnd(2, '0')))
}

/** @returns fen; 0 if it is not valid */
function fenOf(field: 'amountFen' | 'amount', line: LineParser): number {
  const inFen = field === 'amountFen'
  const text = line.requiredText(field)
  if (text === '') return 0
  const column = line.cells.get(field)?.column
  const fen = parseAmount(text, inFen)
  if (Number.isNaN(fen))
    line.addIssue(
      column,
      `“${printable(text)}”不是以${inFen ? '分' : '元'}计的金额，例如 ${inFen ? '17100' : '171.00'}`,
      `"${printable(text)}" is not an amount in ${inFen ? 'fen such as 17100' : 'yuan such as 171.00'}`,
    )
  else if (!fenShape().safeParse(fen).success)
    line.addIssue(
      column,
      `${printable(text)} 须大于 0 且不超过 1000 万元`,
      `${printable(text)} must be more than 0 and at most 10 million yuan`,
    )
  return fen || 0
}

/** @returns fen */
function amountOf(line: LineParser): number {
  const amounts = (['amountFen', 'amount'] as const)
    .filter((field) => line.cells.has(field))
    .map((field) => fenOf(field, line))
  const [fen = 0, other = fen] = amounts
  if (other !== fen && line.issues.length === 0)
    line.addIssue(undefined, '两列金额不一致', 'its two amounts differ')
  return fen
}

/**
 * A list of payments, the bank's reconciliation file: a line for each transaction. If the registration's id is missing or empty, it is
 * derived from the order number.
 */
export function paymentsList(): ListFormat {
  return {
    fieldOf: (heading) => fieldOfHeading(heading, fields),
    requiredFields: [['orderNo'], ['transactionId'], ['amountFen', 'amount'], ['paidAt']],
    idFields: ['registrationId', 'orderNo', 'transactionId'],
    uniqueField: 'transactionId',
    parse(line) {
      const orderNo = line.requiredText('orderNo')
      const event: EventInput = {
        type: 'payment.settle',
        by: sender,
        orderNo,
        transactionId: line.requiredText('transactionId'),
        amountFen: amountOf(line),
        paidAt: paidAtOf(line),
      }
      const ofOrder = orderNo.replace(/-\d+$/, '')
      const id = line.text('registrationId') || ofOrder
      // A column that was sorted alone would owe every payment back.
      if (ofOrder !== orderNo && id !== ofOrder)
        line.addIssue(
          line.cells.get('registrationId')?.column,
          `订单 ${printable(orderNo)} 不是报名 ${printable(id)} 的订单`,
          `the order ${printable(orderNo)} is not one of the registration ${printable(id)}`,
        )
      return { id, event }
    },
  }
}
