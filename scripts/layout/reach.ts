import { decide } from '../../src/engine/decide'
import type { Snapshot } from '../../src/engine/snapshot'
import { statePaths } from '../../src/engine/stateTree'
import { toMachineState } from '../../src/engine/xstate'
import type { RegistrationEvent } from '../../src/events'
import { type Journey, runJourney } from '../../src/journey'
import { registrationMachine } from '../../src/machine'
import { eventsFor } from '../../src/testing/eventsFor'
import { stateKey } from '../../src/testing/stateKey'
import type { Chart } from '../../src/view/chart'
import { hasGuardedSources, isWithin, stateChanges, type Reach } from '../../src/view/map/stateChanges'

/** What makes other arrows possible: something to be corrected, and a payment that is looked for meanwhile. */
const preparing = new Set(['correction.request', 'payment.claim'])

type Taken = { source: { path: string[] }; target?: readonly { path: string[] }[]; eventType: string }

/** The arrows that an event would take. */
const takenBy = (snapshot: Snapshot, event: RegistrationEvent): readonly Taken[] =>
  registrationMachine.getTransitionData(toMachineState(snapshot), event) as unknown as readonly Taken[]

/**
 * From which innermost states the moves are taken that hold everywhere, or lead about inside their own state: their
 * guards know, the chart does not. Found by trying every event along journeys, now and later, and after whatever
 * prepares others.
 */
export function reachOf(chart: Chart, journeys: readonly Journey[]): Reach {
  const outer = stateChanges(chart).filter((move) => hasGuardedSources(move, chart))
  const types = new Set(outer.map(({ transition: { trigger } }) => (trigger.kind === 'event' ? trigger.type : '')))
  const found = new Map(outer.map(({ key }) => [key, new Set<string>()]))
  const known = new Set<string>()
  const waiting: { snapshot: Snapshot; prepared: number; later: number }[] = []
  const arrive = (snapshot: Snapshot | null | undefined, prepared = 0, later = 0): void => {
    if (!snapshot || prepared > 2 || later > 2 || known.size === known.add(stateKey(snapshot)).size) return
    waiting.push({ snapshot, prepared, later })
  }
  for (const journey of journeys) {
    const { opened, steps } = runJourney(journey)
    for (const snapshot of [opened?.snapshot, ...steps.map(({ decision }) => decision.snapshot)])
      arrive(snapshot)
  }
  for (const { snapshot, prepared, later } of waiting) {
    const leaves = statePaths(snapshot.value)
    for (const event of eventsFor(snapshot)) {
      if (types.has(event.type)) {
        for (const { source, target, eventType } of takenBy(snapshot, event)) {
          const key = `${source.path.join('.') || '*'} ${eventType} ${target?.[0]?.path.join('.')}`
          for (const leaf of leaves) found.get(key)?.add(leaf)
        }
      }
      if (event.type === 'clock.advance') arrive(decide(snapshot, event).snapshot, prepared, later + 1)
      else if (preparing.has(event.type)) arrive(decide(snapshot, event).snapshot, prepared + 1, later)
    }
  }
  const order = chart.states.map(({ path }) => path)
  const within = (key: string, path: string) => isWithin(path, (key.split(' ')[0] as string).replace('*', ''))
  return Object.fromEntries(
    [...found].map(([key, leaves]) => [key, order.filter((path) => leaves.has(path) && within(key, path))]),
  )
}
