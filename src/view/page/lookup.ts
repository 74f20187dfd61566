import { type EventType, eventTypes, senderOf } from '../../events'
import type { LocalizedText } from '../../language'
import { allSections } from '../../model/citations'
import { type RuleId, ruleIds, rules } from '../../rules'
import { titles } from '../../titles'
import { chart } from '../chart'

/** What somebody may look up: a state, an event, a rule, a section. */
export type LookupTarget = { kind: 'state' | 'event' | 'rule' | 'section'; id: string }

type LookupEntry = LookupTarget & { title: LocalizedText; text: string }

let cachedEntries: LookupEntry[] | undefined

/** Everything that can be looked up, with the words it is found by. */
function lookupEntries(): LookupEntry[] {
  cachedEntries ??= [
    ...chart().states.map(
      ({ path, title, cites }): LookupEntry => ({ kind: 'state', id: path, title, text: cites.join(' ') }),
    ),
    ...eventTypes.map(
      (type): LookupEntry => ({ kind: 'event', id: type, title: titles.event(type), text: senderOf(type) }),
    ),
    ...ruleIds.map((id): LookupEntry => {
      const { title, message, cites } = rules[id]
      return { kind: 'rule', id, title, text: `${cites.join(' ')} ${message.zh} ${message.en}` }
    }),
    ...allSections.map(
      ({ number, heading }): LookupEntry => ({ kind: 'section', id: number, title: heading, text: `§${number}` }),
    ),
  ]
  return cachedEntries
}

/** What fits some words best: names before contents. */
export function lookUp(words: string, most = 12): LookupEntry[] {
  const wanted = words.trim().toLowerCase()
  if (wanted === '') return []
  const place = ({ id, title, text }: LookupEntry): number => {
    const names = [id, title.zh, title.en.toLowerCase(), `§${id}`]
    if (names.some((name) => name.toLowerCase() === wanted)) return 0
    if (names.some((name) => name.toLowerCase().startsWith(wanted))) return 1
    if (names.some((name) => name.toLowerCase().includes(wanted))) return 2
    return text.toLowerCase().includes(wanted) ? 3 : 4
  }
  return lookupEntries()
    .map((entry) => ({ entry, at: place(entry) }))
    .filter(({ at }) => at < 4)
    .sort((one, other) => one.at - other.at)
    .slice(0, most)
    .map(({ entry }) => entry)
}

/** Where an event is taken, and the rules that it meets there. */
export function statesAccepting(type: EventType): { path: string; refusals: readonly RuleId[] }[] {
  return chart()
    .transitions.filter(
      ({ trigger, branches: ways }) => trigger.kind === 'event' && trigger.type === type && ways.length > 0,
    )
    .map(({ from, refusals }) => ({ path: from, refusals }))
}

/** Where a rule stands: before which events, in which states. */
export function eventsRefusedBy(id: RuleId): { type: EventType; path: string }[] {
  return chart().transitions.flatMap(({ from, trigger, refusals, branches: ways }) => {
    const here = (refusals as readonly RuleId[]).includes(id) || ways.some(({ guard }) => guard?.id === id)
    return here && trigger.kind === 'event' ? [{ type: trigger.type, path: from }] : []
  })
}

/** What rests on a section. */
export function citingSection(number: string): { rules: RuleId[]; states: string[] } {
  return {
    rules: ruleIds.filter((id) => (rules[id].cites as readonly string[]).includes(number)),
    states: chart()
      .states.filter(({ cites }) => (cites as readonly string[]).includes(number))
      .map(({ path }) => path),
  }
}
