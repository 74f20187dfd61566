import type { AnyStateNode, StateValue } from 'xstate'
import type { Context } from './context'
import { type DeadlineName, deadlineOf, instants } from './deadlines'
import { registrationMachine } from './machine'
import type { Millis } from './time'
import { certain, once } from './words'

/** Reads the machine's chart: which states a value stands for, which deadlines and arrows they hold. */

/** A state of the chart with those of its children that a value names, and the events that any of them has arrows for. */
export type Active = { node: AnyStateNode; children: Active[]; events: ReadonlySet<string> }

function activeOf(node: AnyStateNode, children: Active[]): Active {
  return {
    node,
    children,
    events: new Set([...Object.keys(node.on), ...children.flatMap(({ events }) => [...events])]),
  }
}

function descend(node: AnyStateNode, value: unknown): Active | undefined {
  const keys = Object.keys(node.states)
  if (keys.length === 0) return value === undefined ? activeOf(node, []) : undefined
  const chosen: [string, unknown][] =
    typeof value === 'string' ? [[value, undefined]] : Object.entries(value ?? {})
  const expected = node.type === 'parallel' ? keys.length : 1
  if (chosen.length !== expected) return undefined
  const children: Active[] = []
  for (const [key, below] of chosen) {
    const child = Object.hasOwn(node.states, key) ? node.states[key] : undefined
    const active = child && descend(child, below)
    if (active === undefined) return undefined
    children.push(active)
  }
  return activeOf(node, children)
}

const known = new Map<string, Active>()

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
export function activeStates(value: unknown): Active | undefined {
  const line = lineOf(value)
  if (line === undefined) return undefined
  const found = known.get(line)
  if (found !== undefined) return found
  const active = descend(registrationMachine.root as AnyStateNode, value)
  // Only values of the machine are kept, and it has not many.
  if (active !== undefined) known.set(line, active)
  return active
}

const lists = new WeakMap<Active, AnyStateNode[]>()

/** The same as a list, outer states first, regions in the order of declaration. */
export function flat(active: Active): AnyStateNode[] {
  let list = lists.get(active)
  if (list === undefined) {
    list = [active.node, ...active.children.flatMap(flat)]
    lists.set(active, list)
  }
  return list
}

const innermost = new WeakMap<Active, readonly string[]>()

function innermostOf(active: Active): readonly string[] {
  let list = innermost.get(active)
  if (list === undefined) {
    const { node, children } = active
    // It is handed out to whoever asks.
    list = Object.freeze(children.length === 0 ? [node.path.join('.')] : children.flatMap(innermostOf))
    innermost.set(active, list)
  }
  return list
}

/** A dotted path for each innermost state: `paying.awaiting`. */
export function paths(value: StateValue): readonly string[] {
  const active = activeStates(value)
  return active === undefined ? [] : innermostOf(active)
}

/** Whether a registration is in the state of a dotted path, as XState's `snapshot.matches` tells. */
export function isIn(value: StateValue, path: string): boolean {
  return paths(value).some((leaf) => leaf === path || leaf.startsWith(`${path}.`))
}

/** Every state's dotted path, outer before inner: `paying`, `paying.awaiting`. */
export const everyPath = once((): readonly string[] => {
  const below = (node: AnyStateNode): string[] =>
    Object.values(node.states).flatMap((child) => [child.path.join('.'), ...below(child as AnyStateNode)])
  return below(registrationMachine.root as AnyStateNode)
})

/** Every way of standing somewhere: a dotted path for each region, with a space between. */
export const everyLine = once((): readonly string[] => {
  const lines = (node: AnyStateNode): string[] => {
    const below = (Object.values(node.states) as AnyStateNode[]).map(lines)
    if (below.length === 0) return [node.path.join('.')]
    if (node.type !== 'parallel') return below.flat()
    return below.reduce((all, region) => all.flatMap((one) => region.map((other) => `${one} ${other}`)))
  }
  return lines(registrationMachine.root as AnyStateNode)
})

export type Due = { name: DeadlineName; at: Millis; eventType: string }

const awaited = new WeakMap<Active, Omit<Due, 'at'>[]>()

/** The deadlines that the chart knows for those states, in the order of declaration, whether or not they stand. */
function afters(active: Active): Omit<Due, 'at'>[] {
  let list = awaited.get(active)
  if (list === undefined) {
    list = flat(active).flatMap((node) =>
      [...new Set(node.after.map(({ eventType }) => eventType))].map((eventType) => ({
        name: certain(deadlineOf(eventType)),
        eventType,
      })),
    )
    awaited.set(active, list)
  }
  return list
}

/** The deadlines that the active states wait for, in the order of declaration. */
export function standing(active: Active, context: Context): Due[] {
  const list: Due[] = []
  for (const { name, eventType } of afters(active)) {
    const at = instants[name](context)
    if (at !== undefined) list.push({ name, at, eventType })
  }
  return list
}
