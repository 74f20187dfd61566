import { createMachine } from 'xstate'
import type { RegistrationMachine } from '../machine'
import type { Engine } from './engine'
import { assertLaw } from './lawIssue'
import type { Snapshot } from './snapshot'

/** XState types a machine by its literal configuration; these are computed, with the same states and events. */
const machineFrom = (config: object, implementations: object): RegistrationMachine =>
  createMachine(config as never, implementations) as unknown as RegistrationMachine

/** A machine with the same states, actions and delays, another configuration and more guards. */
export const variantOf = (
  machine: RegistrationMachine,
  config: object,
  guards: object,
): RegistrationMachine =>
  machineFrom(config, {
    ...machine.implementations,
    guards: { ...(machine.implementations.guards as object), ...guards },
  })

/** XState's own persisted snapshot. */
export type XStateSnapshot = ReturnType<RegistrationMachine['getPersistedSnapshot']>

/**
 * Converts a snapshot to XState's, for a live actor of the engine's machine.
 * @throws RangeError for a snapshot of another law, under which the actor would decide otherwise
 */
export function persistedSnapshot(engine: Engine, snapshot: Snapshot): XStateSnapshot {
  assertLaw(engine, snapshot)
  const { machine } = engine
  const { value, context } = snapshot
  return machine.getPersistedSnapshot(machine.resolveState({ value, context }))
}
