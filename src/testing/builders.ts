import { type EventType, eventTypes } from '../events'
import type { EventDraft, SomeFields } from './drafts'
import type { EventFields } from './eventPayload'

/** Events whose builder also accepts the value of a single field: `event.route.choose('proof')`. */
const mainFields = {
  'identity.assert': 'provider',
  'route.choose': 'route',
  'finding.record': 'finding',
} as const satisfies { [T in EventType]?: keyof EventFields<T> }
type MainFields = typeof mainFields

/** Builds a draft of one event from the fields that matter to a test. */
export type Builder<T extends EventType> = T extends keyof MainFields
  ? (
      fields?:
        | SomeFields<T>
        | (MainFields[T] extends keyof EventFields<T> ? EventFields<T>[MainFields[T]] : never),
    ) => EventDraft<T>
  : (fields?: SomeFields<T>) => EventDraft<T>

type Area = EventType extends infer T ? (T extends `${infer A}.${string}` ? A : never) : never
type EventTypeOf<A extends Area> = Extract<EventType, `${A}.${string}`>
type NameOf<T extends EventType, A extends Area> = T extends `${A}.${infer Name}` ? Name : never

/** The builders of an area. The area is the first word of an event type. */
export type Builders<A extends Area> = { readonly [T in EventTypeOf<A> as NameOf<T, A>]: Builder<T> }

function draftOf(type: EventType, fields: object | string = {}): EventDraft {
  const own = typeof fields === 'string' ? { [mainFields[type as keyof MainFields]]: fields } : fields
  return { ...own, type } as EventDraft
}

function buildersOf<A extends Area>(area: A): Builders<A> {
  const types = eventTypes.filter((type) => type.startsWith(`${area}.`))
  return Object.fromEntries(
    types.map((type) => [type.slice(area.length + 1), (fields?: object | string) => draftOf(type, fields)]),
  ) as Builders<A>
}

const areas = [...new Set(eventTypes.map((type) => type.slice(0, type.indexOf('.'))))] as Area[]

/**
 * The builders of all events, by the two parts of their type. A builder accepts the fields that matter to a test; the
 * other fields get their usual values when the event is sent.
 * @example
 * ```ts
 * import { event, given } from 'baokao/testing'
 *
 * given('filling.route').when(event.route.choose('proof')).emits('commitment.forfeited')
 * ```
 */
export const event = Object.fromEntries(areas.map((area) => [area, buildersOf(area)])) as {
  readonly [A in Area]: Builders<A>
}
