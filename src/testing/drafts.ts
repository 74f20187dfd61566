import { type EventType, events, eventTypes, type RegistrationEvent } from '../events'
import type { Role } from '../schema/vocabulary'
import { assertKnown } from './assertKnown'
import type { EventFields, PayloadContext } from './eventPayload'
import { payloads } from './payloads'
import { senderFor } from './senders'

/** Some fields of an event. A function computes the value of its field from the usual value. */
export type SomeFields<T extends EventType> = {
  [K in keyof EventFields<T>]?: EventFields<T>[K] | ((usual: EventFields<T>[K]) => EventFields<T>[K])
} & {
  /** The sender; by default the candidate, or the role that may send the event, with its name as id. */
  by?: { role: Role; id: string }
}

/** An event as a test writes it: its type and the fields that matter. The other fields get their usual values. */
export type EventDraft<T extends EventType = EventType> = { [K in T]: { type: K } & SomeFields<K> }[T]

/**
 * Completes a draft with the usual payload and sender. Keeps the values of the draft, valid or not.
 * @throws if the event type or a field is unknown
 */
export function completed(draft: EventDraft, context: PayloadContext): RegistrationEvent {
  const { type, ...own }: { type: EventType } & Record<string, unknown> = draft
  assertKnown('event', type ?? String(draft), eventTypes)
  const names = ['by', 'meta', ...Object.keys(events[type].fields)]
  const fields: Record<string, unknown> = { ...payloads[type].usual(context) }
  for (const [name, value] of Object.entries(own)) {
    assertKnown(`field of ${type}`, name, names)
    fields[name] = typeof value === 'function' ? value(fields[name]) : value
  }
  return { type, at: context.at, by: senderFor(context.snapshot, type), ...fields } as RegistrationEvent
}
