import { registrationMachine, statePaths } from '../../src'
import { type MachineState, step, toMachineState } from '../../src/engine/xstate'
import type { ScenarioStep } from '../../src/testing/invariants'
import { arrowName } from './actor'

/** Keeps what of the machine was reached: states, arrows (refusals among them), and deadlines. */
export class Reached {
  readonly states = new Set<string>()
  readonly arrows = new Set<string>()
  readonly deadlines = new Set<string>()
  private readonly kinds = new Set<string>()

  /** Sees a step; asks the machine which arrows it took only where such a step is new. */
  readonly see = ({ before, event, decision }: ScenarioStep): void => {
    for (const { name } of decision.fired) this.deadlines.add(name)
    const paths = statePaths(before.value)
    const after = statePaths(decision.snapshot.value)
    for (const path of [...paths, ...after]) this.states.add(path)
    const outcome = decision.accepted
      ? `${after} ${JSON.stringify(decision.facts.map((fact) => [fact.type, 'reason' in fact && fact.reason, 'finding' in fact && fact.finding]))}`
      : decision.refusal.rule
    const kind = `${paths} ${event.type} ${outcome} ${decision.fired.map(({ name }) => name)}`
    if (this.kinds.size === this.kinds.add(kind).size) return
    const fired = decision.fired.map(({ name }) => name)
    this.take(this.fire(before, fired), event)
  }

  private take(state: MachineState, event: { type: string }): void {
    for (const transition of registrationMachine.getTransitionData(state, event as never)) {
      this.arrows.add(arrowName(transition as never, transition))
    }
  }

  /** Fires the deadlines one after the other, as `decide` did. */
  private fire(snapshot: ScenarioStep['before'], names: readonly string[]): MachineState {
    let state = toMachineState(snapshot)
    for (const name of names) {
      const types = state._nodes.flatMap((node) => node.after.map(({ eventType }) => eventType))
      const type = types.find((eventType) => eventType.startsWith(`xstate.after.${name}.`))
      if (type === undefined) continue
      this.take(state, { type })
      state = step(state, { type } as never).state
    }
    return state
  }
}
