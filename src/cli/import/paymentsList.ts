import type { RegistrationEvent } from '../../events'
import { formatInstant, parseInstant } from '../../time'
import {
  type Cell,
  cellsByField,
  fieldOfHeading,
  type ImportSettings,
  LineParser,
  type ListFormat,
} from './listFormat'

const fields = ['orderNo', 'transactionId', 'amountFen', 'amount', 'paidAt', 'registrationId']

const sender = { role: 'gateway', id: 'import' } as const

/** Parses an instant; without an offset it is in China's time. */
function parsePaidAt(text: string): string | undefined {
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

/** Parses an amount in fen, or in yuan with at most two decimal places. @returns fen */
function parseAmount(fenCell: Cell | undefined, yuanCell: Cell | undefined, parser: LineParser): number {
  const cell = fenCell ?? yuanCell
  const text = parser.requiredText(cell).replaceAll(/[,¥￥]/g, '')
  const [, whole, decimals = ''] = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text) ?? []
  const valid = whole !== undefined && (fenCell === undefined || decimals === '')
  if (!valid && text !== '') {
    parser.addIssue(
      cell?.column,
      `“${text}”不是以${fenCell ? '分' : '元'}计的金额`,
      `"${text}" is no amount in ${fenCell ? 'fen' : 'yuan'}`,
    )
  }
  return fenCell ? Number(whole) : Number(`${whole}${decimals.padEnd(2, '0')}`)
}

/**
 * The bank's reconciliation file: a line for each transaction. If the registration's id is missing or empty, it is
 * derived from the order number.
 */
export function paymentsList({ at }: ImportSettings): ListFormat {
  const fieldOf = (heading: string) => fieldOfHeading(heading, fields)
  return {
    fieldOf,
    requiredFields: [['orderNo'], ['transactionId'], ['amountFen', 'amount'], ['paidAt']],
    parse(line) {
      const parser = new LineParser(line)
      const cells = cellsByField(line, fieldOf)
      const orderNo = parser.requiredText(cells.get('orderNo'))
      const id = cells.get('registrationId')?.text || orderNo.replace(/-\d+$/, '')
      const transactionId = parser.requiredText(cells.get('transactionId'))
      const amountFen = parseAmount(cells.get('amountFen'), cells.get('amount'), parser)
      const paidAtCell = cells.get('paidAt')
      const paidAt = parsePaidAt(parser.requiredText(paidAtCell))
      if (paidAtCell && paidAtCell.text !== '' && paidAt === undefined) {
        parser.addIssue(
          paidAtCell.column,
          `“${paidAtCell.text}”不是时刻，例如 2024-04-08 10:00:00`,
          `"${paidAtCell.text}" is no instant such as 2024-04-08 10:00:00`,
        )
      }
      const event = {
        type: 'payment.settle',
        by: sender,
        orderNo,
        transactionId,
        amountFen,
        paidAt,
        ...(at !== undefined && { at }),
      } as RegistrationEvent<'payment.settle'>
      return parser.result({ id, event })
    },
  }
}
