import { transition } from 'xstate'
import { resolvedState, type XStateState } from '../../scripts/layout/resolvedState'
import { registrationMachine, statePaths } from '../../src'
import type { ScenarioStep } from '../../src/testing/invariants'
import { transitionName } from './actor'

/** Records which states, transitions (including refusals) and deadlines of the machine were reached. */
export class Reached {
  readonly states = new Set<string>()
  readonly transitions = new Set<string>()
  readonly deadlines = new Set<string>()
  private readonly kinds = new Set<string>()

  /** Records a step; its transitions only if it is the first of its kind. */
  readonly record = ({ before, event, decision }: ScenarioStep): void => {
    for (const { name } of decision.fired) this.deadlines.add(name)
    const paths = statePaths(before.value)
    const after = statePaths(decision.snapshot.value)
    for (const path of [...paths, ...after]) this.states.add(path)
    const outcome = decision.accepted
      ? `${after} ${JSON.stringify(decision.facts.map((fact) => [fact.type, 'reason' in fact && fact.reason, 'finding' in fact && fact.finding]))}`
      : decision.refusal.rule
    const { level } = before.context.application ?? {}
    const kind = `${level} ${paths} ${event.type} ${outcome} ${decision.fired.map(({ name }) => name)}`
    if (this.kinds.size === this.kinds.add(kind).size) return
    const fired = decision.fired.map(({ name }) => name)
    this.recordTransitions(this.fire(before, fired), event)
  }

  private recordTransitions(state: XStateState, event: { type: string }): void {
    for (const transition of registrationMachine.getTransitionData(state, event as never)) {
      this.transitions.add(transitionName(transition as never, transition))
    }
  }

  /** Fires the deadlines one after another, as `decide` did. */
  private fire(snapshot: ScenarioStep['before'], names: readonly string[]): XStateState {
    let state = resolvedState(snapshot)
    for (const name of names) {
      const types = state._nodes.flatMap((node) => node.after.map(({ eventType }) => eventType))
      const type = types.find((eventType) => eventType.startsWith(`xstate.after.${name}.`))
      if (type === undefined) continue
      this.recordTransitions(state, { type })
      state = transition(registrationMachine, state, { type } as never)[0]
    }
    return state
  }
}
