import * as z from 'zod'
import { startOf } from '../time'

/**
 * Builds a value on first use and caches it. Most programs need few of the schemas, and building all of them takes
 * longer than building the machine.
 */
export function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/**
 * Builds an object on first use, like `lazy`, for an exported object that users do not call as a function. What is read
 * from it or assigned to it goes to the built object.
 */
export function lazyObject<T extends object>(make: () => T): T {
  const made = lazy(make)
  return new Proxy({} as T, {
    get: (_, key) => Reflect.get(made(), key),
    has: (_, key) => Reflect.has(made(), key),
    ownKeys: () => Reflect.ownKeys(made()),
    getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(made(), key),
    defineProperty: (_, key, descriptor) => Reflect.defineProperty(made(), key, descriptor),
    getPrototypeOf: () => Reflect.getPrototypeOf(made()),
  })
}

/** A short identifier: a code, an order number, a kind. */
export const idShape = lazy(() => z.string().min(1).max(64))

/** A line of free text. */
export const lineShape = lazy(() => z.string().max(400))

/** A name or a message in both languages. */
export const localizedTextShape = lazy(() =>
  z.strictObject({ zh: z.string().max(400), en: z.string().max(400) }),
)

/**
 * An instant in ISO 8601 with an offset. The years are bounded, so that arithmetic stays within the range of a
 * JavaScript date.
 */
export const instantShape = lazy(() =>
  z.iso.datetime({ offset: true, abort: true }).refine((iso) => iso >= '1949' && iso < '9000', {
    params: { zh: '年份须在 1949 与 8999 之间', en: 'the year must lie between 1949 and 8999' },
  }),
)

/** A Shanghai day, `YYYY-MM-DD`. */
export const dayShape = lazy(() => z.iso.date())

/** A Shanghai day, meaning its 00:00, or an instant. */
export const dayOrInstantShape = lazy(() =>
  z.union([dayShape(), instantShape()]).refine((text) => !Number.isNaN(startOf(text)), {
    params: { zh: '须为日期或带时区的时刻', en: 'must be a day or an instant with an offset' },
  }),
)

/** An amount in fen: a positive integer. */
export const fenShape = lazy(() => z.int().min(1).max(1_000_000_000))

/** The schema of a fee in fen, which can be 0. */
export const feeShape = lazy(() => z.int().min(0).max(1_000_000_000))

/** Freezes an object and everything in it that is not frozen yet. */
export function freeze<T extends object>(object: T): T {
  Object.freeze(object)
  for (const key in object) {
    const part = object[key]
    if (typeof part === 'object' && part !== null && !Object.isFrozen(part)) freeze(part)
  }
  return object
}

/** Whether an object has a property that is not `undefined`. */
export const hasDefinedProperty = (object: object): boolean =>
  Object.values(object).some((value) => value !== undefined)

/** Arguments of `refine` for an object that must have at least one property. */
export const notEmpty = [
  hasDefinedProperty,
  { params: { zh: '至少填写一项', en: 'must name at least one thing' } },
] as const

/** The type of the fields of a catalogue entry. zod infers an empty shape as an object that allows no key at all. */
export type InferFields<Shape extends z.ZodRawShape> = keyof Shape extends never
  ? unknown
  : z.infer<z.ZodObject<Shape, z.core.$strict>>

/** An equal union. Compiler messages give the name of this type instead of listing its members. */
export type NamedUnion<Name extends string> = Name extends string ? Name : never

/** Flattens an intersection, so that editors show its fields. */
export type Simplify<T> = { [K in keyof T]: T[K] } & {}

/** Returns a copy without the keys that are `undefined`, so that it survives a JSON round trip unchanged. */
export function omitUndefined<T extends object>(object: T): T {
  const kept: Partial<T> = {}
  for (const key of Object.keys(object) as (keyof T)[]) {
    if (object[key] !== undefined) kept[key] = object[key]
  }
  return kept as T
}

/**
 * Returns a value that earlier transitions, or the check of the snapshot, guarantee.
 * @throws Error if it is missing: a defect of the library, which `decide` reports as `internal.defect`
 */
export function assertPresent<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A value that should be present is missing')
  return value
}
