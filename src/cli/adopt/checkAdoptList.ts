import type { AdoptedLine } from '../../adoption/adoptedLine'
import { openingIdIssues } from '../../persistence/openingIds'
import type { LineIssue } from '../import/listFormat'
import { printable } from '../import/printable'
import { LongIds } from '../import/shortenedNumbers'
import type { AdoptList } from './adoptList'

/** What a check of the lines against each other found. */
export type CheckedAdoptList = {
  /** The number of lines that are not empty. */
  count: number
  /** In order of line. */
  issues: LineIssue[]
  bad: ReadonlySet<number>
  /** The candidates with several lines. */
  several: ReadonlySet<string>
}

const again = (line: number, column: string, value: string, other: number): LineIssue => ({
  line,
  column,
  message: {
    zh: `${printable(value)} 也在第 ${other} 行`,
    en: `${printable(value)} is also on line ${other}`,
  },
})

/** Checks each line, and the lines against each other: no registration and no transaction is on two lines. */
export async function checkAdoptList(list: AdoptList): Promise<CheckedAdoptList> {
  const issues: LineIssue[] = []
  const registrations = new Map<string, number>()
  const transactions = new Map<string, number>()
  const candidates = new Map<string, number>()
  const longIds = { registrationId: new LongIds(), candidateId: new LongIds(), transactionId: new LongIds() }
  let count = 0
  const once = (seen: Map<string, number>, value: string, line: number, column: string) => {
    const first = seen.get(value)
    if (first === undefined) seen.set(value, line)
    else issues.push(again(line, column, value, first))
  }
  const look = (line: AdoptedLine, number: number) => {
    const { registrationId, candidateId, payments = [] } = line
    for (const { path, zh, en } of openingIdIssues(line))
      issues.push({ line: number, column: path, message: { zh, en } })
    once(registrations, registrationId, number, 'registrationId')
    candidates.set(candidateId, (candidates.get(candidateId) ?? 0) + 1)
    longIds.registrationId.add(registrationId, number)
    longIds.candidateId.add(candidateId, number)
    const own = new Set(payments.map(({ transactionId, amountFen }) => `${transactionId} ${amountFen}`))
    if (own.size < payments.length)
      issues.push({
        line: number,
        column: 'transactionId',
        message: { zh: '同一笔款项出现两次', en: 'has the same payment twice' },
      })
    for (const transactionId of new Set(payments.map((payment) => payment.transactionId))) {
      once(transactions, transactionId, number, 'transactionId')
      longIds.transactionId.add(transactionId, number)
    }
  }
  for await (const { number, line, issues: own } of list.lines()) {
    count += 1
    issues.push(...own)
    if (line !== undefined) look(line, number)
  }
  for (const [column, ids] of Object.entries(longIds))
    for (const line of ids.shortened) issues.push({ line, column, message: LongIds.message })
  issues.sort((one, other) => one.line - other.line)
  const several = [...candidates].filter(([, lines]) => lines > 1).map(([candidate]) => candidate)
  return { count, issues, bad: new Set(issues.map(({ line }) => line)), several: new Set(several) }
}
