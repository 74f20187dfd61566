import { longClock, type OpenInput, registrationMachine } from 'baokao'
import { createActor, type InspectionEvent, type Observer } from 'xstate'

/**
 * A live registration that the XState inspector can watch.
 * @param inspect `createBrowserInspector().inspect` of `@statelyai/inspect`, or any observer
 */
export function watch(input: OpenInput, inspect: Observer<InspectionEvent>) {
  // #region inspector
  const actor = createActor(registrationMachine, { input, inspect, clock: longClock() })
  actor.on('*', (told) => console.log(told.type)) // facts, and event.refused with its rule
  actor.start()
  // #endregion
  return actor
}
