import type { EventType, RegistrationEvent } from '../events'
import type { FactFields, FactType } from '../facts'
import type { Context } from '../model/context'
import { type DeadlineName, deadlineOf } from '../model/instants'
import { assertPresent } from '../schema/primitives'
import type { Millis } from '../time'

/** The context changes of each event and deadline. They do not depend on the transition. */
export type Memory = {
  [T in EventType]?: (context: Context, event: RegistrationEvent<T>, at: Millis) => Partial<Context>
} & { [D in DeadlineName]?: (context: Context) => Partial<Context> }

/** The parameters of an action in the machine: the `reason` of a refund, of an abandonment or of lapsed mail. */
export type Params = { reason?: string }

/**
 * The cause of a fact: the event, the instant in milliseconds, and the parameters. For a deadline the event is XState's
 * own, which has no fields.
 */
export type Cause = { event: RegistrationEvent; at: Millis; params: Params }

/** The effect of a fact that is emitted once and does not change the context: its fields. */
export type EmitOnly<Type extends FactType> = { emit: (context: Context, cause: Cause) => FactFields<Type> }

/** The effect of a fact that is emitted any number of times: the fields of each, and the change of the context. */
export type ChangeAndEmit<Type extends FactType> = (
  context: Context,
  cause: Cause,
) => { change?: Partial<Context>; emitted: FactFields<Type>[] }

/** The effect of each fact type. */
export type Effects = { [Type in FactType]: EmitOnly<Type> | ChangeAndEmit<Type> }

/**
 * Narrows the cause of a fact that only one event type emits in the machine.
 * @throws Error if another event type causes the fact
 */
export function forEvent<Type extends EventType, Result>(
  type: Type,
  effect: (context: Context, event: RegistrationEvent<Type>) => Result,
): (context: Context, cause: Cause) => Result {
  return (context, { event }) => {
    if (event.type !== type) throw new Error(`${event.type} cannot cause a fact of ${type}`)
    return effect(context, event as RegistrationEvent<Type>)
  }
}

/**
 * Returns the reason why a registration, its marks or its certificate became void: the finding, `misconduct`,
 * `scoreReview`, or the deadline that passed.
 */
export function voidReason(event: RegistrationEvent): string {
  if (event.type === 'misconduct.record') return 'misconduct'
  if (event.type === 'scoreReview.decide') return 'scoreReview'
  return event.type === 'finding.record' ? event.finding : assertPresent(deadlineOf(event.type))
}
