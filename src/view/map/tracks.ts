import { type Card, type Frame, type MapRow, mapSizes, type Point, type RouteName } from './mapModel'

/** A line that is still to be led: from a row, to a card or a frame. */
export type Connection = {
  readonly changes: readonly string[]
  readonly from: Card | MapRow
  readonly row: MapRow
  readonly to: Card | Frame
  readonly routes: readonly RouteName[]
}

/** Lines to one target, along one side of a lane: they share a track. */
type TrackGroup = {
  readonly to: Card | Frame
  readonly links: readonly Connection[]
  readonly sources: readonly number[]
  readonly entry: number
}

/** Where a line leaves a row. */
export const rowLineY = ({ y }: MapRow): number => y + 8

/** Where lines enter a card: beside its title; where they enter a frame: straight ahead, if they can. */
const entryY = (to: Card | Frame, from: number): number =>
  'rows' in to ? to.y + 12 : Math.max(to.y + 30, Math.min(to.y + to.height - 14, from))

/** The spread of a track from above to below. */
const verticalSpan = ({ sources, entry }: TrackGroup): [number, number] => [
  Math.min(entry, ...sources),
  Math.max(entry, ...sources),
]

/** How often lines cross when the tracks lie in that order, the first next to the cards that they leave. */
function countCrossings(order: readonly TrackGroup[], loops: boolean): number {
  let count = 0
  order.forEach((net, i) => {
    order.forEach((other, j) => {
      if (i === j) return
      const [top, bottom] = verticalSpan(other)
      const passes = (y: number): boolean => top < y && y < bottom
      const same = net.sources.some((y) => other.sources.some((one) => Math.abs(one - y) < 1))
      if (j < i) count += net.sources.filter(passes).length
      // Lines that turn back pass the tracks between; those that go on pass the others.
      const between = loops ? j < i : j > i
      if (between && passes(net.entry)) count += 1
      if (same && i < j) count += 0.1
    })
  })
  return count
}

function permutations<T>(list: readonly T[]): T[][] {
  if (list.length < 2) return [[...list]]
  return list.flatMap((one, i) => {
    const others = [...list.slice(0, i), ...list.slice(i + 1)]
    return permutations(others).map((rest) => [one, ...rest])
  })
}

/** Leads the lines that leave a lane on one side, each target on a track of its own, with as few crossings as can be. */
export function routeConnections(
  links: readonly Connection[],
  side: 'left' | 'right',
  lane: number,
): { link: Connection; points: Point[] }[] {
  const targets = [...new Set(links.map(({ to }) => to))]
  const nets = targets.map((to): TrackGroup => {
    const own = links.filter((link) => link.to === to)
    const sources = own.map(({ row }) => rowLineY(row))
    return { to, links: own, sources, entry: entryY(to, Math.min(...sources)) }
  })
  const back = ({ to }: TrackGroup): boolean => side === 'left' || to.x < lane + mapSizes.card
  let best: TrackGroup[] = nets
  let least = Number.POSITIVE_INFINITY
  for (const order of permutations(nets)) {
    const count = countCrossings(order, order.every(back))
    if (count < least) {
      best = order
      least = count
    }
  }
  const out = side === 'right' ? 1 : -1
  const edge = side === 'right' ? lane + mapSizes.card : lane
  return best.flatMap((net, i) => {
    const track = edge + out * (5 + i * 4)
    const tip = back(net) ? edge : net.to.x
    return net.links.map((link) => {
      const y = rowLineY(link.row)
      return {
        link,
        points: [
          [edge, y],
          [track, y],
          [track, net.entry],
          [tip, net.entry],
        ] as Point[],
      }
    })
  })
}
