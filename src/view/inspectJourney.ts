import { type Actor, createActor, SimulatedClock } from 'xstate'
import { type JourneyRun, openInputOf, runJourney } from '../journey'
import type { Journey } from '../journeyFormat'
import { registrationMachine } from '../machine'
import { rules } from '../rules'
import { parseInstant } from '../time'
import { type Inspection, type InspectOptions, inspectRegistration } from './inspect'

/** Sends the events that reach the machine. The clock stops at each deadline on the way, so that none fires late. */
function sendSteps(run: JourneyRun, actor: Actor<typeof registrationMachine>, clock: SimulatedClock): void {
  const opened = actor.getSnapshot().context.at
  const moveTo = (at: string) => clock.set(Math.max(parseInstant(at) - opened, clock.now()))
  for (const { event, decision } of run.steps) {
    if (!decision.accepted && rules[decision.refusal.rule].kind === 'intake') continue
    for (const { at } of decision.fired) moveTo(at)
    moveTo(event.at)
    actor.send(event)
    clock.increment(0)
  }
}

/**
 * Plays a journey on an actor with a simulated clock and shows it in the Stately inspector, see `inspectRegistration`.
 * Events that an intake rule refuses never reach the machine and are not shown.
 *
 * @throws RangeError if the journey cannot be opened; `runJourney` returns the reasons
 */
export async function inspectJourney(journey: Journey, options: InspectOptions = {}): Promise<Inspection> {
  const run = runJourney(journey)
  if (!run.opened?.snapshot) throw new RangeError('The journey cannot be opened')
  const clock = new SimulatedClock()
  const actor = createActor(registrationMachine, { input: openInputOf(journey).input, clock })
  const inspection = await inspectRegistration(actor, options)
  actor.start()
  clock.increment(0)
  sendSteps(run, actor, clock)
  return {
    ...inspection,
    stop() {
      actor.stop()
      return inspection.stop()
    },
  }
}
