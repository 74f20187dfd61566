import { accountBranches, accountRules } from './account'
import { adviceRules } from './advice'
import { amendingBranches, amendingRules } from './amending'
import { certifiedBranches, certifiedRules } from './certified'
import { correctingBranches, correctingRules } from './correcting'
import { decidingBranches, decidingRules } from './deciding'
import { declaringBranches, declaringRules } from './declaring'
import { fillingBranches, fillingRules } from './filling'
import { intakeRules } from './intake'
import { markingBranches, markingRules } from './marking'
import { payingBranches, payingRules } from './paying'
import { qualifyingBranches, qualifyingRules } from './qualifying'
import type { Guard, Rule } from './rule'
import { sittingBranches, sittingRules } from './sitting'
import { storingRules } from './storing'
import { unavailableRules } from './unavailable'

const catalogue = {
  ...accountRules,
  ...fillingRules,
  ...declaringRules,
  ...payingRules,
  ...sittingRules,
  ...markingRules,
  ...qualifyingRules,
  ...certifiedRules,
  ...correctingRules,
  ...decidingRules,
  ...amendingRules,
  ...unavailableRules,
  ...intakeRules,
  ...storingRules,
  ...adviceRules,
  ...accountBranches,
  ...fillingBranches,
  ...declaringBranches,
  ...payingBranches,
  ...sittingBranches,
  ...markingBranches,
  ...qualifyingBranches,
  ...certifiedBranches,
  ...correctingBranches,
  ...decidingBranches,
  ...amendingBranches,
}

/** The id of a rule: `area.rule`, or the bare name of a fork in the way. */
export type RuleId = keyof typeof catalogue

/** Every rule by id, with its § and its texts in Chinese and English. */
export const rules: Readonly<Record<RuleId, Rule>> = catalogue

type OfKind<Kind extends Rule['kind']> = {
  [Id in RuleId]: (typeof catalogue)[Id] extends { kind: Kind } ? Id : never
}[RuleId]

/** Rules that the machine asks: requirements and forks. */
export type RefusalId = OfKind<'refusal'>
export type BranchId = OfKind<'branch'>
export type GuardId = RefusalId | BranchId

/** Every rule's id, in the order of a candidate's path. */
export const ruleIds = Object.keys(catalogue) as RuleId[]

/** The machine's guards: each rule that is a requirement or a fork, under its id. */
export const guards = Object.fromEntries(
  ruleIds.flatMap((id): [string, Guard][] => {
    const rule = rules[id]
    if (rule.kind === 'refusal') return [[id, rule.standsAgainst]]
    return rule.kind === 'branch' ? [[id, rule.holds]] : []
  }),
) as Record<GuardId, Guard>

export type { Rule } from './rule'
