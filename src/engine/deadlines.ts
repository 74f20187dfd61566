import { expectations, type InstantName, keyDates } from '../model/instants'
import { formatInstant } from '../time'
import { activeIn, type Snapshot } from './snapshot'
import { matchesPath, pendingDeadlines } from './stateTree'

/** An instant ahead of a registration. */
export type UpcomingInstant = {
  name: InstantName
  /** ISO 8601 with the offset `+08:00`. */
  at: string
  /** Present if no deadline fires then: the state does not wait for it. */
  expected?: true
}

/**
 * Lists the deadlines that the registration waits for, and the instants that its candidate expects, at which nothing
 * fires: the dates of registration, payment, admit card and exam (§6) until they have passed, the verification, the end
 * of the check.
 * @param snapshot the snapshot of the last decision
 * @returns earliest first; empty if the snapshot is not valid
 * @example
 * ```ts
 * import { deadlines } from 'baokao'
 * import { given } from 'baokao/testing'
 *
 * const ahead = deadlines(given('paying').snapshot)
 * ahead.filter(({ expected }) => !expected).map(({ name }) => name) // ['payment.closes']
 * ahead.at(-1)?.name // 'exam.starts'
 * ```
 */
export function deadlines(snapshot: Snapshot): UpcomingInstant[] {
  try {
    const active = activeIn(snapshot)
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
