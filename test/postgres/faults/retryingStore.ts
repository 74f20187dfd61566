import { type DeliverOptions, type FactHandler, StoreError, type StoreErrorCode } from '../../../src/postgres'
import type { DatedStore } from '../datedStore'
import type { ScenarioStore } from './scenarios'

/** Pauses for a short time, so that other work runs. */
export const pause = () => new Promise((resolve) => setTimeout(resolve, 10))

/** A store that retries its calls until they succeed. */
export type RetryingStore = ScenarioStore & {
  /** Retries any work in the same way. */
  retry<T>(work: () => Promise<T>): Promise<T>
  deliver(handler: FactHandler, options?: DeliverOptions): Promise<number>
}

/**
 * Retries calls that throw a `StoreError` with one of these codes; throws any other error.
 * @param thrown collects the errors of the retried calls
 */
export function retryingStore(
  store: DatedStore,
  codes: readonly StoreErrorCode[],
  thrown: StoreError[],
): RetryingStore {
  async function retry<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof StoreError && codes.includes(error.code))) throw error
        thrown.push(error)
        await pause()
      }
    }
  }
  return {
    retry,
    open: (...given) => retry(() => store.open(...given)),
    send: (...given) => retry(() => store.send(...given)),
    sendAll: (...given) => retry(() => store.sendAll(...given)),
    deliver: (...given) => retry(() => store.deliver(...given)),
  }
}
