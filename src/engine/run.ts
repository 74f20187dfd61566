import type { RegistrationEvent } from '../events'
import type { Fact } from '../facts'
import type { DeadlineName } from '../model/instants'
import type { RefusalId } from '../rules'
import { assertPresent } from '../schema/primitives'
import { formatInstant, type Millis } from '../time'
import type { Engine } from './engine'
import { type Snapshot, toSnapshot } from './snapshot'
import { type ActiveStates, nextDeadline, type PendingDeadline } from './stateTree'
import type { MachineState, MachineStep } from './stepper'

/** A deadline that fired: its name and its instant in ISO 8601. */
export type FiredDeadline = { name: DeadlineName; at: string }

/** Runs a registration through events and deadlines, and collects the facts and the deadlines that fired. */
export class Run {
  readonly facts: Fact[] = []
  readonly fired: FiredDeadline[] = []
  state: MachineState
  /** The active states, looked up once for each state value. */
  private cache: { value: unknown; active: ActiveStates }

  /**
   * @param inMemory false for a snapshot that was read from a database: its successor is stored there, and freezing it
   * would cost more than checking it
   */
  constructor(
    private readonly engine: Engine,
    state: MachineState,
    private readonly inMemory: boolean,
    active = assertPresent(engine.tree.active(state.value)),
  ) {
    this.state = state
    this.cache = { value: state.value, active }
  }

  /** Runs an event. @returns the rule that refused it, in which case nothing has changed; otherwise `undefined` */
  take(event: RegistrationEvent): RefusalId | undefined {
    const result = this.engine.stepper.run(this.state, event)
    if (result.refused === undefined) this.advance(result)
    return result.refused
  }

  /**
   * Fires the deadlines due at or before `until`, earliest first; of equal instants, in the order of
   * `pendingDeadlines`.
   */
  fireDue(until: Millis): void {
    let last: PendingDeadline | undefined
    for (let due = this.next(); due !== undefined && due.at <= until; due = this.next()) {
      // Guard against an infinite loop: firing a deadline must remove or move it.
      if (due.name === last?.name && due.at === last.at) throw new Error(`${due.name} does not end`)
      last = due
      this.advance(this.engine.stepper.run(this.state, { type: due.eventType }))
      this.fired.push({ name: due.name, at: formatInstant(due.at) })
    }
  }

  /** The snapshot after the events and deadlines so far. */
  takeSnapshot(): Snapshot {
    const snapshot = toSnapshot(this.state, this.engine.law)
    if (this.inMemory) this.engine.keep(snapshot, this.active)
    return snapshot
  }

  private get active(): ActiveStates {
    const { value } = this.state
    if (this.cache.value !== value)
      this.cache = { value, active: assertPresent(this.engine.tree.active(value)) }
    return this.cache.active
  }

  private advance({ state, facts }: MachineStep): void {
    this.state = state
    this.facts.push(...facts)
  }

  private next(): PendingDeadline | undefined {
    return nextDeadline(this.active, this.state.context)
  }
}
