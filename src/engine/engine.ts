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
  /** The provisions, each with its version; empty without provisions. */
  law: readonly string[]
  /** The laws of other sets, whose snapshots this one decides too. */
  takesOver: readonly (readonly string[])[]
}

const keyOf = (law: readonly string[]): string => JSON.stringify([...law].sort())

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
  /** The keys of its own law and of those that it takes over. */
  private readonly laws: ReadonlySet<string>
  private readonly ownStepper: () => Stepper

  constructor({ machine, rules, law, takesOver }: EngineOptions) {
    this.machine = machine
    this.rules = freeze(rules)
    this.law = law
    this.tree = new StateTree(machine.root as AnyStateNode)
    this.guards = guardsOf(rules)
    this.laws = new Set([law, ...takesOver].map(keyOf))
    this.ownStepper = lazy(() => new Stepper(machine))
  }

  get stepper(): Stepper {
    return this.ownStepper()
  }

  /** @returns the active states; `undefined` if the input is not a valid snapshot, or one of another law */
  activeIn(snapshot: Snapshot): ActiveStates | undefined {
    const decided = this.decided.get(snapshot)
    if (decided !== undefined) return decided
    const active = activeIn(this.tree, snapshot)
    return active !== undefined && this.takes(snapshot.law) ? active : undefined
  }

  /** @returns the active states, whatever the law; `undefined` if the input is not a valid snapshot */
  activeUnderAnyLaw(snapshot: Snapshot): ActiveStates | undefined {
    return this.decided.get(snapshot) ?? activeIn(this.tree, snapshot)
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

  /** Whether it decides snapshots of a law: its own, or one that it takes over. */
  takes(law: readonly string[] = []): boolean {
    return this.laws.has(keyOf(law))
  }
}
