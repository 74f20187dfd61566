import type { EventType } from '../events'
import type { FactType } from '../facts'
import { eventTypeOf } from '../persistence/splitPersonalData'
import type { StoredDecision } from '../persistence/types'
import type { Millis } from '../time'
import type { BulkOptions } from './bulk'
import { defaultConsumer } from './consumers'
import type { Database } from './database'
import type { DeliverOptions, DeliveryFailure, StoreFactHandler } from './deliveryCall'
import { StoreError, type StoreErrorCode } from './errors'
import type { StoreDelivery } from './lease'
import { notify } from './notify'

/**
 * What a store has done, for logs and metrics. It names no registration and no candidate, and each text in it is one of a
 * fixed list, except the consumer and the rule, which you name.
 */
export type StoreActivity =
  | {
      kind: 'decided'
      /** `open` for an opening, `unknown` for an event whose type does not exist. */
      type: EventType | 'open' | 'unknown'
      accepted: boolean
      /** The rule that refused it. */
      rule?: string
      /** Whether it was decided before, under the same key. */
      repeated: boolean
      /** Not in a bulk send, whose events share a transaction. */
      milliseconds?: Millis
      /** How often it was begun: more than once if a concurrent change came first, or the candidate had to be locked. */
      attempts?: number
    }
  | { kind: 'fired'; registrations: number; milliseconds: Millis }
  | {
      kind: 'delivered'
      consumer: string
      type: FactType
      /** The number of the attempt, from 1. */
      attempt: number
      failed: boolean
      milliseconds: Millis
    }
  /** A call that threw. */
  | { kind: 'failed'; call: string; code: StoreErrorCode; milliseconds: Millis }

/** What a store calls at its work. */
export type Observe = {
  /** @param event `open` for an opening */
  decided(
    event: unknown,
    database: Database,
    work: (database: Database) => Promise<StoredDecision>,
  ): Promise<StoredDecision>
  bulk<Options extends BulkOptions>(options: Options | undefined): Options | undefined
  fired(work: () => Promise<number>): Promise<number>
  delivering(
    handler: StoreFactHandler,
    options?: DeliverOptions,
  ): [handler: StoreFactHandler, options?: DeliverOptions]
  calls<Calls extends object>(calls: Calls): Calls
}

const nothing: Observe = {
  decided: (_, database, work) => work(database),
  bulk: (options) => options,
  fired: (work) => work(),
  delivering: (handler, options) => (options === undefined ? [handler] : [handler, options]),
  calls: (calls) => calls,
}

/** Measures durations; nothing is decided by it. */
const stopwatch = (): (() => Millis) => {
  const start = process.hrtime.bigint()
  return () => Number(process.hrtime.bigint() - start) / 1e6
}

const typeOf = (event: unknown): EventType | 'open' | 'unknown' =>
  event === 'open' ? event : (eventTypeOf(event) ?? 'unknown')

/** Counts how often a call reads or locks the registration that it decides. */
function countingAttempts(database: Database): { counting: Database; attempts: () => number } {
  let count = 0
  const counting: Database = {
    ...database,
    run(statement, values) {
      if (statement.name === 'baokao_read') count += 1
      return database.run(statement, values)
    },
    transaction: (work) =>
      database.transaction((tx) => {
        count += 1
        return work(tx)
      }),
  }
  return { counting, attempts: () => Math.max(1, count) }
}

const outcomeOf = (decision: StoredDecision) => ({
  accepted: decision.accepted,
  ...(!decision.accepted && { rule: decision.refusal.rule as string }),
  repeated: decision.repeated,
})

/** @param listener without one, nothing is measured */
export function observeWith(listener: ((activity: StoreActivity) => void) | undefined): Observe {
  if (listener === undefined) return nothing
  const emit = (activity: StoreActivity) => notify(listener, activity)
  return {
    async decided(event, database, work) {
      const elapsed = stopwatch()
      const { counting, attempts } = countingAttempts(database)
      const decision = await work(counting)
      const measured = { milliseconds: elapsed(), attempts: attempts() }
      emit({ kind: 'decided', type: typeOf(event), ...outcomeOf(decision), ...measured })
      return decision
    },
    bulk(options) {
      if (options?.dryRun === true) return options
      const onDecision: BulkOptions['onDecision'] = (item, decision, changes) => {
        emit({ kind: 'decided', type: typeOf(item.event), ...outcomeOf(decision) })
        notify(options?.onDecision, item, decision, changes)
      }
      return { ...options, onDecision } as NonNullable<typeof options>
    },
    async fired(work) {
      const elapsed = stopwatch()
      const registrations = await work()
      emit({ kind: 'fired', registrations, milliseconds: elapsed() })
      return registrations
    },
    delivering(handler, options = {}) {
      if (typeof handler !== 'function') return [handler, options]
      const running = new Map<string, () => Millis>()
      const nameOf = ({ id, attempt }: StoreDelivery) => `${id} ${attempt}`
      // A handler that has exceeded its time limit has failed, whatever it does later.
      const ended = (delivery: StoreDelivery, failed: boolean) => {
        const elapsed = running.get(nameOf(delivery))
        if (elapsed === undefined) return
        running.delete(nameOf(delivery))
        const { fact, attempt } = delivery
        const { consumer = defaultConsumer } = options
        emit({ kind: 'delivered', consumer, type: fact.type, attempt, failed, milliseconds: elapsed() })
      }
      const handle = async (delivery: StoreDelivery, call: () => Promise<void> | void) => {
        running.set(nameOf(delivery), stopwatch())
        await call()
        ended(delivery, false)
      }
      const onFailure = (failure: DeliveryFailure) => {
        ended(failure, true)
        notify(options.onFailure, failure)
      }
      // A handler with one parameter gets no signal.
      const observed: StoreFactHandler =
        handler.length === 1
          ? (delivery) =>
              handle(delivery, () => (handler as (given: StoreDelivery) => Promise<void>)(delivery))
          : (delivery, signal) => handle(delivery, () => handler(delivery, signal))
      return [observed, { ...options, onFailure }]
    },
    calls(calls) {
      const observed = Object.entries(calls).map(([call, run]) => [
        call,
        async (...given: unknown[]) => {
          const elapsed = stopwatch()
          try {
            return await run(...given)
          } catch (error) {
            if (error instanceof StoreError)
              emit({ kind: 'failed', call, code: error.code, milliseconds: elapsed() })
            throw error
          }
        },
      ])
      return Object.fromEntries(observed)
    },
  }
}
