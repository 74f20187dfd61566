import { transition } from 'xstate'
import {
  type Fact,
  type RegistrationEvent,
  type RegistrationMachine,
  registrationMachine,
  type Snapshot,
} from '../../src'
import { toSnapshot } from '../../src/engine/snapshot'
import { Stepper } from '../../src/engine/stepper'
import type { RefusedEvent } from '../../src/machine/setup'
import { national } from '../../src/registrations/national'
import { assertPresent } from '../../src/schema/primitives'

const steppers = new Map<RegistrationMachine, Stepper>([[registrationMachine, national().stepper]])

function stepperOf(machine: RegistrationMachine): Stepper {
  const stepper = steppers.get(machine) ?? new Stepper(machine)
  steppers.set(machine, stepper)
  return stepper
}

/** What the machine emitted: the facts, and the rule that refused the event. */
function emittedBy(actions: readonly { type: string; params: unknown }[]) {
  const emitted = actions
    .filter(({ type }) => type === 'xstate.emit')
    .map(({ params }) => (params as { event: Fact | RefusedEvent }).event)
  const refusals = emitted.filter((event) => event.type === 'event.refused')
  return {
    facts: emitted.filter((event) => event.type !== 'event.refused'),
    refused: refusals[0]?.rule,
  }
}

type StepEvent = RegistrationEvent | { type: string }

/** The results of one step on the machine that users run, which has timers, and on the one that `decide` runs. */
export function stepOnBoth(snapshot: Snapshot, event: StepEvent, machine = registrationMachine) {
  const [state, actions] = transition(machine, machine.resolveState(snapshot), event as RegistrationEvent)
  const withTimers = { state, ...emittedBy(actions) }
  const stepper = stepperOf(machine)
  const active = assertPresent(national().tree.active(snapshot.value))
  const withoutTimers = stepper.run(stepper.stateOf(snapshot, active), event)
  return [withTimers, withoutTimers].map((step) => ({ ...step, state: toSnapshot(step.state, []) }))
}

/** The events that XState would send for the deadlines of a snapshot. */
export const deadlineEvents = ({ value }: Snapshot): StepEvent[] =>
  assertPresent(national().tree.active(value)).awaits.map(({ eventType }) => ({ type: eventType }))
