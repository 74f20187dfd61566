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

/** What a raw actor made of one event. */
export type ActorStep = { value: StateValue; facts: Fact[]; refused: RuleId | undefined }

type Transition = { source: AnyStateNode; eventType: string }

/** The name of an arrow: its state, its event, its place among the arrows of that event. */
export function arrowName({ source, eventType }: Transition, transition: unknown): string {
  const siblings = eventType === '' ? (source.always ?? []) : (source.on[eventType] ?? [])
  const place = (siblings as unknown[]).indexOf(transition)
  const guard = (transition as { guard?: string }).guard
  return `${source.path.join('.') || 'anywhere'} ${eventType || 'always'} ${place}${guard ? ` ${guard}` : ''}`
}

/** Every arrow that the machine has. */
export function allArrows(): string[] {
  const of = (node: AnyStateNode): string[] => [
    ...Object.entries(node.on).flatMap(([, transitions]) =>
      transitions.map((transition) => arrowName(transition as never, transition)),
    ),
    ...(node.always ?? []).map((transition) => arrowName(transition as never, transition)),
    ...Object.values(node.states).flatMap(of),
  ]
  return of(registrationMachine.root as AnyStateNode)
}

/** Every innermost state, by its dotted path. */
export function allStates(): string[] {
  const of = (node: AnyStateNode): string[] => {
    const below = Object.values(node.states)
    return below.length === 0 ? [node.path.join('.')] : below.flatMap(of)
  }
  return of(registrationMachine.root as AnyStateNode)
}

/**
 * Runs a journey through a live actor on a simulated clock, beside `decide`. Events that `decide` refuses before they
 * reach the machine are not sent.
 *
 * @param machine one that should go the same ways, which may take its input in another shape
 */
export function runThroughActor(
  journey: Journey,
  machine = registrationMachine,
  inputFor = (input: OpenInput): OpenInput => input,
): {
  steps: ActorStep[]
  arrows: Set<string>
  decided: ReturnType<typeof runJourney>
} {
  const decided = runJourney(journey)
  const arrows = new Set<string>()
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
          arrows.add(arrowName(transition as never, transition))
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
    // Stepped from deadline to deadline: a clock that jumps makes the timers behind it as late as itself.
    for (const { at: due } of decision.fired)
      clock.set(Math.min(at, Math.max(Date.parse(due) - opened, clock.now())))
    clock.set(at)
    actor.send(event as RegistrationEvent)
    for (const _ of decision.fired) clock.increment(0)
    clock.increment(0)
    return collect()
  })
  return { steps, arrows, decided }
}
