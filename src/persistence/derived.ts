import type { Snapshot } from '../engine/snapshot'
import { nextDeadline } from '../engine/stateTree'
import { national } from '../registrations/national'
import { assertPresent } from '../schema/primitives'
import { formatInstant, type Millis } from '../time'
import type { StoredRegistration } from './types'

/** Computes the values that a store derives from a snapshot. */

/** The instant of the next deadline that fires. */
export const nextDue = ({ value, context }: Snapshot): Millis | undefined =>
  nextDeadline(assertPresent(national().tree.active(value)), context)?.at

/** The dotted path of each innermost active state, separated by spaces. */
export const stateLine = ({ value }: Snapshot): string =>
  national().tree.active(value)?.leaves.join(' ') ?? ''

export const isEnded = ({ value }: Snapshot): boolean =>
  typeof value === 'object' && value !== null && 'ended' in value

export function storedRegistration(
  registrationId: string,
  candidateId: string,
  snapshot: Snapshot,
  revision: number,
): StoredRegistration {
  const due = nextDue(snapshot)
  return {
    registrationId,
    candidateId,
    snapshot,
    state: stateLine(snapshot),
    ...(due !== undefined && { nextDue: formatInstant(due) }),
    revision,
  }
}
