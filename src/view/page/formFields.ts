import type { Snapshot } from '../../engine/snapshot'
import type { EventType, RegistrationEvent } from '../../events'
import { toJSONSchema } from '../../schemas'
import { payloads } from '../../testing/payloads'
import { senderFor } from '../../testing/senders'

/** The part of a JSON Schema that a form, or a page of the documentation, is made from. */
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
  /** Marked by the library itself. */
  personal?: boolean
}

let schemas: Map<string, Schema> | undefined

/** What an event of that type carries besides its type, its instant and its sender. */
export function eventFieldsSchema(type: EventType): Schema {
  schemas ??= new Map(
    ((toJSONSchema('event') as { oneOf?: Schema[] }).oneOf ?? []).map((one) => [
      String(one.properties?.type?.const),
      one,
    ]),
  )
  const { properties = {}, required = [] } = schemas.get(type) ?? {}
  const own = Object.entries(properties).filter(([key]) => !['type', 'at', 'by'].includes(key))
  return { type: 'object', properties: Object.fromEntries(own), required }
}

/** What the form begins with: sensible values for where the registration stands. */
export const initialFields = (type: EventType, snapshot: Snapshot, at: string): Record<string, unknown> =>
  structuredClone(payloads[type].usual({ snapshot, at })) as Record<string, unknown>

/** The event that a form makes, by the right person. */
export const eventFromForm = (
  type: EventType,
  fields: Record<string, unknown>,
  at: string,
  snapshot: Snapshot,
): RegistrationEvent =>
  ({ ...fields, type, at, by: senderFor(snapshot, type) }) as unknown as RegistrationEvent

/** What a new field begins with. */
export function emptyValue({ type, enum: values, properties = {}, required = [], const: fixed }: Schema): unknown {
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
