import type { Fact } from '../facts'
import { factId, parseFactId } from '../persistence/factId'
import type { Delivery } from '../persistence/types'
import { formatInstant, type Millis } from '../time'
import type { Row, Session } from './database'
import { holdBlocked, leaseFacts, selectLast, settleFailed, settleHandled } from './leaseStatements'
import { millisOf } from './millis'

/** Leases facts to workers, and stores what became of them. */

/** A fact of the store. */
export type StoreDelivery = Delivery & {
  /** Its place among all facts of the store: of one registration, later facts have higher positions. */
  position: number
  /** The number of this attempt, from 1. */
  attempt: number
  /** When the fact was stored, by the database's clock. */
  storedAt: string
}

/** A fact that is leased to a worker: nobody else gets it, or a later one of its registration, until the lease ends. */
export type LeasedFact = StoreDelivery & {
  /** Names the lease, for `settle`. */
  lease: string
}

/** What to lease. */
export type Lease = {
  consumer: string
  lease: string
  /** The largest number of registrations, and of facts of each. */
  registrations: number
  factsOfEach: number
  leaseMs: Millis
  /** The number of attempts after which a fact becomes a dead letter. */
  tries: number
  /** Facts after this position are left for later. */
  upTo: string
  /** Positions of facts to leave out. */
  except: readonly string[]
  /** Types of facts that may overtake others of their registration, and be overtaken. */
  anyOrder: readonly string[]
}

export const lastPosition = async (session: Session): Promise<string> =>
  String((await session.run(selectLast))[0]?.last ?? 0)

const deliveryOf = (row: Row): Delivery => {
  const registrationId = row.registration_id as string
  return {
    id: factId({ registrationId, revision: Number(row.revision), n: Number(row.n) }),
    registrationId,
    fact: JSON.parse(row.fact as string) as Fact,
  }
}

/** The delivery of a row of facts. */
export const storeDeliveryOf = (row: Row): StoreDelivery => ({
  ...deliveryOf(row),
  position: Number(row.seq),
  attempt: Number(row.attempt),
  storedAt: formatInstant(millisOf(row.stored_at)),
})

/**
 * Leases facts, in the order of their positions.
 * @returns the facts, and whether there may be more: one that has ended every worker became a dead letter instead
 */
export async function leaseFrom(
  session: Session,
  { consumer, lease, registrations, factsOfEach, leaseMs, tries, upTo, except, anyOrder }: Lease,
): Promise<{ facts: LeasedFact[]; mayBeMore: boolean }> {
  const values = [consumer, upTo, except, registrations, factsOfEach - 1, lease, leaseMs, tries, anyOrder]
  const rows = await session.run(leaseFacts, values)
  const facts = rows.flatMap((row) =>
    row.lease === null ? [] : [{ ...storeDeliveryOf(row), lease: row.lease as string }],
  )
  return { facts, mayBeMore: rows.length > 0 }
}

/** What became of a leased fact. A released one was not tried, and neither were those that follow it. */
export type FactOutcome =
  | { outcome: 'handled' | 'released' }
  | {
      outcome: 'failed'
      tries: number
      error: string
      /** The pause until it may be leased again, in milliseconds. */
      wait: Millis
      dead: boolean
    }

/** What became of which fact. */
export type Settlement = FactOutcome & { registrationId: string; revision: number; n: number; lease: string }

/** @returns nothing if the id is not that of a fact */
export function settlementOf(id: string, lease: string, outcome: FactOutcome): Settlement[] {
  const place = parseFactId(id)
  return place === undefined ? [] : [{ ...place, lease, ...outcome }]
}

/** @returns the number of facts whose lease still stood */
export async function settleIn(
  session: Session,
  consumer: string,
  settlements: readonly Settlement[],
  anyOrder: readonly string[],
): Promise<number> {
  const handled = settlements.filter(({ outcome }) => outcome === 'handled')
  const others = settlements.filter(({ outcome }) => outcome !== 'handled')
  let settled = 0
  // First those that were handled: a failure ends the lease of the facts before it, too.
  if (handled.length > 0) {
    const [row] = await session.run(settleHandled, [
      consumer,
      handled.map(({ registrationId }) => registrationId),
      handled.map(({ revision }) => revision),
      handled.map(({ n }) => n),
      handled.map(({ lease }) => lease),
    ])
    settled += Number(row?.settled)
  }
  if (others.length > 0) {
    const rows = others.map(({ registrationId, outcome, ...rest }) => ({
      registration_id: registrationId,
      released: outcome === 'released',
      ...rest,
    }))
    const [row] = await session.run(settleFailed, [consumer, JSON.stringify(rows), anyOrder])
    settled += Number(row?.settled)
  }
  return settled
}

export const hold = (session: Session, consumer: string, anyOrder: readonly string[]): Promise<unknown> =>
  session.run(holdBlocked, [consumer, anyOrder])
