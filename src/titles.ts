import codes from '../data/codes.json'
import documentKinds from '../data/documentKinds.json'
import data from '../data/titles.json'
import type { LocalizedText } from './language'
import { withoutValues } from './templates'

/**
 * The texts of states, events, facts, rules, deadlines and roles, from `data/titles.json`. `baokao/titles` exports this
 * module, which contains neither the machine nor its schemas.
 */

/** The texts of a rule: its title, and its message to the applicant. `refusal.message` has the values of the case too. */
export type RuleTexts = { readonly title: LocalizedText; readonly message: LocalizedText }

/** Returns the same texts, with the names in the type, because declarations must not refer to the file. */
const byName =
  <Text>() =>
  <Name extends string>(texts: Readonly<Record<Name, Text>>): { readonly [K in Name]: Text } =>
    texts
const localizedByName = byName<LocalizedText>()

/** The title of each state by its dotted path, without the title of its region. */
export const stateTitles = localizedByName(data.states)

/** The messages with the places of their values, by rule, or by `rule/case` where a rule has several. */
export const messageTemplates: Readonly<Record<string, LocalizedText>> = {
  ...Object.fromEntries(Object.entries(data.rules).map(([id, { message }]) => [id, message])),
  ...data.messages,
}

const plainMessages = <Key extends string>(messages: Readonly<Record<Key, LocalizedText>>) =>
  Object.fromEntries(
    Object.entries<LocalizedText>(messages).map(([key, message]) => [key, withoutValues(message)]),
  ) as Record<Key, LocalizedText>

/** The rules' texts without values. */
function ruleTexts<Name extends string>(rules: Readonly<Record<Name, RuleTexts>>): Record<Name, RuleTexts> {
  const plain = ([id, { title, message }]: [string, RuleTexts]) => [
    id,
    { title, message: withoutValues(message) },
  ]
  return Object.fromEntries(Object.entries<RuleTexts>(rules).map(plain))
}

const titleOf = (path: string): LocalizedText | undefined =>
  (stateTitles as Readonly<Record<string, LocalizedText>>)[path]

/** The full title of a state. Inside a parallel region it names both the region and the state. */
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
 * The texts of states, events, facts, rules, deadlines and roles by name, in official terms if there are any. States
 * are named by their dotted paths, and the title of a state inside a parallel region names the region too. Expected
 * instants are among the deadlines.
 * @example `titles.events['commitment.sign'].zh` is `签署告知承诺书`
 */
export const titles = {
  states: Object.fromEntries(Object.entries(data.states).map(fullTitle)) as typeof stateTitles,
  events: localizedByName(data.events),
  facts: localizedByName(data.facts),
  rules: byName<RuleTexts>()(ruleTexts(data.rules)),
  /** The messages of rules with several, by `rule/case`: `registration.ended/voided`. Without values. */
  messages: localizedByName(plainMessages(data.messages)),
  deadlines: localizedByName(data.deadlines),
  /** What a registration waits for. */
  tasks: localizedByName(data.tasks),
  roles: localizedByName(data.roles),
  /** Names of fields of events, facts, exams and notices. */
  fields: localizedByName(data.fields),
} as const

/** Texts in both languages, by name. */
export type Titles = typeof titles

/** The titles of the kinds of documents, which messages name. */
export const documentTitles = localizedByName(documentKinds)

/** The colours behind the portrait of a photo. */
export const backgroundTitles = localizedByName(data.backgrounds)

/** Joins two lists of texts. A function, because a bundler keeps a spread even if nothing uses the result. */
const joined = <One extends object, Other extends object>(one: One, other: Other): One & Other => ({
  ...one,
  ...other,
})

/**
 * The titles of the values that fields can have; where a value has several meanings, under `field.value`. On its own, so
 * that a bundle of `decide` does not contain it.
 */
export const codeTitles = /* @__PURE__ */ joined(
  documentTitles,
  /* @__PURE__ */ joined(backgroundTitles, /* @__PURE__ */ localizedByName(codes)),
)

/** The key of a message where a rule has several: `registration.ended/voided`. */
export type MessageKey = keyof Titles['messages']
