import { version } from '../../package.json'
import { buildRefusal, type Refusal } from '../engine/refusal'
import { isSnapshot, type Snapshot } from '../engine/snapshot'
import { activeStates, nextDeadline, statePaths } from '../engine/stateTree'
import { type RegistrationEvent, senderOf } from '../events'
import type { Fact } from '../facts'
import { carryOverAfter, noCarryOver } from '../model/carryOver'
import type { RuleId } from '../rules'
import type { Issue } from '../schema/issues'
import { assertPresent } from '../schema/primitives'
import { formatInstant, type Millis } from '../time'
import { eventTypeOf } from './splitPersonalData'
/** Which library decided, for the log. */
export const library = `baokao ${version}`

/** The instant of the next deadline that moves the registration. */
export const nextDue = ({ value, context }: Snapshot): Millis | undefined =>
  nextDeadline(assertPresent(activeStates(value)), context)?.at

/** Where a registration stands, in one line: a path for each region. */
export const stateLine = (snapshot: Snapshot): string => statePaths(snapshot.value).join(' ')

export const isEnded = ({ value }: Snapshot): boolean =>
  typeof value === 'object' && value !== null && 'ended' in value

const none = noCarryOver('', 0)

/** Whether facts of one registration matter to the candidate's others. */
export const affectsOthers = (facts: readonly Fact[]): boolean => carryOverAfter(none, facts) !== none

/** Refusals of what the library cannot read, or fails at: the registration is left as it is. */
export const unreadableRules: ReadonlySet<string> = new Set(['snapshot.malformed', 'internal.defect'])

/** The event that fires what is due at an instant. */
export const clockAdvance = (at: Millis): RegistrationEvent<'clock.advance'> => ({
  type: 'clock.advance',
  at: formatInstant(at),
  by: { role: 'clock', id: 'baokao' },
})

/** What is said against an event by whoever keeps the registration, wherever it stands. */
export function refuseWith(
  rule: RuleId,
  event: unknown,
  snapshot: Snapshot | undefined,
  issues?: Issue[],
): Refusal {
  const type = eventTypeOf(event)
  const role = type === undefined ? undefined : senderOf(type)
  const where = isSnapshot(snapshot) ? { snapshot, at: snapshot.context.at, role } : undefined
  return buildRefusal(rule, where, issues)
}
