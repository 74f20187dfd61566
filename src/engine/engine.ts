import type { AnyStateNode } from 'xstate'
import type { RegistrationMachine } from '../machine'
import { type GuardId, guardsOf, type RuleId } from '../rules'
import type { Guard, Rule } from '../rules/rule'
import { assertPresent, freeze, lazy } from '../schema/primitives'
import { activeIn, type Snapshot } from './snapshot'
import { type ActiveStates, StateTree } from './stateTree'
import { type MachineState, Stepper } from './stepper'

/** What an engine is made of: the machine, its rules, and the provisions that both contain. */
export type EngineOptions = {
  machine: RegistrationMachine
  rules: Readonly<Record<RuleId, Rule>>
  /** The provisions in force, each with its version; empty without provisions. */
  inForce: readonly string[]
  /** The sets of provisions whose snapshots this one continues, besides its own. */
  takesOver: readonly (readonly string[])[]
}

const keyOf = (provisions: readonly string[]): string => JSON.stringify([...provisions].sort())

/**
 * Evaluates registrations under one set of rules, and keeps what is computed once for it: the tree of states, the guards,
 * XState's states.
 */
export class Engine {
  readonly machine: RegistrationMachine
  readonly rules: Readonly<Record<RuleId, Rule>>
  readonly law: readonly string[]
  readonly tree: StateTree
  readonly guards: Readonly<Record<GuardId, Guard>>
  /** The snapshots that this engine has decided. They are frozen, so they need no second check. */
  private readonly decided = new WeakMap<Snapshot, ActiveStates>()
  private last: { snapshot: Snapshot | undefined; results: Map<string, unknown> } = {
    snapshot: undefined,
    results: new Map(),
  }
  private readonly continued: ReadonlySet<string>
  private readonly ownStepper: () => Stepper

  constructor({ machine, rules, inForce, takesOver }: EngineOptions) {
    this.machine = machine
    this.rules = rules
    this.law = inForce
    this.tree = new StateTree(machine.root as AnyStateNode)
    this.guards = guardsOf(rules)
    this.continued = new Set([inForce, ...takesOver].map(keyOf))
    this.ownStepper = lazy(() => new Stepper(machine))
  }

  get stepper(): Stepper {
    return this.ownStepper()
  }

  /** @returns the active states; `undefined` if the input is not a valid snapshot, or one of other provisions */
  activeIn(snapshot: Snapshot): ActiveStates | undefined {
    const decided = this.decided.get(snapshot)
    if (decided !== undefined) return decided
    const active = activeIn(this.tree, snapshot)
    return active !== undefined && this.continues(snapshot.law) ? active : undefined
  }

  /** Returns XState's state for a valid snapshot. */
  stateOf(snapshot: Snapshot): MachineState {
    return this.stepper.stateOf(snapshot, assertPresent(this.tree.active(snapshot.value)))
  }

  /** Computes a value once for the last kept snapshot; for any other snapshot, on each call. */
  once<T>(snapshot: Snapshot, key: string, compute: () => T): T {
    if (!this.keeps(snapshot)) return compute()
    if (this.last.snapshot !== snapshot) this.last = { snapshot, results: new Map() }
    const { results } = this.last
    if (!results.has(key)) results.set(key, compute())
    return results.get(key) as T
  }

  /** Whether this engine has decided the snapshot and kept it. */
  keeps(snapshot: Snapshot): boolean {
    return this.decided.has(snapshot)
  }

  /** Freezes a snapshot that this engine has decided, so that the next event need not check it again. */
  keep(snapshot: Snapshot, active: ActiveStates): void {
    this.decided.set(freeze(snapshot), active)
  }

  /** Whether it decides snapshots of these provisions: its own, or a set that it takes over. */
  continues(law: readonly string[] = []): boolean {
    return this.continued.has(keyOf(law))
  }
}
