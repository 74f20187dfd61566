import { columns } from '../map/columns'
import { stageOf } from '../map/content'

/** A drawing: some stretches that share a column of the map. */
export type Drawing = {
  /** That of its first stretch. */
  readonly name: string
  readonly stretches: readonly string[]
  /** How wide a label may be before it is broken. */
  readonly widest: number
}

/** Stretches that are drawn by themselves although they share a column: all of it would be too much for a screen. */
const apart: readonly string[] = ['marking']

/** Narrower labels where much stands side by side, wider ones where much follows one another. */
const widest: Readonly<Record<string, number>> = { declaring: 170, certified: 225 }

/** The drawings that there are, mostly one for a column of the map. */
export const drawings: readonly Drawing[] = [
  ...columns.flatMap(({ lanes }) => {
    const stretches = [...new Set(lanes.flat().map(stageOf))]
    const cut = stretches.findIndex((stretch) => apart.includes(stretch))
    return cut < 1 ? [stretches] : [stretches.slice(0, cut), stretches.slice(cut)]
  }),
  ['ended'],
].map((stretches) => {
  const name = stretches[0] as string
  return { name, stretches, widest: widest[name] ?? 200 }
})

/** The drawing that shows a state. */
export const drawingOf = (path: string): Drawing | undefined =>
  drawings.find(({ stretches }) => stretches.includes(stageOf(path)))
