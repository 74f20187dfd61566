import type { ObjectOptions } from '@restatedev/restate-sdk'

/**
 * The engine's options of all objects. A journal holds events with their personal data, so it is dropped when the call
 * ends. State is loaded lazily, because a log grows and most calls need little of it. Failures are retried for almost
 * two years, finally once a minute; by default the engine would pause the call after an hour.
 */
export const engineOptions: ObjectOptions = {
  journalRetention: 0,
  enableLazyState: true,
  retryPolicy: { initialInterval: 100, exponentiationFactor: 2, maxInterval: 60_000, maxAttempts: 1_000_000 },
}
