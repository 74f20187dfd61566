import type { AnyStateNode } from 'xstate'
import type { EventType } from './events'
import { type JourneyRun, runJourney } from './journey'
import type { Journey } from './journeyFormat'
import type { LocalizedText } from './language'
import { registrationMachine } from './machine'
import type { StateMeta } from './machine/setup'
import { allSections, type Section, type SectionEntry } from './model/citations'
import { regions } from './model/region'
import { type RefusalId, type RuleId, ruleIds, rules } from './rules'
import { transitionsByEvent } from './xstateInternals'

/** A journey with the name of its file. */
export type NamedJourney = readonly [name: string, journey: Journey]

/** A section with the rules, states, guide items and journeys that cite it. */
export type TracedSection = SectionEntry & {
  rules: RuleId[]
  /** Dotted paths. */
  states: string[]
  /** Guide items by the code of the region and the id: `440100 chsi`. */
  guide: string[]
  journeys: string[]
  /** The reason if nothing cites it. */
  reason: LocalizedText | undefined
}

const headingOnly: LocalizedText = {
  zh: '仅为标题，内容见其各小节',
  en: 'only a heading; see its subsections',
}

/** The sections that nothing cites, each with the reason. */
const reasons: Partial<Record<Section, LocalizedText>> = {
  '1': headingOnly,
  '2': headingOnly,
  '3': headingOnly,
  '6.4': headingOnly,
  '6.4.1': headingOnly,
  '6.14': headingOnly,
  '7': headingOnly,
}

const statesOf = (node: AnyStateNode): [path: string, cites: readonly string[]][] => [
  [node.path.join('.'), (node.meta as StateMeta | undefined)?.cites ?? []],
  ...Object.values(node.states).flatMap((child) => statesOf(child as AnyStateNode)),
]

/** Indexes things by the sections that they cite. */
function indexBySection<T>(things: Iterable<readonly [T, readonly string[]]>): (number: Section) => T[] {
  const lists = new Map<string, T[]>()
  for (const [thing, cites] of things) {
    for (const cite of cites) lists.set(cite, [...(lists.get(cite) ?? []), thing])
  }
  return (number) => lists.get(number) ?? []
}

/**
 * Traces every section of the official text to the rules, states, guide items and journeys that cite it.
 * @returns the sections in the order of the text
 */
export function trace(journeys: readonly NamedJourney[] = []): TracedSection[] {
  const rulesBySection = indexBySection(ruleIds.map((id) => [id, rules[id].cites] as const))
  const statesBySection = indexBySection(statesOf(registrationMachine.root as AnyStateNode))
  const guideBySection = indexBySection(
    Object.values(regions).flatMap((region) =>
      (region?.items ?? []).map(({ id, cites }) => [`${region?.code} ${id}`, cites] as const),
    ),
  )
  const journeysBySection = indexBySection(journeys.map(([name, { cites }]) => [name, cites] as const))
  return allSections.map((entry) => ({
    ...entry,
    rules: rulesBySection(entry.number),
    states: statesBySection(entry.number),
    guide: guideBySection(entry.number),
    journeys: journeysBySection(entry.number),
    reason: reasons[entry.number],
  }))
}

/** Whether a rule, a state or a guide item cites the section; a journey only demonstrates it. */
export const hasBasis = ({ rules: citing, states, guide }: TracedSection): boolean =>
  citing.length + states.length + guide.length > 0

/** For each refusal rule: the journeys in which it refuses an event, and those in which an event passes it. */
export type RuleCoverage = Record<RefusalId, { refusing: string[]; passing: string[] }>

const isRefusalId = (guard: unknown): guard is RefusalId =>
  typeof guard === 'string' && rules[guard as RuleId]?.kind === 'refusal'

/** The refusal rules of an event type in any state of the machine. */
function refusalsOf(type: EventType, node = registrationMachine.root as AnyStateNode): RefusalId[] {
  const here = (transitionsByEvent(node)[type] ?? []).map(({ guard }) => guard).filter(isRefusalId)
  return [...here, ...Object.values(node.states).flatMap((child) => refusalsOf(type, child as AnyStateNode))]
}

/** Returns the rules that refused a step of a journey, and the refusal rules that an accepted step passed. */
function rulesShownBy({ steps }: JourneyRun): { refusing: Set<string>; passing: Set<string> } {
  const [refusing, passing] = [new Set<string>(), new Set<string>()]
  for (const { event, decision } of steps) {
    if (!decision.accepted) refusing.add(decision.refusal.rule)
    else for (const rule of refusalsOf(event.type)) passing.add(rule)
  }
  return { refusing, passing }
}

/**
 * Runs the journeys and lists, for each refusal rule, those in which it refuses and those in which an event passes it.
 */
export function ruleCoverage(journeys: readonly NamedJourney[]): RuleCoverage {
  const sides = journeys.map(([name, journey]) => ({ name, ...rulesShownBy(runJourney(journey)) }))
  return Object.fromEntries(
    ruleIds.filter(isRefusalId).map((rule) => [
      rule,
      {
        refusing: sides.filter((side) => side.refusing.has(rule)).map(({ name }) => name),
        passing: sides.filter((side) => side.passing.has(rule)).map(({ name }) => name),
      },
    ]),
  ) as RuleCoverage
}
