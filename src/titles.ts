import type { AnyStateNode } from 'xstate'
import type { StateValue } from './engine/snapshot'
import { activeStates } from './engine/stateTree'
import { type EventType, events } from './events'
import { type FactType, facts } from './facts'
import type { LocalizedText } from './language'
import type { StateMeta } from './machine/setup'
import { deadlineTitles } from './model/instants'
import type { Role } from './schema/vocabulary'

/** What things are called, in Chinese and English: the official words where there are any. */

const roleTitles: Record<Role, LocalizedText> = {
  candidate: { zh: '考生', en: 'candidate' },
  office: { zh: '考试机构', en: 'office' },
  verifier: { zh: '核查方', en: 'verifier' },
  gateway: { zh: '支付平台', en: 'gateway' },
  clock: { zh: '时钟', en: 'clock' },
}

/** A state of a region is called after both: the check, and how it stands. */
function titleOf(node: AnyStateNode): LocalizedText {
  const { title } = node.meta as StateMeta
  const region = node.parent?.parent?.type === 'parallel' ? (node.parent.meta as StateMeta).title : undefined
  return region ? { zh: `${region.zh}：${title.zh}`, en: `${region.en}: ${title.en.toLowerCase()}` } : title
}

/** What things are called, in Chinese and English. */
export const titles = {
  /** What an event is called. */
  event: (type: EventType): LocalizedText => events[type].title,
  /** What a fact is called. */
  fact: (type: FactType): LocalizedText => facts[type].title,
  /** What a deadline, or an expected instant, is called. */
  deadline: (name: keyof typeof deadlineTitles): LocalizedText => deadlineTitles[name],
  /** What a sender is called. */
  role: (role: Role): LocalizedText => roleTitles[role],
  /** The innermost states that a value names, each with its dotted path. */
  states(value: StateValue): { path: string; title: LocalizedText }[] {
    return (activeStates(value)?.nodes ?? [])
      .filter((node) => Object.keys(node.states).length === 0)
      .map((node) => ({ path: node.path.join('.'), title: titleOf(node) }))
  },
}
