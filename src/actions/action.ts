import type { EventType, RegistrationEvent } from '../events'
import type { FactFields, FactType } from '../facts'
import type { Context } from '../model/context'
import { type DeadlineName, deadlineOf } from '../model/instants'
import { assertPresent } from '../schema/primitives'
import type { Millis } from '../time'

/** What the context keeps of an event or a deadline, whichever transition takes it. */
export type Memory = {
  [T in EventType]?: (context: Context, event: RegistrationEvent<T>, at: Millis) => Partial<Context>
} & { [D in DeadlineName]?: (context: Context) => Partial<Context> }

/** The parameters of an action in the machine: the `reason` of a refund or an ending. */
export type Params = { reason?: string }

/** The cause of a fact: the event, or XState's own event of a deadline, which has no fields; the instant; the parameters. */
export type Cause = { event: RegistrationEvent; at: Millis; params: Params }

/** The fields of a fact that is emitted once and changes nothing. */
export type EmitOnly<Type extends FactType> = { emit: (context: Context, cause: Cause) => FactFields<Type> }

/** The fields of each fact emitted, often one, sometimes none, and the change of the context that goes with them. */
export type ChangeAndEmit<Type extends FactType> = (
  context: Context,
  cause: Cause,
) => { change?: Partial<Context>; emitted: FactFields<Type>[] }

/** What each fact emits and changes. */
export type Effects = { [Type in FactType]: EmitOnly<Type> | ChangeAndEmit<Type> }

/** Narrows the cause of a fact that only one event type emits in the machine. */
export function forEvent<Type extends EventType, Result>(
  type: Type,
  effect: (context: Context, event: RegistrationEvent<Type>) => Result,
): (context: Context, cause: Cause) => Result {
  return (context, { event }) => {
    if (event.type !== type) throw new Error(`${event.type} cannot cause a fact of ${type}`)
    return effect(context, event as RegistrationEvent<Type>)
  }
}

/** Why a registration, its marks or its certificate became void: the finding, misconduct, or the deadline that passed. */
export function voidReason(event: RegistrationEvent): string {
  if (event.type === 'misconduct.record') return 'misconduct'
  return event.type === 'finding.record' ? event.finding : assertPresent(deadlineOf(event.type))
}
