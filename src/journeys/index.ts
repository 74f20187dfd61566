import type { Journey } from '../journeyFormat'
import { type JourneyName, shipped } from './shipped'

export type { JourneyIds, JourneyRun, StepRun } from '../journey'
export { runJourney } from '../journey'
export type { Journey, JourneyStep } from '../journeyFormat'
export type { Notice } from '../model/notice'
export { illustrativeNotice } from './illustrativeNotice'
export type { JourneyName } from './shipped'

/**
 * The bundled journeys: for tests of a portal, a port to another language, or a demonstration.
 * @example `runJourney(journeys['lives/1-a-whole-life']).passed` is `true`
 */
export const journeys = shipped as Readonly<Record<JourneyName, Journey>>
