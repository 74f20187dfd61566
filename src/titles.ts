import type { AnyStateNode } from 'xstate'
import { activeStates } from './chart'
import { deadlineTitles } from './deadlines'
import { type EventType, events } from './events'
import { type FactType, facts } from './facts'
import type { StateMeta } from './machine/setup'
import type { StateValue } from './snapshot'
import type { Text } from './source'
import type { Role } from './words'

/** What things are called, in Chinese and English: the official words where there are any. */

const roleTitles: Record<Role, Text> = {
  candidate: { zh: '考生', en: 'candidate' },
  office: { zh: '考试机构', en: 'office' },
  verifier: { zh: '核查方', en: 'verifier' },
  gateway: { zh: '支付平台', en: 'gateway' },
  clock: { zh: '时钟', en: 'clock' },
}

/** A state of a region is called after both: the check, and how it stands. */
function titleOf(node: AnyStateNode): Text {
  const { title } = node.meta as StateMeta
  const region = node.parent?.parent?.type === 'parallel' ? (node.parent.meta as StateMeta).title : undefined
  return region ? { zh: `${region.zh}：${title.zh}`, en: `${region.en}: ${title.en.toLowerCase()}` } : title
}

/** What things are called, in Chinese and English. */
export const titles = {
  /** What an event is called. */
  event: (type: EventType): Text => events[type].title,
  /** What a fact is called. */
  fact: (type: FactType): Text => facts[type].title,
  /** What a deadline, or an expected instant, is called. */
  deadline: (name: keyof typeof deadlineTitles): Text => deadlineTitles[name],
  /** What a sender is called. */
  role: (role: Role): Text => roleTitles[role],
  /** The innermost states that a value names, each with its dotted path. */
  states(value: StateValue): { path: string; title: Text }[] {
    return (activeStates(value)?.nodes ?? [])
      .filter((node) => Object.keys(node.states).length === 0)
      .map((node) => ({ path: node.path.join('.'), title: titleOf(node) }))
  },
}
