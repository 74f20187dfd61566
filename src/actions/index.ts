import { isEventType, type RegistrationEvent } from '../events'
import type { Fact, FactType } from '../facts'
import { type Context, type KeptDeadline, keptDeadlines } from '../model/context'
import type { EndingReason } from '../model/ending'
import { deadlineOf, now } from '../model/instants'
import { formatInstant, type Millis } from '../time'
import { accountEffects, accountMemory } from './account'
import type { ChangeAndEmit, Effects, EmitOnly, Memory, Params } from './action'
import { amendingEffects, amendingMemory } from './amending'
import { certifiedEffects, certifiedMemory } from './certified'
import { correctingEffects, correctingMemory } from './correcting'
import { decidingEffects, decidingMemory } from './deciding'
import { declaringEffects, declaringMemory } from './declaring'
import { fillingEffects, fillingMemory } from './filling'
import { markingEffects, markingMemory } from './marking'
import { payingEffects, payingMemory } from './paying'
import { qualifyingEffects, qualifyingMemory } from './qualifying'
import { sittingEffects, sittingMemory } from './sitting'

/** The context changes of each event and deadline. */
const memory: Memory = {
  ...accountMemory,
  ...fillingMemory,
  ...declaringMemory,
  ...payingMemory,
  ...sittingMemory,
  ...markingMemory,
  ...qualifyingMemory,
  ...certifiedMemory,
  ...correctingMemory,
  ...decidingMemory,
  ...amendingMemory,
}

/** The effect of each fact type. */
const effects: Effects = {
  ...accountEffects,
  ...fillingEffects,
  ...declaringEffects,
  ...payingEffects,
  ...sittingEffects,
  ...markingEffects,
  ...qualifyingEffects,
  ...certifiedEffects,
  ...correctingEffects,
  ...decidingEffects,
  ...amendingEffects,
}

/** Omits cleared keys that were not set, because a context with empty keys is slow to copy. */
function changes(context: Context, change: Partial<Context>): Partial<Context> {
  const kept: Record<string, unknown> = {}
  for (const key of Object.keys(change) as (keyof Context)[]) {
    if (change[key] !== undefined || context[key] !== undefined) kept[key] = change[key]
  }
  return kept
}

const isKept = (name: string): name is KeptDeadline => (keptDeadlines as readonly string[]).includes(name)

/** The parameters of `remember` for a transition that ends the registration, or continues it. */
export type EndingParams = { endedBy?: EndingReason }

/**
 * Returns the context changes of an event or a deadline, including the new instant of the registration's clock.
 * @param ending why the transition ends the registration; an empty object if it continues an ended one
 */
export function remember(
  context: Context,
  event: RegistrationEvent,
  ending?: EndingParams,
): Partial<Context> {
  const own = remembered(context, event)
  return ending ? { ...own, ...changes(context, { endedBy: ending.endedBy }) } : own
}

function remembered(context: Context, event: RegistrationEvent): Partial<Context> {
  const at = now({ context, event })
  const name = isEventType(event.type) ? event.type : deadlineOf(event.type)
  if (name === undefined) return { at }
  if (isKept(name)) return { at, passed: [...(context.passed ?? []), name] }
  const keep = memory[name] as
    | ((context: Context, event: RegistrationEvent, at: Millis) => Partial<Context>)
    | undefined
  return keep ? { at, ...changes(context, keep(context, event, at)) } : { at }
}

/** Whether the action of a fact emits it once and changes nothing. */
export const emitsOnly = (type: FactType): boolean => 'emit' in effects[type]

/** What the action of a fact does: the facts that it emits, and its change of the context. */
export function effectOf(
  type: FactType,
  context: Context,
  event: RegistrationEvent,
  params: Params = {},
): { change?: Partial<Context> | undefined; emitted: Fact[] } {
  const at = now({ context, event })
  const fact = (fields: unknown) => ({ type, at: formatInstant(at), ...(fields as object) }) as Fact
  const effect = effects[type] as EmitOnly<FactType> | ChangeAndEmit<FactType>
  if ('emit' in effect) return { emitted: [fact(effect.emit(context, { event, at, params }))] }
  const { change, emitted } = effect(context, { event, at, params })
  return { change: change && changes(context, change), emitted: emitted.map(fact) }
}
