import type { AnyStateNode } from 'xstate'
import { type EventType, events } from '../events'
import { type FactType, factTypes } from '../facts'
import type { LocalizedText } from '../language'
import { registrationMachine } from '../machine'
import type { StateMeta, Tag } from '../machine/setup'
import type { Cite } from '../model/citations'
import { type DeadlineName, deadlineOf } from '../model/instants'
import { type GuardId, type RefusalId, rules } from '../rules'
import { lazy } from '../schema/primitives'
import type { Role } from '../schema/vocabulary'
import { titles } from '../titles'
import {
  eventlessTransitions,
  initialOf,
  type ResolvedTransition,
  transitionsByEvent,
} from '../xstateInternals'
import { foldRefusals } from './foldRefusals'

/** A state of the machine. */
export type ChartState = {
  /** The dotted path, such as `declaring.proof.uploading`. */
  readonly path: string
  /** The last part of the path. */
  readonly key: string
  /** The path of the parent state; absent for a stage. */
  readonly parent?: string
  readonly kind: 'atomic' | 'compound' | 'parallel'
  readonly title: LocalizedText
  readonly description: string
  readonly cites: readonly Cite[]
  /** The tags of the state and its ancestors; they show who acts next. */
  readonly tags: readonly Tag[]
  /** The path of the initial child state; only compound states have one. */
  readonly initial?: string
}

/** The cause of a transition: an event, a deadline, or only its guard. */
export type Trigger =
  | { readonly kind: 'event'; readonly type: EventType; readonly title: LocalizedText; readonly by: Role }
  | { readonly kind: 'deadline'; readonly name: DeadlineName; readonly title: LocalizedText }
  | { readonly kind: 'always' }

/** One outcome of a transition that no rule refuses. */
export type ChartBranch = {
  /** The branch rule that must hold. A branch without a rule applies if no earlier branch does. */
  readonly guard?: { readonly id: GuardId; readonly title: LocalizedText }
  /** The rules that are checked before this branch and may refuse. */
  readonly refusals: readonly RefusalId[]
  /** The path of the target state; absent if the state does not change. */
  readonly target?: string
  /** Whether a state that contains its target is exited and entered again. */
  readonly reenter: boolean
  /** The facts that it emits. */
  readonly facts: readonly FactType[]
}

/** The response of a state to one trigger: the rules that may refuse, and otherwise the branches. */
export type ChartTransition = {
  /** The path of the source state; empty for the root, whose transitions are enabled in every state. */
  readonly from: string
  readonly trigger: Trigger
  /** Every rule that may refuse, in the order of checking. Rules that no branch lists are checked after all branches. */
  readonly refusals: readonly RefusalId[]
  /** The branches, in the order of checking; empty if the state only refuses. */
  readonly branches: readonly ChartBranch[]
}

/** The statechart of a registration as plain data. */
export type Chart = {
  readonly states: readonly ChartState[]
  readonly transitions: readonly ChartTransition[]
}

type Machine = { readonly root: unknown }

const pathOf = (node: AnyStateNode): string => node.path.join('.')

function chartStateOf(node: AnyStateNode, inherited: readonly Tag[]): ChartState {
  const { title, cites } = node.meta as StateMeta
  const parent = node.parent && pathOf(node.parent)
  const initial = initialOf(node)
  return {
    path: pathOf(node),
    key: node.key,
    ...(parent && { parent }),
    kind: node.type as ChartState['kind'],
    title,
    description: node.description ?? '',
    cites,
    tags: [...inherited, ...(node.tags as Tag[])],
    ...(initial && { initial: pathOf(initial) }),
  }
}

function statesIn(node: AnyStateNode, inherited: readonly Tag[]): ChartState[] {
  return (Object.values(node.states) as AnyStateNode[]).flatMap((child) => {
    const state = chartStateOf(child, inherited)
    return [state, ...statesIn(child, state.tags)]
  })
}

const isFact = (type: string): type is FactType => (factTypes as readonly string[]).includes(type)

function branchOf({ guard, target, reenter, actions }: ResolvedTransition): Omit<ChartBranch, 'refusals'> {
  const id = guard as GuardId | undefined
  const [to] = (target ?? []) as readonly AnyStateNode[]
  return {
    ...(id && { guard: { id, title: rules[id].title } }),
    ...(to && { target: pathOf(to) }),
    reenter,
    facts: actions.map((action) => (typeof action === 'string' ? action : action.type)).filter(isFact),
  }
}

function transitionOf(
  from: string,
  trigger: Trigger,
  transitions: readonly ResolvedTransition[],
): ChartTransition {
  const { refusals, branches } = foldRefusals(transitions)
  return {
    from,
    trigger,
    refusals,
    branches: branches.map(({ transition, refusals }) => ({ ...branchOf(transition), refusals })),
  }
}

function triggerOf(eventType: string): Trigger {
  const name = deadlineOf(eventType)
  if (name !== undefined) return { kind: 'deadline', name, title: titles.deadlines[name] }
  const type = eventType as EventType
  return { kind: 'event', type, title: titles.events[type], by: events[type].by }
}

function transitionsIn(node: AnyStateNode): ChartTransition[] {
  const from = pathOf(node)
  const always = eventlessTransitions(node)
  return [
    ...(always.length > 0 ? [transitionOf(from, { kind: 'always' }, always)] : []),
    ...Object.entries(transitionsByEvent(node)).map(([type, transitions = []]) =>
      transitionOf(from, triggerOf(type), transitions),
    ),
    ...(Object.values(node.states) as AnyStateNode[]).flatMap(transitionsIn),
  ]
}

/**
 * Reads the statechart of a machine as plain data: parents before children, the transitions of the root first.
 * @param machine `registrationMachine`, or a machine created from its configuration
 */
export function chartOf(machine: Machine): Chart {
  const root = machine.root as AnyStateNode
  return { states: statesIn(root, []), transitions: transitionsIn(root) }
}

/** The statechart of `registrationMachine`; computed on the first call. */
export const chart: () => Chart = lazy(() => chartOf(registrationMachine))
