import { facts as catalogue, type Fact, type FactType, factTypes } from '../facts'
import { assertKnown } from './assertKnown'

/** Expected fields of a fact, each a value or a matcher such as `expect.any(String)`. */
export type ExpectedFields<T extends FactType> = Partial<Omit<Fact<T>, 'type'>>

/** A matcher of a test runner, in place of a value. */
type AsymmetricMatcher = { asymmetricMatch: (actual: unknown) => boolean }

function isMatcher(expected: object): expected is AsymmetricMatcher {
  return typeof (expected as Partial<AsymmetricMatcher>).asymmetricMatch === 'function'
}

/** Whether a value matches: arrays must have the expected length, objects may have further fields. */
function matches(actual: unknown, expected: unknown): boolean {
  if (expected === null || typeof expected !== 'object') return Object.is(actual, expected)
  if (isMatcher(expected)) return expected.asymmetricMatch(actual)
  if (actual === null || typeof actual !== 'object') return false
  if (Array.isArray(expected) && (!Array.isArray(actual) || actual.length !== expected.length)) return false
  return Object.entries(expected).every(([key, value]) =>
    matches((actual as Record<string, unknown>)[key], value),
  )
}

/**
 * Whether the facts include a fact of that type with those fields.
 * @throws if the fact type or a field is unknown
 */
export function hasFact<T extends FactType>(
  facts: readonly Fact[],
  type: T,
  fields: ExpectedFields<T> = {},
): boolean {
  assertKnown('fact', type, factTypes)
  const names = ['at', ...Object.keys(catalogue[type].fields)]
  for (const field of Object.keys(fields)) assertKnown(`field of ${type}`, field, names)
  return facts.some((fact) => fact.type === type && matches(fact, fields))
}

/** Formats the expected fact for messages. */
export const describeExpected = (type: FactType, fields: object = {}): string =>
  Object.keys(fields).length === 0 ? type : `${type} ${JSON.stringify(fields)}`
