import { z } from 'zod'
import { startOf } from '../time'

/**
 * Makes something when it is first asked for. Few programs use many of the schemas, and making them all takes longer than
 * making the machine.
 */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Words that exams, notices, events and snapshots share. */

/** A name or a message in both languages. */
export const textShape = once(() => z.object({ zh: z.string().max(400), en: z.string().max(400) }))

/** A short identifier: a code, a number of an order, a kind. */
export const idShape = once(() => z.string().min(1).max(64))

/** A line of free text. */
export const lineShape = once(() => z.string().max(400))
/**
 * An instant in ISO 8601 with an offset. Bounded to the years in which people register for exams, so that no later
 * arithmetic can leave what a date can hold.
 */
export const instantShape = once(() =>
  z.iso.datetime({ offset: true, abort: true }).refine((iso) => iso >= '1949' && iso < '9000', {
    params: { zh: '年份须在 1949 与 8999 之间', en: 'the year must lie between 1949 and 8999' },
  }),
)

/** A Shanghai day, `YYYY-MM-DD`. */
export const dayShape = once(() => z.iso.date())

/** A Shanghai day, meaning its 00:00, or an instant. */
export const dayOrInstantShape = once(() =>
  z.union([dayShape(), instantShape()]).refine((text) => !Number.isNaN(startOf(text)), {
    params: { zh: '须为日期或带时区的时刻', en: 'must be a day or an instant with an offset' },
  }),
)

/** Money in fen: whole and positive. */
export const fenShape = once(() => z.int().min(1).max(1_000_000_000))
/** The fields of a catalogue entry as a type; zod types a shape without fields as one that allows no key at all. */
export type Carried<Shape extends z.ZodRawShape> = keyof Shape extends never
  ? unknown
  : z.infer<z.ZodObject<Shape>>

/** A type written out, so that it reads as one. */
export type Flat<T> = { [K in keyof T]: T[K] } & {}

/** Leaves out every key that is undefined, so that what is kept survives JSON unchanged. */
export function defined<T extends object>(object: T): T {
  const kept: Partial<T> = {}
  for (const key of Object.keys(object) as (keyof T)[]) {
    if (object[key] !== undefined) kept[key] = object[key]
  }
  return kept as T
}

/**
 * Returns a value that earlier transitions, or the check of the snapshot, guarantee.
 * @throws if it is missing all the same: a defect, which `decide` reports as `internal.defect`
 */
export function assertPresent<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A value that should be present is missing')
  return value
}
