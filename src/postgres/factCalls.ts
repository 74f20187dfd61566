import { addConsumer, type Consumer, type ConsumerOptions, listConsumers, removeConsumer } from './consumers'
import type { Database } from './database'
import {
  type DeadLetterQuery,
  type DeadLetters,
  deadLetters,
  type RetryDeadLetters,
  retryDeadLetters,
} from './deadLetters'
import { deliver } from './deliver'
import type { DeliverOptions, StoreFactHandler } from './deliveryCall'
import type { FactSignal, WaitOptions } from './factSignal'
import type { LeasedFact } from './lease'
import { type LeaseOptions, type LeaseResult, lease, type SettleOptions, settle } from './leasing'
import { checkOptions } from './options'
import type { Observe } from './storeActivity'

/** The calls of a store that hand facts to their handlers. */
export type StoreFacts = {
  /**
   * Delivers the facts that are open when the call begins, each once, in order within a registration. A fact whose handler
   * throws or exceeds the time limit is retried after its backoff, by a later call: it is delivered at least once.
   * @returns the number of facts whose handler succeeded
   */
  deliver(handler: StoreFactHandler, options?: DeliverOptions): Promise<number>
  /**
   * Resolves when facts may have come since the last wait, or after a second (`maxMs`): a worker calls it between two calls
   * of `deliver`. With the option `listen` of the store it is notified as soon as facts are committed, by any process.
   */
  waitForFacts(options?: WaitOptions): Promise<void>
  /**
   * Leases facts to a worker that cannot pass a handler, such as another service: nobody else gets them until `settle`, or
   * until the lease ends. `deliver` does the same around its handler.
   * @returns the facts in order; at most `limit`
   */
  lease(options?: LeaseOptions): Promise<LeasedFact[]>
  /**
   * Stores what became of leased facts: handled, failed (`error`), or untouched (`release`).
   * @returns the number of facts whose lease still stood; the others will be, or were, given to another worker
   */
  settle(results: readonly LeaseResult[], options?: SettleOptions): Promise<number>
  /** Returns a page of a consumer's dead letters, the oldest first, and how many match on all pages. */
  deadLetters(query?: DeadLetterQuery): Promise<DeadLetters>
  /** Returns dead letters to the outbox, by id or by type and instant. @returns how many were returned */
  retryDeadLetters(which: RetryDeadLetters): Promise<number>
  /** Lists who handles facts: how many are open, and up to where each has come. */
  consumers(): Promise<Consumer[]>
  /** Adds a consumer, which then gets facts of its own; `deliver` and `lease` can name it. @returns whether it is new */
  addConsumer(name: string, options?: ConsumerOptions): Promise<boolean>
  /** Removes a consumer and its open deliveries. @returns whether there was one of the name */
  removeConsumer(name: string): Promise<boolean>
}

/** The calls of a store on a database. @param facts says when there are new ones */
export const factCallsOf = (database: Database, facts: FactSignal, observe: Observe): StoreFacts => ({
  deliver: async (handler, options) => {
    checkOptions('deliver', options)
    return deliver(database, ...observe.delivering(handler, options))
  },
  waitForFacts: async (options = {}) => {
    checkOptions('waitForFacts', options)
    return facts.wait(options)
  },
  lease: async (options = {}) => {
    checkOptions('lease', options)
    return lease(database, options)
  },
  settle: async (results, options = {}) => {
    checkOptions('settle', { ...options, results })
    return settle(database, results, options)
  },
  deadLetters: async (query = {}) => {
    checkOptions('deadLetters', query)
    return deadLetters(database, query)
  },
  retryDeadLetters: async (which) => {
    checkOptions('retryDeadLetters', which ?? {})
    return retryDeadLetters(database, which)
  },
  consumers: () => listConsumers(database),
  addConsumer: async (name, options) => {
    checkOptions('addConsumer', { ...options, name })
    return addConsumer(database, name, options)
  },
  removeConsumer: async (name) => removeConsumer(database, name),
})
