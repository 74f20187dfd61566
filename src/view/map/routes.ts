import { deadlines } from '../../engine/deadlines'
import { decide } from '../../engine/decide'
import type { Snapshot } from '../../engine/snapshot'
import { statePaths } from '../../engine/stateTree'
import type { RegistrationEvent } from '../../events'
import { type Journey, runJourney } from '../../journey'
import { parseInstant } from '../../time'
import type { Chart } from '../chart'
import { enteredLeaves, isWithin, triggerName } from '../chartQueries'
import { type StateChange, stateChanges } from './stateChanges'

/** The active states before and after a step, and its triggers: an event, or the deadlines of one instant. */
type StateStep = { before: readonly string[]; after: readonly string[]; triggers: readonly string[] }

/** The deadlines that fire before an event, instant by instant, and then the event itself. */
function stateSteps(snapshot: Snapshot, event: RegistrationEvent): StateStep[] {
  const steps: StateStep[] = []
  let current = snapshot
  const addStep = (next: Snapshot, triggers: readonly string[]): void => {
    steps.push({ before: statePaths(current.value), after: statePaths(next.value), triggers })
    current = next
  }
  const by = { role: 'clock', id: 'clock' } as const
  for (;;) {
    const due = deadlines(current).find(({ at }) => parseInstant(at) > current.context.at)
    if (due === undefined || parseInstant(due.at) > parseInstant(event.at)) break
    const { snapshot: next, fired } = decide(current, { type: 'clock.advance', at: due.at, by })
    const triggers = fired.map(({ name }) => name)
    addStep(next, triggers)
  }
  addStep(decide(current, event).snapshot, [event.type])
  return steps
}

/** The state changes of a step: one with its trigger, then the eventless ones that follow. */
function changesBetween(
  { before, after, triggers }: StateStep,
  changes: readonly StateChange[],
  chart: Chart,
): string[] {
  const found: string[] = []
  const leaves = (change: StateChange, active: readonly string[]): boolean =>
    active.some((leaf) => isWithin(leaf, change.transition.from))
  const follow = (change: StateChange, earlier: readonly StateChange[]): void => {
    const sequence = [...earlier, change]
    const entered = enteredLeaves(change.target, chart)
    const arrived = entered.some((leaf) => after.includes(leaf) && !before.includes(leaf))
    if (arrived) found.push(...sequence.map(({ key }) => key))
    for (const next of changes) {
      const isEventless = triggerName(next.transition.trigger) === 'always'
      if (!isEventless || sequence.includes(next) || !leaves(next, entered)) continue
      // A leaf that is still active afterwards was not left.
      if (entered.some((leaf) => isWithin(leaf, next.transition.from) && after.includes(leaf))) continue
      follow(next, sequence)
    }
  }
  for (const change of changes) {
    if (triggers.includes(triggerName(change.transition.trigger)) && leaves(change, before))
      follow(change, [])
  }
  return found
}

/**
 * The state changes of a journey, in order of first occurrence.
 * @returns their keys; empty if the journey cannot be opened
 */
export function changesTaken(journey: Journey, chart: Chart): string[] {
  const changes = stateChanges(chart)
  const { opened, steps } = runJourney(journey)
  const keys = new Set<string>()
  let snapshot = opened?.snapshot
  // A known candidate does not start in the initial state.
  if (snapshot) {
    const before = enteredLeaves(chart.states[0]?.path ?? '', chart)
    const start = { before, after: statePaths(snapshot.value), triggers: ['always'] }
    for (const key of changesBetween(start, changes, chart)) keys.add(key)
  }
  for (const { event, decision } of steps) {
    if (!snapshot) break
    for (const step of stateSteps(snapshot, event)) {
      if (step.before.join() === step.after.join()) continue
      for (const key of changesBetween(step, changes, chart)) keys.add(key)
    }
    snapshot = decision.snapshot
  }
  return [...keys]
}
