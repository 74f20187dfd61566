import { isEventType, type RegistrationEvent, senderOf } from '../events'
import { senderShape } from '../events/event'
import type { RuleId } from '../rules'
import { type Issue, read } from '../schema/issues'
import { formatInstant, type Millis, parseInstant } from '../time'
import { eventTypeOf } from './splitPersonalData'
import type { EventInput } from './types'

/** Gives events their instants. The stores do not trust the clocks of their callers. */

/** The time of a store, and how far after it an instant given by an office may be. */
export type StoreTime = { now: Millis; maxAhead: Millis }

/** One minute: as far as the clocks of two machines may differ. */
export const defaultMaxAhead: Millis = 60_000

const notByCandidate: Issue = {
  path: 'at',
  zh: '考生事项的时间由系统记录，不得填写',
  en: 'must be left out: what a candidate does happens at the time of the store',
}

const openedNow: Issue = {
  path: 'at',
  zh: '开始报名的时间由系统记录，不得填写（由经办人代为办理的，须以 by 注明）',
  en: 'must be left out: a registration is opened at the time of the store, unless `by` says who dates it',
}

/**
 * The issues of who opens, and of an instant that nobody answers for: anybody but the candidate may date an opening.
 * @returns `undefined` if there are none
 */
export function openerIssues(at: unknown, by: unknown): Issue[] | undefined {
  const { issues, data } = by === undefined ? {} : read(senderShape(), by)
  if (at !== undefined && (by === undefined || data?.role === 'candidate')) return [openedNow]
  return issues?.map((issue) => ({ ...issue, path: ['by', issue.path].filter(Boolean).join('.') }))
}

/**
 * The refusal of a given instant; `undefined` if it is not in the future. An invalid one is the schema's to refuse.
 * @param last the instant of the last event, which a machine with a faster clock may have set
 */
export const aheadOf = (at: unknown, { now, maxAhead }: StoreTime, last = 0): 'clock.ahead' | undefined =>
  typeof at === 'string' && parseInstant(at) > Math.max(now + maxAhead, last) ? 'clock.ahead' : undefined

/** Whether an event happens at the store's time: whether a candidate sends it, by its type or by its sender. */
export function happensNow(event: unknown): boolean {
  const type = eventTypeOf(event)
  const { by } = { ...(event as object) } as { by?: { role?: unknown } | null }
  return by?.role === 'candidate' || (isEventType(type) && senderOf(type) === 'candidate')
}

/**
 * Gives an event its instant: that of the caller, or the time of the store, or that of the last event if it is later.
 * @param last the instant of the last event
 * @returns the event, and the rule that refuses the instant that it was sent with
 */
export function timedEvent(
  event: EventInput,
  last: Millis,
  time: StoreTime,
): { event: RegistrationEvent; rule?: RuleId; issues?: Issue[] } {
  // A clock that is no number would let every instant pass.
  const now = formatInstant(Math.max(time.now, last))
  try {
    const { at: given, ...rest } = event as { at?: unknown }
    const timed = { ...rest, at: now } as RegistrationEvent
    if (given === undefined) return { event: timed }
    if (!isEventType(eventTypeOf(event))) return { event: event as RegistrationEvent }
    if (happensNow(event)) return { event: timed, rule: 'event.malformed', issues: [notByCandidate] }
    const rule = aheadOf(given, time, last)
    return rule ? { event: timed, rule } : { event: event as RegistrationEvent }
  } catch {
    return { event: event as RegistrationEvent }
  }
}

/** An event that another system has decided before: it keeps its instant, unless that is in the future. */
export function historicEvent(
  event: EventInput,
  last: Millis,
  time: StoreTime,
): ReturnType<typeof timedEvent> {
  const rule = aheadOf(event.at, time, last)
  return { event: event as RegistrationEvent, ...(rule && { rule }) }
}
