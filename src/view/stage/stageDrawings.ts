import { stageOf } from '../chartQueries'
import { mapColumns } from '../map/mapColumns'

/** A drawing of one stage, or of several that share a column of the map. */
export type StageDrawing = {
  /** The name of its first stage. */
  readonly name: string
  readonly stages: readonly string[]
  /** The width at which labels wrap, in px. */
  readonly labelWidth: number
}

/** Stages that begin another drawing of their column: one drawing of the whole column would not fit on a screen. */
const drawnAlone: readonly string[] = ['marking', 'notPassed']

/** Narrow labels for drawings with many parallel edges, wide labels for long sequences. */
const labelWidths: Readonly<Record<string, number>> = { declaring: 170, certified: 225 }

/** All drawings: about one for each column of the map, and one for the endings. */
export const stageDrawings: readonly StageDrawing[] = [
  ...mapColumns.flatMap(({ lanes }) => {
    const stages = [...new Set(lanes.flat().map(stageOf))]
    const starts = stages.flatMap((stage, i) => (i === 0 || drawnAlone.includes(stage) ? [i] : []))
    return starts.map((start, i) => stages.slice(start, starts[i + 1]))
  }),
  ['ended'],
].map((stages) => {
  const name = stages[0] as string
  return { name, stages, labelWidth: labelWidths[name] ?? 200 }
})

/** The drawing that shows a state. */
export const drawingOf = (path: string): StageDrawing | undefined =>
  stageDrawings.find(({ stages }) => stages.includes(stageOf(path)))
