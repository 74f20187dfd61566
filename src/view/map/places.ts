import type { Chart } from '../chart'
import { type MapColumn, mapColumns } from './columns'
import { mapSizes } from './mapModel'
import { isWithin, leavesOf } from './stateChanges'

/** Where a state stands: in which lane, and as how many-th from above. */
export type Place = { readonly lane: number; readonly index: number }

/** A lane of cards. */
export type Lane = {
  readonly column: number
  readonly x: number
  /** The innermost states in it, from above. */
  readonly paths: readonly string[]
}

/** Lays the innermost states of a chart into lanes. */
export function lanesOf(chart: Chart): Lane[] {
  const named = mapColumns.flatMap(({ lanes }, column) => lanes.map((names) => ({ column, names })))
  const closest = (path: string): number => {
    const depth = (names: readonly string[]) =>
      Math.max(0, ...names.filter((name) => isWithin(path, name)).map((name) => name.length))
    const depths = named.map(({ names }) => depth(names))
    return depths.indexOf(Math.max(...depths))
  }
  const living = leavesOf('', chart).filter((path) => !isWithin(path, 'ended'))
  return named.map(({ column }, i) => ({
    column,
    x: mapSizes.edge + i * (mapSizes.card + mapSizes.gutter),
    paths: living.filter((path) => closest(path) === i),
  }))
}

/** Where each state stands. */
export const placesIn = (lanes: readonly Lane[]): ReadonlyMap<string, Place> =>
  new Map(lanes.flatMap(({ paths }, lane) => paths.map((path, index) => [path, { lane, index }] as const)))

/** How an arrow gets from one place to another: straight down, along a side, or not drawn but said. */
export type LineDirection = 'down' | 'right' | 'left' | 'said'

export function directionOf(from: Place, to: Place): LineDirection {
  if (to.lane === from.lane + 1) return 'right'
  if (to.lane !== from.lane) return 'said'
  if (to.index === from.index + 1) return 'down'
  return to.index > from.index ? 'right' : 'left'
}

export const columnAt = (index: number): MapColumn => mapColumns[index] as MapColumn
