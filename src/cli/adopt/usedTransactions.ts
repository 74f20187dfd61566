import type { AdoptedLine } from '../../adoption/adoptedLine'
import { type AdoptionProblem, decidedOtherwise } from '../../adoption/adoptionProblem'
import type { Registrations } from '../../registrations/registrations'
import { printable } from '../import/printable'

/** The payments of a line that another registration of the store has received. @param stored by the number of the bank */
export function usedTransactions(
  { registrationId, payments = [] }: AdoptedLine,
  stored: ReadonlyMap<string, readonly string[]>,
  registrations: Registrations,
): AdoptionProblem[] {
  const numbers = [...new Set(payments.map(({ transactionId }) => transactionId))]
  return numbers.flatMap((number) => {
    const other = stored.get(number)?.find((id) => id !== registrationId)
    if (other === undefined) return []
    return decidedOtherwise(registrations, 'payment.conflict', 'transactionId', {
      zh: `存储中的报名 ${printable(other)} 已有交易流水号 ${printable(number)}`,
      en: `${printable(number)} is also in the stored registration ${printable(other)}`,
    })
  })
}
