import type { AnyStateNode } from 'xstate'
import { deadlines, type RegistrationEvent, registrationMachine, statePaths } from '../../src'
import { revive } from '../../src/snapshot'
import type { Step } from '../../src/testing/promises'
import { arrowName } from './actor'

/** Keeps what of the machine was reached: states, arrows (refusals among them), and deadlines. */
export class Reached {
  readonly states = new Set<string>()
  readonly arrows = new Set<string>()
  readonly deadlines = new Set<string>()
  private readonly kinds = new Set<string>()

  /** Sees a step; asks the machine which arrows it took only where such a step is new. */
  readonly see = ({ before, event, decision }: Step): void => {
    for (const { name } of decision.fired) this.deadlines.add(name)
    const paths = statePaths(before.value)
    const after = statePaths(decision.snapshot.value)
    for (const path of [...paths, ...after]) this.states.add(path)
    const outcome = decision.accepted
      ? `${after} ${decision.facts.map(({ type }) => type)}`
      : decision.refusal.rule
    const kind = `${paths} ${event.type} ${outcome} ${decision.fired.map(({ name }) => name)}`
    if (this.kinds.size === this.kinds.add(kind).size) return
    this.take(before, event)
    if (decision.fired.length > 0) this.fire(before)
    this.settle(decision.snapshot)
  }

  private take(snapshot: Step['before'], event: { type: string }): void {
    const state = revive(snapshot)
    for (const transition of registrationMachine.getTransitionData(state, event as never)) {
      this.arrows.add(arrowName(transition as never, arrowOf(transition as never, event.type)))
    }
  }

  private fire(snapshot: Step['before']): void {
    const [due] = deadlines(snapshot)
    if (due === undefined) return
    for (const node of revive(snapshot)._nodes) {
      for (const eventType of new Set(node.after.map((arrow) => arrow.eventType))) {
        if (eventType.startsWith(`xstate.after.${due.name}.`)) this.take(snapshot, { type: eventType })
      }
    }
  }

  /** A state that completes by itself was left by its `always`. */
  private settle({ value }: Step['before']): void {
    if (!statePaths(value).some((path) => path.startsWith('certified.'))) return
    const node = registrationMachine.root.states.qualifying as unknown as AnyStateNode
    for (const transition of node.always ?? []) {
      this.arrows.add(arrowName({ source: node, eventType: '' }, transition))
    }
  }
}

const arrowOf = (transition: { source: AnyStateNode }, eventType: string): unknown =>
  (transition.source.on[eventType] ?? []).find((one) => one === transition) ?? transition

export type Seen = RegistrationEvent
