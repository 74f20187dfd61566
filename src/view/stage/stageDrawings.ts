import { mapColumns } from '../map/columns'
import { stageOf } from '../map/mapContent'

/** A drawing: some stretches that share a column of the map. */
export type StageDrawing = {
  /** That of its first stretch. */
  readonly name: string
  readonly stages: readonly string[]
  /** How wide a label may be before it is broken. */
  readonly labelWidth: number
}

/** Stretches that are drawn by themselves although they share a column: all of it would be too much for a screen. */
const drawnAlone: readonly string[] = ['marking']

/** Narrower labels where much stands side by side, wider ones where much follows one another. */
const labelWidths: Readonly<Record<string, number>> = { declaring: 170, certified: 225 }

/** The drawings that there are, mostly one for a column of the map. */
export const stageDrawings: readonly StageDrawing[] = [
  ...mapColumns.flatMap(({ lanes }) => {
    const stretches = [...new Set(lanes.flat().map(stageOf))]
    const cut = stretches.findIndex((stretch) => drawnAlone.includes(stretch))
    return cut < 1 ? [stretches] : [stretches.slice(0, cut), stretches.slice(cut)]
  }),
  ['ended'],
].map((stretches) => {
  const name = stretches[0] as string
  return { name, stretches, widest: labelWidths[name] ?? 200 }
})

/** The drawing that shows a state. */
export const drawingOf = (path: string): StageDrawing | undefined =>
  stageDrawings.find(({ stages: stretches }) => stretches.includes(stageOf(path)))
