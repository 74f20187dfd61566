import type {} from 'vitest'
import type { Decision } from '../engine/decide'
import type { Snapshot } from '../engine/snapshot'
import { isIn } from '../engine/stateTree'
import type { FactType } from '../facts'
import type { RuleId } from '../rules'
import { describeExpected, type ExpectedFields, hasFact } from './expectedFacts'
import { report, ruleLine, statesText } from './failureReport'
import { assertState, type StatePath } from './statePath'

/** What `expect(…)` has besides, once it is extended with the `matchers`. */
export type RegistrationMatchers<Returned = unknown> = {
  /** A decision that is the refusal of that rule. */
  toBeRefusedBy(rule: RuleId): Returned
  /** A decision that tells a fact of that type, with those fields. */
  toHaveEmitted<T extends FactType>(type: T, fields?: ExpectedFields<T>): Returned
  /** A decision, or a snapshot, in that state, or in one inside it. */
  toBeIn(path: StatePath): Returned
}

declare module 'vitest' {
  interface Matchers<T> extends RegistrationMatchers<void> {}
}

/** What a test runner wants to know of an expectation. */
type Verdict = { pass: boolean; message: () => string }

type AnyDecision = Decision<Snapshot | null>

const isObject = (received: unknown): received is object => received !== null && typeof received === 'object'
const isDecision = (received: unknown): received is AnyDecision =>
  isObject(received) && 'accepted' in received && 'snapshot' in received
const isSnapshot = (received: unknown): received is Snapshot =>
  isObject(received) && 'value' in received && 'context' in received

/** What was given, or the decision or snapshot of what `given` and `when` made. */
function meant(received: unknown): unknown {
  if (!isObject(received) || isDecision(received) || isSnapshot(received)) return received
  if ('decision' in received) return received.decision
  return 'snapshot' in received ? received.snapshot : received
}

const no = (message: string): Verdict => ({ pass: false, message: () => message })

/** In a few words what something is. */
const described = (received: unknown): string =>
  isObject(received) ? `an object with ${Object.keys(received).join(', ') || 'nothing'}` : String(received)

function judge(given: unknown, expectation: string, holds: (decision: AnyDecision) => boolean): Verdict {
  const received = meant(given)
  if (!isDecision(received)) {
    return no(
      `Expected a decision of \`decide\` or \`open\`, or an outcome of \`when\`, got ${described(received)}.`,
    )
  }
  const pass = holds(received)
  // With `.not` it is the one that holds that is told.
  const message = () => `Expected the decision ${pass ? 'not ' : ''}${expectation}.\n\n${report(received)}\n`
  return { pass, message }
}

/**
 * For `expect.extend(matchers)`, once in a file of tests or in one of `setupFiles`. They bring no test runner with them.
 * @see RegistrationMatchers
 */
export const matchers = {
  /** A decision that is the refusal of that rule. */
  toBeRefusedBy: (received: unknown, rule: RuleId): Verdict =>
    judge(received, `to be refused by ${ruleLine(rule)}`, (decision) => {
      return !decision.accepted && decision.refusal.rule === rule
    }),

  /** A decision that tells a fact of that type, with those fields. */
  toHaveEmitted: <T extends FactType>(received: unknown, type: T, fields?: ExpectedFields<T>): Verdict =>
    judge(received, `to tell ${describeExpected(type, fields)}`, ({ facts }) => hasFact(facts, type, fields)),

  /** A decision, or a snapshot, in that state, or in one inside it. */
  toBeIn(given: unknown, path: StatePath): Verdict {
    assertState(path)
    const received = meant(given)
    if (!isSnapshot(received)) {
      return judge(received, `to lead to ${path}`, ({ snapshot }) => {
        return snapshot !== null && isIn(snapshot.value, path)
      })
    }
    const pass = isIn(received.value, path)
    const message = () =>
      `Expected the registration ${pass ? 'not ' : ''}to be in ${path}: ${statesText(received)}.`
    return { pass, message }
  },
}
