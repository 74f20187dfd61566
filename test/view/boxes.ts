import type { Box, Point } from '../../src/view/geometry'
import type { Label } from '../../src/view/map/mapModel'

/** A named rectangle. */
export type Area = { name: string; left: number; right: number; top: number; bottom: number }

export const ofBox = (name: string, { x, y, width, height }: Box): Area => ({
  name,
  left: x,
  right: x + width,
  top: y,
  bottom: y + height,
})

/** The area of a line of text, from the top to the bottom of its letters. */
export const ofLabel = (where: string, { x, y, width, size, text }: Label): Area => ({
  name: `${where}: ${text}`,
  left: x,
  right: x + width,
  top: y - size * 0.8,
  bottom: y + size * 0.15,
})

/** The straight segments of a line. */
export const ofLine = (name: string, points: readonly Point[]): Area[] =>
  points.slice(1).map(([x, y], i) => {
    const [fromX, fromY] = points[i] as Point
    return {
      name,
      left: Math.min(x, fromX),
      right: Math.max(x, fromX),
      top: Math.min(y, fromY),
      bottom: Math.max(y, fromY),
    }
  })

const tolerance = 0.6

const overlap = (one: Area, other: Area): boolean =>
  one.left + tolerance < other.right &&
  other.left + tolerance < one.right &&
  one.top + tolerance < other.bottom &&
  other.top + tolerance < one.bottom

/** Whether a line crosses a box; touching the edge does not count. */
export const crosses = (line: Area, box: Area): boolean =>
  line.left < box.right - tolerance &&
  box.left + tolerance < line.right + 0.01 &&
  line.top < box.bottom - tolerance &&
  box.top + tolerance < line.bottom + 0.01

/** All overlapping pairs. */
export function overlaps(list: readonly Area[]): string[] {
  return list.flatMap((one, i) =>
    list.slice(i + 1).flatMap((other) => (overlap(one, other) ? [`${one.name} | ${other.name}`] : [])),
  )
}

/** Whether an area is within another. */
export const inside = (one: Area, other: Area): boolean =>
  one.left >= other.left - tolerance &&
  one.right <= other.right + tolerance &&
  one.top >= other.top - tolerance &&
  one.bottom <= other.bottom + tolerance
