import { expect } from 'vitest'
import { type Decision, type EventType, isIn, type RuleId, rules } from '../../src'
import type { Happening, Life } from '../support/life'

/** Expects a decision to be the refusal of that rule, in both languages and with its §. */
export function expectRefusal(decision: Decision<Life['snapshot'] | null>, rule: RuleId): void {
  expect(decision.accepted ? 'accepted' : decision.refusal.rule).toBe(rule)
  if (decision.accepted) return
  const { message, cites } = decision.refusal
  expect(message).toEqual(rules[rule].message)
  expect(message.zh).toMatch(/\p{Script=Han}/u)
  expect(message.en).toMatch(/[a-z]/)
  expect(cites).toEqual(rules[rule].cites)
}

/**
 * Expects an event to be refused by that rule, and to change nothing but for deadlines that were due.
 * @param state where those deadlines leave the registration, if any was due
 */
export function refuses<T extends EventType>(
  rule: RuleId,
  life: Life,
  happening: Happening<T>,
  at?: string,
  state?: string,
): void {
  const before = JSON.stringify(life.snapshot)
  const decision = life.tries(happening, at)
  expectRefusal(decision, rule)
  expect(JSON.stringify(life.snapshot)).toBe(before)
  if (state === undefined) {
    expect(decision.fired).toEqual([])
    expect(decision.snapshot).toBe(life.snapshot)
    expect(decision.facts).toEqual([])
  } else {
    expect(decision.fired).not.toEqual([])
    expectState(decision, state)
  }
}

/** Expects an event to be taken. */
export function accepts<T extends EventType>(life: Life, happening: Happening<T>, at?: string): Life {
  const decision = life.tries(happening, at)
  expect(decision.accepted ? 'accepted' : decision.refusal.rule).toBe('accepted')
  return life.send(happening, at)
}

/** Expects a registration to be in a state, named by its dotted path. */
export function expectState({ snapshot }: { snapshot: Life['snapshot'] }, path: string): void {
  if (!isIn(snapshot.value, path)) expect(snapshot.value).toBe(path)
}
