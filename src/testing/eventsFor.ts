import type { Snapshot } from '../engine/snapshot'
import type { EventType, RegistrationEvent } from '../events'
import { endOf } from '../model/heldAttestations'
import type { Provision } from '../registrations/provision'
import { nationalRegistrations, type Registrations } from '../registrations/registrations'
import { formatInstant, type Millis, parseInstant } from '../time'
import { attestationsFor } from './attestations'
import type { EventFields } from './eventPayload'
import { payloads, typesWith } from './payloads'
import { senderFor } from './senders'

/** Event types that can occur at any time and repeatedly: without a limit on them, paths would never end. */
export const interrupting = typesWith('interrupts')

/** The payloads of an event type that guards distinguish in this snapshot. */
export function variantsOf<T extends EventType>(type: T, snapshot: Snapshot): EventFields<T>[] {
  const { usual, variants } = payloads[type]
  const payload = usual({ snapshot, at: formatInstant(snapshot.context.at) })
  return variants?.(snapshot, payload) ?? [payload]
}

/**
 * @returns the second before the next window bound, deadline or end of an attestation that provisions read, and that
 * instant; empty if none is left
 */
function instantsAhead(snapshot: Snapshot, { deadlines, provisions }: Registrations): Millis[] {
  const { terms, at, attestations = [] } = snapshot.context
  const { registration, pauses = [], payment, admitCard, sessions } = terms
  const windows = [registration, pauses, payment, admitCard, sessions].flat(2)
  const bounds = [...windows, (terms.directMail || undefined)?.from ?? at]
  const due = deadlines(snapshot).map((deadline) => parseInstant(deadline.at))
  const ends = provisions.length > 0 ? attestations.map((one) => endOf(one) ?? at) : []
  const next = Math.min(...[...bounds, ...due, ...ends].filter((instant) => instant > at))
  return Number.isFinite(next) ? [next - 1000, next].filter((instant) => instant > at) : []
}

const eventAt = (snapshot: Snapshot, type: EventType, at: Millis, fields: object): RegistrationEvent =>
  ({ type, at: formatInstant(at), by: senderFor(snapshot, type), ...fields }) as RegistrationEvent

/** The attestations that provisions distinguish, at the current instant. */
export const attestationEvents = (
  snapshot: Snapshot,
  provisions: readonly Provision[],
): RegistrationEvent[] =>
  attestationsFor(snapshot, provisions).map((fields) =>
    eventAt(snapshot, 'attestation.record', snapshot.context.at, fields),
  )

/** @returns `clock.advance` to the instants ahead, then every variant of all other events at the current instant */
export function eventsFor(
  snapshot: Snapshot,
  registrations: Registrations = nationalRegistrations(),
): RegistrationEvent[] {
  const types = (Object.keys(payloads) as EventType[]).filter((type) => type !== 'clock.advance')
  return [
    ...instantsAhead(snapshot, registrations).map((instant) =>
      eventAt(snapshot, 'clock.advance', instant, {}),
    ),
    ...types.flatMap((type) =>
      variantsOf(type, snapshot).map((fields) => eventAt(snapshot, type, snapshot.context.at, fields)),
    ),
    ...attestationEvents(snapshot, registrations.provisions),
  ]
}
