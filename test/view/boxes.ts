import type { Box, Label, Point } from '../../src/view/map/mapModel'

/** What something takes up, and what it is. */
export type Taken = { what: string; left: number; right: number; top: number; bottom: number }

export const ofBox = (what: string, { x, y, width, height }: Box): Taken => ({
  what,
  left: x,
  right: x + width,
  top: y,
  bottom: y + height,
})

/** A line of text takes up what lies between the tops and the bottoms of its letters. */
export const ofLabel = (where: string, { x, y, width, size, text }: Label): Taken => ({
  what: `${where}: ${text}`,
  left: x,
  right: x + width,
  top: y - size * 0.8,
  bottom: y + size * 0.15,
})

/** Each straight piece of a line. */
export const ofLine = (what: string, points: readonly Point[]): Taken[] =>
  points.slice(1).map(([x, y], i) => {
    const [fromX, fromY] = points[i] as Point
    return {
      what,
      left: Math.min(x, fromX),
      right: Math.max(x, fromX),
      top: Math.min(y, fromY),
      bottom: Math.max(y, fromY),
    }
  })

const almost = 0.6

export const overlap = (one: Taken, other: Taken): boolean =>
  one.left + almost < other.right &&
  other.left + almost < one.right &&
  one.top + almost < other.bottom &&
  other.top + almost < one.bottom

/** Whether a line runs through something: not where it only touches the edge. */
export const through = (line: Taken, box: Taken): boolean =>
  line.left < box.right - almost &&
  box.left + almost < line.right + 0.01 &&
  line.top < box.bottom - almost &&
  box.top + almost < line.bottom + 0.01

/** Every two of some that overlap. */
export function overlaps(list: readonly Taken[]): string[] {
  return list.flatMap((one, i) =>
    list.slice(i + 1).flatMap((other) => (overlap(one, other) ? [`${one.what} | ${other.what}`] : [])),
  )
}

/** Whether one lies in the other. */
export const inside = (one: Taken, other: Taken): boolean =>
  one.left >= other.left - almost &&
  one.right <= other.right + almost &&
  one.top >= other.top - almost &&
  one.bottom <= other.bottom + almost
