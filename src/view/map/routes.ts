import { deadlines } from '../../engine/deadlines'
import { decide } from '../../engine/decide'
import type { Snapshot } from '../../engine/snapshot'
import { statePaths } from '../../engine/stateTree'
import type { RegistrationEvent } from '../../events'
import { type Journey, runJourney } from '../../journey'
import { parseInstant } from '../../time'
import type { Chart } from '../chart'
import { entered, isWithin, type Move, movesOf, triggerName } from './moves'

/** The states before and after something, and what that was: an event, or deadlines of the same instant. */
type Step = { before: readonly string[]; after: readonly string[]; triggers: readonly string[] }

/** What led to an event, one instant after the other, and then the event itself. */
function stepsOf(snapshot: Snapshot, event: RegistrationEvent): Step[] {
  const steps: Step[] = []
  let now = snapshot
  const take = (next: Snapshot, triggers: readonly string[]): void => {
    steps.push({ before: statePaths(now.value), after: statePaths(next.value), triggers })
    now = next
  }
  const by = { role: 'clock', id: 'clock' } as const
  for (;;) {
    const ahead = deadlines(now).find(({ at }) => parseInstant(at) > now.context.at)
    if (ahead === undefined || parseInstant(ahead.at) > parseInstant(event.at)) break
    const { snapshot: later, fired } = decide(now, { type: 'clock.advance', at: ahead.at, by })
    const triggers = fired.map(({ name }) => name)
    take(later, triggers)
  }
  take(decide(now, event).snapshot, [event.type])
  return steps
}

/** The moves from some states to others: first one that is set off, then those that happen by themselves. */
function wayBetween({ before, after, triggers }: Step, moves: readonly Move[], chart: Chart): string[] {
  const found: string[] = []
  const left = (move: Move, leaves: readonly string[]): boolean =>
    leaves.some((leaf) => isWithin(leaf, move.arrow.from))
  const follow = (move: Move, way: readonly Move[]): void => {
    const longer = [...way, move]
    const inside = entered(move.target, chart)
    const arrived = inside.some((leaf) => after.includes(leaf) && !before.includes(leaf))
    if (arrived) found.push(...longer.map(({ key }) => key))
    for (const next of moves) {
      if (triggerName(next.arrow.trigger) !== 'always' || longer.includes(next) || !left(next, inside))
        continue
      // What is still active afterwards was not left.
      if (inside.some((leaf) => isWithin(leaf, next.arrow.from) && after.includes(leaf))) continue
      follow(next, longer)
    }
  }
  for (const move of moves) {
    if (triggers.includes(triggerName(move.arrow.trigger)) && left(move, before)) follow(move, [])
  }
  return found
}

/**
 * The moves that a journey takes, in the order in which it first does.
 * @returns the keys of moves; none where the journey cannot be opened
 */
export function traversed(journey: Journey, chart: Chart): string[] {
  const moves = movesOf(chart)
  const { opened, steps } = runJourney(journey)
  const keys = new Set<string>()
  let snapshot = opened?.snapshot
  // Whoever is known already starts further on.
  if (snapshot) {
    const before = entered(chart.states[0]?.path ?? '', chart)
    const start = { before, after: statePaths(snapshot.value), triggers: ['always'] }
    for (const key of wayBetween(start, moves, chart)) keys.add(key)
  }
  for (const { event, decision } of steps) {
    if (!snapshot) break
    for (const step of stepsOf(snapshot, event)) {
      if (step.before.join() === step.after.join()) continue
      for (const key of wayBetween(step, moves, chart)) keys.add(key)
    }
    snapshot = decision.snapshot
  }
  return [...keys]
}
