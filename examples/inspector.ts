// #region inspector
import { longClock, type OpenInput, registrationMachine, type Snapshot, toXStateSnapshot } from 'baokao'
import { createActor, type InspectionEvent, type Observer } from 'xstate'

/** @param inspect `createBrowserInspector().inspect` of `@statelyai/inspect`, or any observer */
export function watch(input: OpenInput, inspect: Observer<InspectionEvent>) {
  const actor = createActor(registrationMachine, { input, inspect, clock: longClock })
  actor.on('*', (told) => console.log(told.type)) // facts, and event.refused with its rule
  return actor.start()
}
// #endregion

// #region restored
/** A stored registration, live again: XState restores no timer, and the `clock.advance` re-arms them. */
export function revive(snapshot: Snapshot, now: string) {
  const actor = createActor(registrationMachine, { snapshot: toXStateSnapshot(snapshot), clock: longClock })
  actor.start().send({ type: 'clock.advance', at: now, by: { role: 'clock', id: 'clock' } })
  return actor
}
// #endregion
