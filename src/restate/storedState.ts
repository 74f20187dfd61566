import type { Snapshot } from '../engine/snapshot'
import type { Millis } from '../time'

/** The current version of stored states. */
export const stateVersion = 1

/** The current state of a registration. */
export type StoredState = {
  /** The version of this type; the snapshot has its own. */
  version: typeof stateVersion
  /** The name and version of the library that decided last. */
  library: string
  /** The number of log entries. */
  revision: number
  snapshot: Snapshot
  timer: Timer
}

/**
 * The delayed call for the next deadline. Its instant is that of the deadline, or earlier if the deadline was
 * postponed. If the call must come earlier, a new generation replaces it, and the old call does nothing.
 */
export type Timer = { generation: number; at?: Millis }
