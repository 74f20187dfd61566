import type { AnyStateNode } from 'xstate'
import { activeChildren, allStateNodes, pathOf, type StatePath } from '../machine/states'
import type { Context } from '../model/context'
import { type DeadlineName, deadlineOf, instants } from '../model/instants'
import { assertPresent } from '../schema/primitives'
import type { Millis } from '../time'
import { delayedEvents, transitionsByEvent } from '../xstateInternals'
import { type RequiredContext, requiredContext } from './requiredContext'

/** A deadline of a state, and the type of the event that XState sends for it. */
type AwaitedDeadline = { name: DeadlineName; eventType: string }

/** A deadline with its instant in milliseconds. */
export type PendingDeadline = AwaitedDeadline & { at: Millis }

/** An active state with its active children, and the combined properties of all of them. */
export type ActiveStates = {
  node: AnyStateNode
  /** The transitions of this state by event type; XState looks them up on every access. */
  transitions: ReturnType<typeof transitionsByEvent>
  children: ActiveStates[]
  /** This state and all active states below it: outer before inner, regions in the order of declaration. */
  nodes: readonly AnyStateNode[]
  /** A dotted path for each innermost state. */
  leaves: readonly StatePath[]
  /** The event types for which any of them has transitions. */
  events: ReadonlySet<string>
  /** Those that `event.not-now` refuses without anything else to check; most are, in most states. */
  notNow: ReadonlySet<string>
  /** The deadlines that they wait for, in the order of `nodes`, with or without an instant. */
  awaits: readonly AwaitedDeadline[]
  /** What they require of the context. */
  required: RequiredContext
}

function activeOf(node: AnyStateNode, children: ActiveStates[]): ActiveStates {
  const afters = [...delayedEvents(node).values()]
  const transitions = transitionsByEvent(node)
  const nodes = [node, ...children.flatMap(({ nodes }) => nodes)]
  return {
    node,
    transitions,
    children,
    nodes,
    // Frozen, because callers receive this array itself.
    leaves: Object.freeze(children.length === 0 ? [pathOf(node)] : children.flatMap((c) => c.leaves)),
    events: new Set([...Object.keys(transitions), ...children.flatMap(({ events }) => [...events])]),
    notNow: new Set(
      Object.keys(transitions).filter(
        (type) =>
          transitions[type]?.every(({ guard }) => guard === 'event.not-now') &&
          !children.some(({ events }) => events.has(type)),
      ),
    ),
    awaits: [
      ...afters.map((eventType) => ({ name: assertPresent(deadlineOf(eventType)), eventType })),
      ...children.flatMap(({ awaits }) => awaits),
    ],
    required: requiredContext(nodes.map(pathOf)),
  }
}

function descend(node: AnyStateNode, value: unknown): ActiveStates | undefined {
  const children: ActiveStates[] = []
  const chosen = activeChildren(node, value)
  if (chosen === undefined) return undefined
  for (const [child, below] of chosen) {
    const active = descend(child, below)
    if (active === undefined) return undefined
    children.push(active)
  }
  return activeOf(node, children)
}

/** Reads the tree of a machine's states: the active states of a state value, looked up once for each value. */
export class StateTree {
  private readonly cache = new Map<string, ActiveStates>()
  /** The names of all states. Cache keys contain no other text, so that two state values never share a key. */
  private readonly names: ReadonlySet<string>

  constructor(private readonly root: AnyStateNode) {
    this.names = new Set(allStateNodes(root).map(({ key }) => key))
  }

  /** @returns the active states from the root down; `undefined` if the machine has no such state value */
  active(value: unknown): ActiveStates | undefined {
    const key = this.keyOf(value)
    if (key === undefined) return undefined
    const found = this.cache.get(key)
    if (found !== undefined) return found
    const active = descend(this.root, value)
    // The cache stays small: only valid values are stored, and the machine has few.
    if (active !== undefined) this.cache.set(key, active)
    return active
  }

  /** The cache key of a state value; `undefined` if the input cannot be a state value. */
  private keyOf(value: unknown): string | undefined {
    if (typeof value === 'string') return this.names.has(value) ? value : undefined
    if (value === null || typeof value !== 'object') return undefined
    let text = ''
    for (const key of Object.keys(value)) {
      const below = this.names.has(key) ? this.keyOf((value as Record<string, unknown>)[key]) : undefined
      if (below === undefined) return undefined
      text += `{${key}:${below}}`
    }
    return text
  }
}

/** The deadlines that the active states wait for and that have an instant, in the order of `awaits`. */
export function pendingDeadlines({ awaits }: ActiveStates, context: Context): PendingDeadline[] {
  const list: PendingDeadline[] = []
  for (const { name, eventType } of awaits) {
    const at = instants[name](context)
    if (at !== undefined) list.push({ name, at, eventType })
  }
  return list
}

/** The earliest pending deadline; of equal instants, the first in the order of `awaits`. */
export function nextDeadline(active: ActiveStates, context: Context): PendingDeadline | undefined {
  let first: PendingDeadline | undefined
  for (const due of pendingDeadlines(active, context))
    if (first === undefined || due.at < first.at) first = due
  return first
}
