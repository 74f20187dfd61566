import { type DeadlineName, type ExpectationName, expectations } from '../model/instants'
import { formatInstant } from '../time'
import { activeIn, type Snapshot } from './snapshot'
import { pendingDeadlines, statePaths } from './stateTree'

/**
 * What the registration waits for: the deadlines of its state, and what is expected without moving anything.
 * @returns soonest first, with instants as a clock in China shows them; none for a snapshot that is none
 */
export function deadlines(snapshot: Snapshot): { name: DeadlineName | ExpectationName; at: string }[] {
  try {
    const active = activeIn(snapshot)
    if (active === undefined) return []
    const { context } = snapshot
    const expected = (Object.keys(expectations) as ExpectationName[]).flatMap((name) => {
      const at = expectations[name](context)
      return at !== undefined && at > context.at && !ended(snapshot) ? [{ name, at }] : []
    })
    return [...pendingDeadlines(active, context), ...expected]
      .sort((one, other) => one.at - other.at)
      .map(({ name, at }) => ({ name, at: formatInstant(at) }))
  } catch {
    return []
  }
}

const ended = ({ value }: Snapshot): boolean => statePaths(value).some((path) => path.startsWith('ended.'))
