import { type EventType, events, eventTypes, isEventType, type RegistrationEvent } from '../events'
import type { Role } from '../schema/vocabulary'
import { assertKnown } from './assertKnown'
import { usual, type Where } from './defaults'
import { senderFor } from './senders'

/** What an event of that type carries besides its type, its instant and its sender. */
export type EventFields<T extends EventType = EventType> = Omit<RegistrationEvent<T>, 'type' | 'at' | 'by'>

/** Some of the fields. A function is given the sensible value, and changes it. */
export type SomeFields<T extends EventType> = {
  [K in keyof EventFields<T>]?: EventFields<T>[K] | ((usual: EventFields<T>[K]) => EventFields<T>[K])
} & {
  /** Somebody other than the right person. */
  by?: { role: Role; id: string }
}

/** An event as a test writes it: its type, and those fields that matter; sensible ones stand for the rest. */
export type Draft<T extends EventType = EventType> = { [K in T]: { type: K } & SomeFields<K> }[T]

/**
 * The event that a draft becomes there and then; the draft's own values are taken as they are, right or wrong.
 * @throws if the event has no such field
 */
export function filled(draft: Draft, where: Where): RegistrationEvent {
  const { type, ...own }: { type: EventType } & Record<string, unknown> = draft
  const { snapshot, at } = where
  const fields: Record<string, unknown> = { ...usual(type, where) }
  assertKnown('event', type ?? String(draft), eventTypes)
  const names = isEventType(type) ? ['by', ...Object.keys(events[type].fields)] : undefined
  for (const [name, value] of Object.entries(own)) {
    if (names) assertKnown(`field of ${type}`, name, names)
    fields[name] = typeof value === 'function' ? value(fields[name]) : value
  }
  return { type, at, by: senderFor(snapshot, type), ...fields } as unknown as RegistrationEvent
}
