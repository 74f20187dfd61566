import type { AnyStateNode } from 'xstate'
import type { EventType } from './events'
import { type Journey, type JourneyRun, runJourney } from './journey'
import type { LocalizedText } from './language'
import { registrationMachine } from './machine'
import type { StateMeta } from './machine/setup'
import { allSections, type Section, type SectionEntry } from './model/citations'
import { regions } from './model/region'
import { type RefusalId, type RuleId, ruleIds, rules } from './rules'

/** The trace from each section of the official text to whatever rests on it, and back. */

/** A journey by the name of its file. */
export type NamedJourney = readonly [name: string, journey: Journey]

/** A section with all that rests on it; where nothing does, why. */
export type TracedSection = SectionEntry & {
  rules: RuleId[]
  /** Dotted paths. */
  states: string[]
  /** Items of the guide, each as `440100 chsi`. */
  guide: string[]
  journeys: string[]
  /** Why nothing rests on it. */
  reason: LocalizedText | undefined
}

const headingOnly: LocalizedText = {
  zh: '仅为标题，内容见其各小节',
  en: 'a heading; its sections say what holds',
}

/** Sections on which nothing rests, each with its reason. */
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

/** Lists things by the sections that they cite. */
function bySection<T>(things: Iterable<readonly [T, readonly string[]]>): (number: Section) => T[] {
  const lists = new Map<string, T[]>()
  for (const [thing, cites] of things) {
    for (const cite of cites) lists.set(cite, [...(lists.get(cite) ?? []), thing])
  }
  return (number) => lists.get(number) ?? []
}

/**
 * Lays the official text beside the library.
 * @param journeys whichever are at hand
 * @returns every section, in the order of the text, with the rules, states, items of the guide and journeys that cite it
 */
export function trace(journeys: readonly NamedJourney[] = []): TracedSection[] {
  const ruled = bySection(ruleIds.map((id) => [id, rules[id].cites] as const))
  const stated = bySection(statesOf(registrationMachine.root as AnyStateNode))
  const guided = bySection(
    Object.values(regions).flatMap((region) =>
      (region?.items ?? []).map(({ id, cites }) => [`${region?.code} ${id}`, cites] as const),
    ),
  )
  const played = bySection(journeys.map(([name, { cites }]) => [name, cites] as const))
  return allSections.map((entry) => ({
    ...entry,
    rules: ruled(entry.number),
    states: stated(entry.number),
    guide: guided(entry.number),
    journeys: played(entry.number),
    reason: reasons[entry.number],
  }))
}

/** Whether anything of the library itself rests on a section; a journey only shows it. */
export const hasBasis = ({ rules: ruled, states, guide }: TracedSection): boolean =>
  ruled.length + states.length + guide.length > 0

/** Which journeys show that a requirement stands, and which that it does not. */
export type RuleCoverage = Record<RefusalId, { refusing: string[]; passing: string[] }>

const isRefusal = (guard: unknown): guard is RefusalId =>
  typeof guard === 'string' && rules[guard as RuleId]?.kind === 'refusal'

const arrowsOf = (node: AnyStateNode, type: EventType): readonly { guard?: unknown }[] =>
  (node.on as Record<string, { guard?: unknown }[]>)[type] ?? []

/** The requirements that the machine places before an event, wherever. */
function requirements(type: EventType, node = registrationMachine.root as AnyStateNode): RefusalId[] {
  const here = arrowsOf(node, type)
    .map(({ guard }) => guard)
    .filter(isRefusal)
  return [
    ...here,
    ...Object.values(node.states).flatMap((child) => requirements(type, child as AnyStateNode)),
  ]
}

/** The requirements that a journey shows: those that refused a step, and those before a step that was taken. */
function shownBy({ steps }: JourneyRun): { refusing: Set<string>; passing: Set<string> } {
  const [refusing, passing] = [new Set<string>(), new Set<string>()]
  for (const { event, decision } of steps) {
    if (!decision.accepted) refusing.add(decision.refusal.rule)
    else for (const rule of requirements(event.type)) passing.add(rule)
  }
  return { refusing, passing }
}

/** For each requirement the journeys that show it from either side. */
export function ruleCoverage(journeys: readonly NamedJourney[]): RuleCoverage {
  const sides = journeys.map(([name, journey]) => ({ name, ...shownBy(runJourney(journey)) }))
  return Object.fromEntries(
    ruleIds.filter(isRefusal).map((rule) => [
      rule,
      {
        refusing: sides.filter((side) => side.refusing.has(rule)).map(({ name }) => name),
        passing: sides.filter((side) => side.passing.has(rule)).map(({ name }) => name),
      },
    ]),
  ) as RuleCoverage
}
