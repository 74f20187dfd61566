import type { Database, Session } from './database'
import { Rollback } from './errors'

/** Runs `work` in a transaction. @param dryRun whether the transaction is rolled back */
export async function inTrial<T>(
  database: Database,
  dryRun: boolean,
  work: (tx: Session) => Promise<T>,
): Promise<T> {
  if (!dryRun) return database.transaction(work)
  let result: { of: T } | undefined
  try {
    return await database.transaction(async (tx) => {
      result = { of: await work(tx) }
      throw new Rollback()
    })
  } catch (error) {
    if (result === undefined || !(error instanceof Rollback)) throw error
    return result.of
  }
}
