import type { Context } from '../context'
import type { DeadlineName } from '../deadlines'
import type { EventType, RegistrationEvent } from '../events'
import type { FactFields, FactType } from '../facts'
import type { Millis } from '../time'

/** What a registration keeps of an event or a deadline, wherever the machine takes it. */
export type Memory = {
  [T in EventType]?: (context: Context, event: RegistrationEvent<T>, at: Millis) => Partial<Context>
} & { [D in DeadlineName]?: (context: Context) => Partial<Context> }

/** What the machine may say to an action: the `reason` of a refund or an ending. */
export type Params = { reason?: string }

/**
 * What comes of a fact: the facts told, often one, sometimes none, and what changes with them.
 *
 * The event is whichever brought the fact about; at a deadline it is XState's own and carries nothing.
 */
export type Effect<Type extends FactType> = (
  context: Context,
  cause: { event: RegistrationEvent; at: Millis; params: Params },
) => { change?: Partial<Context>; told: FactFields<Type>[] }

export type Effects = { [Type in FactType]: Effect<Type> }

/** The facts told without anything changing. */
export const tell = <Fields>(...told: Fields[]): { told: Fields[] } => ({ told })

/** For a fact that one event type alone brings about, as the machine's arrows have it. */
export function by<Cause extends EventType, Type extends FactType>(
  _: Cause,
  effect: (context: Context, event: RegistrationEvent<Cause>) => ReturnType<Effect<Type>>,
): Effect<Type> {
  return (context, { event }) => effect(context, event as RegistrationEvent<Cause>)
}
