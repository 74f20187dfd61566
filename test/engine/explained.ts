import { type EventType, type Explanation, runJourney, type Snapshot } from '../../src'
import { formatInstant } from '../../src/time'
import { journeysIn } from '../support/files'

/** The journeys, and their snapshots, that both tests of `explain` use. */

/** Without those that differ from others only by their exam and notice. */
export const journeys = journeysIn('examples/journeys').filter(([path]) => !path.includes('/elsewhere/'))

export type Named = (typeof journeys)[number][1]

/** Each event of a journey with the snapshot before it and its decision. */
export function steps(journey: Named) {
  const run = runJourney(journey)
  const befores = [run.opened?.snapshot as Snapshot, ...run.steps.map(({ decision }) => decision.snapshot)]
  return run.steps.map(({ event, decision }, i) => ({ before: befores[i] as Snapshot, event, decision }))
}

/** The snapshots before each event of a journey. */
export const stages = (journey: Named): Snapshot[] => steps(journey).map(({ before }) => before)

export const clockOf = ({ context }: Snapshot): string => formatInstant(context.at)

export const of = (all: Explanation[], type: EventType): Explanation =>
  all.find((one) => one.type === type) as Explanation
