import { version } from '../../package.json'
import { activeStates, paths, soonest } from '../chart'
import { type Refusal, refusal } from '../decide'
import { type RegistrationEvent, senderOf } from '../events'
import type { Fact } from '../facts'
import { legacyAfter, noLegacy } from '../history'
import type { Issue } from '../issues'
import type { RuleId } from '../rules'
import { isSnapshot, type Snapshot } from '../snapshot'
import { formatInstant, type Millis } from '../time'
import { certain } from '../words'
import { typeOf } from './personal'

/** Where a registration stands, for whoever keeps registrations. */

/** An event that may leave its `at` to whoever keeps the registration. */
export type Sent<E extends RegistrationEvent = RegistrationEvent> = E extends unknown
  ? Omit<E, 'at'> & { at?: string }
  : never

/** Which library decided, for the log. */
export const library = `baokao ${version}`

/** The instant of the next deadline that moves the registration. */
export const nextDue = ({ value, context }: Snapshot): Millis | undefined =>
  soonest(certain(activeStates(value)), context)?.at

/** Where a registration stands, in one line: a path for each region. */
export const stateLine = (snapshot: Snapshot): string => paths(snapshot.value).join(' ')

export const isEnded = ({ value }: Snapshot): boolean =>
  typeof value === 'object' && value !== null && 'ended' in value

const nothing = noLegacy('', 0)

/** Whether facts of one registration matter to the candidate's others. */
export const matters = (facts: readonly Fact[]): boolean => legacyAfter(nothing, facts) !== nothing

/** Refusals of what the library cannot read, or fails at: the registration is left as it is. */
export const unreadable: ReadonlySet<string> = new Set(['snapshot.malformed', 'internal.defect'])

/** The event that fires what is due at an instant. */
export const passing = (at: Millis): RegistrationEvent<'clock.advance'> => ({
  type: 'clock.advance',
  at: formatInstant(at),
  by: { role: 'clock', id: 'baokao' },
})

/** What is said against an event by whoever keeps the registration, wherever it stands. */
export function against(
  rule: RuleId,
  event: unknown,
  snapshot: Snapshot | undefined,
  issues?: Issue[],
): Refusal {
  const type = typeOf(event)
  const role = type === undefined ? undefined : senderOf(type)
  const where = isSnapshot(snapshot) ? { snapshot, at: snapshot.context.at, role } : undefined
  return refusal(rule, where, issues)
}
