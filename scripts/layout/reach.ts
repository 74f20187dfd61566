import type { Snapshot } from '../../src/engine/snapshot'
import type { RegistrationEvent } from '../../src/events'
import { runJourney } from '../../src/journey'
import type { Journey } from '../../src/journeyFormat'
import { registrationMachine } from '../../src/machine'
import { statePaths } from '../../src/machine/states'
import { decide } from '../../src/registrations/national'
import { eventsFor } from '../../src/testing/eventsFor'
import { stateKey } from '../../src/testing/stateKey'
import type { Chart } from '../../src/view/chart'
import { isWithin } from '../../src/view/chartQueries'
import { isGuardDependent, type Reach, stateChanges } from '../../src/view/map/stateChanges'
import { resolvedState } from './resolvedState'

/** Events that enable further transitions without changing the state. */
const enablingEvents = new Set(['correction.request', 'payment.claim'])

type TakenTransition = {
  source: { path: string[] }
  target?: readonly { path: string[] }[]
  eventType: string
}

/** The transitions that an event would take. */
const transitionsTaken = (snapshot: Snapshot, event: RegistrationEvent): readonly TakenTransition[] =>
  registrationMachine.getTransitionData(
    resolvedState(snapshot),
    event,
  ) as unknown as readonly TakenTransition[]

/**
 * Finds the leaves where guard-dependent state changes occur. Tries every event in each snapshot of the journeys, and in
 * the snapshots after up to two further deadlines and two enabling events.
 */
export function reachOf(chart: Chart, journeys: readonly Journey[]): Reach {
  const changes = stateChanges(chart).filter((change) => isGuardDependent(change, chart))
  const types = new Set(
    changes.map(({ transition: { trigger } }) => (trigger.kind === 'event' ? trigger.type : '')),
  )
  const found = new Map(changes.map(({ key }) => [key, new Set<string>()]))
  const seen = new Set<string>()
  const queue: { snapshot: Snapshot; enabled: number; advanced: number }[] = []
  const enqueue = (snapshot: Snapshot | null | undefined, enabled = 0, advanced = 0): void => {
    if (!snapshot || enabled > 2 || advanced > 2 || seen.size === seen.add(stateKey(snapshot)).size) return
    queue.push({ snapshot, enabled, advanced })
  }
  for (const journey of journeys) {
    const { opened, steps } = runJourney(journey)
    for (const snapshot of [opened?.snapshot, ...steps.map(({ decision }) => decision.snapshot)])
      enqueue(snapshot)
  }
  for (const { snapshot, enabled, advanced } of queue) {
    const leaves = statePaths(snapshot.value)
    for (const event of eventsFor(snapshot)) {
      if (types.has(event.type)) {
        for (const { source, target, eventType } of transitionsTaken(snapshot, event)) {
          const key = `${source.path.join('.') || '*'} ${eventType} ${target?.[0]?.path.join('.')}`
          for (const leaf of leaves) found.get(key)?.add(leaf)
        }
      }
      if (event.type === 'clock.advance') enqueue(decide(snapshot, event).snapshot, enabled, advanced + 1)
      else if (enablingEvents.has(event.type))
        enqueue(decide(snapshot, event).snapshot, enabled + 1, advanced)
    }
  }
  const order = chart.states.map(({ path }) => path)
  const isInSource = (key: string, path: string) =>
    isWithin(path, (key.split(' ')[0] as string).replace('*', ''))
  return Object.fromEntries(
    [...found].map(([key, leaves]) => [
      key,
      order.filter((path) => leaves.has(path) && isInSource(key, path)),
    ]),
  )
}
