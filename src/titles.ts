import type { AnyStateNode } from 'xstate'
import { activeStates } from './engine/stateTree'
import type { StateValue } from './engine/stateValue'
import { type EventType, events } from './events'
import { type FactType, facts } from './facts'
import type { LocalizedText } from './language'
import type { StateMeta } from './machine/setup'
import { deadlineTitles } from './model/instants'
import type { Role } from './schema/vocabulary'

const roleTitles: Record<Role, LocalizedText> = {
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

/** The titles of events, facts, deadlines, roles and states in both languages; the official terms if there are any. */
export const titles = {
  /** The title of an event type. */
  event: (type: EventType): LocalizedText => events[type].title,
  /** The title of a fact type. */
  fact: (type: FactType): LocalizedText => facts[type].title,
  /** The title of a deadline, or of an expected instant. */
  deadline: (name: keyof typeof deadlineTitles): LocalizedText => deadlineTitles[name],
  /** The title of a sender's role. */
  role: (role: Role): LocalizedText => roleTitles[role],
  /** The active atomic states of a state value, each with its dotted path. */
  states(value: StateValue): { path: string; title: LocalizedText }[] {
    return (activeStates(value)?.nodes ?? [])
      .filter((node) => Object.keys(node.states).length === 0)
      .map((node) => ({ path: node.path.join('.'), title: titleOf(node) }))
  },
}
