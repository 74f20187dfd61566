import type { AnyStateNode } from 'xstate'
import { registrationMachine } from '../machine'
import type { Context } from '../model/context'
import { type DeadlineName, deadlineOf, instants } from '../model/instants'
import { assertPresent, lazy } from '../schema/primitives'
import type { Millis } from '../time'
import type { StatePath, StateValue } from './stateValue'

/** Reads the tree of the machine's states: the active states of a state value, and their deadlines and events. */

/** A deadline of a state, and the type of the event that XState sends for it. */
type AwaitedDeadline = { name: DeadlineName; eventType: string }

/** A deadline with its instant in milliseconds. */
export type PendingDeadline = AwaitedDeadline & { at: Millis }

/** An active state with its active children, and the combined properties of all of them. */
export type ActiveStates = {
  node: AnyStateNode
  children: ActiveStates[]
  /** This state and all active states below it: outer before inner, regions in the order of declaration. */
  nodes: readonly AnyStateNode[]
  /** A dotted path for each innermost state. */
  leaves: readonly StatePath[]
  /** The event types for which any of them has transitions. */
  events: ReadonlySet<string>
  /** The deadlines that they wait for, in the order of `nodes`, with or without an instant. */
  awaits: readonly AwaitedDeadline[]
}

const pathOf = (node: AnyStateNode) => node.path.join('.') as StatePath

function activeOf(node: AnyStateNode, children: ActiveStates[]): ActiveStates {
  const afters = [...new Set(node.after.map(({ eventType }) => eventType))]
  return {
    node,
    children,
    nodes: [node, ...children.flatMap(({ nodes }) => nodes)],
    // Frozen, because callers receive this array itself.
    leaves: Object.freeze(children.length === 0 ? [pathOf(node)] : children.flatMap((c) => c.leaves)),
    events: new Set([...Object.keys(node.on), ...children.flatMap(({ events }) => [...events])]),
    awaits: [
      ...afters.map((eventType) => ({ name: assertPresent(deadlineOf(eventType)), eventType })),
      ...children.flatMap(({ awaits }) => awaits),
    ],
  }
}

function descend(node: AnyStateNode, value: unknown): ActiveStates | undefined {
  const keys = Object.keys(node.states)
  if (keys.length === 0) return value === undefined ? activeOf(node, []) : undefined
  const given: [string, unknown][] =
    typeof value === 'string' ? [[value, undefined]] : Object.entries(value ?? {})
  // In the order of declaration: a database may store the regions of a snapshot in another order.
  const chosen = [...given].sort(([one], [other]) => keys.indexOf(one) - keys.indexOf(other))
  const expected = node.type === 'parallel' ? keys.length : 1
  if (chosen.length !== expected) return undefined
  const children: ActiveStates[] = []
  for (const [key, below] of chosen) {
    const child = Object.hasOwn(node.states, key) ? node.states[key] : undefined
    const active = child && descend(child, below)
    if (active === undefined) return undefined
    children.push(active)
  }
  return activeOf(node, children)
}

const cache = new Map<string, ActiveStates>()

/** The names of all states. Cache keys contain no other text, so that two state values never share a key. */
let names: Set<string> | undefined

function isName(text: string): boolean {
  if (names === undefined) {
    const below = (node: AnyStateNode): string[] => [
      node.key,
      ...Object.values(node.states).flatMap((child) => below(child as AnyStateNode)),
    ]
    names = new Set(below(registrationMachine.root as AnyStateNode))
  }
  return names.has(text)
}

/** The cache key of a state value; `undefined` if the input cannot be a state value. */
function keyOf(value: unknown): string | undefined {
  if (typeof value === 'string') return isName(value) ? value : undefined
  if (value === null || typeof value !== 'object') return undefined
  let text = ''
  for (const key of Object.keys(value)) {
    const below = isName(key) ? keyOf((value as Record<string, unknown>)[key]) : undefined
    if (below === undefined) return undefined
    text += `{${key}:${below}}`
  }
  return text
}

/** @returns the active states from the root down; `undefined` if the machine has no such state value */
export function activeStates(value: unknown): ActiveStates | undefined {
  const key = keyOf(value)
  if (key === undefined) return undefined
  const found = cache.get(key)
  if (found !== undefined) return found
  const active = descend(registrationMachine.root as AnyStateNode, value)
  // The cache stays small: only valid values are stored, and the machine has few.
  if (active !== undefined) cache.set(key, active)
  return active
}

/**
 * Returns the dotted path of each innermost active state.
 * @param value the `value` of a snapshot
 * @example
 * ```ts
 * import { statePaths } from 'baokao'
 *
 * statePaths({ paying: 'awaiting' }) // ['paying.awaiting']
 * ```
 */
export function statePaths(value: StateValue): readonly StatePath[] {
  return activeStates(value)?.leaves ?? []
}

/** Like `isIn`, but for paths from data, such as a journey or a guide: returns `false` for an unknown state. */
export function matchesPath(value: StateValue, path: string): boolean {
  return statePaths(value).some((leaf) => leaf === path || leaf.startsWith(`${path}.`))
}

/**
 * Whether a registration is in a state, or in a state inside it, like XState's `snapshot.matches`.
 * @param value the `value` of a snapshot
 * @param path dotted: `paying` or `paying.awaiting`
 * @throws RangeError if the machine has no such state, because `false` would hide a misspelt path
 * @example
 * ```ts
 * import { isIn } from 'baokao'
 *
 * isIn({ paying: 'awaiting' }, 'paying') // true
 * ```
 */
export function isIn(value: StateValue, path: StatePath): boolean {
  if (matchesPath(value, path)) return true
  if (!(allStatePaths() as readonly string[]).includes(path))
    throw new RangeError(`There is no state ${String(path)}.`)
  return false
}

/** Every state of the machine below its root, outer before inner. */
export function allStateNodes(): readonly AnyStateNode[] {
  const below = (node: AnyStateNode): AnyStateNode[] =>
    (Object.values(node.states) as AnyStateNode[]).flatMap((child) => [child, ...below(child)])
  return below(registrationMachine.root as AnyStateNode)
}

/** The dotted path of every state, outer before inner: `paying`, `paying.awaiting`. */
export const allStatePaths = lazy((): readonly StatePath[] => allStateNodes().map(pathOf))

/** Every combination of innermost states: the dotted path in each region, separated by spaces. */
export const allStateLines = lazy((): readonly string[] => {
  const lines = (node: AnyStateNode): string[] => {
    const below = (Object.values(node.states) as AnyStateNode[]).map(lines)
    if (below.length === 0) return [node.path.join('.')]
    if (node.type !== 'parallel') return below.flat()
    return below.reduce((all, region) => all.flatMap((one) => region.map((other) => `${one} ${other}`)))
  }
  return lines(registrationMachine.root as AnyStateNode)
})

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
