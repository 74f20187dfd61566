import { readdirSync, readFileSync } from 'node:fs'
import type { Journey } from '../../src/journey'
import { chart } from '../../src/view/chart'
import { changesTaken } from '../../src/view/map/routes'
import { stageDrawings } from '../../src/view/stage/stageDrawings'
import { stageGraph } from '../../src/view/stage/stageGraph'
import type { StageLayout } from '../../src/view/stage/stageLayouts'
import { placed } from './elk'
import { reachOf } from './reach'

/** What the drawings need and no browser should have to work out; `npm run layout` writes it down. */

const read = (path: string): Journey => JSON.parse(readFileSync(path, 'utf8')) as Journey

const journeys = readdirSync('examples/journeys', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => read(`examples/journeys/${name}`))

/** What the map cannot read off the chart: how far moves reach, and which ones the two main ways take. */
export const known = () => ({
  reach: reachOf(chart(), journeys),
  routes: {
    commitment: changesTaken(read('examples/journeys/lives/1-a-whole-life.json'), chart()),
    proof: changesTaken(read('examples/journeys/declaring/proof-route.json'), chart()),
  },
})

/** Where everything of each stretch lies. */
export async function layouts(): Promise<Record<'zh' | 'en', Record<string, StageLayout>>> {
  const all = { zh: {}, en: {} } as Record<'zh' | 'en', Record<string, StageLayout>>
  for (const lang of ['zh', 'en'] as const) {
    for (const { name } of stageDrawings) all[lang][name] = await placed(stageGraph(name, chart(), lang))
  }
  return all
}
