import { type EventType, eventTypes, senderOf } from '../../events'
import type { LocalizedText } from '../../language'
import { allSections } from '../../model/citations'
import type { RuleId } from '../../rules'
import { titles } from '../../titles'
import { pageChart, pageRegistrations } from './pageRegistrations'

/** A state, event, rule or section that the details panel can show. */
export type LookupTarget = { kind: 'state' | 'event' | 'rule' | 'section'; id: string }

type LookupEntry = LookupTarget & { title: LocalizedText; text: string }

/** The rules of the national text and of the provisions. */
const ruleIds = () => Object.keys(pageRegistrations().rules) as RuleId[]

let cachedEntries: LookupEntry[] | undefined

/** All targets, with the text that a search matches. */
function lookupEntries(): LookupEntry[] {
  cachedEntries ??= [
    ...pageChart().states.map(
      ({ path, title, cites }): LookupEntry => ({ kind: 'state', id: path, title, text: cites.join(' ') }),
    ),
    ...eventTypes.map(
      (type): LookupEntry => ({ kind: 'event', id: type, title: titles.events[type], text: senderOf(type) }),
    ),
    ...ruleIds().map((id): LookupEntry => {
      const { title, message, cites } = pageRegistrations().rules[id]
      return { kind: 'rule', id, title, text: `${cites.join(' ')} ${message.zh} ${message.en}` }
    }),
    ...allSections.map(
      ({ number, heading }): LookupEntry => ({
        kind: 'section',
        id: number,
        title: heading,
        text: `§${number}`,
      }),
    ),
  ]
  return cachedEntries
}

/** Searches all targets; matches in ids and titles come before matches in other text. */
export function lookUp(query: string, limit = 12): LookupEntry[] {
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return []
  const rank = ({ id, title, text }: LookupEntry): number => {
    const names = [id, title.zh, title.en.toLowerCase(), `§${id}`]
    if (names.some((name) => name.toLowerCase() === wanted)) return 0
    if (names.some((name) => name.toLowerCase().startsWith(wanted))) return 1
    if (names.some((name) => name.toLowerCase().includes(wanted))) return 2
    return text.toLowerCase().includes(wanted) ? 3 : 4
  }
  return lookupEntries()
    .map((entry) => ({ entry, rank: rank(entry) }))
    .filter(({ rank }) => rank < 4)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ entry }) => entry)
}

/** The states that accept an event, with the rules that may refuse it there. */
export function statesAccepting(type: EventType): { path: string; refusals: readonly RuleId[] }[] {
  return pageChart()
    .transitions.filter(
      ({ trigger, branches }) => trigger.kind === 'event' && trigger.type === type && branches.length > 0,
    )
    .map(({ from, refusals }) => ({ path: from, refusals }))
}

/** The events and states in which a rule may refuse or selects a branch. */
export function eventsRefusedBy(id: RuleId): { type: EventType; path: string }[] {
  return pageChart().transitions.flatMap(({ from, trigger, refusals, branches }) => {
    const isUsed =
      (refusals as readonly RuleId[]).includes(id) || branches.some(({ guard }) => guard?.id === id)
    return isUsed && trigger.kind === 'event' ? [{ type: trigger.type, path: from }] : []
  })
}

/** The rules and states that cite a section. */
export function citingSection(number: string): { rules: RuleId[]; states: string[] } {
  return {
    rules: ruleIds().filter((id) =>
      (pageRegistrations().rules[id].cites as readonly string[]).includes(number),
    ),
    states: pageChart()
      .states.filter(({ cites }) => (cites as readonly string[]).includes(number))
      .map(({ path }) => path),
  }
}
