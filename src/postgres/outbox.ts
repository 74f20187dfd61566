import { randomUUID } from 'node:crypto'
import type { FactType } from '../facts'
import { callHandler } from '../persistence/callHandler'
import { defaultBackoff, defaultTries, waitAfter } from '../persistence/retries'
import { isUndeliverable } from '../persistence/undeliverable'
import { defaultConsumer, ensureConsumer } from './consumers'
import type { Database } from './database'
import { errorText } from './errorText'
import {
  type FactOutcome,
  hold,
  type LeasedFact,
  lastPosition,
  leaseFrom,
  type Settlement,
  type StoreDelivery,
  settleIn,
  settlementOf,
} from './lease'
import { notify } from './notify'
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

/** A failed delivery: the fact, the attempt number and the error. */
export type DeliveryFailure = StoreDelivery & { tries: number; error: string }

/** How many facts of one registration are leased together, so that a long outbox takes few round trips. */
const factsOfEach = 20

/** Lets a call wait until a fact was settled. */
class Alarm {
  ring: () => void = () => {}

  async wait(): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve) => {
      this.ring = resolve
      timer = setTimeout(resolve, pollInterval)
    })
    clearTimeout(timer)
  }
}

/** The longest wait for running handlers before the outbox is asked again, in milliseconds. */
const pollInterval = 1000

/** @returns whether a call must start no more: it was aborted, or its time is over */
function endOf(signal: AbortSignal | undefined, maxMs: number | undefined): () => boolean {
  const over = maxMs === undefined ? undefined : AbortSignal.timeout(Math.ceil(maxMs))
  return () => signal?.aborted === true || over?.aborted === true
}

/** Groups leased facts by registration, each in order. Facts whose order does not matter are groups of their own. */
function byRegistration(facts: readonly LeasedFact[], anyOrder: readonly FactType[]): LeasedFact[][] {
  const groups = new Map<string, LeasedFact[]>()
  for (const fact of facts) {
    const name = anyOrder.includes(fact.fact.type) ? fact.id : fact.registrationId
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [fact])
    else group.push(fact)
  }
  return [...groups.values()]
}

/** The facts of one call, and what became of them. */
class DeliveryRun {
  readonly settled: Settlement[] = []
  /** The positions of the facts that have failed: a call tries each once. */
  readonly failed: string[] = []
  readonly running = new Set<Promise<void>>()
  readonly alarm = new Alarm()
  readonly ends: () => boolean
  readonly timeout: number
  readonly tries: number
  delivered = 0
  started = 0

  constructor(
    private readonly handler: StoreFactHandler,
    private readonly options: DeliverOptions,
  ) {
    this.ends = endOf(options.signal, options.maxMs)
    this.timeout = options.timeout ?? 30_000
    this.tries = options.tries ?? defaultTries
  }

  /** Gives facts back that were not started. */
  release(facts: readonly LeasedFact[]): void {
    for (const fact of facts) this.settle(fact, { outcome: 'released' })
  }

  /** Handles the facts of a registration one after the other. */
  start(facts: readonly LeasedFact[]): void {
    this.started += facts.length
    // A fact is not started so late that its handler could outlast the lease.
    const late = AbortSignal.timeout(Math.ceil(this.timeout))
    const handling = this.handleAll(facts, () => this.ends() || late.aborted).finally(() => {
      this.running.delete(handling)
    })
    this.running.add(handling)
  }

  private async handleAll(facts: readonly LeasedFact[], late: () => boolean): Promise<void> {
    for (const [i, fact] of facts.entries()) {
      if (i > 0 && late()) return this.settle(fact, { outcome: 'released' })
      if (!(await this.handle(fact))) return
    }
  }

  /** @returns whether it succeeded; if not, its lease has ended, and those that follow it are not handled yet */
  private async handle(fact: LeasedFact): Promise<boolean> {
    const { lease: _, ...delivery } = fact
    const { attempt, position } = delivery
    try {
      await callHandler(this.handler, delivery, this.timeout)
      this.delivered += 1
      this.settle(fact, { outcome: 'handled' })
      return true
    } catch (thrown) {
      const error = errorText(thrown)
      const dead = isUndeliverable(thrown) || attempt >= this.tries
      const wait = waitAfter(attempt, this.options.backoff ?? defaultBackoff)
      this.failed.push(String(position))
      this.settle(fact, { outcome: 'failed', tries: attempt, error, wait, dead })
      notify(this.options.onFailure, { ...delivery, tries: attempt, error })
      return false
    }
  }

  private settle({ id, lease }: LeasedFact, result: FactOutcome): void {
    this.settled.push(...settlementOf(id, lease, result))
    this.alarm.ring()
  }
}

/**
 * Delivers the facts that are open when the call begins, in order within a registration. Each is handled once in a call:
 * a failed one is retried after its backoff, by a later call. Any number of workers may deliver concurrently. A slow
 * handler delays only its own registration.
 * @returns the number of facts whose handler succeeded
 */
export async function deliver(
  database: Database,
  handler: StoreFactHandler,
  options: DeliverOptions = {},
): Promise<number> {
  const { consumer = defaultConsumer, batch = 50, limit = Number.POSITIVE_INFINITY, anyOrder = [] } = options
  if (typeof handler !== 'function') throw new TypeError('deliver needs a handler: a function of a fact')
  await ensureConsumer(database, consumer)
  const run = new DeliveryRun(handler, options)
  const { running, settled } = run
  const upTo = await lastPosition(database)
  try {
    for (;;) {
      const free = run.ends() ? 0 : Math.min(batch - running.size, limit - run.started)
      // What was handled is stored while the next facts are leased.
      const storedSome = settled.length > 0
      const storing = settleIn(database, consumer, settled.splice(0), anyOrder)
      const leasing =
        free > 0
          ? leaseFrom(database, {
              consumer,
              lease: randomUUID(),
              registrations: free,
              factsOfEach: Math.min(factsOfEach, Math.floor((limit - run.started) / free)),
              // The lease outlasts the time limit of the handlers: no other worker gets the fact in the meantime.
              leaseMs: 2 * run.timeout + leaseMargin,
              tries: run.tries,
              upTo,
              except: run.failed,
              anyOrder,
            })
          : { facts: [], mayBeMore: false }
      const [leased, stored] = await Promise.allSettled([leasing, storing])
      if (leased.status === 'rejected') throw leased.reason
      const { facts, mayBeMore } = leased.value
      if (stored.status === 'rejected') {
        run.release(facts)
        throw stored.reason
      }
      for (const group of byRegistration(facts, anyOrder)) run.start(group)
      if (running.size === 0 && settled.length === 0) {
        // What was settled in this turn may have let others go.
        if (mayBeMore || storedSome) continue
        break
      }
      if (settled.length === 0) await run.alarm.wait()
      // Handlers that settle in the same turn are written together.
      await new Promise(setImmediate)
    }
    if (!run.ends()) await hold(database, consumer, anyOrder)
    return run.delivered
  } finally {
    // Waits until every running handler has settled or timed out, even if the database has failed, and stores what it can:
    // what is not stored is delivered again.
    await Promise.allSettled(running)
    await settleIn(database, consumer, settled.splice(0), anyOrder).catch(() => {})
  }
}
