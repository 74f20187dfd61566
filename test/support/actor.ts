import { type AnyStateNode, createActor, SimulatedClock } from 'xstate'
import {
  type Fact,
  type Journey,
  type OpenInput,
  type RegistrationEvent,
  type RuleId,
  registrationMachine,
  rules,
  runJourney,
  type StateValue,
} from '../../src'
import { openInputOf } from '../../src/journey'

/** The result of one event sent to an XState actor. */
export type ActorStep = { value: StateValue; facts: Fact[]; refused: RuleId | undefined }

type TransitionSource = { source: AnyStateNode; eventType: string }

/** The name of a transition: its state, its event, and its index among the transitions of that event. */
export function transitionName({ source, eventType }: TransitionSource, transition: unknown): string {
  const siblings = eventType === '' ? (source.always ?? []) : (source.on[eventType] ?? [])
  const index = (siblings as unknown[]).indexOf(transition)
  const guard = (transition as { guard?: string }).guard
  return `${source.path.join('.') || 'anywhere'} ${eventType || 'always'} ${index}${guard ? ` ${guard}` : ''}`
}

/** Every transition of the machine. */
export function allTransitions(): string[] {
  const of = (node: AnyStateNode): string[] => [
    ...Object.entries(node.on).flatMap(([, transitions]) =>
      transitions.map((transition) => transitionName(transition as never, transition)),
    ),
    ...(node.always ?? []).map((transition) => transitionName(transition as never, transition)),
    ...Object.values(node.states).flatMap(of),
  ]
  return of(registrationMachine.root as AnyStateNode)
}

/** Every leaf state, by its dotted path. */
export function allStates(): string[] {
  const of = (node: AnyStateNode): string[] => {
    const below = Object.values(node.states)
    return below.length === 0 ? [node.path.join('.')] : below.flatMap(of)
  }
  return of(registrationMachine.root as AnyStateNode)
}

/**
 * Runs a journey through an XState actor on a simulated clock, and through `decide`. Events that an intake rule refuses
 * never reach the machine and are not sent.
 *
 * @param machine by default `registrationMachine`; any other machine must take the same transitions
 * @param inputFor converts the input for a machine that needs a different one
 */
export function runThroughActor(
  journey: Journey,
  machine = registrationMachine,
  inputFor = (input: OpenInput): OpenInput => input,
): {
  steps: ActorStep[]
  transitions: Set<string>
  decided: ReturnType<typeof runJourney>
} {
  const decided = runJourney(journey)
  const transitions = new Set<string>()
  const clock = new SimulatedClock()
  let emitted: (Fact | { type: 'event.refused'; rule: RuleId })[] = []
  const { input } = openInputOf(journey)
  const actor = createActor(machine, {
    input: inputFor(input),
    clock,
    inspect: (inspected) => {
      if (inspected.type !== '@xstate.microstep') return
      for (const transition of inspected._transitions) {
        if (transition.source.path.length > 0 || transition.eventType !== 'xstate.init') {
          transitions.add(transitionName(transition as never, transition))
        }
      }
    },
  })
  actor.on('*', (event) => {
    emitted.push(event as Fact)
  })
  actor.start()
  const opened = Date.parse(input.at)
  const collect = (): ActorStep => {
    const facts = emitted.filter((event): event is Fact => event.type !== 'event.refused')
    const refused = emitted.find((event) => event.type === 'event.refused') as { rule: RuleId } | undefined
    emitted = []
    return { value: actor.getSnapshot().value as StateValue, facts, refused: refused?.rule }
  }
  clock.increment(0)
  emitted = []
  const steps = decided.steps.map(({ event, decision }): ActorStep => {
    const at = Math.max(Date.parse(event.at) - opened, clock.now())
    const intake = !decision.accepted && rules[decision.refusal.rule].kind === 'intake'
    if (intake) return { ...collect(), refused: decision.refusal.rule }
    // The clock moves from deadline to deadline: a timer that fires late would start the next timers late.
    for (const { at: due } of decision.fired)
      clock.set(Math.min(at, Math.max(Date.parse(due) - opened, clock.now())))
    clock.set(at)
    actor.send(event as RegistrationEvent)
    for (const _ of decision.fired) clock.increment(0)
    clock.increment(0)
    return collect()
  })
  return { steps, transitions, decided }
}
