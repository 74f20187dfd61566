import type { Snapshot } from '../../engine/snapshot'
import type { RegistrationEvent } from '../../events'
import { runJourney } from '../../journey'
import type { Journey } from '../../journeyFormat'
import { statePaths } from '../../machine/states'
import { deadlines, decide } from '../../registrations/national'
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
    const due = deadlines(current).find(
      ({ at, expected }) => !expected && parseInstant(at) > current.context.at,
    )
    if (due === undefined || parseInstant(due.at) > parseInstant(event.at)) break
    const { snapshot: next, fired } = decide(current, { type: 'clock.advance', at: due.at, by })
    const triggers = fired.map(({ name }) => name)
    addStep(next, triggers)
  }
  addStep(decide(current, event).snapshot, [event.type])
  return steps
}

/** The innermost state that a transition does not exit: the longest path that contains both ends. */
function commonAncestor(one: string, other: string): string {
  const [parts, otherParts] = [one.split('.'), other.split('.')]
  const length = parts.findIndex((part, i) => part !== otherParts[i])
  return (length < 0 ? parts : parts.slice(0, length)).join('.')
}

/** The active leaves after a state change. */
function afterChange({ transition, target }: StateChange, active: readonly string[], chart: Chart): string[] {
  const scope = commonAncestor(transition.from, target)
  return [...active.filter((leaf) => !isWithin(leaf, scope)), ...enteredLeaves(target, chart)]
}

/**
 * The state changes of a step: one with its trigger, then the eventless changes that follow in any region. Guards are
 * not evaluated; among the sequences that end with the same state change, the shortest is correct.
 */
function changesBetween(
  { before, after, triggers }: StateStep,
  changes: readonly StateChange[],
  chart: Chart,
): string[] {
  const shortest = new Map<string, readonly string[]>()
  const follow = (change: StateChange, active: readonly string[], earlier: readonly string[]): void => {
    const sequence = [...earlier, change.key]
    const arrived = enteredLeaves(change.target, chart).some(
      (leaf) => after.includes(leaf) && !before.includes(leaf),
    )
    const known = shortest.get(change.key)
    if (arrived && (known === undefined || sequence.length < known.length)) shortest.set(change.key, sequence)
    const next = afterChange(change, active, chart)
    for (const eventless of changes) {
      const { from, trigger } = eventless.transition
      if (triggerName(trigger) !== 'always' || sequence.includes(eventless.key)) continue
      const sources = next.filter((leaf) => isWithin(leaf, from))
      // A leaf that is active at the end was not left.
      if (sources.length > 0 && !sources.some((leaf) => after.includes(leaf))) {
        follow(eventless, next, sequence)
      }
    }
  }
  for (const change of changes) {
    const { from, trigger } = change.transition
    if (triggers.includes(triggerName(trigger)) && before.some((leaf) => isWithin(leaf, from))) {
      follow(change, before, [])
    }
  }
  return [...shortest.values()].flat()
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
