import type { Point } from '../geometry'
import { type Card, type Frame, type MapRow, mapSizes, type RouteName } from './mapModel'

/** A line to draw from a row of a card to another card or a frame. */
export type Connection = {
  readonly changes: readonly string[]
  readonly from: Card
  readonly row: MapRow
  readonly to: Card | Frame
  readonly routes: readonly RouteName[]
}

/** Connections to one target on one side of a lane; they share a vertical track. */
type TrackGroup = {
  readonly to: Card | Frame
  readonly connections: readonly Connection[]
  readonly sources: readonly number[]
  readonly entry: number
}

/** The height at which a line leaves a row. */
const exitY = ({ y }: MapRow): number => y + 8

/** The height at which lines enter a target: at the title of a card, or as straight as possible into a frame. */
const entryY = (to: Card | Frame, from: number): number =>
  'rows' in to ? to.y + 12 : Math.max(to.y + 30, Math.min(to.y + to.height - 14, from))

const verticalSpan = ({ sources, entry }: TrackGroup): [number, number] => [
  Math.min(entry, ...sources),
  Math.max(entry, ...sources),
]

/** The number of crossings if the tracks are in this order, the first one next to the source cards. */
function countCrossings(order: readonly TrackGroup[], allReturn: boolean): number {
  let count = 0
  order.forEach((group, i) => {
    order.forEach((other, j) => {
      if (i === j) return
      const [top, bottom] = verticalSpan(other)
      const isWithinSpan = (y: number): boolean => top < y && y < bottom
      const sharesSource = group.sources.some((y) => other.sources.some((otherY) => Math.abs(otherY - y) < 1))
      if (j < i) count += group.sources.filter(isWithinSpan).length
      // A line that returns to its lane crosses the inner tracks again; any other line crosses the outer tracks.
      const isCrossed = allReturn ? j < i : j > i
      if (isCrossed && isWithinSpan(group.entry)) count += 1
      if (sharesSource && i < j) count += 0.1
    })
  })
  return count
}

function permutations<T>(list: readonly T[]): T[][] {
  if (list.length < 2) return [[...list]]
  return list.flatMap((item, i) => {
    const others = [...list.slice(0, i), ...list.slice(i + 1)]
    return permutations(others).map((tail) => [item, ...tail])
  })
}

/** Routes the connections on one side of a lane: one track for each target, in the order with the fewest crossings. */
export function routeConnections(
  connections: readonly Connection[],
  side: 'left' | 'right',
  laneX: number,
): { connection: Connection; points: Point[] }[] {
  const targets = [...new Set(connections.map(({ to }) => to))]
  const groups = targets.map((to): TrackGroup => {
    const own = connections.filter((connection) => connection.to === to)
    const sources = own.map(({ row }) => exitY(row))
    return { to, connections: own, sources, entry: entryY(to, Math.min(...sources)) }
  })
  const returns = ({ to }: TrackGroup): boolean => side === 'left' || to.x < laneX + mapSizes.card
  let best: TrackGroup[] = groups
  let fewest = Number.POSITIVE_INFINITY
  for (const order of permutations(groups)) {
    const count = countCrossings(order, order.every(returns))
    if (count < fewest) {
      best = order
      fewest = count
    }
  }
  const direction = side === 'right' ? 1 : -1
  const edge = side === 'right' ? laneX + mapSizes.card : laneX
  return best.flatMap((group, i) => {
    const trackX = edge + direction * (5 + i * 4)
    const endX = returns(group) ? edge : group.to.x
    return group.connections.map((connection) => {
      const y = exitY(connection.row)
      const points: Point[] = [
        [edge, y],
        [trackX, y],
        [trackX, group.entry],
        [endX, group.entry],
      ]
      return { connection, points }
    })
  })
}
