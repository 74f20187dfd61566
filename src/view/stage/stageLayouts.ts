import type { Language } from '../../language'
import type { BoxTuple, Point } from '../geometry'
import layouts from './layouts.json'

/** The layout of a drawing: boxes of nodes by path, edges by `source target`. */
export type StageLayout = {
  width: number
  height: number
  boxes: Record<string, BoxTuple>
  edges: Record<string, { points: readonly Point[]; label: Point }>
}

/** The stored layouts by language and drawing. `npm run layout` computes them: the layout engine is too large for a page. */
export const stageLayouts = layouts as unknown as Readonly<
  Record<Language, Readonly<Record<string, StageLayout>>>
>
