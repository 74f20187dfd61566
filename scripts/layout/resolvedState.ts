import { registrationMachine, type Snapshot } from '../../src'
import type { MachineState } from '../../src/engine/xstate'

const resolved = new Map<string, MachineState>()

/** XState's state of the machine with its timers. Each state value is resolved once; only the context is replaced. */
export function resolvedState({ value, context }: Snapshot): MachineState {
  const key = JSON.stringify(value)
  const state = resolved.get(key) ?? registrationMachine.resolveState({ value, context })
  resolved.set(key, state)
  return { ...state, value, context } as MachineState
}
