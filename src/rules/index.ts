import { account, accountBranches } from './account'
import { always, alwaysBranches } from './always'
import { certified, certifiedBranches } from './certified'
import { correcting, correctingBranches } from './correcting'
import { declaring, declaringBranches } from './declaring'
import { eligibility } from './advice'
import { filling, fillingBranches } from './filling'
import { intakes } from './intake'
import { marking, markingBranches } from './marking'
import { paying, payingBranches } from './paying'
import { qualifying, qualifyingBranches } from './qualifying'
import type { Guard, Rule } from './rule'
import { sitting, sittingBranches } from './sitting'
import { storing } from './storing'

const catalogue = {
  ...account,
  ...filling,
  ...declaring,
  ...paying,
  ...sitting,
  ...marking,
  ...qualifying,
  ...certified,
  ...correcting,
  ...always,
  ...intakes,
  ...storing,
  ...eligibility,
  ...accountBranches,
  ...fillingBranches,
  ...declaringBranches,
  ...payingBranches,
  ...sittingBranches,
  ...markingBranches,
  ...qualifyingBranches,
  ...certifiedBranches,
  ...correctingBranches,
  ...alwaysBranches,
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
