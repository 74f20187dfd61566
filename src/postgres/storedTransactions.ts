import type { Session, Statement } from './database'

/** Reads the snapshots, because logs can be archived. */
const selectTransactions: Statement = {
  name: 'baokao_transactions',
  text: `
select distinct r.id, m.found[1] as transaction
from baokao.registration r
cross join lateral regexp_matches(r.snapshot, '"transactionId":"([^"]*)"', 'g') m(found)
where m.found[1] = any($1::text[])`,
}

/**
 * The registrations that have received these transactions, by the number of the bank. It reads every registration once,
 * so that it is for a whole list, not for a payment.
 */
export async function storedTransactions(
  session: Session,
  transactionIds: readonly string[],
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  if (transactionIds.length === 0) return found
  for (const { id, transaction } of await session.run(selectTransactions, [transactionIds]))
    found.set(String(transaction), [...(found.get(String(transaction)) ?? []), String(id)])
  return found
}
