import data from '../data/titles.json'
import type { LocalizedText } from './language'

/**
 * The texts of states, events, facts, rules, deadlines and roles. They stand in `data/titles.json`: this module has neither
 * the machine nor its schemas, and `baokao/titles` exports it.
 */

/** The texts of a rule: its title, and its message to the applicant. */
export type RuleTexts = { readonly title: LocalizedText; readonly message: LocalizedText }

/** The same texts, with the names as a type of their own: declarations must not refer to the file. */
const byName =
  <Text>() =>
  <Name extends string>(texts: Readonly<Record<Name, Text>>): { readonly [K in Name]: Text } =>
    texts
const named = byName<LocalizedText>()

/** The title of each state by its dotted path, without the title of its region. */
export const stateTitles = named(data.states)

const titleOf = (path: string): LocalizedText | undefined =>
  (stateTitles as Readonly<Record<string, LocalizedText>>)[path]

/** The title of a state inside a parallel region names both: the region, and the state. */
function fullTitle([path, title]: [string, LocalizedText]): [string, LocalizedText] {
  const [stage = '', region, state] = path.split('.')
  const inside = state !== undefined && data.parallelStates.includes(stage)
  const outer = inside ? titleOf(`${stage}.${region}`) : undefined
  return [
    path,
    outer ? { zh: `${outer.zh}：${title.zh}`, en: `${outer.en}: ${title.en.toLowerCase()}` } : title,
  ]
}

/**
 * The texts of states, events, facts, rules, deadlines and roles by name; the official terms if there are any. States are
 * named by their dotted paths, and the title of a state inside a parallel region names the region too. Expected instants
 * are among the deadlines.
 * @example `titles.events['commitment.sign'].zh` is `签署告知承诺书`
 */
export const titles = {
  states: Object.fromEntries(Object.entries(data.states).map(fullTitle)) as typeof stateTitles,
  events: named(data.events),
  facts: named(data.facts),
  rules: byName<RuleTexts>()(data.rules),
  deadlines: named(data.deadlines),
  roles: named(data.roles),
} as const

/** Texts in both languages, by name. */
export type Titles = typeof titles
