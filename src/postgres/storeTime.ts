import type { Registrations } from '../registrations/registrations'
import type { Millis } from '../time'
import type { Database, Statement } from './database'
import { millisOf, nowColumn } from './millis'
import type { UnloggedRefusals } from './unlogged'

/** The time of a store: its own clock, or else the database's. */

/** The store's clock; `undefined` for the database's, which is the same for all machines. */
export type TimeSource = ((registrationId?: string) => Millis) | undefined

/** What a store decides with: its clock, how far events may be ahead of it, and the registrations. */
export type Deciding = {
  clock: TimeSource
  maxAhead: Millis
  registrations: Registrations
  /** Whether a registration without a chain begins one. */
  chain: boolean
  /** Counts what is not logged. */
  unlogged: UnloggedRefusals
}

/**
 * The time of the store's clock, or else of the database.
 * @throws `MisuseError` if it is not a number: a comparison with it would let every instant pass
 */
export const timeOf = (clock: TimeSource, registrationId: string | undefined, ofDatabase: unknown): Millis =>
  millisOf(clock === undefined ? ofDatabase : clock(registrationId))

const selectNow: Statement = { name: 'baokao_now', text: `select ${nowColumn}` }

/** The store's time. */
export async function currentTime(database: Database, clock: TimeSource): Promise<Millis> {
  if (clock !== undefined) return timeOf(clock, undefined, undefined)
  const [row] = await database.run(selectNow)
  return millisOf(row?.now)
}
