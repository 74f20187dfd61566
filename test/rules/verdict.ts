import { expect } from 'vitest'
import {
  type Decision,
  type EventType,
  type LocalizedText,
  type RuleId,
  rules,
  type Snapshot,
} from '../../src'
import { matchesPath } from '../../src/machine/states'
import type { EventDraft } from '../../src/testing/drafts'
import type { Given } from '../../src/testing/given'
import { messageTemplates } from '../../src/titles'

/** Whether a text is a template with or without its optional parts, and with some values. */
function matches(template: string, text: string): boolean {
  const literal = (part: string) => part.replace(/[$()*+.?^|\\/]/g, '\\$&')
  const pattern = literal(template)
    .replace(/\[([^\]]*)\]/g, '(?:$1)?')
    .replace(/\{\w+\}/g, '[^{}[\\]]+')
  return new RegExp(`^${pattern}$`).test(text)
}

/** Expects a decision to refuse by the given rule, with its § and its message in both languages. */
export function expectRefusal(decision: Decision<Snapshot | null>, rule: RuleId): void {
  expect(decision.accepted ? 'accepted' : decision.refusal.rule).toBe(rule)
  if (decision.accepted) return
  const { message, cites } = decision.refusal
  // The text of the rule, or the one for this case, with its values; `refusalMessage.test.ts` has the values.
  const own = Object.entries(messageTemplates).filter(([key]) => key === rule || key.startsWith(`${rule}/`))
  const fits = ([, { zh, en }]: [string, LocalizedText]) => matches(zh, message.zh) && matches(en, message.en)
  expect(own.some(fits) ? rule : message).toBe(rule)
  expect(message.zh).toMatch(/\p{Script=Han}/u)
  expect(message.en).toMatch(/[a-z]/)
  expect(cites).toEqual(rules[rule].cites)
}

/**
 * Expects the rule to refuse the event and nothing to change, apart from deadlines that were due.
 * @param state the state after those deadlines, if any were due
 */
export function refuses(
  rule: RuleId,
  scenario: Given,
  event: EventType | EventDraft,
  at?: string,
  state?: string,
): void {
  const before = JSON.stringify(scenario.snapshot)
  const decision = scenario.when(event, at).decision
  expectRefusal(decision, rule)
  expect(JSON.stringify(scenario.snapshot)).toBe(before)
  if (state === undefined) {
    expect(decision.fired).toEqual([])
    expect(decision.snapshot).toBe(scenario.snapshot)
    expect(decision.facts).toEqual([])
  } else {
    expect(decision.fired).not.toEqual([])
    expectState(decision, state)
  }
}

/** Expects an event to be accepted. */
export function accepts(scenario: Given, event: EventType | EventDraft, at?: string): Given {
  const decision = scenario.when(event, at).decision
  expect(decision.accepted ? 'accepted' : decision.refusal.rule).toBe('accepted')
  return scenario.when(event, at)
}

/** Expects a registration to be in the state with this dotted path. */
export function expectState({ snapshot }: { snapshot: Snapshot }, path: string): void {
  if (!matchesPath(snapshot.value, path)) expect(snapshot.value).toBe(path)
}
