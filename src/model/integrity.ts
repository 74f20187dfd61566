import type { Finding, IntegrityRecord } from '../schema/vocabulary'
import { type Millis, shanghaiDay, startOf, yearsLater } from '../time'
import type { Context } from './context'

/** Whether a record runs at an instant: `from <= at < until`; without `until` it has no end (§5). */
function isRunning({ from, until }: IntegrityRecord, at: Millis): boolean {
  return startOf(from) <= at && (until === undefined || at < startOf(until))
}

/** Whether a record bars the commitment. It never bars the registration itself (§5). */
export function isBarred({ integrity, records = [] }: Context, at: Millis): boolean {
  return [...integrity, ...records].some((record) => isRunning(record, at))
}

/** An event that can add a record. */
type RecordCause =
  | { type: 'finding.record'; finding: Finding }
  | { type: 'misconduct.record'; article: number; scope: 'subject' | 'sitting' }

/** The number of years that a serious record runs (Order 31, art. 7 and 10). */
const seriousYears = 5

function kindOf(cause: RecordCause): IntegrityRecord['kind'] | undefined {
  if (cause.type === 'finding.record') {
    if (cause.finding === 'falseCommitment') return 'falseCommitment'
    return cause.finding === 'falseMaterials' ? 'serious' : undefined
  }
  if (cause.article === 8) return 'especiallySerious'
  const serious =
    cause.article === 7 || cause.article === 10 || (cause.article === 9 && cause.scope === 'sitting')
  return serious ? 'serious' : undefined
}

/**
 * Returns the integrity record that a finding or misconduct adds (§5, §7.3, §7.4; Order 31); `undefined` if it adds
 * none. `serious` runs five years from the Shanghai day of the decision; the other kinds have no end.
 */
export function recordOf(cause: RecordCause, at: Millis): IntegrityRecord | undefined {
  const kind = kindOf(cause)
  if (kind === undefined) return undefined
  const from = shanghaiDay(at)
  return kind === 'serious' ? { kind, from, until: yearsLater(from, seriousYears) } : { kind, from }
}
