import { eventTypes } from '../events'
import type { LocalizedText } from '../language'
import { allStatePaths } from '../machine/states'
import { mostAttestations } from '../model/context'
import { ruleIds } from '../rules'
import { didYouMean, thereAre } from '../schema/issueMessages'
import { read } from '../schema/issues'
import { attestationKindShape, provisionIdPattern } from '../schema/vocabulary'
import type { Provision } from './provision'

/** The mistakes of a provision in plain JavaScript. */

/** Whether rules of the national text have this prefix. */
const isNationalArea = (prefix: string | undefined): boolean =>
  ruleIds.some((id) => id.startsWith(`${prefix}.`))

const isText = (text: unknown): boolean => typeof text === 'string' && text.trim() !== ''
const isTextIn = (text: unknown): boolean =>
  isText((text as LocalizedText | undefined)?.zh) && isText((text as LocalizedText | undefined)?.en)

/** Whether a text has no `{name}` or `[…]`, which in the messages of the national rules stand for values. */
const isPlain = (text: LocalizedText | undefined): boolean => !/[[\]{}]/.test(`${text?.zh}${text?.en}`)

function kindMistakes(kinds: unknown): string[] {
  if (kinds === undefined) return []
  if (!Array.isArray(kinds)) return ['attestations: must be a list of codes, such as sh.social-security']
  const invalid = kinds.flatMap((kind) => {
    const [issue] = read(attestationKindShape(), kind).issues ?? []
    return issue === undefined ? [] : [`attestations: ${JSON.stringify(kind) ?? String(kind)} ${issue.en}`]
  })
  const tooMany = new Set(kinds).size > mostAttestations
  return tooMany
    ? [...invalid, `attestations: a registration has at most ${mostAttestations} kinds, these are more`]
    : invalid
}

/** What an unknown name probably means: one that is spelt almost so, or those that end with it. */
function suggestionFor(given: unknown, known: readonly string[]): string {
  const ending = known.filter((name) => name.endsWith(`.${String(given)}`))
  const otherwise = ending.length > 0 ? thereAre(ending) : undefined
  return didYouMean(String(given), known, otherwise).en
}

function beforeMistakes(before: unknown): string[] {
  const example = "[['filling.confirmation', 'application.confirm']]"
  if (!Array.isArray(before) || before.length === 0)
    return [`before: must name at least one state and event: ${example}`]
  const unknown = (what: string, given: unknown, known: readonly string[]): string[] =>
    known.includes(given as string)
      ? []
      : [`before: there is no ${what} ${String(given)}${suggestionFor(given, known)}`]
  const notPairs = 'before: each entry must be a list of a state and an event'
  const hint = before.every((one) => typeof one === 'string') ? '; the inner brackets are missing' : ''
  const isPair = (one: unknown): one is [unknown, unknown] => Array.isArray(one) && one.length === 2
  return [
    ...(before.every(isPair) ? [] : [`${notPairs}: ${example}${hint}`]),
    ...before
      .filter(isPair)
      .flatMap(([state, type]) => [
        ...unknown('state', state, allStatePaths()),
        ...unknown('event', type, eventTypes),
      ]),
  ]
}

/** Returns every mistake but those that need the machine. */
export function mistakesOf(provision: Provision): string[] {
  if (typeof provision !== 'object' || provision === null) return ['must be a provision of defineProvision']
  const { id, version = 1, cites, title, message, applies, before, standsAgainst, attestations } = provision
  const mistakes: string[] = []
  const check = (holds: boolean, text: string) => holds || mistakes.push(text)
  check(
    isText(id) && provisionIdPattern.test(id),
    'id: must be a prefix, a dot and a name in lower case: sh.social-security',
  )
  check(!isNationalArea(String(id).split('.')[0]), 'id: its prefix is an area of the national rules')
  check(Number.isInteger(version) && version > 0, 'version: must be a positive integer')
  const isCited = Array.isArray(cites) && cites.length > 0
  check(
    isCited && cites.every((one) => isText(one?.document) && isText(one?.article)),
    'cites: must name at least one document and article',
  )
  check(isTextIn(title), 'title: must have a text in zh and in en')
  check(isTextIn(message), 'message: must have a text in zh and in en')
  check(isPlain(message), 'message: must not have brackets or braces, which stand for values')
  check(applies === undefined || typeof applies === 'function', 'applies: must be a function of the terms')
  check(typeof standsAgainst === 'function', 'standsAgainst: must be a function')
  mistakes.push(...kindMistakes(attestations), ...beforeMistakes(before))
  const known = [
    'id',
    'version',
    'cites',
    'title',
    'message',
    'applies',
    'before',
    'standsAgainst',
    'attestations',
  ]
  for (const key of Object.keys(provision))
    if (!known.includes(key)) mistakes.push(`${key}: there is no such field${didYouMean(key, known).en}`)
  return mistakes
}
