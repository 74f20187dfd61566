import type { Refusal } from '../engine/refusal'
import type { EventType } from '../events'
import type { LocalizedText } from '../language'
import type { Registrations } from '../registrations/registrations'
import type { RuleId } from '../rules'

/** Why a line cannot be adopted. */
export type AdoptionProblem = {
  /** The field of the line. */
  field?: string
  message: LocalizedText
  /** The rule that refuses what the line says, and its § in the official text. */
  rule?: RuleId
  cites?: readonly string[]
  /** The event that the rule refused. */
  event?: EventType
  /** What is possible instead. */
  possible?: readonly EventType[]
}

/** Stops the reconstruction of a registration. */
export class CannotAdopt extends Error {
  constructor(readonly problem: AdoptionProblem) {
    super(problem.message.en)
  }
}

export const problemIn = (field: string, zh: string, en: string): AdoptionProblem => ({
  field,
  message: { zh, en },
})

/** A field that the line needs for its state. */
export const missingField = (field: string, state: string): CannotAdopt =>
  new CannotAdopt(problemIn(field, `状态“${state}”须填写此项`, `is needed for the state "${state}"`))

/** The refusal of an event. */
export const refusedEvent = (
  { rule, message, cites, possible, issues }: Refusal,
  event: EventType | undefined,
  field?: string,
): AdoptionProblem => ({
  ...(field !== undefined && { field }),
  message: issues?.[0] ? { zh: textOf(issues, 'zh'), en: textOf(issues, 'en') } : message,
  rule,
  cites,
  ...(event !== undefined && { event }),
  ...(possible.length > 0 && { possible }),
})

const textOf = (issues: NonNullable<Refusal['issues']>, lang: 'zh' | 'en'): string =>
  issues.map((issue) => `${issue.path && `${issue.path}: `}${issue[lang]}`).join('; ')

/** A rule that decides otherwise than the line says. */
export function decidedOtherwise(
  { rules }: Registrations,
  rule: RuleId,
  field: string,
  message: LocalizedText,
): AdoptionProblem {
  // A refund can have another reason than a rule.
  const known = Object.hasOwn(rules, rule) ? rules[rule] : undefined
  return { field, message, ...(known && { rule, cites: known.cites }) }
}
