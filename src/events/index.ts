import { z } from 'zod'
import { type InferFields, type Simplify, instantShape, lazy } from '../schema/primitives'
import type { Role } from '../schema/vocabulary'
import { accountEvents } from './account'
import { amendingEvents } from './amending'
import { certifiedEvents } from './certified'
import { correctingEvents } from './correcting'
import { decidingEvents } from './deciding'
import { declaringEvents } from './declaring'
import { type EventSpec, senderIdShape, senderShape } from './event'
import { fillingEvents } from './filling'
import { markingEvents } from './marking'
import { payingEvents } from './paying'
import { qualifyingEvents } from './qualifying'
import { sittingEvents } from './sitting'

/** Every event by type: who may send it and what it carries. */
export const events = {
  ...accountEvents,
  ...fillingEvents,
  ...declaringEvents,
  ...payingEvents,
  ...sittingEvents,
  ...markingEvents,
  ...qualifyingEvents,
  ...certifiedEvents,
  ...correctingEvents,
  ...decidingEvents,
  ...amendingEvents,
}

type Events = typeof events
/** The name of an event: `commitment.sign`. */
export type EventType = keyof Events

/**
 * Something that happened to a registration, told by somebody.
 *
 * `at` is an instant in ISO 8601 with an offset; `by` names the sender, whose role each event fixes.
 */
export type RegistrationEvent<Type extends EventType = EventType> = {
  [T in Type]: Simplify<
    { type: T; at: string; by: { role: Events[T]['by']; id: string } } & InferFields<Events[T]['fields']>
  >
}[Type]

/** Every event type, in the order of a candidate's path. */
export const eventTypes = Object.keys(events) as EventType[]

/** Whether the text names an event type. */
export function isEventType(type: unknown): type is EventType {
  return typeof type === 'string' && Object.hasOwn(events, type)
}

/** @returns the role that may send the event */
export function senderOf(type: EventType): Role {
  return events[type].by
}

const shaped = new Map<EventType, z.ZodType<RegistrationEvent>>()

/** The shape of one event type, whoever sends it: a wrong role is a rule's matter (`actor.role`), not a malformed event. */
export function shapeOf(type: EventType): z.ZodType<RegistrationEvent> {
  let schema = shaped.get(type)
  if (schema === undefined) {
    const spec: EventSpec = events[type]
    schema = z.object({
      type: z.literal(type),
      at: instantShape(),
      by: senderShape(),
      ...spec.fields,
    }) as unknown as z.ZodType<RegistrationEvent>
    shaped.set(type, schema)
  }
  return schema
}

/** The schema of all events together, each tied to the role that may send it. */
export const eventShape = lazy(
  () =>
    z.discriminatedUnion(
      'type',
      eventTypes.map((type) => {
        const spec: EventSpec = events[type]
        return z.object({
          type: z.literal(type),
          at: instantShape(),
          by: z.object({ role: z.literal(spec.by), id: senderIdShape() }),
          ...spec.fields,
        })
      }) as unknown as [z.ZodObject<{ type: z.ZodLiteral<EventType> }>],
    ) as unknown as z.ZodType<RegistrationEvent>,
)
