import { describe } from 'vitest'
import { type RuleId, rules } from '../../src'

/** The tests of a rule from both sides. A requirement that holds refuses the event; a branch that holds is taken. */
type Sides = { holds: () => void; fails: () => void }

/**
 * Declares the tests of a rule.
 * @param sides both of them, or a function that returns them after it has prepared what they share
 */
export function describeRule(id: RuleId, sides: Sides | (() => Sides)): void {
  const sections = rules[id].cites.map((cite) => `§${cite}`).join(' ')
  describe(`${id} ${sections}`, () => {
    const { holds, fails } = typeof sides === 'function' ? sides() : sides
    describe('when it holds', holds)
    describe('when it does not', fails)
  })
}
