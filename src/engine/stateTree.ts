import type { AnyStateNode, StateValue } from 'xstate'
import { registrationMachine } from '../machine'
import type { Context } from '../model/context'
import { type DeadlineName, deadlineOf, instants } from '../model/instants'
import { assertPresent, lazy } from '../schema/primitives'
import type { Millis } from '../time'

/** Reads the machine's chart: which states a value stands for, which deadlines and arrows they hold. */

/** A deadline of the chart, and the event by which XState knows it. */
type AwaitedDeadline = { name: DeadlineName; eventType: string }

/** A deadline that stands. */
export type PendingDeadline = AwaitedDeadline & { at: Millis }

/** A state of the chart with those of its children that a value names, and what is in them all. */
export type ActiveStates = {
  node: AnyStateNode
  children: ActiveStates[]
  /** It and all below it, outer states first, regions in the order of declaration. */
  nodes: readonly AnyStateNode[]
  /** A dotted path for each innermost state. */
  leaves: readonly string[]
  /** The events that any of them has arrows for. */
  events: ReadonlySet<string>
  /** The deadlines that the chart knows for them, in the order of declaration, whether or not they stand. */
  awaits: readonly AwaitedDeadline[]
}

function activeOf(node: AnyStateNode, children: ActiveStates[]): ActiveStates {
  const afters = [...new Set(node.after.map(({ eventType }) => eventType))]
  return {
    node,
    children,
    nodes: [node, ...children.flatMap(({ nodes }) => nodes)],
    // It is handed out to whoever asks.
    leaves: Object.freeze(children.length === 0 ? [node.path.join('.')] : children.flatMap((c) => c.leaves)),
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
  const chosen: [string, unknown][] =
    typeof value === 'string' ? [[value, undefined]] : Object.entries(value ?? {})
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

const known = new Map<string, ActiveStates>()

/** The names of all states, so that nothing else is ever part of a line. */
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

/** A state value in one line, no two in the same; what cannot be a value has no line. */
function lineOf(value: unknown): string | undefined {
  if (typeof value === 'string') return isName(value) ? value : undefined
  if (value === null || typeof value !== 'object') return undefined
  let line = ''
  for (const key of Object.keys(value)) {
    const below = isName(key) ? lineOf((value as Record<string, unknown>)[key]) : undefined
    if (below === undefined) return undefined
    line += `{${key}:${below}}`
  }
  return line
}

/** @returns the states that are active, from the machine down, or `undefined` if the machine has no such value */
export function activeStates(value: unknown): ActiveStates | undefined {
  const line = lineOf(value)
  if (line === undefined) return undefined
  const found = known.get(line)
  if (found !== undefined) return found
  const active = descend(registrationMachine.root as AnyStateNode, value)
  // Only values of the machine are kept, and it has not many.
  if (active !== undefined) known.set(line, active)
  return active
}

/** A dotted path for each innermost state: `paying.awaiting`. */
export function statePaths(value: StateValue): readonly string[] {
  return activeStates(value)?.leaves ?? []
}

/** Whether a registration is in the state of a dotted path, as XState's `snapshot.matches` tells. */
export function isIn(value: StateValue, path: string): boolean {
  return statePaths(value).some((leaf) => leaf === path || leaf.startsWith(`${path}.`))
}

/** Every state's dotted path, outer before inner: `paying`, `paying.awaiting`. */
export const allStatePaths = lazy((): readonly string[] => {
  const below = (node: AnyStateNode): string[] =>
    Object.values(node.states).flatMap((child) => [child.path.join('.'), ...below(child as AnyStateNode)])
  return below(registrationMachine.root as AnyStateNode)
})

/** Every way of standing somewhere: a dotted path for each region, with a space between. */
export const allStateLines = lazy((): readonly string[] => {
  const lines = (node: AnyStateNode): string[] => {
    const below = (Object.values(node.states) as AnyStateNode[]).map(lines)
    if (below.length === 0) return [node.path.join('.')]
    if (node.type !== 'parallel') return below.flat()
    return below.reduce((all, region) => all.flatMap((one) => region.map((other) => `${one} ${other}`)))
  }
  return lines(registrationMachine.root as AnyStateNode)
})

/** The deadlines that the active states wait for, in the order of declaration. */
export function pendingDeadlines({ awaits }: ActiveStates, context: Context): PendingDeadline[] {
  const list: PendingDeadline[] = []
  for (const { name, eventType } of awaits) {
    const at = instants[name](context)
    if (at !== undefined) list.push({ name, at, eventType })
  }
  return list
}

/** The one of them that is due first; of those due together, the one declared first. */
export function nextDeadline(active: ActiveStates, context: Context): PendingDeadline | undefined {
  let first: PendingDeadline | undefined
  for (const due of pendingDeadlines(active, context))
    if (first === undefined || due.at < first.at) first = due
  return first
}
