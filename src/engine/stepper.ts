import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyStateNode,
  createActor,
  createMachine,
} from 'xstate'
import { type EndingParams, effectOf, remember } from '../actions'
import type { Params } from '../actions/action'
import type { RegistrationEvent } from '../events'
import type { Fact, FactType } from '../facts'
import type { RegistrationMachine } from '../machine'
import type { RefusedEvent } from '../machine/setup'
import type { StateValue } from '../machine/states'
import type { Context } from '../model/context'
import type { OpenInput, OpeningWithTerms } from '../model/opening'
import type { RefusalId } from '../rules'
import type { Guard } from '../rules/rule'
import { assertPresent, lazy } from '../schema/primitives'
import { delayedEvents, type ExecutedAction, scopeOf } from '../xstateInternals'
import type { Snapshot } from './snapshot'
import type { ActiveStates } from './stateTree'

/**
 * Runs single steps of the machine. XState chooses the transitions and moves between the states; the actions of the
 * transitions change the context here, because XState copies its whole state for each of them.
 */

/** A registration between two steps: its state value and its context, and XState's state of the value. */
export type MachineState = { value: StateValue; context: Context; position: AnyMachineSnapshot }

/** The result of one step: the next state, the emitted facts, and the rule that refused the event. */
export type MachineStep = { state: MachineState; facts: Fact[]; refused: RefusalId | undefined }

/** A deadline is passed as an event, with the type that XState gives it. */
type StepEvent = RegistrationEvent | { type: string }

/** A step while XState runs it. */
class Step {
  readonly facts: Fact[] = []
  refused: RefusalId | undefined
  /** What a guard threw. XState throws another error in its place, with its own words. */
  thrown: { value: unknown } | undefined
  private copied = false

  constructor(
    public context: Context,
    private readonly event: RegistrationEvent,
  ) {}

  perform({ type, params }: ExecutedAction): void {
    if (type === 'event.refused') this.refused ??= (params as RefusedEvent).rule
    else if (type === 'remember') this.change(remember(this.context, this.event, params as EndingParams))
    else {
      const { change, emitted } = effectOf(type as FactType, this.context, this.event, params as Params)
      if (change !== undefined) this.change(change)
      this.facts.push(...emitted)
    }
  }

  judge(guard: Guard, event: RegistrationEvent): boolean {
    try {
      return guard({ context: this.context, event })
    } catch (value) {
      this.thrown = { value }
      throw value
    }
  }

  private change(part: Partial<Context>): void {
    if (!this.copied) this.context = { ...this.context }
    this.copied = true
    Object.assign(this.context, part)
  }
}

type StateConfig = {
  on?: Record<string, unknown>
  after?: Record<string, unknown>
  states?: Record<string, StateConfig>
}

/** The configuration of a state with its `after` transitions as those of the event that XState sends for each. */
function withoutTimers(node: AnyStateNode, { after = {}, ...config }: StateConfig): StateConfig {
  const eventTypes = delayedEvents(node)
  const onDeadline = Object.entries(after).map(([name, list]) => [assertPresent(eventTypes.get(name)), list])
  const below = Object.entries(config.states ?? {}).map(([key, child]) => [
    key,
    withoutTimers(node.states[key] as AnyStateNode, child),
  ])
  return {
    ...config,
    on: { ...config.on, ...Object.fromEntries(onDeadline) },
    ...(below.length > 0 && { states: Object.fromEntries(below) }),
  }
}

/** Pure for its callers: they see neither the step that runs nor XState's scope. */
export class Stepper {
  private current: Step | undefined
  private readonly machine: AnyStateMachine
  private readonly resolved = new WeakMap<ActiveStates, AnyMachineSnapshot>()
  private readonly scope: () => ReturnType<typeof scopeOf>

  /**
   * @param original the machine as users run it. The executed one has the same states and transitions, but no timers,
   * which XState would start and cancel on every transition, and no context.
   */
  constructor(private readonly original: RegistrationMachine) {
    const { root, config, implementations } = original
    const guards = Object.entries(implementations.guards as unknown as Record<string, Guard>).map(
      ([id, guard]) => [id, ({ event }: { event: RegistrationEvent }) => this.step.judge(guard, event)],
    )
    const executed = { ...withoutTimers(root as AnyStateNode, config as StateConfig), context: {} }
    this.machine = createMachine(executed as object, { guards: Object.fromEntries(guards) })
    // A test compares it with XState's `transition()`.
    this.scope = lazy(() => scopeOf(createActor(this.machine), (action) => this.step.perform(action)))
  }

  private get step(): Step {
    return assertPresent(this.current)
  }

  /** Runs one step. */
  run({ value, context, position }: MachineState, event: StepEvent): MachineStep {
    return this.inStep(context, event, () => {
      const next = this.machine.transition(position, event, this.scope())
      return [next, next === position ? value : next.value]
    })
  }

  /** Runs the first step: returns the initial state for the input, and the facts emitted on entering it. */
  first(input: OpenInput | OpeningWithTerms): MachineStep {
    const { context } = this.original.config as unknown as {
      context: (args: { input: OpenInput | OpeningWithTerms }) => Context
    }
    return this.inStep(context({ input }), { type: 'xstate.init' }, () => {
      const next = this.machine.getInitialSnapshot(this.scope())
      return [next, next.value]
    })
  }

  private inStep(
    context: Context,
    event: StepEvent,
    move: () => [position: AnyMachineSnapshot, value: StateValue],
  ): MachineStep {
    // A provision may decide other registrations, so that steps can be nested.
    const outer = this.current
    const step = new Step(context, event as RegistrationEvent)
    this.current = step
    try {
      const [position, value] = move()
      return { state: { value, context: step.context, position }, facts: step.facts, refused: step.refused }
    } catch (error) {
      throw step.thrown === undefined ? error : step.thrown.value
    } finally {
      this.current = outer
    }
  }

  /** Returns the state of a snapshot. XState resolves each state value once. */
  stateOf({ value, context }: Snapshot, active: ActiveStates): MachineState {
    const position = this.resolved.get(active) ?? this.machine.resolveState({ value, context: {} })
    this.resolved.set(active, position)
    return { value, context, position }
  }
}
