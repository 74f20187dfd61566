import type { Snapshot } from '../engine/snapshot'
import { type StoredState, stateVersion } from './storedState'

/** The state of a registration as each release stored it. */
type Versioned = { version: number }

/** Upgrades a state by one version. */
type Upgrade = (state: Versioned) => Versioned

/** The upgrades by the version that they upgrade from. A release that changes the format adds one. */
const released: Readonly<Record<number, Upgrade>> = {}

/**
 * Upgrades a stored state to the current version. A state of a newer release gets an invalid snapshot: all events are
 * refused with `snapshot.malformed`, and the state is not changed.
 */
export function upgraded(state: Versioned, upgrades = released, to = stateVersion): StoredState {
  let current = state
  while (current.version !== to) {
    const upgrade = upgrades[current.version]
    if (upgrade === undefined) return { ...(state as StoredState), snapshot: {} as Snapshot }
    current = upgrade(current)
  }
  return current as StoredState
}
