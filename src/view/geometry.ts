/** Shapes of the drawings, in px at full size. */

export type Size = { readonly width: number; readonly height: number }

export type Box = Size & { readonly x: number; readonly y: number }

/** A box in the stored layouts. */
export type BoxTuple = readonly [x: number, y: number, width: number, height: number]

export type Point = readonly [x: number, y: number]

/** Rounds to tenths of a pixel. */
export const roundTenth = (number: number): number => Math.round(number * 10) / 10

/** The SVG path of a line through points. */
export const linePath = (points: readonly Point[]): string =>
  points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${roundTenth(x)} ${roundTenth(y)}`).join('')

/** The last point of a line, and the direction of its last segment: -1, 0 or 1 for each axis. */
function endOf(points: readonly Point[]): { x: number; y: number; dx: number; dy: number } {
  const [x, y] = points.at(-1) as Point
  const [fromX, fromY] = points.filter(([px, py]) => px !== x || py !== y).at(-1) ?? [x, y - 1]
  return { x, y, dx: Math.sign(x - fromX), dy: Math.sign(y - fromY) }
}

/** The SVG path of an arrowhead at the end of a line. */
export function arrowheadPath(points: readonly Point[], size: number): string {
  const { x, y, dx, dy } = endOf(points)
  const half = size * 0.6
  const back: Point = [x - dx * size, y - dy * size]
  return `${linePath([
    [x, y],
    [back[0] + dy * half, back[1] + dx * half],
    [back[0] - dy * half, back[1] - dx * half],
  ])}Z`
}

/** Shortens a line at its end, so that it does not show beyond the arrowhead. */
export function shortenEnd(points: readonly Point[], by: number): Point[] {
  const { x, y, dx, dy } = endOf(points)
  return [...points.slice(0, -1), [x - dx * by, y - dy * by]]
}

/** A parallel line next to the given line, so that both remain visible. */
export function offsetLine(points: readonly Point[]): Point[] {
  const [first, last] = [points[0] as Point, points.at(-1) as Point]
  const distance = 2.6
  const isVertical = first[0] === last[0]
  const leadsDown = last[1] > first[1]
  return points.map(([x, y]) => [x + distance, isVertical ? y : y + (leadsDown ? -distance : distance)])
}
