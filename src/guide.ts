import { isSnapshot, type Snapshot } from './engine/snapshot'
import { allStatePaths, isIn } from './engine/stateTree'
import type { Context } from './model/context'
import { certificateOf, reissueOf } from './model/levels'
import { type Applicability, type GuideItem, type Region, regionShapeFor, regions } from './model/region'

import { read } from './schema/issues'
import { assertPresent, lazy } from './schema/primitives'

/** The schema of a region: what a city tells its candidates. */
export const regionShape = lazy(() => regionShapeFor(allStatePaths()))

/** What can be asked of a registration before something is told to it. */
type Traits = Omit<Applicability, 'exams'> & { exam: string }

function traitsOf(context: Context): Traits {
  const { terms, route, education } = context
  const { electronic, directMail = false } = certificateOf(context)
  return {
    exam: terms.exam,
    provider: terms.provider,
    electronic,
    directMail,
    reissue: reissueOf(context),
    route,
    origin: education?.origin,
    degree: education?.result,
  }
}

/** Whether all that is named holds; what is not known yet does not. */
function applies({ exams, ...named }: Applicability, traits: Traits): boolean {
  return (
    (exams === undefined || exams.includes(traits.exam)) &&
    (Object.keys(named) as (keyof typeof named)[]).every(
      (key) => named[key] === undefined || named[key] === traits[key],
    )
  )
}

/** The bundled region of the place that the candidate chose, or else of the first place of the notice. */
function regionOf({ application, terms }: Context): Region | undefined {
  const place = application?.place ?? assertPresent(terms.places[0])
  return Object.hasOwn(regions, place) ? regions[place] : undefined
}

/**
 * What the official text tells people at this stage: sites, hotlines with their hours, documents to bring or to upload,
 * and notes, each with its § — only what belongs to the state that the registration is in, to its exam, to the route
 * chosen and to the candidate's degree.
 *
 * Pure, and never throws. Advice is never invented: where no region is given and none is bundled for the place, the list
 * is empty; so it is for what is no snapshot, and for a region that `regionSchema` refuses.
 *
 * @param snapshot a registration as it stands; nothing personal is needed
 * @param region what some city tells people; without it the bundled region of the place that the candidate chose, or,
 * before one is chosen, of the first place of the notice
 * @returns the items in the region's own order
 * //=> [{ id: 'portal', kind: 'link', title: { zh, en }, url: 'http://zg.cpta.com.cn/…', cites: ['2.1'], when: ['account', …] }, …]
 */
export function guide(snapshot: Snapshot, region?: Region): GuideItem[] {
  try {
    if (!isSnapshot(snapshot)) return []
    const { value, context } = snapshot
    const told = region === undefined ? regionOf(context) : read(regionShape(), region).data
    const traits = traitsOf(context)
    const items = told?.items.filter(
      ({ when, only, except }) =>
        when.some((path) => path === 'all' || isIn(value, path)) &&
        (only === undefined || applies(only, traits)) &&
        (except === undefined || !applies(except, traits)),
    )
    return items ?? []
  } catch {
    return []
  }
}
