import type { ObjectOptions } from '@restatedev/restate-sdk'

/**
 * What the engine is told of both objects. A journal holds the event as it was sent, personal data and all, so it goes
 * once the call is done. State comes when it is asked for: a log grows, and no call has to carry all of it. And
 * what fails is tried again for years, once a minute in the end, where the engine would pause it after an hour.
 */
export const engineOptions: ObjectOptions = {
  journalRetention: 0,
  enableLazyState: true,
  retryPolicy: { initialInterval: 100, exponentiationFactor: 2, maxInterval: 60_000, maxAttempts: 1_000_000 },
}
