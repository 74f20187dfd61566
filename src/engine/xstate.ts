import { type AnyStateNode, createActor, createMachine } from 'xstate'
import type { RegistrationEvent } from '../events'
import type { Fact } from '../facts'
import type { RegistrationMachine } from '../machine'
import type { RefusedEvent } from '../machine/setup'
import type { OpenInput } from '../model/opening'
import type { RefusalId } from '../rules'
import { assertPresent, lazy } from '../schema/primitives'
import { delayedEvents, type ExecutedAction, emittedBy, scopeOf, withContext } from '../xstateInternals'
import type { Snapshot } from './snapshot'
import type { ActiveStates } from './stateTree'

/** The only file of the engine that calls XState. It contains everything about XState's states and timers. */

/** XState's own state of a registration. */
export type MachineState = ReturnType<RegistrationMachine['resolveState']>

/** The result of one step: the next state, the emitted facts, and the rule that refused the event. */
export type MachineStep = { state: MachineState; facts: Fact[]; refused: RefusalId | undefined }

export function stepResult(state: MachineState, actions: readonly ExecutedAction[]): MachineStep {
  const facts: Fact[] = []
  let refused: RefusalId | undefined
  for (const action of actions) {
    const event = emittedBy(action) as Fact | RefusedEvent | undefined
    if (event?.type === 'event.refused') refused ??= event.rule
    else if (event !== undefined) facts.push(event)
  }
  return { state, facts, refused }
}

type StateConfig = {
  on?: Record<string, unknown>
  after?: Record<string, unknown>
  states?: Record<string, StateConfig>
}

/** The configuration of a state with its `after` transitions as those of the event that XState sends for each. */
function withoutTimers(node: AnyStateNode, { after = {}, ...config }: StateConfig): StateConfig {
  const eventTypes = delayedEvents(node)
  const onDeadline = Object.entries(after).map(([name, list]) => [assertPresent(eventTypes.get(name)), list])
  const below = Object.entries(config.states ?? {}).map(([key, child]) => [
    key,
    withoutTimers(node.states[key] as AnyStateNode, child),
  ])
  return {
    ...config,
    on: { ...config.on, ...Object.fromEntries(onDeadline) },
    ...(below.length > 0 && { states: Object.fromEntries(below) }),
  }
}

/** XState types a machine by its literal configuration; these are computed, with the same states and events. */
const machineFrom = (config: object, implementations: object): RegistrationMachine =>
  createMachine(config, implementations) as unknown as RegistrationMachine

/**
 * The machine as `decide` runs it: deadlines are passed to it as events, so it needs no timers. XState would start and
 * cancel them on every transition. The states and transitions are the same.
 */
function timerless({ root, config, implementations }: RegistrationMachine): RegistrationMachine {
  return machineFrom(withoutTimers(root as AnyStateNode, config as StateConfig), implementations)
}

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

/** Runs single steps of a machine. Pure for its callers: they see neither the actor scope nor XState's states in it. */
export class Stepper {
  private executed: ExecutedAction[] = []
  private readonly machine: RegistrationMachine
  private readonly resolved = new WeakMap<ActiveStates, MachineState>()
  private readonly scope: () => ReturnType<typeof scopeOf>

  constructor(machine: RegistrationMachine) {
    this.machine = timerless(machine)
    // A test compares it with XState's `transition()`.
    this.scope = lazy(() => scopeOf(createActor(this.machine), (action) => this.executed.push(action)))
  }

  /** Runs one step. A deadline is passed as an event, with the type that XState gives it. */
  step(state: MachineState, event: RegistrationEvent | { type: string }): MachineStep {
    return this.collecting(() => this.machine.transition(state, event as RegistrationEvent, this.scope()))
  }

  /** Runs the first step: returns the initial state for the input, and the facts emitted on entering it. */
  first(input: OpenInput): MachineStep {
    return this.collecting(() => this.machine.getInitialSnapshot(this.scope(), input))
  }

  /** A provision may decide other registrations, so that steps can be nested. */
  private collecting(run: () => MachineState): MachineStep {
    const outer = this.executed
    this.executed = []
    try {
      return stepResult(run(), this.executed)
    } finally {
      this.executed = outer
    }
  }

  /** Returns XState's state for a snapshot. XState resolves each state value once; only the context is replaced. */
  stateOf({ value, context }: Snapshot, active: ActiveStates): MachineState {
    let state = this.resolved.get(active)
    if (state === undefined) {
      state = this.machine.resolveState({ value, context })
      this.resolved.set(active, state)
    }
    return withContext(state, value, context)
  }
}

/** XState's own persisted snapshot. */
export type XStateSnapshot = ReturnType<RegistrationMachine['getPersistedSnapshot']>

/** Converts a snapshot to XState's, for a live actor of the machine. */
export const persistedSnapshot = (
  machine: RegistrationMachine,
  { value, context }: Snapshot,
): XStateSnapshot => machine.getPersistedSnapshot(machine.resolveState({ value, context }))
