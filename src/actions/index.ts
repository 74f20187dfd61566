import type { Context } from '../model/context'
import { deadlineOf, now } from '../model/instants'
import { isEventType, type RegistrationEvent } from '../events'
import type { Millis } from '../time'
import { remembersAccount, tellsAccount } from './account'
import type { Effects, Memory } from './action'
import { remembersAlways, tellsAlways } from './always'
import { remembersCertified, tellsCertified } from './certified'
import { remembersDeclaring, tellsDeclaring } from './declaring'
import { remembersFilling, tellsFilling } from './filling'
import { remembersPaying, tellsPaying } from './paying'
import { remembersQualifying, tellsQualifying } from './qualifying'
import { remembersSitting, tellsSitting } from './sitting'

const memory: Memory = {
  ...remembersAccount,
  ...remembersFilling,
  ...remembersDeclaring,
  ...remembersPaying,
  ...remembersSitting,
  ...remembersQualifying,
  ...remembersCertified,
  ...remembersAlways,
}

/** What each fact tells and changes. */
export const effects: Effects = {
  ...tellsAccount,
  ...tellsFilling,
  ...tellsDeclaring,
  ...tellsPaying,
  ...tellsSitting,
  ...tellsQualifying,
  ...tellsCertified,
  ...tellsAlways,
}

/** Of what is to be cleared, only what is there: a context that carries empty keys along is slow to copy. */
export function changes(context: Context, change: Partial<Context>): Partial<Context> {
  const kept: Record<string, unknown> = {}
  for (const key of Object.keys(change) as (keyof Context)[]) {
    if (change[key] !== undefined || context[key] !== undefined) kept[key] = change[key]
  }
  return kept
}

/** Moves the clock of a registration, and keeps what the event or the deadline leaves behind. */
export function remember(context: Context, event: RegistrationEvent): Partial<Context> {
  const at = now({ context, event })
  const name = isEventType(event.type) ? event.type : deadlineOf(event.type)
  const keep =
    name &&
    (memory[name] as
      | ((context: Context, event: RegistrationEvent, at: Millis) => Partial<Context>)
      | undefined)
  return keep ? { at, ...changes(context, keep(context, event, at)) } : { at }
}
