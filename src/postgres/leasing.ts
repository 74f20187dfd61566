import type { FactType } from '../facts'
import { labelOf } from '../persistence/errorLabel'
import { parseFactId } from '../persistence/factId'
import { defaultBackoff, defaultTries, waitAfter } from '../persistence/retries'
import type { Millis } from '../time'
import { defaultConsumer, ensureConsumer } from './consumers'
import type { Database } from './database'
import { type FactOutcome, hold, type LeasedFact, lastPosition, leaseFrom, newLease, settleIn } from './lease'

/** Leases of facts for workers that are no function in this process, such as another service. */

/** The options of a lease. */
export type LeaseOptions = {
  /** Who handles the facts; `default` by default. */
  consumer?: string
  /** The largest number of facts; 100 by default. */
  limit?: number
  /**
   * The largest number of facts of one registration; 1 by default. They must be handled in their order; after a failure the
   * later ones are no longer leased.
   */
  factsOfEach?: number
  /** How long the facts are leased, in milliseconds; 60,000 by default. */
  leaseMs?: Millis
  /** As in `deliver`. */
  tries?: number
  /** As in `deliver`. */
  anyOrder?: readonly FactType[]
}

/** What became of a leased fact: handled, unless it has an `error` or is released. */
export type LeaseResult = Pick<LeasedFact, 'id' | 'lease'> & {
  /** Why it failed: it is tried again later. At most 2,000 characters are kept. */
  error?: string
  /** The number of the attempt, as it was leased; required with an `error`. */
  attempt?: number
  /** Whether no later attempt can succeed: it becomes a dead letter at once. */
  undeliverable?: boolean
  /** It was not tried. It and those leased with it that follow it can be leased again at once. */
  release?: boolean
}

/** The options with which results are stored. */
export type SettleOptions = Pick<LeaseOptions, 'consumer' | 'tries' | 'anyOrder'> & {
  /** As in `deliver`. */
  backoff?: (tries: number) => Millis
}

/** Leases the oldest open facts. */
export async function lease(database: Database, options: LeaseOptions): Promise<LeasedFact[]> {
  const { consumer = defaultConsumer, limit = 100, factsOfEach = 1, leaseMs = 60_000 } = options
  const { tries = defaultTries, anyOrder = [] } = options
  await ensureConsumer(database, consumer)
  const upTo = await lastPosition(database)
  for (;;) {
    const registrations = Math.ceil(limit / factsOfEach)
    const { leased, mayBeMore } = await leaseFrom(database, {
      consumer,
      lease: newLease(),
      registrations,
      factsOfEach: Math.floor(limit / registrations),
      leaseMs,
      tries,
      upTo,
      except: [],
      anyOrder,
    })
    if (leased.length > 0 || !mayBeMore) {
      if (leased.length === 0) await hold(database, consumer, anyOrder)
      return leased.map(({ delivery, lease }) => ({ ...delivery, lease }))
    }
  }
}

function outcomeOf(
  result: LeaseResult,
  { tries = defaultTries, backoff = defaultBackoff }: SettleOptions,
): FactOutcome {
  const { error, attempt = 1, undeliverable = false, release = false } = result
  if (release) return { outcome: 'released' }
  if (error === undefined && !undeliverable) return { outcome: 'handled' }
  const dead = undeliverable || attempt >= tries
  return {
    outcome: 'failed',
    tries: attempt,
    error: labelOf(error ?? 'Undeliverable'),
    wait: waitAfter(attempt, backoff),
    dead,
  }
}

/** Stores what became of leased facts. @returns the number of facts whose lease still stood */
export function settle(
  database: Database,
  results: readonly LeaseResult[],
  options: SettleOptions,
): Promise<number> {
  const { consumer = defaultConsumer, anyOrder = [] } = options
  const settlements = results.flatMap((result) => {
    const place = parseFactId(result.id)
    // An id that is not that of a fact settles nothing.
    return place === undefined ? [] : [{ place, lease: result.lease, outcome: outcomeOf(result, options) }]
  })
  return settleIn(database, consumer, settlements, anyOrder)
}
