import { createMachine } from 'xstate'
import type { RegistrationMachine } from '../machine'
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

/** Converts a snapshot to XState's, for a live actor of the machine. */
export const persistedSnapshot = (
  machine: RegistrationMachine,
  { value, context }: Snapshot,
): XStateSnapshot => machine.getPersistedSnapshot(machine.resolveState({ value, context }))
