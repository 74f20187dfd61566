import { isSnapshot, type Snapshot } from './engine/snapshot'
import { allStatePaths, matchesPath } from './engine/stateTree'
import type { Context } from './model/context'
import { certificateOf, directMailOffered, reissueOf } from './model/levels'
import { type Applicability, type GuideItem, type Region, regionShapeFor, regions } from './model/region'

import { read } from './schema/issues'
import { assertPresent, lazy } from './schema/primitives'

/** The schema of a region. It checks the paths of states against the machine. */
export const regionShape = lazy(() => regionShapeFor(allStatePaths()))

/** The properties of a registration that conditions of the guide refer to. */
type Traits = Omit<Applicability, 'exams'> & { exam: string }

function traitsOf(context: Context): Traits {
  const { terms, route, education } = context
  const { electronic } = certificateOf(context)
  return {
    exam: terms.exam,
    provider: terms.provider,
    electronic,
    directMail: directMailOffered(context, context.at),
    reissue: reissueOf(context, context.at),
    route,
    origin: education?.origin,
    degree: education?.result,
  }
}

/** Whether all given properties match; a property that is not known yet does not match. */
function applies({ exams, ...properties }: Applicability, traits: Traits): boolean {
  return (
    (exams === undefined || exams.includes(traits.exam)) &&
    (Object.keys(properties) as (keyof typeof properties)[]).every(
      (key) => properties[key] === undefined || properties[key] === traits[key],
    )
  )
}

/** The bundled region of the chosen place, or of the first place of the notice. */
function regionOf({ application, terms }: Context): Region | undefined {
  const place = application?.place ?? assertPresent(terms.places[0])
  return Object.hasOwn(regions, place) ? regions[place] : undefined
}

/**
 * Returns the official advice for the current state: sites, hotlines with their hours, documents to bring or upload,
 * and notes, each with its §. Includes only items for the registration's state, exam, route and degree.
 *
 * Pure. Never throws. The list is empty if no region is given and none is bundled for the place, if the snapshot is not
 * valid, or if `regionSchema` rejects the region.
 *
 * @param region by default the bundled region of the place that the candidate has chosen, or of the notice's first
 * place before that choice
 * @returns the items in the order of the region
 * @example
 * ```ts
 * import { guide } from 'baokao'
 * import { given } from 'baokao/testing'
 *
 * guide(given('filling.route').snapshot).some(({ id }) => id === 'route-once') // true
 * ```
 */
export function guide(snapshot: Snapshot, region?: Region): GuideItem[] {
  try {
    if (!isSnapshot(snapshot)) return []
    const { value, context } = snapshot
    const usedRegion = region === undefined ? regionOf(context) : read(regionShape(), region).data
    const traits = traitsOf(context)
    const items = usedRegion?.items.filter(
      ({ when, only, except }) =>
        when.some((path) => path === 'all' || matchesPath(value, path)) &&
        (only === undefined || applies(only, traits)) &&
        (except === undefined || !applies(except, traits)),
    )
    return items ?? []
  } catch {
    return []
  }
}
