import { randomBytes } from 'node:crypto'
import type { Fact } from '../facts'
import { type FactPosition, factId } from '../persistence/factId'
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

/** @returns a name for a lease that no other has; short, because each of its facts is marked with it */
export const newLease = (): string => randomBytes(9).toString('base64url')

/** @returns the position of the last fact of the store, also of one that is not committed yet */
export const lastPosition = async (session: Session): Promise<string> =>
  String((await session.run(selectLast))[0]?.last ?? 0)

/** The delivery of a row of facts. */
export function storeDeliveryOf(row: Row): StoreDelivery {
  const place = placeOf(row)
  return {
    id: factId(place),
    registrationId: place.registrationId,
    fact: JSON.parse(row.fact as string) as Fact,
    position: Number(row.seq),
    attempt: Number(row.attempt),
    storedAt: formatInstant(millisOf(row.stored_at)),
  }
}

const placeOf = (row: Row): FactPosition => ({
  registrationId: row.registration_id as string,
  revision: Number(row.revision),
  n: Number(row.n),
})

/** A delivery that is leased to this process. */
export type Leased = { delivery: StoreDelivery; place: FactPosition; lease: string }

/**
 * Leases facts, in the order of their positions.
 * @returns the facts, and whether another lease may find more: also if facts only became dead letters
 */
export async function leaseFrom(
  session: Session,
  { consumer, lease, registrations, factsOfEach, leaseMs, tries, upTo, except, anyOrder }: Lease,
): Promise<{ leased: Leased[]; mayBeMore: boolean }> {
  const values = [consumer, upTo, except, registrations, factsOfEach - 1, lease, leaseMs, tries, anyOrder]
  const rows = await session.run(leaseFacts, values)
  const leased = rows
    .filter((row) => row.lease !== null)
    .map((row) => ({ delivery: storeDeliveryOf(row), place: placeOf(row), lease: row.lease as string }))
  return { leased, mayBeMore: rows.length > 0 }
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
export type Settlement = { place: FactPosition; lease: string; outcome: FactOutcome }

/** @returns the number of facts whose lease still stood */
export async function settleIn(
  session: Session,
  consumer: string,
  settlements: readonly Settlement[],
  anyOrder: readonly string[],
): Promise<number> {
  const handled = settlements.filter(({ outcome }) => outcome.outcome === 'handled')
  const others = settlements.filter(({ outcome }) => outcome.outcome !== 'handled')
  let settled = 0
  // First those that were handled: a failure ends the lease of the facts before it, too.
  if (handled.length > 0) {
    const [row] = await session.run(settleHandled, [
      consumer,
      handled.map(({ place }) => place.registrationId),
      handled.map(({ place }) => place.revision),
      handled.map(({ place }) => place.n),
      handled.map(({ lease }) => lease),
    ])
    settled += Number(row?.settled)
  }
  if (others.length > 0) {
    const rows = others.map(
      ({ place: { registrationId, ...position }, lease, outcome: { outcome, ...rest } }) => ({
        registration_id: registrationId,
        ...position,
        lease,
        released: outcome === 'released',
        ...rest,
      }),
    )
    const [row] = await session.run(settleFailed, [consumer, JSON.stringify(rows), anyOrder])
    settled += Number(row?.settled)
  }
  return settled
}

/** Lets the facts behind failed ones wait with them. */
export const hold = (session: Session, consumer: string, anyOrder: readonly string[]): Promise<unknown> =>
  session.run(holdBlocked, [consumer, anyOrder])
