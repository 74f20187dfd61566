import type { Snapshot } from '../engine/snapshot'
import type { Millis } from '../time'

/** The version in which states are stored. */
export const stateVersion = 1

/** The current state of a registration. */
export type StoredState = {
  /** The version of this type; the snapshot has its own. */
  version: typeof stateVersion
  /** The version of the library that decided last. */
  library: string
  /** The number of log entries. */
  revision: number
  snapshot: Snapshot
  timer: Timer
}

/**
 * The delayed call for the next deadline, and its instant: that of the deadline, or earlier if the deadline was moved
 * back. If a call has to come earlier, a new generation replaces it, and the old call does nothing.
 */
export type Timer = { generation: number; at?: Millis }
