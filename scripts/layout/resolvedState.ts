import { type RegistrationMachine, registrationMachine, type Snapshot } from '../../src'

/** XState's own state of a registration. */
export type XStateState = ReturnType<RegistrationMachine['resolveState']>

const resolved = new Map<string, XStateState>()

/** XState's state of the machine with its timers. Each state value is resolved once; only the context is replaced. */
export function resolvedState({ value, context }: Snapshot): XStateState {
  const key = JSON.stringify(value)
  const state = resolved.get(key) ?? registrationMachine.resolveState({ value, context })
  resolved.set(key, state)
  return { ...state, value, context } as XStateState
}
