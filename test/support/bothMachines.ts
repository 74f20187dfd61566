import { transition } from 'xstate'
import { type RegistrationEvent, registrationMachine, type Snapshot } from '../../src'
import { toSnapshot } from '../../src/engine/snapshot'
import { stepResult } from '../../src/engine/xstate'
import { national } from '../../src/registrations/national'
import { assertPresent } from '../../src/schema/primitives'
import type { ExecutedAction } from '../../src/xstateInternals'

type StepEvent = RegistrationEvent | { type: string }

/** The results of one step on the machine that users run, which has timers, and on the one that `decide` runs. */
export function stepOnBoth(snapshot: Snapshot, event: StepEvent) {
  const [state, actions] = transition(
    registrationMachine,
    registrationMachine.resolveState(snapshot),
    event as RegistrationEvent,
  )
  const withTimers = stepResult(state, actions as readonly ExecutedAction[])
  const withoutTimers = national().stepper.step(national().stateOf(snapshot), event)
  return [withTimers, withoutTimers].map((step) => ({ ...step, state: toSnapshot(step.state, []) }))
}

/** The events that XState would send for the deadlines of a snapshot. */
export const deadlineEvents = ({ value }: Snapshot): StepEvent[] =>
  assertPresent(national().tree.active(value)).awaits.map(({ eventType }) => ({ type: eventType }))
