// #region worker
import { setTimeout } from 'node:timers/promises'
import { type Delivery, type Store, StoreError } from 'baokao/postgres'

/** Your bank and your mail. Both take an idempotency key: the same call under the same key has no second effect. */
export type Services = {
  refund(key: string, orderNo: string, amountFen: number): Promise<void>
  mail(key: string, to: string | undefined, text: string): Promise<void>
}

/** Fires deadlines and handles facts until aborted. Any number of workers may run, on any number of machines. */
export async function work(store: Store, services: Services, signal: AbortSignal): Promise<void> {
  // A fact is delivered at least once, so its id is the key: a repeated fact pays no second refund.
  async function handle({ id, registrationId, fact }: Delivery): Promise<void> {
    if (fact.type === 'refund.due') await services.refund(id, fact.orderNo, fact.amountFen)
    if (fact.type === 'commitment.forfeited') {
      const person = await store.personalData(registrationId) // facts contain no personal data
      await services.mail(id, person?.phone, '您已放弃告知承诺制，本年度须提交证明材料办理。')
    }
  }

  const failed = new AbortController()
  const stop = AbortSignal.any([signal, failed.signal])
  async function repeat(round: () => Promise<unknown>, wait: () => Promise<unknown>): Promise<void> {
    while (!stop.aborted) {
      try {
        await round()
      } catch (error) {
        // Nothing is lost: try again later, unless an operator is needed, or this process has closed its pool.
        const passes =
          error instanceof StoreError &&
          !['closed', 'denied', 'newerTables', 'notMigrated'].includes(error.code)
        if (!passes) {
          failed.abort()
          throw error
        }
      }
      await wait().catch(() => {})
    }
  }
  // Two loops, so that deadlines fire however many facts wait, and however long a handler takes.
  await Promise.all([
    repeat(
      () => store.fireDeadlines({ signal: stop }),
      () => setTimeout(1000, undefined, { signal: stop }),
    ),
    // With the option `listen` of the store it is notified of new facts; else it polls once a second.
    repeat(
      () => store.deliver(handle, { signal: stop }),
      () => store.waitForFacts({ signal: stop }),
    ),
  ])
}
// #endregion worker
