import type { Chart } from '../chart'
import { isWithin, leavesOf } from '../chartQueries'
import { type MapColumn, mapColumns } from './mapColumns'
import { mapSizes } from './mapModel'

/** The position of a leaf: its lane, and its index from the top. */
export type Place = { readonly lane: number; readonly index: number }

/** A lane of cards. */
export type Lane = {
  readonly column: number
  readonly x: number
  /** The paths of its leaves, from top to bottom. */
  readonly paths: readonly string[]
}

/** Assigns all leaves except the endings to lanes. */
export function lanesOf(chart: Chart): Lane[] {
  const lanes = mapColumns.flatMap(({ lanes }, column) => lanes.map((names) => ({ column, names })))
  const closestLane = (path: string): number => {
    const depths = lanes.map(({ names }) =>
      Math.max(0, ...names.filter((name) => isWithin(path, name)).map((name) => name.length)),
    )
    return depths.indexOf(Math.max(...depths))
  }
  const leaves = leavesOf('', chart).filter((path) => !isWithin(path, 'ended'))
  return lanes.map(({ column }, i) => ({
    column,
    x: mapSizes.edge + i * (mapSizes.card + mapSizes.gutter),
    paths: leaves.filter((path) => closestLane(path) === i),
  }))
}

export const placesIn = (lanes: readonly Lane[]): ReadonlyMap<string, Place> =>
  new Map(lanes.flatMap(({ paths }, lane) => paths.map((path, index) => [path, { lane, index }] as const)))

/** How the map shows a state change: by an arrow down, right or left of the lane, or only as text. */
export type LineDirection = 'down' | 'right' | 'left' | 'text'

export function directionOf(from: Place, to: Place): LineDirection {
  if (to.lane === from.lane + 1) return 'right'
  if (to.lane !== from.lane) return 'text'
  if (to.index === from.index + 1) return 'down'
  return to.index > from.index ? 'right' : 'left'
}

export const columnAt = (index: number): MapColumn => mapColumns[index] as MapColumn
