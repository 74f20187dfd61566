import { transition } from 'xstate'
import {
  type RegistrationEvent,
  type RegistrationMachine,
  registrationMachine,
  type Snapshot,
} from '../../src'
import { toSnapshot } from '../../src/engine/snapshot'
import { Stepper, stepResult } from '../../src/engine/xstate'
import { national } from '../../src/registrations/national'
import { assertPresent } from '../../src/schema/primitives'
import type { ExecutedAction } from '../../src/xstateInternals'

const steppers = new Map<RegistrationMachine, Stepper>([[registrationMachine, national().stepper]])

function stepperOf(machine: RegistrationMachine): Stepper {
  const stepper = steppers.get(machine) ?? new Stepper(machine)
  steppers.set(machine, stepper)
  return stepper
}

type StepEvent = RegistrationEvent | { type: string }

/** The results of one step on the machine that users run, which has timers, and on the one that `decide` runs. */
export function stepOnBoth(snapshot: Snapshot, event: StepEvent, machine = registrationMachine) {
  const [state, actions] = transition(machine, machine.resolveState(snapshot), event as RegistrationEvent)
  const withTimers = stepResult(state, actions as readonly ExecutedAction[])
  const stepper = stepperOf(machine)
  const active = assertPresent(national().tree.active(snapshot.value))
  const withoutTimers = stepper.step(stepper.stateOf(snapshot, active), event)
  return [withTimers, withoutTimers].map((step) => ({ ...step, state: toSnapshot(step.state, []) }))
}

/** The events that XState would send for the deadlines of a snapshot. */
export const deadlineEvents = ({ value }: Snapshot): StepEvent[] =>
  assertPresent(national().tree.active(value)).awaits.map(({ eventType }) => ({ type: eventType }))
