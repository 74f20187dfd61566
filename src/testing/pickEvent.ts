import type { Explanation } from '../engine/explain'
import type { Snapshot } from '../engine/snapshot'
import type { EventType, RegistrationEvent } from '../events'
import { national } from '../registrations/national'
import type { Registrations } from '../registrations/registrations'
import { lazy } from '../schema/primitives'
import { formatInstant } from '../time'
import { attestationEvents, eventsFor } from './eventsFor'
import { typesWith } from './payloads'

/** Picks the events of random scenarios. */

/** Event types that do not advance the registration. */
const detours: ReadonlySet<EventType> = new Set([...typesWith('interrupts'), ...typesWith('detour')])
const endings = typesWith('ends')

/** Whether an event of this type advances the registration. */
function leadsOn({ context }: Snapshot, type: EventType): boolean {
  if (type === 'payment.settle') return context.orders.at(-1)?.state === 'open'
  // Some exams require an asserted identity; only the first assertion advances the registration.
  if (type === 'identity.assert') return context.identityProvider === undefined
  return !detours.has(type)
}

/** What can be sent to a registration now, and what each event type would do. */
type Choice = {
  registrations: Registrations
  snapshot: Snapshot
  events: RegistrationEvent[]
  explained: () => Explanation[]
}

/** The events that lead on and that provisions alone refuse, with the provisions. */
function heldBack({ registrations: { provisions }, snapshot, events, explained }: Choice) {
  const rules = new Map<EventType, readonly string[]>(
    explained()
      .filter(({ type, rules }) => rules.length > 0 && leadsOn(snapshot, type))
      .filter(({ rules }) => rules.every((rule) => provisions.some(({ id }) => id === rule)))
      .map(({ type, rules }) => [type, rules]),
  )
  const refusing = new Set([...rules.values()].flat())
  return {
    refused: events.filter(({ type }) => rules.has(type)),
    refusing: provisions.filter(({ id }) => refusing.has(id)),
  }
}

/**
 * Picks an event about provisions: one that they refuse, or an attestation. Most attestations are those that the refusing
 * provisions read, and half of them pass.
 * @returns `undefined` for most numbers if no provision refuses anything
 */
function pickLocalEvent(choice: Choice, draw: number): RegistrationEvent | undefined {
  const { registrations, snapshot } = choice
  const pick = (some: RegistrationEvent[]) => some[(draw >> 5) % Math.max(1, some.length)]
  const chance = draw % 32
  const { refused, refusing } = heldBack(choice)
  if (refusing.length === 0)
    return chance < 2 ? pick(attestationEvents(snapshot, registrations.provisions)) : undefined
  if (chance < 12) return pick(refused)
  const attestations = attestationEvents(snapshot, refusing)
  if (chance < 22) return pick(attestations.filter(hasPassed))
  return chance < 28 ? pick(attestations) : undefined
}

const hasPassed = (event: RegistrationEvent): boolean =>
  event.type === 'attestation.record' && event.result === 'passed' && event.validUntil === undefined

/** The event with any of the places of the notice, because provisions read the place and national rules do not. */
function withAnyPlace(event: RegistrationEvent, { context }: Snapshot, draw: number): RegistrationEvent {
  if (event.type !== 'application.save') return event
  const { places } = context.terms
  const place = places[draw % places.length] ?? event.application.place
  return { ...event, application: { ...event.application, place } }
}

/**
 * Picks the next event by a number: usually an event that advances the registration, `clock.advance` if there is none,
 * and sometimes any event. With provisions, see `pickLocalEvent`.
 */
export function pickEvent(registrations: Registrations, snapshot: Snapshot, draw: number): RegistrationEvent {
  const events = eventsFor(snapshot, registrations)
  const explained = lazy(() => registrations.explain(snapshot, formatInstant(snapshot.context.at)))
  const choice = { registrations, snapshot, events, explained }
  if (registrations.provisions.length === 0) return pickAmong(choice, draw)
  return pickLocalEvent(choice, draw >> 10) ?? withAnyPlace(pickAmong(choice, draw), snapshot, draw >> 15)
}

function pickAmong({ registrations, snapshot, events, explained }: Choice, draw: number): RegistrationEvent {
  const pick = (some: RegistrationEvent[]) => some[(draw >> 5) % Math.max(1, some.length)]
  const any = pick(events) as RegistrationEvent
  const kind = draw % 32
  if (kind === 0) return any
  const time = events.find(({ type }) => type === 'clock.advance')
  // Frequent where the clock acts, rare elsewhere: registration would close before the form is complete.
  if (kind < (national().stateOf(snapshot).position.tags.has('clockActs') ? 16 : 2) && time !== undefined)
    return time
  const possibleTypes = new Set(
    explained()
      .filter(({ possible }) => possible)
      .map(({ type }) => type),
  )
  const possible = events.filter(({ type }) => possibleTypes.has(type) && type !== 'clock.advance')
  if (kind === 31) return pick(possible) ?? any
  if (kind === 30) return pick(possible.filter(({ type }) => !endings.has(type))) ?? any
  const forward = possible.filter(({ type }) => leadsOn(snapshot, type))
  // `payloads` follows the candidate's path: the last event advances furthest, and its first variant fits best.
  const chosen = kind < 20 ? forward.at(-1) : pick(forward)
  const effective = forward.filter(
    (event) => event.type === chosen?.type && hasEffect(registrations, snapshot, event),
  )
  return (kind < 28 ? effective[0] : pick(effective)) ?? time ?? any
}

/** Whether an event is accepted and changes the snapshot. An event without effect could repeat forever. */
function hasEffect({ decide }: Registrations, before: Snapshot, event: RegistrationEvent): boolean {
  const { accepted, snapshot } = decide(before, event)
  return accepted && JSON.stringify(snapshot) !== JSON.stringify(before)
}
