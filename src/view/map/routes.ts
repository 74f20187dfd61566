import { deadlines } from '../../engine/deadlines'
import { decide } from '../../engine/decide'
import type { Snapshot } from '../../engine/snapshot'
import { statePaths } from '../../engine/stateTree'
import type { RegistrationEvent } from '../../events'
import { type Journey, runJourney } from '../../journey'
import { parseInstant } from '../../time'
import type { Chart } from '../chart'
import { enteredLeaves, isWithin, type StateChange, stateChanges, triggerName } from './stateChanges'

/** The states before and after something, and what that was: an event, or deadlines of the same instant. */
type StateStep = { before: readonly string[]; after: readonly string[]; triggers: readonly string[] }

/** What led to an event, one instant after the other, and then the event itself. */
function stateSteps(snapshot: Snapshot, event: RegistrationEvent): StateStep[] {
  const steps: StateStep[] = []
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
function changesBetween({ before, after, triggers }: StateStep, moves: readonly StateChange[], chart: Chart): string[] {
  const found: string[] = []
  const left = (move: StateChange, leaves: readonly string[]): boolean =>
    leaves.some((leaf) => isWithin(leaf, move.transition.from))
  const follow = (move: StateChange, way: readonly StateChange[]): void => {
    const longer = [...way, move]
    const inside = enteredLeaves(move.target, chart)
    const arrived = inside.some((leaf) => after.includes(leaf) && !before.includes(leaf))
    if (arrived) found.push(...longer.map(({ key }) => key))
    for (const next of moves) {
      if (triggerName(next.transition.trigger) !== 'always' || longer.includes(next) || !left(next, inside))
        continue
      // What is still active afterwards was not left.
      if (inside.some((leaf) => isWithin(leaf, next.transition.from) && after.includes(leaf))) continue
      follow(next, longer)
    }
  }
  for (const move of moves) {
    if (triggers.includes(triggerName(move.transition.trigger)) && left(move, before)) follow(move, [])
  }
  return found
}

/**
 * The moves that a journey takes, in the order in which it first does.
 * @returns the keys of moves; none where the journey cannot be opened
 */
export function changesTaken(journey: Journey, chart: Chart): string[] {
  const moves = stateChanges(chart)
  const { opened, steps } = runJourney(journey)
  const keys = new Set<string>()
  let snapshot = opened?.snapshot
  // Whoever is known already starts further on.
  if (snapshot) {
    const before = enteredLeaves(chart.states[0]?.path ?? '', chart)
    const start = { before, after: statePaths(snapshot.value), triggers: ['always'] }
    for (const key of changesBetween(start, moves, chart)) keys.add(key)
  }
  for (const { event, decision } of steps) {
    if (!snapshot) break
    for (const step of stateSteps(snapshot, event)) {
      if (step.before.join() === step.after.join()) continue
      for (const key of changesBetween(step, moves, chart)) keys.add(key)
    }
    snapshot = decision.snapshot
  }
  return [...keys]
}
