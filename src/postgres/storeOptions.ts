import type { Registrations } from '../registrations/registrations'
import type { RuleId } from '../rules'
import type { Millis } from '../time'
import type { StuckRegistration } from './fireDeadlines'
import type { Sealing } from './sealing'
import type { StoreActivity } from './storeActivity'

/** The options of a store. */
export type StoreOptions<Id extends string = RuleId> = Sealing & {
  /** What decides, from `createRegistrations`; by default the national text without provisions. */
  registrations?: Registrations<Id>
  /**
   * The current time, in milliseconds; by default the database's clock, which is the same for all machines. It gets the
   * id of the registration, so that a test can give each its own time: `TestClock` in `baokao/testing`.
   */
  now?: (registrationId?: string) => Millis
  /**
   * Whether statements are prepared; `true` by default. Set `false` behind a pooler that shares connections between
   * statements, which is slower.
   */
  prepare?: boolean
  /** The schema of the tables, in lower case; `baokao` by default. */
  schema?: string
  /**
   * Whether registrations get a chain of hashes over their log, which `verify` checks; `false` by default. A chain that has begun
   * goes on whatever the option says.
   */
  chain?: boolean
  /** How far, in milliseconds, a given instant may be after the store's time; one minute by default. */
  maxAhead?: Millis
  /**
   * Whether workers are notified of new facts at once: `waitForFacts` then listens on a connection of its own. `false` by default,
   * because LISTEN does not work behind a pooler that shares connections.
   */
  listen?: boolean
  /** Called for a registration that cannot be advanced; by default the process emits a warning. */
  onStuck?: (stuck: StuckRegistration) => void
  /**
   * Called for logs and metrics, after each decision, delivery, firing of deadlines and failed call: what it gets names no
   * registration and no candidate. A decision in a transaction of the caller may still be rolled back. Without it, nothing
   * is measured.
   */
  onActivity?: (activity: StoreActivity) => void
}
