import type { Decision } from '../engine/decide'
import { explain } from '../engine/explain'
import type { Snapshot } from '../engine/snapshot'
import { statePaths } from '../engine/stateTree'
import type { RegistrationEvent } from '../events'
import type { Fact } from '../facts'
import { type RuleId, ruleIds, rules } from '../rules'
import { assertKnown } from './assertKnown'

type AnyDecision = Decision<Snapshot | null>

/** What else is known of a decision. */
export type Seen = { given?: string; event?: RegistrationEvent }

/**
 * @returns a rule as people read it: its id, its title and its §
 * @throws if there is none
 */
export function ruleLine(rule: RuleId): string {
  assertKnown('rule', rule, ruleIds)
  const { title, cites } = rules[rule]
  return `${rule} "${title.en}" (${cites.map((cite) => (cite === 'policy' ? cite : `§${cite}`)).join(' ')})`
}

const fieldsLine = (fields: object): string =>
  Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields)}`

function factLine({ type, at: _, ...fields }: Fact): string {
  return `${type}${fieldsLine(fields)}`
}

export const statesText = ({ value }: Snapshot): string => statePaths(value).join(' + ')

/** What could be done, by whom. */
function possibleLine(snapshot: Snapshot, at: string): string {
  const by = new Map<string, string[]>()
  for (const { type, by: role, possible } of explain(snapshot, at)) {
    if (possible) by.set(role, [...(by.get(role) ?? []), type])
  }
  return [...by].map(([role, types]) => `${role}: ${types.join(', ')}`).join('\n           ') || 'nothing'
}

const happened = (decision: AnyDecision): string =>
  decision.accepted
    ? 'accepted'
    : `refused by ${ruleLine(decision.refusal.rule)}\n           ${decision.refusal.message.en}${(
        decision.refusal.issues ?? []
      )
        .map(({ path, en }) => `\n           ${path}: ${en}`)
        .join('')}`

/** @returns what was sent, what came of it, and what would be possible, line by line */
export function report(decision: AnyDecision, { given, event }: Seen = {}): string {
  const { snapshot, facts, fired } = decision
  const { type, at, by, ...fields } = event ?? {}
  const lines: [string, string][] = []
  if (given !== undefined) lines.push(['given', given])
  if (event !== undefined) lines.push(['when', `${type} by ${by?.role} at ${at}${fieldsLine(fields)}`])
  lines.push(['happened', happened(decision)])
  if (fired.length > 0) lines.push(['fired', fired.map((one) => `${one.name} at ${one.at}`).join(', ')])
  lines.push(['facts', facts.map(factLine).join('\n           ') || 'none'])
  if (snapshot !== null) {
    const later = Math.max(snapshot.context.at, Date.parse(at ?? '') || 0)
    lines.push(['state', statesText(snapshot)])
    lines.push(['possible', possibleLine(snapshot, new Date(later).toISOString())])
  }
  return lines.map(([name, text]) => `  ${name.padEnd(9)}${text}`).join('\n')
}
