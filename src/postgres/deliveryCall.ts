import type { FactType } from '../facts'
import { defaultTries } from '../persistence/retries'
import { defaultConsumer } from './consumers'
import type { Database } from './database'
import { type Leased, leaseFrom, newLease, type Settlement, type StoreDelivery, settleIn } from './lease'
import { leaseMargin } from './options'

/** The options of a delivery. */
export type DeliverOptions = {
  /**
   * The name of who handles the facts; `default` by default. Each has its own position, attempts and dead letters. A new
   * name gets all facts that the store still has.
   */
  consumer?: string
  /** Called for each failed delivery. By default a failure is only stored. */
  onFailure?: (failure: DeliveryFailure) => void
  /** The number of registrations whose facts are handled concurrently, one fact of each at a time; 50 by default. */
  batch?: number
  /** The largest number of facts that the call takes; no limit by default. */
  limit?: number
  /** After this many milliseconds no further fact is started; running handlers are awaited. No limit by default. */
  maxMs?: number
  /** The time limit of the handler, in milliseconds; 30,000 by default. */
  timeout?: number
  /**
   * The number of failures or crashed workers after which a fact becomes a dead letter, and the later facts of its
   * registration are delivered; 83 by default, which the default pauses spread over three days.
   */
  tries?: number
  /** Once aborted, no further fact is started; running handlers are awaited. */
  signal?: AbortSignal
  /** The pause after a number of failures, in milliseconds; by default 2 seconds, doubled each time, up to an hour. */
  backoff?: (tries: number) => number
  /**
   * The types of facts whose order does not matter: they neither wait for other facts of their registration nor hold them
   * up. By default the facts of a registration are handled in order.
   */
  anyOrder?: readonly FactType[]
}

/** Acts on a fact of the store; see `FactHandler`. */
export type StoreFactHandler = (delivery: StoreDelivery, signal: AbortSignal) => Promise<void> | void

/** A failed delivery. */
export type DeliveryFailure = StoreDelivery & {
  /** The number of the attempt. */
  tries: number
  /** The class and the code of the error, as it is stored: its message may quote personal data. */
  error: string
  /** What the handler threw. */
  thrown: unknown
}

/** How many facts of one registration are leased together, so that a long outbox takes few round trips. */
const factsOfEach = 20

/** @returns whether a call may start no further fact: it was aborted, or its time is over */
function endOf(signal: AbortSignal | undefined, maxMs: number | undefined): () => boolean {
  const over = maxMs === undefined ? undefined : AbortSignal.timeout(Math.ceil(maxMs))
  return () => signal?.aborted === true || over?.aborted === true
}

/** A call of `deliver`. */
export class DeliveryCall {
  /** The positions of the facts that have failed: a call tries each once. */
  readonly failed: string[] = []
  readonly consumer: string
  readonly anyOrder: readonly FactType[]
  readonly timeout: number
  readonly tries: number
  delivered = 0
  private started = 0
  private stopped = false
  private readonly over: () => boolean
  private readonly limit: number

  constructor(
    readonly database: Database,
    readonly handler: StoreFactHandler,
    readonly options: DeliverOptions,
    /** Facts after this position are left to the next call, or this one would not end while facts keep coming. */
    readonly upTo: string,
  ) {
    const { consumer = defaultConsumer, anyOrder = [], timeout = 30_000, tries = defaultTries } = options
    this.consumer = consumer
    this.anyOrder = anyOrder
    this.timeout = timeout
    this.tries = tries
    this.limit = options.limit ?? Number.POSITIVE_INFINITY
    this.over = endOf(options.signal, options.maxMs)
  }

  /** @returns whether the call may start no further fact */
  ends(): boolean {
    return this.stopped || this.over()
  }

  /** Leases facts of at most `registrations` registrations. They count towards the limit. */
  async lease(registrations: number): Promise<{ leased: Leased[]; mayBeMore: boolean }> {
    const left = this.limit - this.started
    const asked = this.ends() ? 0 : Math.min(registrations, left)
    if (asked === 0) return { leased: [], mayBeMore: false }
    const ofEach = Math.min(factsOfEach, Math.floor(left / asked))
    // The other lane must not ask for the same share of the limit meanwhile.
    const reserved = asked * ofEach
    this.started += reserved
    const result = await leaseFrom(this.database, {
      consumer: this.consumer,
      lease: newLease(),
      registrations: asked,
      factsOfEach: ofEach,
      // The lease outlasts the time limit of the handlers: no other worker gets the fact in the meantime.
      leaseMs: 2 * this.timeout + leaseMargin,
      tries: this.tries,
      upTo: this.upTo,
      except: this.failed,
      anyOrder: this.anyOrder,
    })
    this.started += result.leased.length - reserved
    return result
  }

  /** Stores what became of facts. @returns the number of facts whose lease still stood */
  settle(settlements: readonly Settlement[]): Promise<number> {
    return settleIn(this.database, this.consumer, settlements, this.anyOrder)
  }

  /** Stops both lanes. */
  stop(): void {
    this.stopped = true
  }
}
