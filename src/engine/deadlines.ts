import { isInside, type StatePath } from '../machine/states'
import type { Context } from '../model/context'
import { expectations, type InstantName, keyDates } from '../model/instants'
import { lazy } from '../schema/primitives'
import { formatInstant, type Millis } from '../time'
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

type Known = [InstantName, (context: Context, isIn: (state: StatePath) => boolean) => Millis | undefined]

/** The instants that a registration has ahead, whether or not its state waits for them. */
const known = lazy(() => Object.entries({ ...keyDates, ...expectations }) as Known[])

/**
 * Lists the instants ahead of a registration, earliest first; none if its snapshot is not valid. Provisions change no
 * instant, so the law of the snapshot does not matter.
 */
export function deadlinesOf(engine: Engine, snapshot: Snapshot): UpcomingInstant[] {
  try {
    const active = engine.activeUnderAnyLaw(snapshot)
    if (active === undefined) return []
    const { context } = snapshot
    const isIn = (state: StatePath) => active.leaves.some((leaf) => isInside(leaf, state))
    const pending = pendingDeadlines(active, context)
    const isPending = (name: InstantName) => pending.some((deadline) => deadline.name === name)
    const expected: { name: InstantName; at: Millis; expected: true }[] = []
    for (const [name, instantOf] of isIn('ended') ? [] : known()) {
      const at = instantOf(context, isIn)
      if (at !== undefined && at > context.at && !isPending(name)) expected.push({ name, at, expected: true })
    }
    return [...pending.map(({ name, at }) => ({ name, at })), ...expected]
      .sort((one, other) => one.at - other.at)
      .map((instant) => ({ ...instant, at: formatInstant(instant.at) }))
  } catch {
    return []
  }
}
