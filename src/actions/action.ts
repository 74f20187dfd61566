import type { EventType, RegistrationEvent } from '../events'
import type { FactFields, FactType } from '../facts'
import type { Context } from '../model/context'
import { type DeadlineName, deadlineOf } from '../model/instants'
import { assertPresent } from '../schema/primitives'
import type { Millis } from '../time'

/** What a registration keeps of an event or a deadline, wherever the machine takes it. */
export type Memory = {
  [T in EventType]?: (context: Context, event: RegistrationEvent<T>, at: Millis) => Partial<Context>
} & { [D in DeadlineName]?: (context: Context) => Partial<Context> }

/** What the machine may say to an action: the `reason` of a refund or an ending. */
export type Params = { reason?: string }

/** What brought a fact about: whichever event it was; at a deadline it is XState's own and carries nothing. */
export type Cause = { event: RegistrationEvent; at: Millis; params: Params }

/** A fact emitted once, with nothing else coming of it. */
export type EmitOnly<Type extends FactType> = { emit: (context: Context, cause: Cause) => FactFields<Type> }

/** What comes of a fact otherwise: the facts emitted, often one, sometimes none, and what changes with them. */
export type ChangeAndEmit<Type extends FactType> = (
  context: Context,
  cause: Cause,
) => { change?: Partial<Context>; emitted: FactFields<Type>[] }

export type Effects = { [Type in FactType]: EmitOnly<Type> | ChangeAndEmit<Type> }

/** For a fact that one event type alone brings about, as the machine's arrows have it. */
export function forEvent<Type extends EventType, Result>(
  _: Type,
  effect: (context: Context, event: RegistrationEvent<Type>) => Result,
): (context: Context, cause: Cause) => Result {
  return (context, { event }) => effect(context, event as RegistrationEvent<Type>)
}

/** Why a registration, its marks or its certificate became void: the finding, misconduct, or the deadline that passed. */
export function voidReason(event: RegistrationEvent): string {
  if (event.type === 'misconduct.record') return 'misconduct'
  return event.type === 'finding.record' ? event.finding : assertPresent(deadlineOf(event.type))
}
