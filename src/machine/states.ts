import type { AnyStateNode, StateValueFrom } from 'xstate'
import { lazy } from '../schema/primitives'
import { registrationMachine } from './index'

/** The states of the machine, and the paths of a state value. Provisions add no states, so they are the same for all. */

/** The active states of a registration in XState's format: `'verifying'`, `{ paying: 'awaiting' }`. */
export type StateValue = StateValueFrom<typeof registrationMachine>

type PathIn<Value> = Value extends string
  ? Value
  : Value extends object
    ? { [Key in keyof Value & string]: Key | `${Key}.${PathIn<NonNullable<Value[Key]>>}` }[keyof Value &
        string]
    : never

/** A dotted state path: `paying.awaiting`, or `paying` for any of its states. */
export type StatePath = PathIn<StateValue>

const childrenOf = (node: AnyStateNode): AnyStateNode[] => Object.values(node.states) as AnyStateNode[]

export const pathOf = (node: AnyStateNode): StatePath => node.path.join('.') as StatePath

/** The active children of a state, each with its own state value; `undefined` if the machine has no such value. */
export function activeChildren(node: AnyStateNode, value: unknown): [AnyStateNode, unknown][] | undefined {
  const keys = Object.keys(node.states)
  if (keys.length === 0) return value === undefined ? [] : undefined
  const given: [string, unknown][] =
    typeof value === 'string' ? [[value, undefined]] : Object.entries(value ?? {})
  // In the order of declaration: a database may store the regions of a snapshot in another order.
  const chosen = [...given].sort(([one], [other]) => keys.indexOf(one) - keys.indexOf(other))
  const expected = node.type === 'parallel' ? keys.length : 1
  const isKnown = ([key, below]: [string, unknown]) =>
    keys.includes(key) && (typeof value === 'string' || below !== undefined)
  if (chosen.length !== expected || !chosen.every(isKnown)) return undefined
  return chosen.map(([key, below]) => [node.states[key] as AnyStateNode, below])
}

function leavesOf(node: AnyStateNode, value: unknown): StatePath[] | undefined {
  const children = activeChildren(node, value)
  if (children === undefined) return undefined
  if (children.length === 0) return [pathOf(node)]
  const leaves: StatePath[] = []
  for (const [child, below] of children) {
    const found = leavesOf(child, below)
    if (found === undefined) return undefined
    leaves.push(...found)
  }
  return leaves
}

/**
 * Returns the dotted path of each innermost active state.
 * @param value the `value` of a snapshot
 * @returns empty if the machine has no such state value
 * @example
 * ```ts
 * import { statePaths } from 'baokao'
 *
 * statePaths({ paying: 'awaiting' }) // ['paying.awaiting']
 * ```
 */
export function statePaths(value: StateValue): readonly StatePath[] {
  // Frozen, as the paths that the engine keeps are.
  return Object.freeze(leavesOf(registrationMachine.root as AnyStateNode, value) ?? [])
}

/** The dotted paths of a state and of all around it, from the outermost one. */
export const pathsAround = (path: string): string[] =>
  path.split('.').map((_, i, keys) => keys.slice(0, i + 1).join('.'))

/** Whether a state is another, or inside it; both are dotted paths. */
export const isInside = (path: string, outer: string): boolean =>
  path === outer || path.startsWith(`${outer}.`)

/** Like `isIn`, but for paths from data, such as a journey or a guide: returns `false` for an unknown state. */
export function matchesPath(value: StateValue, path: string): boolean {
  return statePaths(value).some((leaf) => isInside(leaf, path))
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
export function allStateNodes(root = registrationMachine.root as AnyStateNode): readonly AnyStateNode[] {
  return childrenOf(root).flatMap((child) => [child, ...allStateNodes(child)])
}

/** The dotted path of every state, outer before inner: `paying`, `paying.awaiting`. */
export const allStatePaths = lazy((): readonly StatePath[] => allStateNodes().map(pathOf))

/** Every combination of innermost states: the dotted path in each region, separated by spaces. */
export const allStateLines = lazy((): readonly string[] => {
  const lines = (node: AnyStateNode): string[] => {
    const below = childrenOf(node).map(lines)
    if (below.length === 0) return [node.path.join('.')]
    if (node.type !== 'parallel') return below.flat()
    return below.reduce((all, region) => all.flatMap((one) => region.map((other) => `${one} ${other}`)))
  }
  return lines(registrationMachine.root as AnyStateNode)
})
