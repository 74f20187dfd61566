import type { Answered } from './history'
import type { Call, Entry } from './world'

/** How messages name calls, entries and answers. */

/** A call, such as `send payment.settle to R3 under "event 9" (call 2-17)`. */
export function named({ what, id, event, key, until, tx, call }: Call): string {
  const of = event === undefined ? (until === undefined ? '' : ` until ${until}`) : ` ${event.type}`
  const to = id === '' ? '' : ` ${event === undefined ? 'of' : 'to'} ${id}`
  const under = key === undefined ? '' : ` under "${key}"`
  return `${what}${of}${to}${under} (call ${call}${tx === undefined ? '' : ` in transaction ${tx}`})`
}

/** An entry of the log, such as `R3, entry 7 (payment.settle)`. */
export const place = ({ registration_id, revision, type }: Entry): string =>
  `${registration_id}, entry ${revision} (${type})`

export const places = (entries: readonly Entry[]): string =>
  entries.length === 0 ? 'nowhere' : entries.map(place).join(' and ')

export const said = ({ accepted, rule, repeated, revision }: Answered): string =>
  `${accepted ? 'accepted' : `refused by ${rule}`}${repeated ? ', repeated' : ''}, at entry ${revision}`

export const instant = (millis: number): string => new Date(millis).toISOString()
