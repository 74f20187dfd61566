import type { NamedUnion } from '../schema/primitives'
import { titles } from '../titles'
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
import { persistenceRules } from './persistence'
import { qualifyingBranches, qualifyingRules } from './qualifying'
import { type Guard, type Rule, withTexts } from './rule'
import { sittingBranches, sittingRules } from './sitting'
import { unavailableRules } from './unavailable'

const catalogue = withTexts(
  {
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
    ...persistenceRules,
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
  },
  titles.rules,
)

/** The id of a rule: `area.rule`, or a name without an area for a branch. */
export type RuleId = NamedUnion<keyof typeof catalogue>

/** All rules by id, with their § and their texts in Chinese and English. */
export const rules: Readonly<Record<RuleId, Rule>> = catalogue

type OfKind<Kind extends Rule['kind']> = {
  [Id in RuleId]: (typeof catalogue)[Id] extends { kind: Kind } ? Id : never
}[RuleId]

export type RefusalId = OfKind<'refusal'>
type BranchId = OfKind<'branch'>
/** The id of a rule that is a guard of the machine. */
export type GuardId = RefusalId | BranchId

/** All rule ids, in the order of the stages; branches without an area come last. */
export const ruleIds = Object.keys(catalogue) as RuleId[]

/** The guards of rules, by rule id. */
export const guardsOf = (catalogue: Readonly<Record<string, Rule>>): Record<GuardId, Guard> =>
  Object.fromEntries(
    Object.entries(catalogue).flatMap(([id, rule]): [string, Guard][] => {
      if (rule.kind === 'refusal') return [[id, rule.standsAgainst]]
      return rule.kind === 'branch' ? [[id, rule.holds]] : []
    }),
  ) as Record<GuardId, Guard>

export type { Rule } from './rule'
