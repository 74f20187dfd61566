import {
  type DeliverOptions,
  type FactHandler,
  type Store,
  StoreError,
  type StoreErrorCode,
} from '../../../src/postgres'
import type { Living } from './lives'

/** Long enough for somebody else to get a word in. */
export const moment = () => new Promise((resolve) => setTimeout(resolve, 10))

/** What a sender does who does not give up. */
export type Stubborn = Living & {
  /** Asks again, the same under the same key, until it is answered. What was thrown meanwhile is kept. */
  ask<T>(work: () => Promise<T>): Promise<T>
  deliver(handler: FactHandler, options?: DeliverOptions): Promise<number>
}

/**
 * A store for senders who ask again where it throws a `StoreError` of one of these codes; anything else ends it.
 * @param thrown where what was thrown is kept
 */
export function stubborn(store: Store, codes: readonly StoreErrorCode[], thrown: StoreError[]): Stubborn {
  async function ask<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof StoreError && codes.includes(error.code))) throw error
        thrown.push(error)
        await moment()
      }
    }
  }
  return {
    ask,
    open: (...given) => ask(() => store.open(...given)),
    send: (...given) => ask(() => store.send(...given)),
    sendAll: (...given) => ask(() => store.sendAll(...given)),
    deliver: (...given) => ask(() => store.deliver(...given)),
  }
}
