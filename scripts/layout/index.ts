import { readdirSync, readFileSync } from 'node:fs'
import type { Journey } from '../../src/journeyFormat'
import type { Language } from '../../src/language'
import { chart } from '../../src/view/chart'
import { changesTaken } from '../../src/view/map/routes'
import { stageDrawings } from '../../src/view/stage/stageDrawings'
import { stageGraph } from '../../src/view/stage/stageGraph'
import type { StageLayout } from '../../src/view/stage/stageLayouts'
import { layoutGraph } from './elk'
import { reachOf } from './reach'

/** Data of the drawings that is too expensive to compute in a browser; `npm run layout` writes it to files. */

const read = (path: string): Journey => JSON.parse(readFileSync(path, 'utf8')) as Journey

export const journeys = readdirSync('examples/journeys', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => read(`examples/journeys/${name}`))

/** Data that the chart does not show: where guard-dependent changes occur, and the changes of the two main routes. */
export const known = () => ({
  reach: reachOf(chart(), journeys),
  routes: {
    commitment: changesTaken(read('examples/journeys/lives/1-a-whole-life.json'), chart()),
    proof: changesTaken(read('examples/journeys/declaring/proof-route.json'), chart()),
  },
})

/** The layouts of all stages, by language and drawing. */
export async function layouts(): Promise<Record<Language, Record<string, StageLayout>>> {
  const all = { zh: {}, en: {} } as Record<Language, Record<string, StageLayout>>
  for (const lang of ['zh', 'en'] as const) {
    for (const { name } of stageDrawings) all[lang][name] = await layoutGraph(stageGraph(name, chart(), lang))
  }
  return all
}
