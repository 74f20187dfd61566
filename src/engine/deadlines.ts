import { matchesPath } from '../machine/states'
import { expectations, type InstantName, keyDates } from '../model/instants'
import { formatInstant } from '../time'
import type { Engine } from './engine'
import type { Snapshot } from './snapshot'
import { pendingDeadlines } from './stateTree'

/** An instant ahead of a registration. */
export type UpcomingInstant = {
  name: InstantName
  /** ISO 8601 with the offset `+08:00`. */
  at: string
  /** Present if no deadline fires then: the state does not wait for it. */
  expected?: true
}

/** Lists the instants ahead of a registration, earliest first; none if its snapshot is not valid. */
export function deadlinesOf(engine: Engine, snapshot: Snapshot): UpcomingInstant[] {
  try {
    const active = engine.activeIn(snapshot)
    if (active === undefined) return []
    const { context, value } = snapshot
    const pending = pendingDeadlines(active, context)
    const isPending = (name: InstantName) => pending.some((deadline) => deadline.name === name)
    const known = { ...keyDates, ...expectations }
    const expected = (Object.keys(known) as InstantName[]).flatMap((name) => {
      const at = known[name as keyof typeof known]?.(context, (state) => matchesPath(value, state))
      const isAhead = at !== undefined && at > context.at && !matchesPath(value, 'ended') && !isPending(name)
      return isAhead ? [{ name, at, expected: true as const }] : []
    })
    return [...pending.map(({ name, at }) => ({ name, at })), ...expected]
      .sort((one, other) => one.at - other.at)
      .map((instant) => ({ ...instant, at: formatInstant(instant.at) }))
  } catch {
    return []
  }
}
