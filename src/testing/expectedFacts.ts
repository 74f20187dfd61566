import { type Fact, type FactType, factTypes } from '../facts'
import { assertKnown } from './assertKnown'

/** Fields that a fact is expected to have, each as it is told or as a matcher such as `expect.any(String)`. */
export type ExpectedFields<T extends FactType> = Partial<Omit<Fact<T>, 'type'>>

/** What test runners give instead of a value. */
type Matcher = { asymmetricMatch: (actual: unknown) => boolean }

function isMatcher(expected: object): expected is Matcher {
  return typeof (expected as Partial<Matcher>).asymmetricMatch === 'function'
}

/** Whether something is, or has, what is expected: arrays are of one length, objects may have more. */
export function resembles(actual: unknown, expected: unknown): boolean {
  if (expected === null || typeof expected !== 'object') return Object.is(actual, expected)
  if (isMatcher(expected)) return expected.asymmetricMatch(actual)
  if (actual === null || typeof actual !== 'object') return false
  if (Array.isArray(expected) && (!Array.isArray(actual) || actual.length !== expected.length)) return false
  return Object.entries(expected).every(([key, value]) =>
    resembles((actual as Record<string, unknown>)[key], value),
  )
}

/**
 * Whether such a fact was told.
 * @throws if no fact is of that type
 */
export function hasFact<T extends FactType>(
  facts: readonly Fact[],
  type: T,
  fields: ExpectedFields<T> = {},
): boolean {
  assertKnown('fact', type, factTypes)
  return facts.some((fact) => fact.type === type && resembles(fact, fields))
}

/** @returns the fact that is expected, for a message */
export const describeExpected = (type: FactType, fields: object = {}): string =>
  Object.keys(fields).length === 0 ? type : `${type} ${JSON.stringify(fields)}`
