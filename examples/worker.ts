// #region worker
import { setTimeout } from 'node:timers/promises'
import { type Delivery, type Store, StoreError } from 'baokao/postgres'

/** What your bank and your mail do. Both take a key, and do the same thing under it once. */
export type Outside = {
  refund(key: string, orderNo: string, amountFen: number): Promise<void>
  mail(key: string, to: string | undefined, text: string): Promise<void>
}

/** Fires deadlines and acts on facts until it is told to stop. Run as many as you like, on as many machines. */
export async function work(store: Store, outside: Outside, signal: AbortSignal): Promise<void> {
  // A fact comes at least once, so its id is the key: a fact that comes again moves no money again.
  async function act({ id, registrationId, fact }: Delivery): Promise<void> {
    if (fact.type === 'refund.due') await outside.refund(id, fact.orderNo, fact.amountFen)
    if (fact.type === 'commitment.forfeited') {
      const person = await store.personalData(registrationId) // facts hold nothing personal
      await outside.mail(id, person?.phone, '您已放弃告知承诺制，本年度须走材料核验。')
    }
  }

  while (!signal.aborted) {
    try {
      await store.fireDeadlines({ signal })
      await store.deliver(act, { signal })
    } catch (error) {
      // The database is away: nothing is lost, go on when it is back.
      if (!(error instanceof StoreError) || error.code !== 'unavailable') throw error
    }
    await setTimeout(1000, undefined, { signal }).catch(() => {})
  }
}
// #endregion worker
