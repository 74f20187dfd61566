import type { AnyStateNode } from 'xstate'
import { allStateNodes } from './engine/stateTree'
import type { StatePath } from './engine/stateValue'
import { type EventType, events } from './events'
import { type FactType, facts } from './facts'
import type { LocalizedText } from './language'
import type { StateMeta } from './machine/setup'
import type { Cite } from './model/citations'
import { type DeadlineName, deadlineTitles, type ExpectedInstantName } from './model/instants'
import { type RuleId, rules } from './rules'
import type { Role } from './schema/vocabulary'

/** The texts of a rule: its title, its message to the applicant, and the sections that it rests on. */
export type RuleTexts = { title: LocalizedText; message: LocalizedText; cites: readonly Cite[] }

/** Titles in both languages, by name; the official terms if there are any. */
export type Titles = {
  /** By dotted path. The title of a state inside a parallel region names the region too. */
  readonly states: Readonly<Record<StatePath, LocalizedText>>
  readonly events: Readonly<Record<EventType, LocalizedText>>
  readonly facts: Readonly<Record<FactType, LocalizedText>>
  readonly rules: Readonly<Record<RuleId, RuleTexts>>
  /** Expected instants too. */
  readonly deadlines: Readonly<Record<DeadlineName | ExpectedInstantName, LocalizedText>>
  readonly roles: Readonly<Record<Role, LocalizedText>>
}

const roles: Titles['roles'] = {
  candidate: { zh: '考生', en: 'candidate' },
  office: { zh: '考试机构', en: 'office' },
  verifier: { zh: '核查方', en: 'verifier' },
  gateway: { zh: '支付平台', en: 'gateway' },
  clock: { zh: '时钟', en: 'clock' },
}

/** The title of a state inside a parallel region names both: the region, and its state. */
function titleOf(node: AnyStateNode): LocalizedText {
  const { title } = node.meta as StateMeta
  const region = node.parent?.parent?.type === 'parallel' ? (node.parent.meta as StateMeta).title : undefined
  return region ? { zh: `${region.zh}：${title.zh}`, en: `${region.en}: ${title.en.toLowerCase()}` } : title
}

const each = <Name extends string, Entry, Result>(
  catalogue: Readonly<Record<Name, Entry>>,
  make: (entry: Entry) => Result,
) =>
  Object.fromEntries(
    (Object.entries(catalogue) as [Name, Entry][]).map(([name, entry]) => [name, make(entry)]),
  ) as Record<Name, Result>

const titleIn = ({ title }: { title: LocalizedText }) => title

/**
 * The titles of states, events, facts, rules, deadlines and roles. `baokao/titles` has them as data, without the machine.
 * @example `titles.events['commitment.sign'].zh` is `签署告知承诺书`
 */
export const titles: Titles = {
  states: Object.fromEntries(
    allStateNodes().map((node) => [node.path.join('.'), titleOf(node)]),
  ) as Titles['states'],
  events: each(events as Record<EventType, { title: LocalizedText }>, titleIn),
  facts: each(facts as Record<FactType, { title: LocalizedText }>, titleIn),
  rules: each(rules, ({ title, message, cites }) => ({ title, message, cites })),
  deadlines: deadlineTitles,
  roles,
}
