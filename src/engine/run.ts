import { type AnyActorScope, createActor, type EventFromLogic, type SnapshotFrom } from 'xstate'
import { type ActiveStates, activeStates, type PendingDeadline, nextDeadline } from './stateTree'
import type { DeadlineName } from '../model/instants'
import type { RegistrationEvent } from '../events/index'
import type { Fact } from '../facts/index'
import { registrationMachine } from '../machine/index'
import type { RefusedEvent } from '../machine/setup'
import type { RuleId } from '../rules/index'
import { type Snapshot, toSnapshot } from './snapshot'
import { formatInstant, type Millis } from '../time'
import { assertPresent } from '../schema/primitives'

/** A deadline that passed. */
export type FiredDeadline = { name: DeadlineName; at: string }

type State = SnapshotFrom<typeof registrationMachine>

/** What one step of the machine left behind. */
type MachineStep = { state: State; facts: Fact[]; refused: RuleId | undefined }

type Action = { type: string; params: unknown }

/** Sorts out what the machine emitted. */
export function stepResult(state: State, actions: readonly Action[]): MachineStep {
  const facts: Fact[] = []
  let refused: RuleId | undefined
  for (const { type, params } of actions) {
    if (type !== 'xstate.emit') continue
    const { event } = params as { event: Fact | RefusedEvent }
    if (event.type === 'event.refused') refused ??= event.rule
    else facts.push(event)
  }
  return { state, facts, refused }
}

let actions: Action[] = []

let shared: AnyActorScope | undefined

/**
 * XState's `transition()` makes an actor on every call, only to ask the machine in its name. The machine runs nothing
 * and starts nobody, so one that is never started serves for all; a test holds this against `transition()`.
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
        actions.push(action as Action)
      },
    } as AnyActorScope
  }
  return shared
}

/** One step of the machine, pure. */
export function step(state: State, event: EventFromLogic<typeof registrationMachine>): MachineStep {
  actions = []
  return stepResult(registrationMachine.transition(state, event, scope()), actions)
}

/** Carries a registration forward and keeps what happened on the way. */
export class Run {
  readonly facts: Fact[] = []
  readonly fired: FiredDeadline[] = []
  state: State
  /** The active states, looked up once for each value. */
  private looked: { value: unknown; active: ActiveStates }

  constructor(state: State, active = assertPresent(activeStates(state.value))) {
    this.state = state
    this.looked = { value: state.value, active }
  }

  /** @returns the rule that stood against the event, if one did */
  take(event: RegistrationEvent): RuleId | undefined {
    const { state, facts, refused } = step(this.state, event)
    if (refused !== undefined) return refused
    this.state = state
    this.facts.push(...facts)
    return undefined
  }

  /** Fires what is due at or before `until`, soonest first, ties in the order of declaration. */
  fireDue(until: Millis): void {
    let last: PendingDeadline | undefined
    for (let due = this.next(); due !== undefined && due.at <= until; due = this.next()) {
      // Better a defect that is told than one that hangs: a deadline that fires must not stand as it stood.
      if (due.name === last?.name && due.at === last.at) throw new Error(`${due.name} does not end`)
      last = due
      const event = { type: due.eventType } as unknown as RegistrationEvent
      const { state, facts } = step(this.state, event)
      this.state = state
      this.facts.push(...facts)
      this.fired.push({ name: due.name, at: formatInstant(due.at) })
    }
  }

  private next(): PendingDeadline | undefined {
    const { value, context } = this.state
    if (this.looked.value !== value) this.looked = { value, active: assertPresent(activeStates(value)) }
    return nextDeadline(this.looked.active, context)
  }

  get snapshot(): Snapshot {
    return toSnapshot(this.state)
  }
}
