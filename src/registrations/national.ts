import { deadlinesOf, type UpcomingInstant } from '../engine/deadlines'
import { type Decision, decideWith, openWith } from '../engine/decide'
import { Engine } from '../engine/engine'
import { type Explanation, explainWith } from '../engine/explain'
import type { Snapshot } from '../engine/snapshot'
import { persistedSnapshot, type XStateSnapshot } from '../engine/xstate'
import type { RegistrationEvent } from '../events'
import { guideWith } from '../guide'
import { registrationMachine } from '../machine'
import type { OpenInput } from '../model/opening'
import type { GuideItem, Region } from '../model/region'
import { rules } from '../rules'
import { lazy } from '../schema/primitives'
import type { Role } from '../schema/vocabulary'

/**
 * The functions of the package root: registrations under the national text alone, without provisions. A snapshot that
 * provisions decided is refused with `snapshot.law`; functions that cannot refuse throw, unless provisions do not change
 * their result.
 */

/** The engine of the national text. */
export const national = lazy(
  () => new Engine({ machine: registrationMachine, rules, law: [], takesOver: [] }),
)

/**
 * Decides an event. Pure: the same snapshot and event always give the same decision, and neither is changed.
 *
 * First fires every deadline due at or before `event.at`, in order of time, then decides the event, then fires the
 * deadlines that have become due. Accepts the event, or refuses it with a rule. Never throws: an invalid event is
 * refused with `event.malformed` or `event.unknown`, an invalid snapshot with `snapshot.malformed` and returned
 * unchanged.
 *
 * @param snapshot the snapshot of the last decision
 * @param event its `at` is an instant in ISO 8601 with an offset; only an event of the gateway may be earlier than the
 * last event
 * @returns the next snapshot, to be stored even if the event was refused, and the facts to act on. It shares what
 * did not change with the one before, and is frozen unless that was read from somewhere
 * @example
 * ```ts
 * import { decide } from 'baokao'
 * import { given } from 'baokao/testing'
 *
 * const { snapshot, at } = given('registered')
 * const decision = decide(snapshot, { type: 'commitment.withdraw', at, by: { role: 'candidate', id: 'C' } })
 * decision.accepted || decision.refusal.rule // 'commitment.withdraw-unpaid'
 * ```
 */
export function decide(snapshot: Snapshot, event: RegistrationEvent): Decision {
  return decideWith(national(), snapshot, event)
}

/**
 * Opens a registration. If the candidate's account and photo exist, it starts at the form, or at the verification
 * (§6.4.1(2)). If registration has closed, it ends at once. Never throws.
 *
 * @param input instants in ISO 8601 with an offset, money in fen
 * @returns the first snapshot; for invalid input `null` and the refusal `input.malformed` with every issue by path
 * @example
 * ```ts
 * import { exams, notices, open } from 'baokao'
 *
 * const [exam, notice] = [exams['social-worker'], notices['gd-2024-social-worker']]
 * const opening = { registrationId: 'R', candidateId: 'C', exam, notice, at: '2024-04-08T10:00:00+08:00' }
 * open(opening).snapshot?.value // { account: 'agreement' }
 * ```
 */
export function open(input: OpenInput): Decision<Snapshot | null> {
  return openWith(national(), input)
}

/**
 * Explains which events are possible at an instant, who may send them, until when or from when, and which rules refuse
 * the others (the export `rules` has the § of each rule). Never throws, except for an unknown role.
 *
 * @param snapshot the snapshot of the last decision
 * @param at an instant in ISO 8601 with an offset; deadlines due at or before it count as passed
 * @param about an event, evaluated with its fields, and not possible if they are not valid; every other type is
 * evaluated without fields. Or a role, to explain only the events that it may send
 * @returns one explanation for each event type; if the snapshot or the instant is not valid, none is possible, by the
 * rule with which `decide` would refuse the event: `snapshot.malformed`, `snapshot.law` or `event.malformed`
 * @throws RangeError for an unknown role, because an empty list would hide the mistake
 * @example
 * ```ts
 * import { explain } from 'baokao'
 * import { given } from 'baokao/testing'
 *
 * const { snapshot, at } = given('paying')
 * const explained = explain(snapshot, at, { role: 'candidate' })
 * explained.find(({ type }) => type === 'commitment.withdraw')?.until // 'registration.closes'
 * explained.find(({ type }) => type === 'admitCard.print')?.possible // false
 * ```
 */
export function explain(
  snapshot: Snapshot,
  at: string,
  about?: RegistrationEvent | { role: Role },
): Explanation[] {
  return explainWith(national(), snapshot, at, about)
}

/**
 * Lists the deadlines that the registration waits for, and the instants that its candidate expects, at which nothing
 * fires: the dates of registration, payment, admit card and exam (§6) until they have passed, the verification, the end
 * of the check.
 * @param snapshot the snapshot of the last decision
 * @returns earliest first, whatever provisions decided the snapshot; empty if it is not valid
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
  return deadlinesOf(national(), snapshot)
}

/**
 * Returns the official advice for the current state: sites, hotlines with their hours, documents to bring or upload,
 * and notes, each with its §. Includes only items for the registration's state, exam, route and degree.
 *
 * Pure. The list is empty if the snapshot or the instant is not valid, or if `regionSchema` rejects the region.
 *
 * @param region by default the bundled region of the place that the candidate has chosen, or of the notice's first
 * place before that choice: the city's, else its province's, else the national one. Or a list: the region, then those
 * that it inherits from and that are not bundled
 * @param at an instant in ISO 8601 with an offset, because some advice ends with a window; deadlines due at or before it
 * count as passed. By default the instant of the snapshot
 * @returns the items in the order of the region, inherited ones included
 * @throws RangeError if provisions decided the snapshot, because an empty list would hide the mistake
 * @example
 * ```ts
 * import { guide } from 'baokao'
 * import { given } from 'baokao/testing'
 *
 * guide(given('filling.route').snapshot).some(({ id }) => id === 'route-once') // true
 * ```
 */
export function guide(snapshot: Snapshot, region?: Region | readonly Region[], at?: string): GuideItem[] {
  return guideWith(national(), snapshot, region, at)
}

/**
 * Converts a snapshot for a live actor:
 * `createActor(registrationMachine, { snapshot: toXStateSnapshot(snapshot), clock: longClock })`.
 *
 * XState does not restart the timers of a restored actor: send it a `clock.advance` first, which re-enters the states
 * with deadlines and so starts their timers.
 * @param snapshot the snapshot of the last decision
 * @returns XState's persisted snapshot
 * @throws RangeError if provisions decided the snapshot: the actor would decide without them
 * @example
 * ```ts
 * import { registrationMachine, toXStateSnapshot } from 'baokao'
 * import { given } from 'baokao/testing'
 * import { createActor } from 'xstate'
 *
 * const { snapshot } = given('paying.awaiting')
 * const actor = createActor(registrationMachine, { snapshot: toXStateSnapshot(snapshot) })
 * actor.getSnapshot().matches({ paying: 'awaiting' }) // true
 * ```
 */
export function toXStateSnapshot(snapshot: Snapshot): XStateSnapshot {
  return persistedSnapshot(national(), snapshot)
}
