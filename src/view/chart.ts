import type { AnyStateNode } from 'xstate'
import { type EventType, events } from '../events'
import { type FactType, factTypes } from '../facts'
import type { LocalizedText } from '../language'
import { registrationMachine } from '../machine'
import type { StateMeta, Tag } from '../machine/setup'
import type { Cite } from '../model/citations'
import { type DeadlineName, deadlineOf, deadlineTitles } from '../model/instants'
import { type GuardId, type RefusalId, rules } from '../rules'
import { once } from '../schema/primitives'
import type { Role } from '../schema/vocabulary'
import { folded } from './folding'

/** A state of the chart; its path is dotted, and that of the machine itself is empty. */
export type ChartState = {
  /** Its dotted path, such as `declaring.proof.uploading`. */
  readonly path: string
  /** The last part of its path. */
  readonly key: string
  /** The path of the state around it; none for a stretch. */
  readonly parent?: string
  /** Whether it has states inside, of which one is active, or all. */
  readonly kind: 'atomic' | 'compound' | 'parallel'
  readonly title: LocalizedText
  readonly description: string
  readonly cites: readonly Cite[]
  /** Who moves next, said by the state or by those around it. */
  readonly tags: readonly Tag[]
  /** The path of the state inside that is entered first; none where there are none, or where all are. */
  readonly initial?: string
}

/** What sets an arrow off: an event, a deadline, or nothing but its condition. */
export type Trigger =
  | { readonly kind: 'event'; readonly type: EventType; readonly title: LocalizedText; readonly by: Role }
  | { readonly kind: 'deadline'; readonly name: DeadlineName; readonly title: LocalizedText }
  | { readonly kind: 'always' }

/** One way that an arrow may lead. */
export type ChartWay = {
  /** The fork that must hold; none where it is taken whenever those before it are not. */
  readonly guard?: { readonly id: GuardId; readonly title: LocalizedText }
  /** The requirements judged before it: while one stands, the way is closed. */
  readonly refusals: readonly RefusalId[]
  /** The path of the state that it leads to; none where it stays. */
  readonly target?: string
  /** Whether the state is left and entered anew although the way leads back into it. */
  readonly reenter: boolean
  /** What it tells. */
  readonly facts: readonly FactType[]
}

/** What a state answers to one event or deadline: its requirements, and the ways that it leads when none stands. */
export type ChartArrow = {
  /** The path of the state; empty for what holds everywhere. */
  readonly from: string
  readonly trigger: Trigger
  /** Every requirement, in the order in which they refuse; those that no way has are asked once no way was taken. */
  readonly refusals: readonly RefusalId[]
  /** The ways, in the order in which they are tried; none where the state only refuses. */
  readonly ways: readonly ChartWay[]
}

/** The chart of a registration as plain data. */
export type Chart = { readonly states: readonly ChartState[]; readonly arrows: readonly ChartArrow[] }

/** What XState makes of an arrow whose actions are all named. */
type Transition = {
  readonly guard?: unknown
  readonly target?: readonly unknown[]
  readonly reenter: boolean
  readonly actions: readonly (string | { type: string })[]
}
type Machine = { readonly root: unknown }

const pathOf = (node: AnyStateNode): string => node.path.join('.')

function stateOf(node: AnyStateNode, inherited: readonly Tag[]): ChartState {
  const { title, cites } = node.meta as StateMeta
  const parent = node.parent && pathOf(node.parent)
  const first = node.type === 'compound' ? (node.initial.target as AnyStateNode[])[0] : undefined
  return {
    path: pathOf(node),
    key: node.key,
    ...(parent && { parent }),
    kind: node.type as ChartState['kind'],
    title,
    description: node.description ?? '',
    cites,
    tags: [...inherited, ...(node.tags as Tag[])],
    ...(first && { initial: pathOf(first) }),
  }
}

function statesIn(node: AnyStateNode, inherited: readonly Tag[]): ChartState[] {
  return (Object.values(node.states) as AnyStateNode[]).flatMap((child) => {
    const state = stateOf(child, inherited)
    return [state, ...statesIn(child, state.tags)]
  })
}

const isFact = (type: string): type is FactType => (factTypes as readonly string[]).includes(type)

function wayOf({ guard, target, reenter, actions }: Transition): Omit<ChartWay, 'refusals'> {
  const id = guard as GuardId | undefined
  const [to] = (target ?? []) as readonly AnyStateNode[]
  return {
    ...(id && { guard: { id, title: rules[id].title } }),
    ...(to && { target: pathOf(to) }),
    reenter,
    facts: actions.map((action) => (typeof action === 'string' ? action : action.type)).filter(isFact),
  }
}

function arrowOf(from: string, trigger: Trigger, transitions: readonly Transition[]): ChartArrow {
  const { refusals, ways } = folded(transitions)
  return {
    from,
    trigger,
    refusals,
    ways: ways.map(({ arrow, refusals }) => ({ ...wayOf(arrow), refusals })),
  }
}

function triggerOf(eventType: string): Trigger {
  const name = deadlineOf(eventType)
  if (name !== undefined) return { kind: 'deadline', name, title: deadlineTitles[name] }
  const type = eventType as EventType
  return { kind: 'event', type, title: events[type].title, by: events[type].by }
}

function arrowsIn(node: AnyStateNode): ChartArrow[] {
  const from = pathOf(node)
  const always = node.always ?? []
  return [
    ...(always.length > 0 ? [arrowOf(from, { kind: 'always' }, always as unknown as Transition[])] : []),
    // XState lists what `after` makes among the events.
    ...Object.entries(node.on).map(([type, transitions]) =>
      arrowOf(from, triggerOf(type), transitions as unknown as Transition[]),
    ),
    ...(Object.values(node.states) as AnyStateNode[]).flatMap(arrowsIn),
  ]
}

/**
 * Reads the chart off a machine: its states, outer before inner, and its arrows, those that hold everywhere first.
 * @param machine `registrationMachine`, or one made of its configuration
 */
export function chartOf(machine: Machine): Chart {
  const root = machine.root as AnyStateNode
  return { states: statesIn(root, []), arrows: arrowsIn(root) }
}

/** The chart of `registrationMachine`, read when it is first asked for. */
export const chart: () => Chart = once(() => chartOf(registrationMachine))
