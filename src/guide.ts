import type { Engine } from './engine/engine'
import type { Evaluator } from './engine/evaluator'
import { assertLaw } from './engine/lawIssue'
import type { Snapshot } from './engine/snapshot'
import { timeAheadOf } from './engine/timeAhead'
import { type EventType, eventTypes } from './events'
import { allStatePaths, matchesPath, type StateValue } from './machine/states'
import type { Context } from './model/context'
import { evidenceKinds } from './model/degree'
import { withGuideValues } from './model/guideValues'
import { allItems, regionOfPlace } from './model/inheritance'
import { certificateOf, directMailOffered, reissueOf } from './model/levels'
import type { Applicability, GuideItem, Region } from './model/region'
import { regionShapeFor } from './model/regionShape'
import { read } from './schema/issues'
import { assertPresent, lazy } from './schema/primitives'
import { type Millis, parseInstant } from './time'

// Marked as pure: a bundle that does not use it must not contain the regions, which the schema looks up.
/** The schema of a region. It checks the paths of states against the machine. */
export const regionShape = /* @__PURE__ */ lazy(() => regionShapeFor(allStatePaths(), eventTypes))

/** The schema of a region that may inherit from given regions, too. */
export const regionShapeWith = (given: readonly Region[]) =>
  given.length === 0 ? regionShape() : regionShapeFor(allStatePaths(), eventTypes, given)

/** What conditions of the guide refer to: a registration with its state, at an instant. */
type Moment = { now: Evaluator; value: StateValue; context: Context; at: Millis }

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
    commitment: terms.commitment,
    degreeDocument: education && evidenceKinds(context)[0],
    origin: education?.origin,
    degree: education?.result,
    owed: refunds.some(({ settled }) => settled !== true),
  }
}

/** Whether all given properties match; a property that is not known yet does not match. */
function applies({ exams, possible: type, closed, ...properties }: Applicability, moment: Moment): boolean {
  const { now, context, at } = moment
  const traits = traitsOf(context)
  return (
    (exams === undefined || exams.includes(context.terms.exam)) &&
    (type === undefined || now.evaluate(type as EventType).accepted) &&
    (closed === undefined || context.terms[closed][1] <= at) &&
    (Object.keys(properties) as (keyof typeof properties)[]).every(
      (key) => properties[key] === undefined || properties[key] === traits[key],
    )
  )
}

/** The items of the bundled region for the chosen place, or for the first place of the notice. */
const bundledItems = ({ application, terms }: Context): GuideItem[] =>
  allItems(regionOfPlace(application?.place ?? assertPresent(terms.places[0])))

/** The items of the first of the given regions, with those that it inherits; none if one of the regions is not valid. */
function givenItems(given: Region | readonly Region[]): GuideItem[] {
  const list = Array.isArray(given) ? (given as readonly Region[]) : [given as Region]
  const shape = regionShapeWith(list.slice(1))
  const valid = list.flatMap((region) => read(shape, region).data ?? [])
  const [region] = valid
  return region === undefined || valid.length < list.length ? [] : allItems(region, valid)
}

/**
 * Returns the advice for a registration; see `guide`.
 * @throws RangeError for a snapshot of another law
 */
export function guideWith(
  engine: Engine,
  snapshot: Snapshot,
  region?: Region | readonly Region[],
  at?: string,
): GuideItem[] {
  assertLaw(engine, snapshot)
  try {
    const asked = at === undefined ? snapshot.context.at : parseInstant(at)
    const now = Math.max(asked, snapshot.context.at)
    const ahead = Number.isNaN(now) ? undefined : timeAheadOf(engine, snapshot, now)
    if (ahead === undefined) return []
    const { value, context } = ahead.start
    const moment: Moment = { now: ahead.now, value, context, at: now }
    const items = region === undefined ? bundledItems(context) : givenItems(region)
    const shown = items.filter(
      ({ when, only, except }) =>
        when.some((path) => path === 'all' || matchesPath(moment.value, path)) &&
        (only === undefined || applies(only, moment)) &&
        (except === undefined || !applies(except, moment)),
    )
    return shown.map((item) => ({ ...item, title: withGuideValues(item.title, context) }))
  } catch {
    return []
  }
}
