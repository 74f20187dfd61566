import { type EventType, eventTypes, senderOf } from '../../events'
import type { LocalizedText } from '../../language'
import { allSections } from '../../model/citations'
import { type RuleId, ruleIds, rules } from '../../rules'
import { titles } from '../../titles'
import { chart } from '../chart'

/** What somebody may look up: a state, an event, a rule, a section. */
export type Thing = { kind: 'state' | 'event' | 'rule' | 'section'; id: string }

type Entry = Thing & { title: LocalizedText; text: string }

let all: Entry[] | undefined

/** Everything that can be looked up, with the words it is found by. */
function entries(): Entry[] {
  all ??= [
    ...chart().states.map(
      ({ path, title, cites }): Entry => ({ kind: 'state', id: path, title, text: cites.join(' ') }),
    ),
    ...eventTypes.map(
      (type): Entry => ({ kind: 'event', id: type, title: titles.event(type), text: senderOf(type) }),
    ),
    ...ruleIds.map((id): Entry => {
      const { title, message, cites } = rules[id]
      return { kind: 'rule', id, title, text: `${cites.join(' ')} ${message.zh} ${message.en}` }
    }),
    ...allSections.map(
      ({ number, heading }): Entry => ({ kind: 'section', id: number, title: heading, text: `§${number}` }),
    ),
  ]
  return all
}

/** What fits some words best: names before contents. */
export function lookUp(words: string, most = 12): Entry[] {
  const wanted = words.trim().toLowerCase()
  if (wanted === '') return []
  const place = ({ id, title, text }: Entry): number => {
    const names = [id, title.zh, title.en.toLowerCase(), `§${id}`]
    if (names.some((name) => name.toLowerCase() === wanted)) return 0
    if (names.some((name) => name.toLowerCase().startsWith(wanted))) return 1
    if (names.some((name) => name.toLowerCase().includes(wanted))) return 2
    return text.toLowerCase().includes(wanted) ? 3 : 4
  }
  return entries()
    .map((entry) => ({ entry, at: place(entry) }))
    .filter(({ at }) => at < 4)
    .sort((one, other) => one.at - other.at)
    .slice(0, most)
    .map(({ entry }) => entry)
}

/** Where an event is taken, and the rules that it meets there. */
export function placesOf(type: EventType): { path: string; refusals: readonly RuleId[] }[] {
  return chart()
    .arrows.filter(
      ({ trigger, ways }) => trigger.kind === 'event' && trigger.type === type && ways.length > 0,
    )
    .map(({ from, refusals }) => ({ path: from, refusals }))
}

/** Where a rule stands: before which events, in which states. */
export function refusedBy(id: RuleId): { type: EventType; path: string }[] {
  return chart().arrows.flatMap(({ from, trigger, refusals, ways }) => {
    const here = (refusals as readonly RuleId[]).includes(id) || ways.some(({ guard }) => guard?.id === id)
    return here && trigger.kind === 'event' ? [{ type: trigger.type, path: from }] : []
  })
}

/** What rests on a section. */
export function restsOn(number: string): { rules: RuleId[]; states: string[] } {
  return {
    rules: ruleIds.filter((id) => (rules[id].cites as readonly string[]).includes(number)),
    states: chart()
      .states.filter(({ cites }) => (cites as readonly string[]).includes(number))
      .map(({ path }) => path),
  }
}
