// #region inspector
import { longClock, type OpenInput, registrationMachine, type Snapshot, toXStateSnapshot } from 'baokao'
import { createActor, type InspectionEvent, type Observer } from 'xstate'

/** @param inspect `createBrowserInspector().inspect` of `@statelyai/inspect`, or any observer */
export function watch(input: OpenInput, inspect: Observer<InspectionEvent>) {
  const actor = createActor(registrationMachine, { input, inspect, clock: longClock })
  actor.on('*', (emitted) => console.log(emitted.type)) // facts, and event.refused with its rule
  return actor.start()
}
// #endregion

// #region restored
/** Restores a stored registration. XState restores no timers; the `clock.advance` starts them. */
export function restore(snapshot: Snapshot, now: string) {
  const actor = createActor(registrationMachine, { snapshot: toXStateSnapshot(snapshot), clock: longClock })
  actor.start().send({ type: 'clock.advance', at: now, by: { role: 'clock', id: 'clock' } })
  return actor
}
// #endregion
