import type * as z from 'zod'
import { type EventType, isEventType, shapeOf } from '../events'
import { read } from '../schema/issues'
import type { Meta } from '../schema/meta'
import { isPersonal } from '../schema/personal'
import { entrySchema, enumValues, fieldSchemas, required } from '../zodInternals'

/** Separates the personal data of an event from the rest, according to the marks in its schema. */

/** The path and value of each personal field; an empty path means the whole event. */
export type PersonalValues = [path: (string | number)[], value: unknown][]

/**
 * An event for the log: valid, with placeholders for personal data. A malformed event is `null`, and its content is
 * personal.
 */
export type SplitEvent = { type: string; event: unknown; personal: PersonalValues | undefined }

/** A personal field of an event type; `*` in the path means every index of a list. */
type PersonalField = { path: string[]; placeholder: unknown }

/** A field gets the first placeholder that its schema accepts. */
const placeholders = ['-', '00000', 'erased@example.invalid', 'other']

function placeholderFor(schema: z.ZodType): unknown {
  const fits = placeholders.find((placeholder) => schema.safeParse(placeholder).success)
  return fits ?? enumValues(schema)?.[0] ?? null
}

function fieldsIn(schema: z.ZodType, path: string[]): PersonalField[] {
  const inner = required(schema)
  if (isPersonal(inner)) return [{ path, placeholder: placeholderFor(inner) }]
  const entry = entrySchema(inner)
  if (entry !== undefined) return fieldsIn(entry, [...path, '*'])
  return Object.entries(fieldSchemas(inner) ?? {}).flatMap(([key, child]) => fieldsIn(child, [...path, key]))
}

const fieldsByType = new Map<EventType, PersonalField[]>()

/** The personal fields of an event type. */
function personalFields(type: EventType): PersonalField[] {
  let fields = fieldsByType.get(type)
  if (fields === undefined) {
    fields = fieldsIn(shapeOf(type), [])
    fieldsByType.set(type, fields)
  }
  return fields
}

type Tree = { [key: string]: unknown }

/** Replaces a field of a copy by its placeholder, and adds its value to `taken`. */
function take(
  tree: Tree,
  { path, placeholder }: PersonalField,
  taken: PersonalValues,
  at: (string | number)[] = [],
): void {
  const [key, ...rest] = path
  if (key === undefined) return
  if (key === '*') {
    for (const i of (tree as unknown as unknown[]).keys()) {
      take((tree as unknown as Tree[])[i] as Tree, { path: rest, placeholder }, taken, [...at, i])
    }
    return
  }
  const value = tree[key]
  if (value === undefined) return
  if (rest.length > 0) {
    take(value as Tree, { path: rest, placeholder }, taken, [...at, key])
    return
  }
  taken.push([[...at, key], value])
  tree[key] = placeholder
}

/** The event after a JSON round trip; `unreadable` if it is not JSON. */
function serializable(event: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(event) ?? 'null')
  } catch {
    return 'unreadable'
  }
}

/**
 * Splits an event into personal data and the rest. A well-formed event keeps only the fields of its schema. All of a
 * malformed event is personal data.
 */
export function splitPersonalData(event: unknown): SplitEvent {
  const type = eventTypeOf(event)
  const { data } = type === undefined ? {} : read(shapeOf(type), event)
  if (type === undefined || data === undefined)
    return { type: type ?? 'unknown', event: null, personal: [[[], serializable(event)]] }
  const given = data as Tree
  const fields = personalFields(type).filter(({ path: [first] }) => given[first as string] !== undefined)
  if (fields.length === 0) return { type, event: data, personal: undefined }
  const rest = serializable(data) as Tree
  const personal: PersonalValues = []
  for (const field of fields) take(rest, field, personal)
  return { type, event: rest, personal: personal.length > 0 ? personal : undefined }
}

/** The personal data of an opening: its `meta`. */
export const personalMeta = (meta: Meta | undefined): PersonalValues | undefined =>
  meta === undefined ? undefined : [[['meta'], meta]]

/** The event's type; `undefined` if it is unknown or cannot be read. */
export function eventTypeOf(event: unknown): EventType | undefined {
  try {
    const { type } = event as { type?: unknown }
    return isEventType(type) ? type : undefined
  } catch {
    return undefined
  }
}

/** Restores the personal data of an event. Without it, and if it is sealed (a text), the placeholders stay. */
export function mergePersonalData(
  event: unknown,
  personal: PersonalValues | string | null | undefined,
): unknown {
  if (!personal || typeof personal === 'string') return event
  let whole = structuredClone(event)
  for (const [path, value] of personal) {
    if (path.length === 0) {
      whole = value
      continue
    }
    let tree = whole as Record<string | number, unknown>
    for (const key of path.slice(0, -1)) tree = tree[key] as Record<string | number, unknown>
    tree[path.at(-1) as string | number] = value
  }
  return whole
}
