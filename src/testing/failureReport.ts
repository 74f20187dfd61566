import type { Decision } from '../engine/decide'
import type { Snapshot } from '../engine/snapshot'
import type { RegistrationEvent } from '../events'
import type { Fact } from '../facts'
import { statePaths } from '../machine/states'
import { nationalRegistrations, type Registrations } from '../registrations/registrations'
import { type RuleId, ruleIds } from '../rules'
import { provisionIdPattern } from '../schema/vocabulary'
import { assertKnown } from './assertKnown'
import { issueText } from './issueText'

/** A decision of `decide` or of `open`. */
export type AnyDecision = Decision<Snapshot | null>

/** The state before a decision, and the event, if known. */
type ReportContext = { given?: string; event?: RegistrationEvent; registrations?: Registrations }

const indent = '\n           '

/** Whether an id may be that of a provision: a decision does not say which provisions there are. */
const maybeProvision = (id: unknown): boolean =>
  typeof id === 'string' && provisionIdPattern.test(id) && !ruleIds.some((one) => one.startsWith(areaOf(id)))

const areaOf = (id: string): string => id.slice(0, id.indexOf('.') + 1)

/**
 * @param registrations what decided; if absent, a provision is named by its id alone
 * @returns the id, title and § of a rule
 * @throws if there is no such rule
 */
export function ruleLine(rule: string, registrations?: Registrations): string {
  if (registrations === undefined && maybeProvision(rule)) return rule
  const { rules } = registrations ?? nationalRegistrations()
  assertKnown('rule', rule, Object.keys(rules))
  const { title, cites } = rules[rule as RuleId]
  return `${rule} "${title.en}" (${cites.map((cite) => (/^\d/.test(cite) ? `§${cite}` : cite)).join(' ')})`
}

const fieldsText = (fields: object): string =>
  Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields)}`

function factText({ type, at: _, ...fields }: Fact): string {
  return `${type}${fieldsText(fields)}`
}

export const statesText = ({ value }: Snapshot): string => statePaths(value).join(' + ')

/** The events that are possible at an instant, by role. */
function possibleText(snapshot: Snapshot, at: string, { explain }: Registrations): string {
  const byRole = new Map<string, string[]>()
  for (const { type, by, possible } of explain(snapshot, at)) {
    if (possible) byRole.set(by, [...(byRole.get(by) ?? []), type])
  }
  return [...byRole].map(([role, types]) => `${role}: ${types.join(', ')}`).join(indent) || 'nothing'
}

function outcomeText(decision: AnyDecision, registrations: Registrations | undefined): string {
  if (decision.accepted) return 'accepted'
  const { rule, message, issues = [] } = decision.refusal
  const lines = issues.map(issueText)
  return [`refused by ${ruleLine(rule, registrations)}`, message.en, ...lines].join(indent)
}

/** @returns lines with the event, the outcome, fired deadlines, facts, the state and the possible events */
export function failureReport(decision: AnyDecision, context: ReportContext = {}): string {
  const { given, event, registrations } = context
  const { snapshot, facts, fired } = decision
  const { type, at, by, ...fields } = event ?? {}
  const lines: [name: string, text: string][] = []
  if (given !== undefined) lines.push(['given', given])
  if (event !== undefined) lines.push(['when', `${type} by ${by?.role} at ${at}${fieldsText(fields)}`])
  lines.push(['happened', outcomeText(decision, registrations)])
  if (fired.length > 0) lines.push(['fired', fired.map((one) => `${one.name} at ${one.at}`).join(', ')])
  lines.push(['facts', facts.map(factText).join(indent) || 'none'])
  if (snapshot !== null) {
    const now = Math.max(snapshot.context.at, Date.parse(at ?? '') || 0)
    lines.push(['state', statesText(snapshot)])
    // Without the provisions of the snapshot nobody knows what is possible.
    if (registrations !== undefined || snapshot.law === undefined)
      lines.push([
        'possible',
        possibleText(snapshot, new Date(now).toISOString(), registrations ?? nationalRegistrations()),
      ])
  }
  return lines.map(([name, text]) => `  ${name.padEnd(9)}${text}`).join('\n')
}
