import type {} from 'vitest'
import type { Snapshot } from '../engine/snapshot'
import type { FactType } from '../facts'
import type { StatePath } from '../machine/states'
import { isIn } from '../machine/states'
import type { RuleId } from '../rules'
import { describeExpected, type ExpectedFields, hasFact } from './expectedFacts'
import { type AnyDecision, failureReport, ruleLine, statesText } from './failureReport'
import { assertState } from './statePath'

/** The matchers that `expect.extend(matchers)` adds to `expect(…)`. */
export type RegistrationMatchers<Returned = unknown> = {
  /** Expects a refusal by that rule; for a provision name it as `toBeRefusedBy<'sh.security'>('sh.security')`. */
  toBeRefusedBy<Id extends string = RuleId>(rule: NoInfer<Id>): Returned
  /** Expects a fact of that type, with those fields. */
  toHaveEmitted<T extends FactType>(type: T, fields?: ExpectedFields<T>): Returned
  /** Expects a decision or a snapshot in that state or in a state inside it. */
  toBeIn(path: StatePath): Returned
}

declare module 'vitest' {
  interface Matchers<T> extends RegistrationMatchers<void> {}
}

/** The result of a matcher, as test runners expect it. */
type MatcherResult = { pass: boolean; message: () => string }

const isObject = (received: unknown): received is object => received !== null && typeof received === 'object'
const isDecision = (received: unknown): received is AnyDecision =>
  isObject(received) && 'accepted' in received && 'snapshot' in received
const isSnapshot = (received: unknown): received is Snapshot =>
  isObject(received) && 'value' in received && 'context' in received

/** The decision of a `given` or of an outcome of `when`, the snapshot of another object, or the value itself. */
function unwrap(received: unknown): unknown {
  if (!isObject(received) || isDecision(received) || isSnapshot(received)) return received
  if ('decision' in received) return received.decision
  return 'snapshot' in received ? received.snapshot : received
}

const describeValue = (received: unknown): string =>
  isObject(received) ? `an object with ${Object.keys(received).join(', ') || 'nothing'}` : String(received)

function matchDecision(
  received: unknown,
  expectation: string,
  matches: (decision: AnyDecision) => boolean,
): MatcherResult {
  const decision = unwrap(received)
  if (!isDecision(decision)) {
    const message = `Expected a decision of \`decide\` or \`open\`, or an outcome of \`when\`, got ${describeValue(decision)}.`
    return { pass: false, message: () => message }
  }
  const pass = matches(decision)
  // Test runners print the message of a passing matcher under `.not`.
  const message = () =>
    `Expected the decision ${pass ? 'not ' : ''}${expectation}.\n\n${failureReport(decision)}\n`
  return { pass, message }
}

/**
 * Matchers for `expect.extend(matchers)`. Call it once in a test file or in a file of `setupFiles`.
 * @see RegistrationMatchers
 * @example
 * ```ts
 * import { given } from 'baokao/testing'
 * import { matchers } from 'baokao/testing/matchers'
 *
 * matchers.toBeIn(given('paying'), 'paying.awaiting').pass // true
 * ```
 */
export const matchers = {
  /** Passes if the decision is a refusal by that rule. */
  toBeRefusedBy: <Id extends string = RuleId>(received: unknown, rule: NoInfer<Id>): MatcherResult =>
    matchDecision(received, `to be refused by ${ruleLine(rule)}`, (decision) => {
      return !decision.accepted && decision.refusal.rule === rule
    }),

  /** Passes if the decision emitted a fact of that type with those fields. */
  toHaveEmitted: <T extends FactType>(
    received: unknown,
    type: T,
    fields?: ExpectedFields<T>,
  ): MatcherResult =>
    matchDecision(received, `to emit ${describeExpected(type, fields)}`, ({ facts }) =>
      hasFact(facts, type, fields),
    ),

  /** Passes if the decision or snapshot is in that state or in a state inside it. */
  toBeIn(received: unknown, path: StatePath): MatcherResult {
    assertState(path)
    const snapshot = unwrap(received)
    if (!isSnapshot(snapshot)) {
      return matchDecision(received, `to lead to ${path}`, (decision) => {
        return decision.snapshot !== null && isIn(decision.snapshot.value, path)
      })
    }
    const pass = isIn(snapshot.value, path)
    const message = () =>
      `Expected the registration ${pass ? 'not ' : ''}to be in ${path}: ${statesText(snapshot)}.`
    return { pass, message }
  },
}
