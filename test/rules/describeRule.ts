import { describe } from 'vitest'
import { type RuleId, rules } from '../../src'

/** The tests of both sides of a rule. A refusal that holds refuses the event; a branch that holds is followed. */
type Sides = { holds: () => void; fails: () => void }

/**
 * Declares the tests of a rule.
 * @param sides both sides, or a function that prepares what they share and returns them
 */
export function describeRule(id: RuleId, sides: Sides | (() => Sides)): void {
  const sections = rules[id].cites.map((cite) => `§${cite}`).join(' ')
  describe(`${id} ${sections}`, () => {
    const { holds, fails } = typeof sides === 'function' ? sides() : sides
    describe('when it holds', holds)
    describe('when it does not hold', fails)
  })
}
