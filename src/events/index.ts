import * as z from 'zod'
import { semanticChecks } from '../schema/issues'
import { named } from '../schema/jsonSchema'
import { type Meta, metaShape } from '../schema/meta'
import { type InferFields, instantShape, lazy, type NamedUnion, type Simplify } from '../schema/primitives'
import { type Role, roles } from '../schema/vocabulary'
import { titles } from '../titles'
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

/** The catalogue of events by type: sender and fields. Their titles are in `titles.events`. */
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
/** The type of an event, such as `commitment.sign`. */
export type EventType = NamedUnion<keyof Events>

/**
 * An event that is sent to a registration and that rules may refuse. Other systems call it a command.
 *
 * `at` is an instant in ISO 8601 with an offset; `by` is the sender. Each event type has one role that may send it.
 * `meta` is data of the caller, such as a correlation id: JSON of at most 2 kB. No rule reads it.
 */
export type RegistrationEvent<Type extends EventType = EventType> = {
  [T in Type]: Simplify<
    {
      type: T
      at: string
      by: { role: Events[T]['by']; id: string }
      meta?: Meta | undefined
    } & InferFields<Events[T]['fields']>
  >
}[Type]

/** All event types, in the order of the stages. */
export const eventTypes = Object.keys(events) as EventType[]

/** Whether a value is an event type. */
export function isEventType(type: unknown): type is EventType {
  return typeof type === 'string' && Object.hasOwn(events, type)
}

/**
 * @returns the role that may send events of this type
 * @example
 * ```ts
 * import { senderOf } from 'baokao'
 *
 * senderOf('payment.settle') // 'gateway'
 * ```
 */
export function senderOf(type: EventType): Role {
  return events[type].by
}

const typesByRole = lazy(
  () => new Map(roles.map((role) => [role, eventTypes.filter((type) => senderOf(type) === role)])),
)

/** The event types that a role may send; none if there is no such role. Every refusal lists some of them. */
export const typesFor = (role: Role): readonly EventType[] => typesByRole().get(role) ?? []

const shapes = new Map<EventType, z.ZodType<RegistrationEvent>>()

/** @param by the schema of the sender */
function shapeWith(type: EventType, by: z.ZodType): z.ZodObject<{ type: z.ZodLiteral<EventType> }> {
  const { fields, check }: EventSpec = events[type]
  const shape = z.strictObject({
    type: z.literal(type),
    at: instantShape(),
    by,
    ...fields,
    meta: metaShape().optional(),
  })
  return check === undefined ? shape : shape.superRefine(...semanticChecks<unknown>(check))
}

/**
 * Returns the schema of one event type. It accepts every role as the sender, so that a wrong role is refused by
 * `actor.role` and not as malformed.
 */
export function shapeOf(type: EventType): z.ZodType<RegistrationEvent> {
  let schema = shapes.get(type)
  if (schema === undefined) {
    schema = shapeWith(type, senderShape()) as unknown as z.ZodType<RegistrationEvent>
    shapes.set(type, schema)
  }
  return schema
}

/** The schema of all events. It accepts each event type only from the role that may send it. */
export const eventShape = lazy(() =>
  named(
    'Event',
    { zh: '事项', en: 'Event' },
    z.discriminatedUnion(
      'type',
      eventTypes.map((type) =>
        named(
          type,
          titles.events[type],
          shapeWith(type, z.strictObject({ role: z.literal(events[type].by), id: senderIdShape() })),
        ),
      ) as [z.ZodObject<{ type: z.ZodLiteral<EventType> }>],
    ) as unknown as z.ZodType<RegistrationEvent>,
  ),
)
