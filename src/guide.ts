import { possible, runUntil } from './engine/explain'
import type { Snapshot } from './engine/snapshot'
import { allStatePaths, matchesPath } from './engine/stateTree'
import type { StateValue } from './engine/stateValue'
import { type EventType, eventTypes } from './events'
import type { Context } from './model/context'
import { certificateOf, directMailOffered, reissueOf } from './model/levels'
import { type Applicability, type GuideItem, type Region, regionShapeFor, regions } from './model/region'

import { read } from './schema/issues'
import { assertPresent, lazy } from './schema/primitives'
import { type Millis, parseInstant } from './time'

/** The schema of a region. It checks the paths of states against the machine. */
export const regionShape = lazy(() => regionShapeFor(allStatePaths(), eventTypes))

/** What conditions of the guide refer to: a registration with its state, at an instant. */
type Moment = { value: StateValue; context: Context; at: Millis }

/** The properties that a condition compares. */
type Traits = Omit<Applicability, 'exams' | 'possible' | 'closed'>

function traitsOf(context: Context): Traits {
  const { terms, route, education, refunds } = context
  const { electronic } = certificateOf(context)
  return {
    provider: terms.provider,
    electronic,
    directMail: directMailOffered(context, context.at),
    reissue: reissueOf(context, context.at),
    route,
    origin: education?.origin,
    degree: education?.result,
    owed: refunds.some(({ settled }) => settled !== true),
  }
}

/** Whether all given properties match; a property that is not known yet does not match. */
function applies({ exams, possible: type, closed, ...properties }: Applicability, moment: Moment): boolean {
  const { context, at } = moment
  const traits = traitsOf(context)
  return (
    (exams === undefined || exams.includes(context.terms.exam)) &&
    (type === undefined || possible(moment, at, [type as EventType]).length > 0) &&
    (closed === undefined || context.terms[closed][1] <= at) &&
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
 * Pure. Never throws. The list is empty if no region is given and none is bundled for the place, if the snapshot or the
 * instant is not valid, or if `regionSchema` rejects the region.
 *
 * @param region by default the bundled region of the place that the candidate has chosen, or of the notice's first
 * place before that choice
 * @param at an instant in ISO 8601 with an offset, because some advice ends with a window; deadlines due at or before it
 * count as passed. By default the instant of the snapshot
 * @returns the items in the order of the region
 * @example
 * ```ts
 * import { guide } from 'baokao'
 * import { given } from 'baokao/testing'
 *
 * guide(given('filling.route').snapshot).some(({ id }) => id === 'route-once') // true
 * ```
 */
export function guide(snapshot: Snapshot, region?: Region, at?: string): GuideItem[] {
  try {
    const asked = at === undefined ? snapshot.context.at : parseInstant(at)
    const now = Math.max(asked, snapshot.context.at)
    const state = Number.isNaN(now) ? undefined : runUntil(snapshot, now)?.state
    if (state === undefined) return []
    const moment: Moment = { value: state.value, context: state.context, at: now }
    const usedRegion = region === undefined ? regionOf(state.context) : read(regionShape(), region).data
    const items = usedRegion?.items.filter(
      ({ when, only, except }) =>
        when.some((path) => path === 'all' || matchesPath(moment.value, path)) &&
        (only === undefined || applies(only, moment)) &&
        (except === undefined || !applies(except, moment)),
    )
    return items ?? []
  } catch {
    return []
  }
}
