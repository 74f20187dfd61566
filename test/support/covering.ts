import { type Journey, open, runJourney, statePaths } from '../../src'
import { openInputOf } from '../../src/journey'
import { whole } from './sample'

type Named = [path: string, journey: Journey]

/** The paths of all values in a value; the elements of a list share theirs. */
function pathsIn(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((part) => pathsIn(part, `${path}[]`))
  if (value === null || typeof value !== 'object') return [path]
  return Object.entries(value).flatMap(([key, part]) => pathsIn(part, `${path}.${key}`))
}

/** What a journey shows: its notice, and each field, fact, refusal, deadline and state. */
function shownBy(journey: Journey): Set<string> {
  const { input } = openInputOf(journey)
  const { exam: _, notice, ...opening } = input
  const opened = open(input)
  const decisions = [opened, ...runJourney(journey).steps.map(({ decision }) => decision)]
  return new Set([
    `notice ${notice.id}`,
    ...pathsIn(opening, 'opening'),
    ...runJourney(journey).steps.flatMap(({ event, decision }) =>
      decision.accepted ? pathsIn(event, `event ${event.type}`) : [`event ${event.type}`],
    ),
    ...decisions.flatMap(({ facts }) => facts.flatMap((fact) => pathsIn(fact, `fact ${fact.type}`))),
    ...decisions.flatMap((decision) => (decision.accepted ? [] : [`refusal ${decision.refusal.rule}`])),
    ...decisions.flatMap((decision) =>
      'fired' in decision ? decision.fired.map(({ name }) => `deadline ${name}`) : [],
    ),
    ...decisions.flatMap(({ snapshot }) =>
      snapshot === null ? [] : statePaths(snapshot.value).map((path) => `state ${path}`),
    ),
  ])
}

/**
 * A few journeys that together show what all show, for tests of what stores and sends them: `decide` itself is tested on
 * all. All with `WHOLE=1`.
 */
export function covering(journeys: readonly Named[]): Named[] {
  if (whole) return [...journeys]
  const left = new Map(journeys.map(([path, journey]) => [path, { journey, shown: shownBy(journey) }]))
  const missing = new Set([...left.values()].flatMap(({ shown }) => [...shown]))
  const chosen = new Set<string>()
  while (missing.size > 0) {
    let [best, most] = ['', 0]
    for (const [path, { journey, shown }] of left) {
      const news = [...shown].filter((one) => missing.has(one)).length / (journey.steps.length + 3)
      if (news > most) [best, most] = [path, news]
    }
    for (const one of left.get(best)?.shown ?? []) missing.delete(one)
    chosen.add(best)
  }
  return journeys.filter(([path]) => chosen.has(path))
}
