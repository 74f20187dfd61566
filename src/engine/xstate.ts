import { type AnyActorScope, createActor, initialTransition } from 'xstate'
import type { RegistrationEvent } from '../events'
import type { Fact } from '../facts'
import { registrationMachine } from '../machine'
import type { RefusedEvent } from '../machine/setup'
import type { OpenInput } from '../model/opening'
import type { RefusalId } from '../rules'
import { assertPresent } from '../schema/primitives'
import type { Snapshot } from './snapshot'
import { type ActiveStates, activeStates } from './stateTree'

/** The only file of the engine that calls XState. It contains everything about XState's states and actor scope. */

/** XState's own state of a registration. */
export type MachineState = ReturnType<typeof registrationMachine.resolveState>

/** The result of one step: the next state, the emitted facts, and the rule that refused the event. */
export type MachineStep = { state: MachineState; facts: Fact[]; refused: RefusalId | undefined }

type ExecutedAction = { type: string; params: unknown }

export function stepResult(state: MachineState, actions: readonly ExecutedAction[]): MachineStep {
  const facts: Fact[] = []
  let refused: RefusalId | undefined
  for (const { type, params } of actions) {
    if (type !== 'xstate.emit') continue
    const { event } = params as { event: Fact | RefusedEvent }
    if (event.type === 'event.refused') refused ??= event.rule
    else facts.push(event)
  }
  return { state, facts, refused }
}

let executed: ExecutedAction[] = []
let shared: AnyActorScope | undefined

/**
 * XState's `transition()` creates an actor on every call, only to use its scope. This machine starts no actors and runs
 * no effects, so one actor that is never started is enough for all calls. A test compares it with `transition()`.
 */
function scope(): AnyActorScope {
  if (shared === undefined) {
    const self = createActor(registrationMachine)
    const nothing = () => {}
    shared = {
      self,
      system: self.system,
      id: '',
      sessionId: '',
      logger: nothing,
      defer: nothing,
      stopChild: nothing,
      emit: nothing,
      actionExecutor: (action) => {
        executed.push(action as ExecutedAction)
      },
    } as AnyActorScope
  }
  return shared
}

/** Runs one step of the machine. Pure. A deadline is passed as an event, with the type that XState gives it. */
export function step(state: MachineState, event: RegistrationEvent | { type: string }): MachineStep {
  executed = []
  return stepResult(registrationMachine.transition(state, event as RegistrationEvent, scope()), executed)
}

/** Runs the first step: returns the machine's initial state for the input, and the facts emitted on entering it. */
export function firstStep(input: OpenInput): MachineStep {
  const [state, actions] = initialTransition(registrationMachine, input)
  return stepResult(state, actions as readonly ExecutedAction[])
}

const resolved = new WeakMap<ActiveStates, MachineState>()

/** Returns XState's state for a snapshot. XState resolves each state value once; only the context is replaced. */
export function toMachineState(
  { value, context }: Snapshot,
  active = assertPresent(activeStates(value)),
): MachineState {
  let state = resolved.get(active)
  if (state === undefined) {
    state = registrationMachine.resolveState({ value, context })
    resolved.set(active, state)
  }
  return { ...state, value, context } as MachineState
}

/** XState's own persisted snapshot. */
export type XStateSnapshot = ReturnType<typeof registrationMachine.getPersistedSnapshot>

/**
 * Converts a snapshot for a live actor:
 * `createActor(registrationMachine, { snapshot: toXStateSnapshot(snapshot), clock: longClock })`.
 *
 * XState does not restart the timers of a restored actor: send it a `clock.advance` first, which re-enters the states
 * with deadlines and so starts their timers.
 * @param snapshot the snapshot of the last decision
 * @returns XState's persisted snapshot
 * @example
 * ```ts
 * import { registrationMachine, toXStateSnapshot } from 'baokao'
 * import { given } from 'baokao/testing'
 * import { createActor } from 'xstate'
 *
 * const { snapshot } = given('paying.awaiting')
 * const actor = createActor(registrationMachine, { snapshot: toXStateSnapshot(snapshot) })
 * actor.getSnapshot().matches({ paying: 'awaiting' }) // true
 * ```
 */
export function toXStateSnapshot(snapshot: Snapshot): XStateSnapshot {
  return registrationMachine.getPersistedSnapshot(toMachineState(snapshot))
}
