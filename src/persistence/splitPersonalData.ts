import { z } from 'zod'
import { type EventType, isEventType, shapeOf } from '../events'
import { read } from '../schema/issues'
import { isPersonal } from '../schema/personal'

/** Keeps what is personal apart from the rest of an event, by the marks of the event's own schema. */

/** Where something personal stood in an event, and what it was; an empty path is the event as a whole. */
export type PersonalValues = [path: (string | number)[], value: unknown][]

/** An event for the record: whole and valid, with placeholders where something personal stood. */
export type SplitEvent = { type: string; event: unknown; personal: PersonalValues | undefined }

/** A personal field of some event type; `*` stands for each place in a list. */
type PersonalField = { path: string[]; placeholder: unknown }

/** What stands where something personal was, and is valid there. */
const placeholders = ['-', '00000', 'erased@example.invalid', 'other']

function placeholderFor(schema: z.ZodType): unknown {
  const fits = placeholders.find((placeholder) => schema.safeParse(placeholder).success)
  return fits ?? (schema instanceof z.ZodEnum ? schema.options[0] : null)
}

function fieldsIn(schema: z.ZodType, path: string[]): PersonalField[] {
  const inner = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema
  if (isPersonal(inner)) return [{ path, placeholder: placeholderFor(inner) }]
  if (inner instanceof z.ZodArray) return fieldsIn(inner.element as z.ZodType, [...path, '*'])
  if (!(inner instanceof z.ZodObject)) return []
  return Object.entries(inner.shape).flatMap(([key, below]) => fieldsIn(below as z.ZodType, [...path, key]))
}

const known = new Map<EventType, PersonalField[]>()

/** The personal fields of an event type. */
export function personalFields(type: EventType): PersonalField[] {
  let fields = known.get(type)
  if (fields === undefined) {
    fields = fieldsIn(shapeOf(type), [])
    known.set(type, fields)
  }
  return fields
}

type Tree = { [key: string]: unknown }

/** Takes a field out of a copy, and remembers where it was. */
function take(
  tree: Tree,
  { path, placeholder }: PersonalField,
  taken: PersonalValues,
  at: (string | number)[] = [],
): void {
  const [key, ...below] = path
  if (key === undefined) return
  if (key === '*') {
    for (const i of (tree as unknown as unknown[]).keys()) {
      take((tree as unknown as Tree[])[i] as Tree, { path: below, placeholder }, taken, [...at, i])
    }
    return
  }
  const value = tree[key]
  if (value === undefined) return
  if (below.length > 0) {
    take(value as Tree, { path: below, placeholder }, taken, [...at, key])
    return
  }
  taken.push([[...at, key], value])
  tree[key] = placeholder
}

/** What cannot be written down is named instead. */
function writable(event: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(event) ?? 'null')
  } catch {
    return 'unreadable'
  }
}

/**
 * Sets what is personal apart. Of an event that is well-formed only the fields that its schema knows are kept; one that
 * is malformed is personal as a whole.
 */
export function splitPersonalData(event: unknown): SplitEvent {
  const type = eventTypeOf(event)
  const { data } = type === undefined ? {} : read(shapeOf(type), event)
  if (type === undefined || data === undefined)
    return { type: type ?? 'unknown', event: null, personal: [[[], writable(event)]] }
  const fields = personalFields(type)
  if (fields.length === 0) return { type, event: data, personal: undefined }
  const rest = structuredClone(data) as unknown as Tree
  const personal: PersonalValues = []
  for (const field of fields) take(rest, field, personal)
  return { type, event: rest, personal: personal.length > 0 ? personal : undefined }
}

/** The type of an event, where it is one. */
export function eventTypeOf(event: unknown): EventType | undefined {
  try {
    const { type } = event as { type?: unknown }
    return isEventType(type) ? type : undefined
  } catch {
    return undefined
  }
}

/** Puts back what was set apart; without it, the placeholders stay. */
export function mergePersonalData(event: unknown, personal: PersonalValues | null | undefined): unknown {
  if (!personal) return event
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
