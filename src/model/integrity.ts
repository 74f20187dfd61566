import type { RegistrationEvent } from '../events/index'
import { type Millis, shanghaiDay, yearsLater } from '../time'
import type { IntegrityRecord } from '../schema/primitives'

/** For how many years a serious record runs (Order 31, art. 7 and 10). */
const seriousYears = 5

type Cause = RegistrationEvent<'finding.record'> | RegistrationEvent<'misconduct.record'>

function kindOf(cause: Cause): IntegrityRecord['kind'] | undefined {
  if (cause.type === 'finding.record') {
    if (cause.finding === 'falseCommitment') return 'falseCommitment'
    return cause.finding === 'falseMaterials' ? 'serious' : undefined
  }
  if (cause.article === 8) return 'especiallySerious'
  const asSeven =
    cause.article === 7 || cause.article === 10 || (cause.article === 9 && cause.scope === 'sitting')
  return asSeven ? 'serious' : undefined
}

/**
 * What a finding or misconduct enters into the integrity record (§5, §7.3, §7.4; Order 31): `serious` runs five years
 * from the day of the decision, the other kinds have no end.
 */
export function recordOf(cause: Cause, at: Millis): IntegrityRecord | undefined {
  const kind = kindOf(cause)
  if (kind === undefined) return undefined
  const from = shanghaiDay(at)
  return kind === 'serious' ? { kind, from, until: yearsLater(from, seriousYears) } : { kind, from }
}
