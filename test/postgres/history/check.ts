import { candidateInvariants } from './candidates'
import { deadlineInvariants } from './deadlines'
import { decisionInvariants } from './decisions'
import { factInvariants } from './facts'
import type { HistoryLine } from './history'
import { keyInvariants } from './keys'
import { orderInvariants } from './order'
import { stateInvariants } from './states'
import type { Tables } from './tables'
import { transactionInvariants } from './transactions'
import { type World, worldOf } from './world'

/**
 * Checks whether the stored tables can be the result of a history. It knows nothing of how the load was made, and reads
 * nothing through the store: only the history, the tables, and the pure functions of the package root.
 */

/** Counts one check, and reports it if it fails. */
type Expect = (holds: boolean, message: () => string) => void

/** Invariants by name; a name is a promise in words. */
export type Invariants = Record<string, (world: World, expect: Expect) => void>

const invariants: Invariants = {
  ...decisionInvariants,
  ...orderInvariants,
  ...transactionInvariants,
  ...keyInvariants,
  ...factInvariants,
  ...deadlineInvariants,
  ...candidateInvariants,
  ...stateInvariants,
}

export type Verdict = {
  /** How often each invariant was checked. */
  checked: Record<string, number>
  /** The violations, each with the name of its invariant. */
  violations: string[]
}

export function check({ history, tables }: { history: readonly HistoryLine[]; tables: Tables }): Verdict {
  const world = worldOf(history, tables)
  const checked: Record<string, number> = {}
  const violations: string[] = []
  for (const [name, judge] of Object.entries(invariants)) {
    checked[name] = 0
    judge(world, (holds, message) => {
      checked[name] = (checked[name] ?? 0) + 1
      if (!holds) violations.push(`${name}: ${message()}`)
    })
  }
  return { checked, violations }
}
