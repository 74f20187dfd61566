import { isInside } from '../machine/states'
import type { Chart, ChartState, Trigger } from './chart'

/** Whether a state equals another state or is its descendant; every state is within the empty path. */
export const isWithin = (path: string, outer: string): boolean => outer === '' || isInside(path, outer)

/** The stage of a state: the first part of its path. */
export const stageOf = (path: string): string => path.split('.')[0] as string

/** @throws RangeError if there is no such state */
export function findState(path: string, { states }: Chart): ChartState {
  const state = states.find((one) => one.path === path)
  if (state === undefined) throw new RangeError(`There is no state ${path}`)
  return state
}

/** The atomic states within a state, or the state itself if it is atomic. */
export const leavesOf = (path: string, { states }: Chart): string[] =>
  states.filter((one) => one.kind === 'atomic' && isWithin(one.path, path)).map((one) => one.path)

/** The atomic states that become active when a state is entered; a parallel state has several. */
export function enteredLeaves(path: string, chart: Chart): string[] {
  const state = chart.states.find((one) => one.path === path)
  if (state === undefined || state.kind === 'atomic') return [path]
  if (state.initial !== undefined) return enteredLeaves(state.initial, chart)
  return chart.states
    .filter(({ parent }) => parent === path)
    .flatMap((child) => enteredLeaves(child.path, chart))
}

/** The first atomic state that becomes active; for a parallel state, the leaf in its first region. */
export const firstLeaf = (path: string, chart: Chart): string => enteredLeaves(path, chart)[0] as string

/** The event type or deadline name of a trigger, or `always`. */
export const triggerName = (trigger: Trigger): string =>
  trigger.kind === 'event' ? trigger.type : trigger.kind === 'deadline' ? trigger.name : 'always'
