import type { Snapshot } from '../../engine/snapshot'
import { type EventType, type RegistrationEvent, shapeOf } from '../../events'
import { jsonSchemaOf } from '../../schema/jsonSchema'
import { payloads } from '../../testing/payloads'
import { senderFor } from '../../testing/senders'

/** The subset of JSON Schema that forms and the documentation use. */
export type Schema = {
  type?: string
  format?: string
  const?: unknown
  enum?: unknown[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  additionalProperties?: Schema | boolean
  anyOf?: Schema[]
  oneOf?: Schema[]
  /** An extension of this library. */
  'x-personal'?: boolean
  $defs?: Record<string, Schema>
}

/** The schema of an event type's own fields. */
export function eventFieldsSchema(type: EventType): Schema {
  const { properties = {}, required = [] } = jsonSchemaOf(shapeOf(type)) as Schema
  const own = Object.entries(properties).filter(([key]) => !['type', 'at', 'by', 'meta'].includes(key))
  return { type: 'object', properties: Object.fromEntries(own), required }
}

/** The initial values of a form: a payload that suits the snapshot. */
export const initialFields = (type: EventType, snapshot: Snapshot, at: string): Record<string, unknown> =>
  structuredClone(payloads[type].usual({ snapshot, at })) as Record<string, unknown>

/** The event of a submitted form, with a sender of the required role. */
export const eventFromForm = (
  type: EventType,
  fields: Record<string, unknown>,
  at: string,
  snapshot: Snapshot,
): RegistrationEvent =>
  ({ ...fields, type, at, by: senderFor(snapshot, type) }) as unknown as RegistrationEvent

/** The initial value of an added field. */
export function emptyValue({
  type,
  enum: values,
  properties = {},
  required = [],
  const: fixed,
}: Schema): unknown {
  if (fixed !== undefined) return fixed
  if (values) return values[0]
  if (type === 'number' || type === 'integer') return 0
  if (type === 'boolean') return false
  if (type === 'array') return []
  if (type === 'object') {
    return Object.fromEntries(required.map((key) => [key, emptyValue(properties[key] ?? {})]))
  }
  return ''
}
