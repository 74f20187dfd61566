import type { EventType, RegistrationEvent } from '../events'
import type { StateValue } from '../machine/states'
import type { Context } from '../model/context'
import type { EventQuery } from '../rules/rule'
import { assertPresent } from '../schema/primitives'
import { formatInstant, type Millis } from '../time'
import type { Engine } from './engine'
import { type Evaluation, evaluate } from './evaluate'
import type { ActiveStates } from './stateTree'

export type StateAndContext = { value: StateValue; context: Context }

/** Evaluates events against a registration at one instant. */
export class Evaluator {
  /** What was evaluated without fields, which depends on nothing else. */
  private readonly queried = new Map<EventType, Evaluation>()
  private readonly active: ActiveStates
  private readonly context: Context
  readonly at: string

  constructor(
    private readonly engine: Engine,
    { value, context }: StateAndContext,
    at: Millis,
  ) {
    this.active = assertPresent(engine.tree.active(value))
    this.context = context
    this.at = formatInstant(at)
  }

  /** Evaluates an event type; without its fields if no event is given. */
  evaluate(type: EventType, sent?: RegistrationEvent): Evaluation {
    if (sent !== undefined) return this.compute(type, sent)
    const known = this.queried.get(type) ?? this.compute(type)
    this.queried.set(type, known)
    return known
  }

  private compute(type: EventType, sent?: RegistrationEvent): Evaluation {
    const event: RegistrationEvent | EventQuery = sent ? { ...sent, at: this.at } : { type, at: this.at }
    const args = { context: this.context, event }
    try {
      // The root of the machine has transitions for every event type.
      return assertPresent(evaluate(this.engine.guards, this.active, type, args))
    } catch {
      // A provision that throws makes only its own event impossible. `decide` reports what it threw.
      return { accepted: false, refusedBy: ['internal.defect'] }
    }
  }
}
