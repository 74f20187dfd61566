import type { Language } from '../map/mapModel'
import layouts from './layouts.json'

export type Point = [x: number, y: number]
export type BoxTuple = [x: number, y: number, width: number, height: number]

/** Where everything of a stretch lies: its states and pills by their paths, its lines by both ends. */
export type StageLayout = {
  width: number
  height: number
  boxes: Record<string, BoxTuple>
  edges: Record<string, { points: Point[]; label: Point }>
}

/** How each stretch is laid out: worked out when the page was made, since that takes more than a browser should load. */
export const stageLayouts = layouts as unknown as Readonly<Record<Language, Readonly<Record<string, StageLayout>>>>
