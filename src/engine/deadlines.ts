import { type DeadlineName, type ExpectedInstantName, expectations } from '../model/instants'
import { formatInstant } from '../time'
import { activeIn, type Snapshot } from './snapshot'
import { matchesPath, pendingDeadlines } from './stateTree'

/**
 * Lists the deadlines that the registration waits for, and its expected instants, at which nothing fires.
 * @param snapshot the snapshot of the last decision
 * @returns earliest first, each in ISO 8601 with the offset `+08:00`; empty if the snapshot is not valid
 * @example
 * ```ts
 * import { deadlines } from 'baokao'
 * import { given } from 'baokao/testing'
 *
 * deadlines(given('paying').snapshot).map(({ name }) => name) // ['payment.closes']
 * ```
 */
export function deadlines(snapshot: Snapshot): { name: DeadlineName | ExpectedInstantName; at: string }[] {
  try {
    const active = activeIn(snapshot)
    if (active === undefined) return []
    const { context } = snapshot
    const expected = (Object.keys(expectations) as ExpectedInstantName[]).flatMap((name) => {
      const at = expectations[name](context, (state) => matchesPath(snapshot.value, state))
      return at !== undefined && at > context.at && !matchesPath(snapshot.value, 'ended')
        ? [{ name, at }]
        : []
    })
    return [...pendingDeadlines(active, context), ...expected]
      .sort((one, other) => one.at - other.at)
      .map(({ name, at }) => ({ name, at: formatInstant(at) }))
  } catch {
    return []
  }
}
